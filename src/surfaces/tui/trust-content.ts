/** What the box tells that asks whether a project's files are trusted, as blocks. */
import type { FileChange } from "../../core/config/trust.ts";
import {
  describeChange,
  describeContent,
  describeCuts,
  describeMark,
  type ProjectView,
  unseenChanges,
} from "../../core/config/trust-view.ts";
import { countsOf, diffOf, type DiffLine } from "../../core/patch/diff.ts";
import type { Block } from "./layout.ts";
import { notesOn } from "./notes.ts";

export function trustTitle({ trust }: ProjectView): string {
  const isChanged = trust.marked?.level === "trusted" && trust.content === "changed";
  return isChanged ? "Trust what has changed in this project?" : "Trust this project's files?";
}

/** What it is about and what would be loosened: nobody trusts it who has not had this before them. */
export function trustMatter(view: ProjectView): readonly Block[] {
  const { project, cuts } = view;
  const changes = unseenChanges(view);
  const lines = changes.flatMap(linesOf);
  const shown = lines.map(({ text }) => text.replaceAll("\t", " ")).join(" ");
  const names = [project.root, ...changes.map(({ path }) => path)].join(" ");
  return [
    { kind: "matter", lines: [project.root] },
    { kind: "gap" },
    ...notesOn(names, shown),
    field("why asked", describeContent(view)),
    cuts.length === 0
      ? field("loosens", "nothing")
      : { kind: "field", label: "loosens", values: describeCuts(cuts), style: "warning" },
  ];
}

/** What else is to be known; the differences come after it. */
export function trustContext(view: ProjectView): readonly Block[] {
  const { trust } = view;
  const changes = unseenChanges(view);
  return [
    field("mark", describeMark(trust)),
    { kind: "field", label: "files", values: changes.map(nameOf), style: "plain" },
    field("trusted", "all of this counts in every session, until one of the files changes"),
  ];
}

/** Each file with what changes in it. */
export function trustDifferences(view: ProjectView): readonly Block[] {
  return unseenChanges(view).flatMap((change): readonly Block[] => {
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
