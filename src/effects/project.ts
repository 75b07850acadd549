/** Finds the project that a folder belongs to, and reads what of it steers assent. */
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { ConfigError } from "../core/config/error.ts";
import type { Project, ProjectFile } from "../core/config/trust.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { codeOf, readTextFileNow, systemWords } from "./text-file.ts";

const GIT = ".git";

/** What a project's root is known by where the settings name nothing else. As in Codex. */
export const ROOT_MARKERS: readonly string[] = [GIT];

/** Each may be large and take a while: more of them are nobody's rules, but a way to keep assent busy. */
export const PROJECT_FILES_MAX = 100;

/** The folder of a project, or of one in it, that holds what steers assent. */
const FOLDER = ".codex";

/** The folder in `folder`, absolute, that may hold what steers assent there. */
export function steeringFolder(folder: string): string {
  return below(folder, FOLDER);
}

/** Every path absolute. */
type Homes = {
  /** assent's own. */
  readonly home: string;
  /** The person's; what lies in its `.codex` is no project's. */
  readonly userHome: string;
};

/**
 * Where `cwd` belongs to: the nearest folder, from there up, that holds one of `markers`; without one, itself.
 *
 * @param cwd absolute, links resolved
 */
export function findProject(cwd: string, markers: readonly string[]): Project {
  const above = [...foldersAbove(cwd)];
  const root = above.find((folder) => markers.some((marker) => isMarked(folder, marker))) ?? cwd;
  const folders = above.filter((folder) => isWithin(root, folder)).toReversed();
  const isRepository = isMarked(root, GIT);
  return { root, isRepository, mainRoot: isRepository ? mainRootOf(root) : null, folders };
}

/** The folder itself first, the root of the disk last. */
function* foldersAbove(cwd: string): Generator<string> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    yield folder;
    if (folder === "/") return;
  }
}

function below(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** A `.git` that git takes for none marks nothing, as in Codex: a sandbox keeps such a folder where there is none. */
function isMarked(folder: string, marker: string): boolean {
  const path = below(folder, marker);
  return isThere(path) && (marker !== GIT || isThere(`${path}/HEAD`) || isFile(path));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Out of reach, or below a file: no marker that could be relied on.
    return false;
  }
}

/**
 * The repository that `root` is a worktree of. Both must say so: the `.git` file there leads to the repository, and what
 * the repository keeps of the worktree leads back, else any folder could claim to belong to one that is trusted.
 */
function mainRootOf(root: string): string | null {
  const dotGit = below(root, ".git");
  // A link could lead to the file of somebody else's worktree.
  if (!lstatSync(dotGit).isFile()) return null;
  const kept = pathIn(dotGit, /^gitdir: (.+)$/, root);
  if (kept === null || pathIn(`${kept}/gitdir`, /^(.+)$/, kept) !== realOf(dotGit)) return null;
  const common = pathIn(`${kept}/commondir`, /^(.+)$/, kept);
  if (common === null || dirname(kept) !== `${common}/worktrees` || basename(common) !== ".git") return null;
  return dirname(common);
}

/** The path that a small file of git names, links resolved; null where it names none that exists. */
function pathIn(file: string, form: RegExp, base: string): string | null {
  const read = readTextFileNow(file);
  const [, path] = (read.ok ? form.exec(read.value?.text.trimEnd() ?? "") : null) ?? [];
  return path === undefined ? null : realOf(resolvePath(base, path));
}

function realOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    // Gone or out of reach: nobody answers for it.
    return null;
  }
}

/**
 * Every file of the project that steers assent, from the root down. Links are followed, wherever they lead: it is the
 * text that a person trusts. A settings file that cannot be read is an error; such a rules file is left out here, and
 * counts as broken where rules are read.
 */
export function readProjectFiles(project: Project, homes: Homes): Result<readonly ProjectFile[], ConfigError> {
  const files: ProjectFile[] = [];
  for (const folder of project.folders) {
    const path = steeringFolder(folder);
    const found = isProjectFolder(path, homes);
    if (!found.ok) return found;
    if (!found.value) continue;
    const config = `${path}/config.toml`;
    const read = readTextFileNow(config);
    if (!read.ok) return err({ kind: "unreadable", file: config, why: read.error });
    if (read.value !== null) files.push({ path: fromRoot(project, config), kind: "config", text: read.value.text });
    const named = [...namesIn(`${path}/rules`, /\.rules$/), ...namesIn(`${path}/execpolicy`, /\.(?:rules|star)$/)];
    if (files.length + named.length > PROJECT_FILES_MAX) {
      return err({ kind: "unreadable", file: path, why: `there are more than ${PROJECT_FILES_MAX} files of its kind` });
    }
    for (const rules of named) {
      const text = readTextFileNow(rules);
      if (text.ok && text.value !== null) {
        files.push({ path: fromRoot(project, rules), kind: "rules", text: text.value.text });
      }
    }
  }
  return ok(files);
}

/** True for a folder, unless it is a home: what lies there is the person's own. */
export function isProjectFolder(path: string, { home, userHome }: Homes): Result<boolean, ConfigError> {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isDirectory()) return ok(false);
    const own = [home, `${userHome}/${FOLDER}`].map((each) => statSync(each, { throwIfNoEntry: false }));
    return ok(!own.some((each) => each?.ino === stats.ino && each.dev === stats.dev));
  } catch (error) {
    return err({ kind: "unreadable", file: path, why: systemWords(error) });
  }
}

function fromRoot({ root }: Project, path: string): string {
  return root === "/" ? path.slice(1) : path.slice(root.length + 1);
}

/** In order of name; none where the folder cannot be listed. */
function namesIn(folder: string, form: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => form.test(name) && name !== ".rules" && name !== ".star")
      .toSorted()
      .map((name) => `${folder}/${name}`);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return [];
  }
}
