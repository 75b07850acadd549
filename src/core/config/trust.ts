/** Whether a person has trusted a project, and the very content of its files. */
import { resolvePath } from "../../kit/path.ts";
import { withoutByteOrderMark } from "../../kit/text.ts";
import type { Place } from "./error.ts";

export const TRUST_LEVELS = ["trusted", "untrusted"] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** `[projects."PATH"]` by the path as written, `~` resolved. */
export type Projects = ReadonlyMap<string, { readonly level: TrustLevel; readonly place: Place }>;

/** Where a working directory belongs to. */
export type Project = {
  /** Absolute, links resolved: the repository's folder, or the working directory where there is none. */
  readonly root: string;
  readonly isRepository: boolean;
  /** Of the repository that `root` is a worktree of, where both say so; else null. */
  readonly mainRoot: string | null;
  /** Every folder from `root` down to the working directory. */
  readonly folders: readonly string[];
};

/** A file of a project that steers assent: `.codex/config.toml`, `.codex/rules/*.rules`, `.codex/execpolicy/*`. */
export type ProjectFile = {
  /** From the root: `sub/.codex/config.toml`. */
  readonly path: string;
  readonly kind: "config" | "rules";
  readonly text: string;
};

/** How a file differs from what was trusted; null for one that was not there, or is no longer. */
export type FileChange = { readonly path: string; readonly before: string | null; readonly now: string | null };

/** What of a project's file does not count as long as nobody has trusted it, but would; `what`: keys, or rules in words. */
export type Cut = { readonly path: string; readonly what: readonly string[] };

export type Trust = {
  /** What the user's settings say of the project: `markOf`. */
  readonly marked: Mark | null;
  /**
   * `unrecorded`: the mark was set elsewhere (by Codex, by hand) and no content stands beside it yet. `none`: the project
   * has no such files, now or then. `same`: each is what was trusted. `changed`: see `changes`; also where files stand in
   * a project that nobody has marked as trusted: all of them are new then.
   */
  readonly content: "none" | "same" | "unrecorded" | "changed";
  readonly changes: readonly FileChange[];
};

export type Mark = { readonly level: TrustLevel; readonly key: string; readonly place: Place };

/** What a person said of a project's files, kept beside the mark. */
export type TrustRecord = {
  /** The files that were trusted, text by path; null where nothing has been. */
  readonly files: ReadonlyMap<string, string> | null;
  /** `contentDigest` of what a person put off; the question does not come again for it. */
  readonly postponed: string | null;
};

/** True if the project's files count in full; otherwise they only tighten. */
export function countsInFull({ marked, content }: Trust): boolean {
  return marked?.level === "trusted" && content !== "changed";
}

/**
 * How much the files of a project count.
 *
 * @param files all that steer assent in the project's folders
 * @param record as it was kept for the project; of a worktree its own, else that of its repository
 */
export function trustOf(
  project: Project,
  projects: Projects,
  files: readonly ProjectFile[],
  record: TrustRecord | null,
): Trust {
  const marked = markOf(project, projects, files);
  const known = trustedIn(record);
  if (marked?.level === "trusted" && known === null) return { marked, content: "unrecorded", changes: [] };
  const trusted = marked?.level === "trusted" && known !== null ? known : new Map<string, string>();
  const changes = changesOf(project, trusted, files);
  if (changes.length > 0) return { marked, content: "changed", changes };
  return { marked, content: files.length === 0 ? "none" : "same", changes };
}

/** What was trusted, null for nothing said yet: who has put a project off is not overruled by a mark from elsewhere. */
function trustedIn(record: TrustRecord | null): TrustRecord["files"] {
  if (record === null) return null;
  return record.files ?? (record.postponed === null ? null : new Map());
}

/**
 * What holds for the working directory and for every folder with such files, by the nearest key that speaks of it: its
 * own, the root's, or that of the repository that the root is a worktree of. One that is untrusted makes all of it so;
 * `trusted` are all of them, or none. Measured in Codex 0.169: each folder is looked up so; no key reaches what lies
 * below it but by being the root's.
 */
export function markOf(project: Project, projects: Projects, files: readonly ProjectFile[]): Mark | null {
  const cwd = project.folders.at(-1) ?? project.root;
  const folders = new Set([cwd, ...files.map(({ path }) => folderOf(project, path))]);
  const keys = tidyKeys(projects);
  const marks = [...folders].map((folder) => nearestMark(project, folder, keys));
  const untrusted = marks.find((mark) => mark?.level === "untrusted");
  if (untrusted !== undefined) return untrusted;
  return marks.includes(null) ? null : (marks[0] ?? null);
}

function nearestMark({ root, mainRoot }: Project, folder: string, keys: ReadonlyMap<string, Mark>): Mark | null {
  return keys.get(folder) ?? keys.get(root) ?? (mainRoot === null ? null : (keys.get(mainRoot) ?? null));
}

/** Two spellings of one path are one key; `untrusted` counts then. */
function tidyKeys(projects: Projects): ReadonlyMap<string, Mark> {
  const keys = new Map<string, Mark>();
  for (const [key, { level, place }] of projects) {
    if (!key.startsWith("/")) continue;
    const path = resolvePath("/", key);
    if (keys.get(path)?.level !== "untrusted") keys.set(path, { level, key, place });
  }
  return keys;
}

/** The folder that a file's `.codex` lies in, absolute. */
function folderOf({ root }: Project, path: string): string {
  return resolvePath(root, `./${path.slice(0, Math.max(path.lastIndexOf(".codex/"), 0))}`);
}

/** By path; a file that was trusted counts as gone only if it would be seen from here. */
function changesOf(
  project: Project,
  trusted: ReadonlyMap<string, string>,
  files: readonly ProjectFile[],
): readonly FileChange[] {
  const now = new Map(files.map(({ path, text }) => [path, text]));
  const gone = [...trusted.keys()].filter((path) => !now.has(path) && isSeen(project, path));
  return [...now.keys(), ...gone]
    .map((path) => ({ path, before: trusted.get(path) ?? null, now: now.get(path) ?? null }))
    .filter(({ before, now: after }) => before !== after)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isSeen(project: Project, path: string): boolean {
  return project.folders.includes(folderOf(project, path));
}

/** The record once a person has trusted `files`; what lies in folders that are not seen from here stays as it was. */
export function trusting(project: Project, files: readonly ProjectFile[], before: TrustRecord | null): TrustRecord {
  const unseen = [...(before?.files ?? [])].filter(([path]) => !isSeen(project, path));
  return { files: new Map([...unseen, ...files.map(({ path, text }) => [path, text] as const)]), postponed: null };
}

/** True for the very text that counts in full; `path` absolute. For files that are read again while a session runs. */
export type IsTrustedText = (path: string, text: string) => boolean;

/** By what was read at the start: what changed since then counts no longer. */
export function trustedTexts({
  project,
  projectFiles,
  trust,
}: {
  readonly project: Project;
  readonly projectFiles: readonly ProjectFile[];
  readonly trust: Trust;
}): IsTrustedText {
  if (!countsInFull(trust)) return () => false;
  // Readers take the byte order mark off at different times.
  const texts = new Map(
    projectFiles.map(({ path, text }) => [resolvePath(project.root, path), withoutByteOrderMark(text)]),
  );
  return (path, text) => texts.get(path) === withoutByteOrderMark(text);
}
