/** Changes of files as clients see them: each patch's, and those of a whole turn as one diff. */
import { isWithin } from "../../kit/path.ts";
import type { Target } from "../approval/facts.ts";
import { type DiffLine, diffOf } from "../patch/diff.ts";
import type { ShownChange } from "./item.ts";

export function shownChanges(targets: readonly Target[]): readonly ShownChange[] {
  return targets.map(({ change }): ShownChange => {
    switch (change.kind) {
      case "create":
        return { path: change.path, kind: "add", movedTo: null, diff: change.after };
      case "delete":
        return { path: change.path, kind: "delete", movedTo: null, diff: change.before };
      case "edit":
        return { path: change.path, kind: "update", movedTo: null, diff: hunkText(diffOf(change)) };
      case "rename":
        return { path: change.path, kind: "update", movedTo: change.to, diff: hunkText(diffOf(change)) };
      default:
        return change satisfies never;
    }
  });
}

const SIGNS: Readonly<Record<DiffLine["kind"], string>> = { hunk: "", context: " ", added: "+", removed: "-" };

/** As `diff -u` writes hunks: a count of one is left out. */
function hunkText(lines: readonly DiffLine[]): string {
  return lines.map(({ kind, text }) => `${SIGNS[kind]}${kind === "hunk" ? plainRange(text) : text}\n`).join("");
}

function plainRange(text: string): string {
  return text.startsWith("@@") ? text.replaceAll(/(\d+),1(?=[ ])/gu, "$1") : text;
}

/** For each file that patches of a turn touched: what it was before the first, and is now; null where there is none. */
export type TurnChanges = ReadonlyMap<string, { readonly before: string | null; readonly after: string | null }>;

/** With what was just applied. */
export function changedBy(changes: TurnChanges, targets: readonly Target[]): TurnChanges {
  const all = new Map(changes);
  const note = (path: string, before: string | null, after: string | null): void => {
    const first = all.get(path)?.before;
    all.set(path, { before: first === undefined ? before : first, after });
  };
  for (const { change } of targets) {
    const before = "before" in change ? change.before : null;
    const after = "after" in change ? change.after : null;
    if (change.kind !== "rename") note(change.path, before, after);
    else {
      note(change.path, before, null);
      note(change.to, null, after);
    }
  }
  return all;
}

/** In git's form, by path; paths inside `cwd` start from there. Empty where all is as it was. */
export function turnDiff(changes: TurnChanges, cwd: string): string {
  return [...changes]
    .filter(([, { before, after }]) => before !== after)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { before, after }]) => {
      const name = isWithin(cwd, path) && cwd !== "/" ? path.slice(cwd.length + 1) : path.slice(1);
      const head = before === null ? "new file mode 100644\n" : after === null ? "deleted file mode 100644\n" : "";
      const sides = `--- ${before === null ? "/dev/null" : `a/${name}`}\n+++ ${after === null ? "/dev/null" : `b/${name}`}\n`;
      const hunks = hunkText(diffOf({ kind: "edit", path, before: before ?? "", after: after ?? "" }));
      return `diff --git a/${name} b/${name}\n${head}${hunks === "" ? "" : sides}${hunks}`;
    })
    .join("");
}
