/** What a patch did, for the agent that sent it; the words are those that Codex uses. */
import type { FileChange } from "./change.ts";

const LETTERS: Readonly<Record<FileChange["kind"], string>> = { create: "A", edit: "M", delete: "D", rename: "M" };

/** `Success. Updated the following files:` and a line for each: `A`, `M` or `D` and its path. */
export function describeChanges(targets: readonly { readonly change: FileChange }[]): string {
  const lines = targets.map(({ change }) => {
    const path = change.kind === "rename" ? change.to : change.path;
    return `${LETTERS[change.kind]} ${path}`;
  });
  return ["Success. Updated the following files:", ...lines].join("\n");
}
