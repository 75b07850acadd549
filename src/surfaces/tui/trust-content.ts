/** What the box tells that asks whether a project's files are trusted, as blocks. */
import type { FileChange } from "../../core/config/trust.ts";
import { describeChange, describeCuts, describeMark, type ProjectView } from "../../core/config/trust-view.ts";
import { countsOf, diffOf, type DiffLine } from "../../core/patch/diff.ts";
import type { Block } from "./layout.ts";
import { notesOn } from "./notes.ts";

export function trustTitle({ trust }: ProjectView): string {
  return trust.marked?.level === "trusted" ? "Trust what has changed in this project?" : "Trust this project's files?";
}

/** What it is about; the differences come after it. */
export function trustContent({ project, trust, cuts }: ProjectView): readonly Block[] {
  const lines = trust.changes.flatMap(linesOf);
  const shown = lines.map(({ text }) => text.replaceAll("\t", " ")).join("\n");
  const names = [project.root, ...trust.changes.map(({ path }) => path)].join("\n");
  return [
    { kind: "matter", lines: [project.root] },
    { kind: "gap" },
    ...notesOn(names.replaceAll("\n", " "), shown.replaceAll("\n", " ")),
    field("why asked", WHY[trust.marked?.level === "trusted" ? "changed" : "unknown"]),
    { kind: "field", label: "loosens", values: describeCuts(cuts), style: "warning" },
    field("marked", describeMark(trust)),
    field("files", trust.changes.map(nameOf).join(", ")),
    field("trusted", "all of this counts in every session, until one of the files changes"),
  ];
}

const WHY = {
  unknown: "nobody has trusted this project yet: its files count only where they tighten",
  changed: "it is not what was trusted: its files count only where they tighten",
} as const;

/** Each file with what changes in it. */
export function trustDifferences({ trust }: ProjectView): readonly Block[] {
  return trust.changes.flatMap((change): readonly Block[] => {
    const lines = linesOf(change);
    const { added, removed } = countsOf(lines);
    return [
      { kind: "gap" },
      { kind: "matter", lines: [`${nameOf(change)}  +${added} -${removed}`] },
      lines.length === 0 ? { kind: "text", text: "it is empty", style: "dim" } : { kind: "diff", lines },
    ];
  });
}

function linesOf({ path, before, now }: FileChange): readonly DiffLine[] {
  return diffOf({ kind: "edit", path, before: before ?? "", after: now ?? "" });
}

function nameOf(change: FileChange): string {
  return `${change.path} (${describeChange(change)})`;
}

function field(label: string, value: string): Block {
  return { kind: "field", label, values: [value], style: "plain" };
}
