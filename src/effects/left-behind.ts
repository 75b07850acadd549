/** Takes away what a command left behind that would run code outside later. */
import {
  accessSync,
  constants,
  cpSync,
  lstatSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isMadeBy, type Made, REPOSITORY_NAMES, type Trace } from "../core/sandbox/evidence.ts";
import {
  type MadeLink,
  OBEYED_NAMES,
  type Suspect,
  type Taken,
  whyTakenFile,
  whyTakenLink,
} from "../core/sandbox/left-behind.ts";
import { baseName, isWithin } from "../kit/path.ts";
import { anchored, removeTree } from "./anchored.ts";
import { namesIn, realPath } from "./disk-names.ts";
import { makeFolders } from "./folders.ts";
import { follow } from "./links.ts";
import { identityOf, madeAmong, rememberMade } from "./made-repositories.ts";
import { runningIn, withBytes } from "./repository-runs.ts";
import { codeOf } from "./text-file.ts";
import { isTemporary, type Scanned, scanRoots } from "./workspace-scan.ts";

/** What stood in the roots before a command ran. */
export type Before = {
  readonly roots: readonly string[];
  readonly scanned: Scanned;
  /** What stood at repositories and at files that tools and agents obey; by path. */
  readonly stood: ReadonlyMap<string, string | null>;
  /** Files that shells and the like would read at every start, and that did not exist. */
  readonly absent: readonly string[];
  readonly scripts: ReadonlyMap<string, Buffer>;
  /** Repositories that stay writable, with what ran in them already: commands have made them, or there are too many. */
  readonly open: ReadonlyMap<string, ReadonlySet<string>>;
  /** False where there was too much to hold or to look at. */
  readonly isWhole: boolean;
  readonly sinceMs: number;
};

/** Something to take away if the command made it, and what to put in its place. */
type Find = { readonly path: string; readonly why: string; readonly trace: Trace; readonly instead: Buffer | null };

/** What was found new: what the command has made itself, and what others may have made. */
export type Found = { readonly taken: readonly Taken[]; readonly suspects: readonly Suspect[] };

/** Clocks of disks are behind by so much at most. */
const BEHIND_MS = 20;
/** Repositories that are held; each takes a few mounts. */
const SEALED_MAX = 200;
/** What is found beyond is left, and would be too much to tell. */
const FINDS_MAX = 100;

/**
 * @param started files of the person's that are read at every start of something; absolute
 * @param folder assent's own, absolute
 */
export function lookBefore(roots: readonly string[], started: readonly string[], folder: string): Before {
  const scanned = scanRoots(roots, null);
  const repositories = [...scanned.repositories, ...scanned.bare];
  const made = [...madeAmong(folder, repositories)].map((path) => [path, runsAt(path, roots)] as const);
  // What runs there already somebody else has put there: the repository is the person's by now.
  const own = made.filter(([, runs]) => runs.size === 0);
  const isOwn = new Set(own.map(([path]) => path));
  const persons = repositories.filter((path) => !isOwn.has(path));
  const beyond = persons.slice(SEALED_MAX).map((path) => [path, runsAt(path, roots)] as const);
  return {
    roots,
    scanned,
    stood: new Map([...repositories, ...roots.flatMap(obeyedIn)].map((path) => [path, identityOf(path)])),
    absent: started.filter((path) => roots.some((root) => isWithin(root, path)) && identityOf(path) === null),
    scripts: new Map(scanned.scripts.flatMap((path) => withBytes(path))),
    open: new Map([...own, ...beyond]),
    isWhole: scanned.isWhole && beyond.length === 0,
    sinceMs: Date.now() - BEHIND_MS,
  };
}

export type Keeping = {
  /** Assent's own, absolute, out of reach for commands; keeps what is taken away. */
  readonly folder: string;
  /** What a person has read and accepted; files and links that it names are meant to be made. */
  readonly accepted: string;
};

/** Names, beside those that are always looked for, by which what is found is known as the command's. */
export function namesLookedFor({ absent, scripts, roots }: Before): readonly string[] {
  return [...absent.flatMap((path) => namesBelow(path, roots)), ...[...scripts.keys()].map(baseName)];
}

/**
 * Moves away what it finds of the command's, and leaves what others may have made meanwhile. Throws where something
 * that should be taken away cannot be.
 *
 * @param by what the command is known to have made; null where nothing is known
 */
export function takeAway(before: Before, by: Made | null, { folder, accepted }: Keeping): Found {
  const after = scanRoots(before.roots, before.scanned);
  const repositories = [...after.repositories, ...after.bare].filter((path) => isNew(path, before));
  // Where a root had become one itself, git would take the root for it.
  const roots = after.bareRoots.filter((root) => !before.scanned.bareRoots.includes(root));
  const running = [...repositories, ...roots, ...before.open.keys()].flatMap((path) => {
    const ran = before.open.get(path);
    const found = runningIn(path, before.roots).filter((find) => ran?.has(find.path) !== true);
    return found.map((find): Find => {
      const names = [...REPOSITORY_NAMES, baseName(find.path)];
      return { ...find, trace: { names }, instead: null };
    });
  });
  const made = [...newFiles(before), ...newStartFiles(before), ...newLinks(before, after)];
  const finds = [
    ...running,
    ...made.filter(({ path }) => !accepted.includes(baseName(path))),
    ...changedScripts(before),
  ];
  const isOwn = ({ trace }: Find): boolean => isMadeBy(by, trace);
  const own = finds.filter(isOwn).slice(0, FINDS_MAX);
  const taken = own.flatMap((find) => take(find, folder));
  // What nobody has seen the command make stays as it is, for it may be the person's.
  if (isMadeBy(by, { names: REPOSITORY_NAMES })) rememberMade(folder, repositories);
  return { taken, suspects: finds.filter((find) => !isOwn(find)).map(({ path, why }) => ({ path, why })) };
}

