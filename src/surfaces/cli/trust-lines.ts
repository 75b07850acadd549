/** What `assent trust show` prints: marks, files, differences, and what does not count. */
import type { FileChange } from "../../core/config/trust.ts";
import { countsInFull } from "../../core/config/trust.ts";
import {
  describeChange,
  describeContent,
  describeCuts,
  describeMark,
  type ProjectView,
  unseenChanges,
} from "../../core/config/trust-view.ts";
import { countsOf, diffOf, type DiffLine } from "../../core/patch/diff.ts";
import { visible, wrap } from "../../kit/text.ts";
import { asciiControls, type Tone, type TonedLine } from "./tones.ts";

/** For people. */
export function trustLines(view: ProjectView): readonly TonedLine[] {
  const { project, trust, files, cuts, digest } = view;
  const changes = unseenChanges(view);
  const isFull = countsInFull(trust);
  return [
    line("strong", project.root),
    ...field("mark", describeMark(trust), markTone(view)),
    ...(project.mainRoot === null ? [] : field("worktree", `of ${project.mainRoot}`, "plain")),
    ...words("content", describeContent(view), isFull || trust.content === "none" ? "plain" : "warning"),
    ...describeCuts(cuts).flatMap((cut, index) => words(index === 0 ? "loosens" : "", cut, "warning")),
    ...fileLines(view),
    ...changes.flatMap(differenceLines),
    ...(files.length === 0 || (isFull && trust.content !== "unrecorded")
      ? []
      : [line("plain", ""), line("dim", `to trust exactly this: assent trust add --yes --digest ${digest}`)]),
  ];
}

const TONES: Readonly<Record<"trusted" | "untrusted", Tone>> = { trusted: "good", untrusted: "bad" };

function markTone({ trust }: ProjectView): Tone {
  return trust.marked === null ? "plain" : TONES[trust.marked.level];
}

const LABEL_COLUMNS = 10;

function field(label: string, text: string, tone: Tone): readonly TonedLine[] {
  return [line(tone, `  ${label.padEnd(LABEL_COLUMNS)}${visible(text)}`)];
}

const COLUMNS = 80;

/** Broken at the edge, as a path that somebody copies must not be. */
function words(label: string, text: string, tone: Tone): readonly TonedLine[] {
  const lines = wrap(visible(text), COLUMNS - LABEL_COLUMNS - 2);
  return lines.flatMap((part, index) => field(index === 0 ? label : "", part.trimEnd(), tone));
}

/** `text` raw. */
function line(tone: Tone, text: string): TonedLine {
  return { tone, text: visible(text) };
}

/** Every file there is, or was when it was trusted, with how it stands. */
function fileLines(view: ProjectView): readonly TonedLine[] {
  const states = fileStates(view);
  return states.flatMap(({ path, state }, index) =>
    field(index === 0 ? "files" : "", `${path} (${state})`, state === "same" ? "dim" : "plain"),
  );
}

type FileState = { readonly path: string; readonly state: "same" | "new" | "changed" | "gone" };

function fileStates(view: ProjectView): readonly FileState[] {
  const changes = unseenChanges(view);
  const same = view.files
    .filter(({ path }) => changes.every((change) => change.path !== path))
    .map(({ path }): FileState => ({ path, state: "same" }));
  const others = changes.map((change): FileState => ({ path: change.path, state: describeChange(change) }));
  return [...same, ...others].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const SIGNS: Readonly<Record<DiffLine["kind"], readonly [sign: string, tone: Tone]>> = {
  hunk: ["", "dim"],
  context: ["  ", "plain"],
  added: ["+ ", "good"],
  removed: ["- ", "bad"],
};

/** Indented: a line of somebody's file must not look like one of ours. */
function differenceLines({ path, before, now }: FileChange): readonly TonedLine[] {
  const lines = diffOf({ kind: "edit", path, before: before ?? "", after: now ?? "" });
  const { added, removed } = countsOf(lines);
  return [
    line("plain", ""),
    line("strong", `${path}  +${added} -${removed}`),
    ...lines.map(({ kind, text }) => {
      const [sign, tone] = SIGNS[kind];
      return line(tone, `    ${sign}${text}`);
    }),
  ];
}

/** For programs; one line. */
export function trustJson(view: ProjectView): string {
  const { project, trust, files, cuts, digest } = view;
  const kinds = new Map(files.map(({ path, kind }) => [path, kind]));
  const changes = new Map(unseenChanges(view).map((change) => [change.path, change]));
  const value = {
    root: project.root,
    repository: project.isRepository,
    worktree_of: project.mainRoot,
    mark: trust.marked === null ? null : { level: trust.marked.level, key: trust.marked.key, ...placeOf(view) },
    content: trust.content,
    counts: countsInFull(trust) ? "in-full" : "tightening-only",
    cuts: cuts.map(({ path, what }) => ({ path, what })),
    files: fileStates(view).map(({ path, state }) => {
      const change = changes.get(path);
      const texts = change === undefined ? {} : { before: change.before, now: change.now };
      return { path, kind: kinds.get(path) ?? null, state, ...texts };
    }),
    digest,
  };
  return `${asciiControls(JSON.stringify(value))}\n`;
}

function placeOf({ trust }: ProjectView): { readonly file: string | null; readonly line: number | null } {
  const place = trust.marked?.place;
  return place?.kind === "file" ? { file: place.file, line: place.line } : { file: null, line: null };
}
