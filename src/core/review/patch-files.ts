/** A patch as the files that it touches, with the lines that come and go. */
import { resolvePath } from "../../kit/path.ts";
import { parsePatch, type Section } from "../patch/parse.ts";
import type { Target } from "../approval/facts.ts";

/** Lines are without their mark; paths are as written. */
export type PatchedFile = {
  readonly kind: Section["kind"];
  readonly path: string;
  /** Absolute. */
  readonly full: string;
  /** Where it is moved to, absolute; null where it stays. */
  readonly to: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Lines around, and the words behind `@@`. */
  readonly around: readonly string[];
};

/** Null for what is no patch: nobody knows what it does. @param cwd absolute */
export function filesOf(text: string, cwd: string): readonly PatchedFile[] | null {
  const patch = parsePatch(text);
  return patch.ok ? patch.value.sections.map((section) => fileOf(section, cwd)) : null;
}

function fileOf(section: Section, cwd: string): PatchedFile {
  const { kind, path } = section;
  const full = resolvePath(cwd, path);
  const none = { kind, path, full, to: null, added: [], removed: [], around: [] };
  switch (kind) {
    case "add":
      return { ...none, added: section.text.split("\n").slice(0, -1) };
    case "delete":
      return none;
    case "update": {
      const lines = section.hunks.flatMap((hunk) => hunk.lines);
      const of = (wanted: string): readonly string[] =>
        lines.filter((line) => line.kind === wanted).map((line) => line.text);
      return {
        ...none,
        to: section.to === null ? null : resolvePath(cwd, section.to),
        added: of("added"),
        removed: of("removed"),
        around: [...section.hunks.flatMap(({ context }) => context ?? []), ...of("context")],
      };
    }
    default:
      return kind satisfies never;
  }
}

/**
 * The places that the disk says are touched and the text does not name: it leads there by links.
 *
 * @param files what the text says
 */
export function linkedFiles(files: readonly PatchedFile[], targets: readonly Target[]): readonly PatchedFile[] {
  const named = new Set(files.flatMap(({ full, to }) => [full, ...(to === null ? [] : [to])]));
  return targets
    .filter(({ path }) => !named.has(path))
    .map(({ path, change }) => {
      const before = "before" in change ? change.before.split("\n") : [];
      const after = "after" in change ? change.after.split("\n") : [];
      const kind = change.kind === "create" ? "add" : change.kind === "delete" ? "delete" : "update";
      const [old, made] = [new Set(before), new Set(after)];
      const added = after.filter((line) => !old.has(line));
      return { kind, path, full: path, to: null, added, removed: before.filter((line) => !made.has(line)), around: [] };
    });
}