/** The names on the way from the root to what lies in it. */
function namesBelow(path: string, roots: readonly string[]): readonly string[] {
  const root = roots.filter((each) => isWithin(each, path)).toSorted((a, b) => b.length - a.length)[0] ?? "/";
  const names = path.slice(root.length).split("/");
  return names.filter((name) => name !== "");
}

/** The files by which git runs something in a repository. */
function runsAt(path: string, roots: readonly string[]): ReadonlySet<string> {
  return new Set(runningIn(path, roots).map((find) => find.path));
}

/** Also for what stands in the place of something else, and what was moved there, be it with a folder around it. */
function isNew(path: string, { stood, sinceMs, scanned, roots }: Before): boolean {
  if (stood.has(path)) return stood.get(path) !== identityOf(path);
  const root = roots.filter((each) => isWithin(each, path)).toSorted((a, b) => b.length - a.length)[0];
  // Had it stood here, it would have been found.
  if (scanned.isWhole && root !== undefined && !isTemporary(root)) return true;
  const isFresh = (each: string): boolean => (lstatSync(each, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= sinceMs;
  const above = foldersAbove(path).filter(
    (folder) => !scanned.folders.has(folder) && folder.length > (root ?? "").length,
  );
  return [path, ...above].some(isFresh);
}

function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, at) => `/${names.slice(0, at + 1).join("/")}`);
}

/** The files at the top of a root that tools and agents obey. */
function obeyedIn(root: string): readonly string[] {
  if (isTemporary(root)) return [];
  const prefix = root === "/" ? "/" : `${root}/`;
  const named = namesIn(root).filter((name) => OBEYED_NAMES.has(name.toLowerCase()));
  const below = named.flatMap((name) =>
    whyTakenFile(name) === null ? namesIn(`${prefix}${name}`).map((inner) => `${name}/${inner}`) : [name],
  );
  return below.filter((path) => whyTakenFile(path) !== null).map((path) => `${prefix}${path}`);
}

function newFiles(before: Before): readonly Find[] {
  return before.roots.flatMap((root) =>
    obeyedIn(root)
      .filter((path) => isNew(path, before) && !isEmpty(path))
      .map((path) => {
        const why = whyTakenFile(path.slice(root === "/" ? 1 : root.length + 1)) ?? "";
        return { path, why, trace: { names: namesBelow(path, [root]) }, instead: null };
      }),
  );
}

function newStartFiles(before: Before): readonly Find[] {
  const made = before.absent.filter((path) => identityOf(path) !== null && isNew(path, before) && !isEmpty(path));
  const why = "is read whenever a shell, a desktop or git starts";
  return made.map((path) => ({ path, why, trace: { names: namesBelow(path, before.roots) }, instead: null }));
}

function isEmpty(path: string): boolean {
  const stats = lstatSync(path);
  return stats.isDirectory() ? namesIn(path).length === 0 : stats.isFile() && stats.size === 0;
}

function newLinks(before: Before, after: Scanned): readonly Find[] {
  const around = { roots: before.roots, home: realPath(homedir()) ?? homedir(), isTemporary };
  return [...after.links].flatMap(([path, said]) => {
    if (before.scanned.links.get(path) === said || !isNew(path, before)) return [];
    const link = linkAt(path);
    const why = link === null ? null : whyTakenLink(link, around);
    return why === null ? [] : [{ path, why, trace: { link: said }, instead: null }];
  });
}

/** Null for one whose end cannot be told: nothing can be written through it either. */
function linkAt(path: string): MadeLink | null {
  try {
    const target = realpathSync.native(path);
    const stats = statSync(target);
    const isProgram = stats.isFile() && (stats.mode & 0o111) !== 0;
    const is = stats.isDirectory() ? "folder" : isProgram ? "program" : "file";
    return { path, target, is, isWritable: mayWrite(target) };
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return null;
  }
  const target = follow(path)?.real ?? null;
  return target === null ? null : { path, target, is: "nothing", isWritable: mayWrite(parentOf(target)) };
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Scripts that a person reads into the shell, where they say something else than before. */
function changedScripts({ scripts }: Before): readonly Find[] {
  return [...scripts].flatMap(([path, bytes]) => {
    const [now] = withBytes(path);
    if (now === undefined || now[1].equals(bytes)) return [];
    const why = "is read into the shell, and says something else now";
    return [{ path, why, trace: { names: [baseName(path)] }, instead: bytes }];
  });
}

/** Empty where it has gone meanwhile. */
function take({ path, why, instead }: Find, folder: string): readonly Taken[] {
  makeFolders(`${folder}/taken`);
  const kept = `${mkdtempSync(`${folder}/taken/`)}/${baseName(path)}`;
  try {
    // Another command may have put a link in the place of a folder meanwhile; what that leads to is left alone.
    anchored(path, (name) => {
      move(name, kept);
      if (instead !== null) writeFileSync(name, instead, { flag: "wx" });
    });
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error) ?? "")) return [];
    throw error;
  }
  if (instead === null) removeEmpty(parentOf(path));
  return [{ path, why, kept }];
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    removeTree(from);
  }
}

/** A folder that was made for what has been taken, as `.vscode`. */
function removeEmpty(folder: string): void {
  if (!OBEYED_NAMES.has(baseName(folder).toLowerCase())) return;
  try {
    anchored(folder, rmdirSync);
  } catch {
    // There is something else in it.
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
