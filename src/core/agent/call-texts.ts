/** What a model reads of its calls: how commands and patches ended. */
import { isWithin } from "../../kit/path.ts";
import type { Millis } from "../../kit/time.ts";
import type { Target } from "../approval/facts.ts";
import type { FileChange } from "../patch/change.ts";
import { tokensOf, withinTokens } from "./kept-text.ts";

/** Tokens of output that a call gives back where it does not say how many. As in Codex. */
export const OUTPUT_TOKENS = 10_000;

export type CommandEnd =
  | { readonly kind: "exited"; readonly status: number }
  /** It runs on; `process` is what `write_stdin` calls it. */
  | { readonly kind: "runs"; readonly process: string };

/**
 * In the form of Codex.
 *
 * @param notes behind the output, a line each
 */
export function commandText(told: {
  readonly chunk: string;
  readonly wallMs: Millis;
  readonly end: CommandEnd;
  readonly output: string;
  readonly tokensMax: number;
  readonly notes: readonly string[];
}): string {
  const { chunk, wallMs, end, output, tokensMax, notes } = told;
  const shown = withinTokens(output, tokensMax);
  const behind = notes.length === 0 ? "" : `${shown === "" || shown.endsWith("\n") ? "" : "\n"}${notes.join("\n")}\n`;
  return [
    `Chunk ID: ${chunk}`,
    wallText(wallMs),
    end.kind === "exited" ? `Process exited with code ${end.status}` : `Process running with session ID ${end.process}`,
    `Original token count: ${tokensOf(output)}`,
    `Output:\n${shown}${behind}`,
  ].join("\n");
}

/** How long a call took, as the first line of what comes back. */
export function wallText(wallMs: Millis): string {
  return `Wall time: ${(wallMs / 1000).toFixed(4)} seconds`;
}

/** Of a patch that was applied; paths inside `cwd` start from there. */
export function patchText(targets: readonly Target[], cwd: string, wallMs: Millis): string {
  const lines = targets.map(({ change }) => {
    const path = change.kind === "rename" ? change.to : change.path;
    return `${LETTERS[change.kind]} ${isWithin(cwd, path) && path !== cwd ? path.slice(cwd.length + 1) : path}\n`;
  });
  return `Exit code: 0\n${wallText(wallMs)}\nOutput:\nSuccess. Updated the following files:\n${lines.join("")}`;
}

const LETTERS: Readonly<Record<FileChange["kind"], string>> = { create: "A", edit: "M", delete: "D", rename: "M" };

/** Of a call that ended with its turn. */
export function abortedText(wallMs: Millis): string {
  return `${wallText(wallMs)}\naborted by user`;
}
