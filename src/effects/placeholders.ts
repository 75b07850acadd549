/**
 * Holds names that do not exist, for as long as a command runs.
 *
 * A mount needs something to stand on, so a folder is made in each such place and taken away afterwards. In it lies
 * another one, so that nobody who tidies up empty folders frees the name. Where a file is expected, an empty one with
 * a time that no file has by itself holds it; in a repository, one that says nothing to git. Runs share them: removing
 * one under a sandbox that still stands would free the name inside. So each run keeps an entry in a folder of assent's
 * own, with the paths it relies on. A run writes its entry, waits until nobody who is about to
 * remove one of its paths is left, and only then makes the folders; who ends marks its entry as leaving before it
 * looks for others. Whichever comes first is seen by the other, and no lock is left behind by a run that is killed:
 * the next one clears up after it.
 */
import {
  closeSync,
  existsSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { placeholderText } from "../core/sandbox/git-paths.ts";
import { anchored } from "./anchored.ts";
import { codeOf } from "./text-file.ts";
import { startTimeOf } from "./process-tree.ts";
import { makeFolders } from "./folders.ts";

export type Held = {
  /** What stands as a placeholder now, own and shared ones. */
  readonly paths: readonly string[];
  /** Takes away what nobody else relies on. Never throws; what it cannot remove, a later run does. */
  release(): void;
};

type Entry = { readonly file: string; readonly leaving: boolean; readonly alive: boolean };

const LEAVING = ".leaving";
/** What lies in a folder that holds a name. */
export const INNER = ".held-by-assent";
/** Before a name that is to be held by an empty file. */
const EMPTY = "file:";
/** In an entry, before a name of which it is not known yet whether the user's own empty folder has it. */
const UNSURE = "?";
const WAIT_MS_MAX = 5_000;
const WAIT_STEP_MS = 2;
let runs = 0;

/** Says of a path that an empty file is to hold it. */
export function heldByFile(path: string): string {
  return EMPTY + path;
}

function pathIn(name: string): string {
  return name.startsWith(EMPTY) ? name.slice(EMPTY.length) : name;
}

/**
 * Makes a placeholder of each of `absent`, and joins in those of `present` that other runs have made.
 * Rejects where a name cannot be held though the command might take it.
 *
 * @param absent absolute; see `heldByFile`, for `present` as well
 * @param folder where the entries of all runs lie; made if missing. Must be out of reach for commands
 */
export async function holdPlaceholders(
  folder: string,
  absent: readonly string[],
  present: readonly string[],
): Promise<Held> {
  makeFolders(folder);
  const file = `${folder}/${ownName()}`;
  const joined = present.filter(mayBePlaceholder);
  const candidates = [...absent, ...joined];
  const release = () => leave(folder, file);
  const entry = [...absent, ...joined.map((name) => UNSURE + name)];
  writeFileSync(file, entry.join("\0"), { mode: 0o600, flag: "wx" });
  try {
    const shared = await untilNobodyRemoves(folder, file, candidates);
    // Whoever made it may have left since: it stayed for this run's entry alone.
    const names = candidates.filter((name) => makePlaceholder(name) || shared.has(name) || isSurelyOurs(name));
    // What turned out to be the user's is nothing to take away.
    if (names.length < candidates.length || joined.length > 0) {
      writeFileSync(`${file}.new`, names.join("\0"), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
    return { paths: names.map(pathIn), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Tells apart runs of one process, processes, uses of one process number, and process number spaces. */
function ownName(): string {
  runs += 1;
  return `${readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "")}-${process.pid}-${startTimeOf(process.pid)}-${runs}`;
}

/** The lines of other runs' entries, killed ones included: their placeholders are taken over. */
async function untilNobodyRemoves(folder: string, own: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const shared = new Set<string>();
  for (let waited = 0; ; waited += WAIT_STEP_MS) {
    const others = othersIn(folder, own);
    for (const line of others.flatMap((entry) => linesOf(entry.file))) shared.add(line);
    for (const entry of others) if (!entry.alive) leave(folder, entry.file);
    const busy = others.filter((entry) => entry.alive && entry.leaving);
    if (!busy.some((entry) => pathsOf(entry.file).some((path) => paths.includes(path)))) return shared;
    if (waited >= WAIT_MS_MAX) throw new Error(`another run does not finish clearing up; see ${folder}`);
    await sleep(WAIT_STEP_MS);
  }
}

function othersIn(folder: string, own: string): readonly Entry[] {
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((file) => file !== own)
    .map((file) => ({ file, leaving: file.endsWith(LEAVING), alive: isAlive(file) }));
}

/** A process of another number space cannot be seen from here; it counts as alive. */
function isAlive(file: string): boolean {
  const [space, pid, started] = file.slice(file.lastIndexOf("/") + 1).split("-");
  if (space !== readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "")) return true;
  return startTimeOf(Number(pid)) === started;
}

function nameIn(line: string): string {
  return line.startsWith(UNSURE) ? line.slice(UNSURE.length) : line;
}

/** The names that an entry holds, or may hold. */
function pathsOf(file: string): readonly string[] {
  return linesOf(file).map(nameIn);
}

/** Empty for an entry that has gone meanwhile. */
function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\0")
      .filter((path) => path !== "");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** True if it was made by this call; a path that the command cannot make either is left alone. */
function makePlaceholder(name: string): boolean {
  const path = pathIn(name);
  const text = placeholderText(path);
  try {
    // Where another command has put a link above it meanwhile nothing is made.
    anchored(path, (here) => {
      if (name !== path) makeMarked(here);
      else if (text === null) makeFolder(here);
      else makeFile(here, text);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === "EROFS") return false;
    if (codeOf(error) === "EACCES" && !ownsFolderOf(path)) return false;
    throw new Error(`cannot hold the protected name ${path}: ${codeOf(error)}`, { cause: error });
  }
}

function makeFolder(path: string): void {
  mkdirSync(path, { mode: 0o755 });
  try {
    mkdirSync(`${path}/${INNER}`, { mode: 0o755 });
  } catch {
    // The folder has gone again, or somebody else was quicker: the mount alone holds the name then.
  }
}

function makeMarked(path: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    futimesSync(file, 0, 0);
  } finally {
    closeSync(file);
  }
}

/** Whole from its first moment: git would fail at a file that is still empty. */
function makeFile(path: string, text: string): void {
  const made = `${path}.${ownName()}`;
  writeFileSync(made, text, { mode: 0o644, flag: "wx" });
  try {
    linkSync(made, path);
  } finally {
    unlinkSync(made);
  }
}

/** The owner of a folder can make it writable for himself. */
function ownsFolderOf(path: string): boolean {
  return lstatSync(path.slice(0, path.lastIndexOf("/")) || "/").uid === process.getuid?.();
}

/** As this module makes them; also one that has gone since it was seen, for then another run has just removed it. */
function mayBePlaceholder(name: string): boolean {
  const path = pathIn(name);
  const text = placeholderText(path);
  try {
    if (name !== path) return isMarked(path);
    return text === null ? readdirSync(path).every((inner) => inner === INNER) : isFileOf(path, text);
  } catch (error) {
    // Else a file, or a folder that cannot be read: no placeholder.
    return codeOf(error) === "ENOENT";
  }
}

/** Not so for an empty folder, which may be the user's. */
function isSurelyOurs(name: string): boolean {
  const path = pathIn(name);
  const isFile = name !== path || placeholderText(path) !== null;
  return isFile ? mayBePlaceholder(name) : existsSync(`${path}/${INNER}`);
}

/** True for an empty file that nobody has written to since it was made to hold a name. */
function isMarked(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isFile() && stat.size === 0 && stat.mtimeMs === 0;
}

function isFileOf(path: string, text: string): boolean {
  const stat = lstatSync(path);
  return stat.isFile() && stat.size === text.length && readFileSync(path, "utf8") === text;
}

/** Also for the entry of a run that was killed: the renaming lets only one process do it. */
function leave(folder: string, file: string): void {
  const leaving = `${folder}/${ownName()}${LEAVING}`;
  try {
    renameSync(file, leaving);
    const kept = new Set(
      othersIn(folder, leaving)
        .filter((entry) => !entry.leaving)
        .flatMap((entry) => pathsOf(entry.file)),
    );
    for (const line of linesOf(leaving)) {
      const name = nameIn(line);
      if (!kept.has(name) && (line === name || isSurelyOurs(name))) removePlaceholder(name);
    }
    unlinkSync(leaving);
  } catch {
    // Somebody else clears up, or the next run will: an empty folder is left, nothing less is protected.
  }
}

function removePlaceholder(name: string): void {
  const path = pathIn(name);
  const text = placeholderText(path);
  try {
    // In a folder that everybody writes to it may hold the name for somebody else's run.
    if (lstatSync(path).uid !== process.getuid?.()) return;
    anchored(path, (here) => {
      if (name !== path) {
        if (isMarked(here)) unlinkSync(here);
      } else if (text === null) removeFolder(here);
      else if (isFileOf(here, text)) unlinkSync(here);
    });
  } catch {
    // The user has put something there meanwhile, or taken it away: it is his.
  }
}

function removeFolder(path: string): void {
  try {
    rmdirSync(`${path}/${INNER}`);
  } catch {
    // It has gone, or something lies in it: what is above tells.
  }
  rmdirSync(path);
}
