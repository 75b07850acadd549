/** Looks up what the settings and hooks of a git repository run; runs nothing itself. */
import {
  constants,
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  lstatSync,
  readdirSync,
  realpathSync,
  statSync,
} from "node:fs";
import type { Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Repository } from "../core/approval/facts.ts";
import { readGitConfig, type GitSetting } from "../core/policy/git-config.ts";
import { gitSettingsOf } from "../core/policy/git-settings.ts";
import type { GitFolders } from "../core/sandbox/git-paths.ts";
import { isWithin } from "../kit/path.ts";
import { isOpenable, localBranches } from "./git-access.ts";
import { readIndexFile, trackedUnder } from "./git-index.ts";
import { INNER } from "./placeholders.ts";
import { codeOf, TEXT_BYTES_MAX } from "./text-file.ts";
import { scanRoots } from "./workspace-scan.ts";

/** More in a folder of hooks than this is not looked at, and cannot be told. */
const HOOKS_MAX = 1000;

/** Of remotes on this machine so many are looked at. */
const PLACES_MAX = 16;

/** Of repositories in a repository so many are looked at; more may run something. */
const NESTED_MAX = 200;

/** With these set git looks elsewhere than where it is started. */
const LEADING = ["GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE"];

/**
 * What git would be led by when started in each folder. Never throws: `runs` is null where it cannot be told.
 *
 * @param folders absolute
 * @param env what git would be started with
 */
export function repositoriesAt(
  folders: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly Repository[] {
  const isLed = LEADING.some((name) => env[name] !== undefined);
  return folders.map((folder) => {
    try {
      return isLed ? unknownRepository(folder) : lookAt(folder);
    } catch (error) {
      if (codeOf(error) === null && !(error instanceof Unclear)) throw error;
      return unknownRepository(folder);
    }
  });
}

export function unknownRepository(folder: string): Repository {
  return { folder, runs: null, remotes: [], top: null, submodules: [], nested: [], branches: [] };
}

/** Git may see something else there than was understood. */
class Unclear extends Error {}

function lookAt(folder: string): Repository {
  const found = repositoryAbove(realpathSync.native(folder));
  // One may yet come to be there.
  if (found === null) return unknownRepository(folder);
  const settings = configOf(found);
  const { runs, remotes, places } = gitSettingsOf(settings.filter((setting) => !isItsOwnPlace(setting, found)));
  if (places.length > PLACES_MAX) throw new Unclear("too many places");
  const led = places.filter(({ path }) => !isQuietPlace(path)).map(({ name }) => name);
  const submodules = submodulesOf(found);
  const quiet = submodules.filter((name) => isQuietSubmodule(name, found));
  const isOpen = found.top !== null && !settings.some(followsAlways) && isOpenable(found.top, found);
  const top = isOpen ? found.top : null;
  return {
    folder,
    runs: [...runs, ...hooksOf(found), ...submodules.map(calledSubmodule), ...led],
    remotes,
    submodules: [...runs.filter((name) => speaksOf(name, quiet)), ...quiet.map(calledSubmodule)],
    top,
    nested: top === null ? [] : loudBelow(top),
    branches: localBranches(found.common),
  };
}

/** A submodule's settings name the folder that it was found from. */
function isItsOwnPlace({ section, subsection, key, value }: GitSetting, { own, top }: GitFolder): boolean {
  const isPlace = subsection === null && `${section}.${key}`.toLowerCase() === "core.worktree";
  return isPlace && value !== null && top !== null && resolve(own, value) === top;
}

/** Each new branch changes the settings then, which a local step must not. */
function followsAlways({ section, key, value }: GitSetting): boolean {
  return `${section}.${key}`.toLowerCase() === "branch.autosetupmerge" && !/^(?:true|false)$/i.test(value ?? "true");
}

/** A repository; `top` is the work tree that it was found from, if any. */
type GitFolder = GitFolders & { readonly top: string | null };

/** Found as git finds it, from an absolute folder with links resolved upwards. Source: git(1), gitrepository-layout(5). */
function repositoryAbove(start: string): GitFolder | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = repositoryIn(folder);
    if (found !== null || folder === dirname(folder)) return found;
  }
}

function repositoryIn(folder: string): GitFolder | null {
  const place = `${folder}/.git`;
  const stats = statsOf(place);
  if (stats?.isFile() === true) {
    const named = /^gitdir: ([^\r\n]+)[\r\n]*$/.exec(textOf(place))?.[1];
    if (named === undefined) throw new Unclear(place);
    return gitFolder(resolve(folder, named), folder);
  }
  // Git passes over a folder that is none of its own; what makes it one, its versions see differently.
  if (stats !== null) return gitFolder(place, folder);
  return statsOf(`${folder}/HEAD`) === null ? null : gitFolder(folder, null);
}

function gitFolder(own: string, top: string | null): GitFolder {
  const shared = statsOf(`${own}/commondir`) === null ? "." : textOf(`${own}/commondir`).replace(/[\r\n]+$/, "");
  const common = resolve(own, shared);
  const isWhole =
    statsOf(`${own}/HEAD`)?.isFile() === true &&
    statsOf(`${common}/objects`)?.isDirectory() === true &&
    statsOf(`${common}/refs`)?.isDirectory() === true;
  if (!isWhole) throw new Unclear(own);
  return { own, common, top };
}

function configOf({ own, common }: GitFolder): readonly GitSetting[] {
  return [`${common}/config`, `${own}/config.worktree`].flatMap((path) => {
    const settings = statsOf(path) === null ? [] : readGitConfig(textOf(path));
    if (settings === null) throw new Unclear(path);
    return settings;
  });
}

function hooksOf({ common }: GitFolder): readonly string[] {
  const names = entriesOf(`${common}/hooks`).filter((name) => !name.endsWith(".sample"));
  if (names.length > HOOKS_MAX) throw new Unclear("too many hooks");
  const active = names.filter((name) => {
    const stats = statsOf(`${common}/hooks/${name}`);
    return stats?.isFile() === true && (stats.mode & 0o111) !== 0;
  });
  return active.map((name) => `hook ${name}`);
}

const SUBMODULE_MODE = 0o160000;

/** Git starts itself in submodules, by their own settings. */
function submodulesOf({ own, common }: GitFolder): readonly string[] {
  const kept = [...new Set([own, common])]
    .flatMap((folder) => entriesOf(`${folder}/modules`))
    // What a run puts there that holds the name.
    .filter((name) => name !== INNER);
  return [...new Set([...kept, ...linkedIn(`${own}/index`)])];
}

function calledSubmodule(name: string): string {
  return `submodule ${name}`;
}

/** True for settings that say where it comes from and that it is in use. */
function speaksOf(setting: string, submodules: readonly string[]): boolean {
  const name = /^submodule\.(.+)\.(?:url|active)$/i.exec(setting)?.[1];
  return name !== undefined && submodules.includes(name);
}

/** Where it is kept, and in the folder of that name. */
function isQuietSubmodule(name: string, { own, common, top }: GitFolder): boolean {
  if (top === null) return false;
  return isQuiet(() => {
    const kept = [...new Set([own, common])].map((folder) => `${folder}/modules/${name}`);
    const places = kept.filter((folder) => statsOf(folder) !== null).map((folder) => gitFolder(folder, null));
    const there = statsOf(`${top}/${name}/.git`) === null ? null : repositoryIn(`${top}/${name}`);
    return [...places, ...(there === null ? [] : [there])].every((found) => {
      const settings = configOf(found).filter((setting) => !isPlaceWithin(setting, found.own, top));
      return runsNothing(settings, found) && submodulesOf(found).length === 0;
    });
  });
}

/** Git starts itself in repositories that it meets, in those that it has just taken into the index too. */
function loudBelow(top: string): readonly string[] {
  const { repositories } = scanRoots([top], null);
  return repositories.filter((path, at) => at >= NESTED_MAX || !isQuietWithin(path, top));
}

function isQuietWithin(path: string, top: string): boolean {
  return isQuiet(() => {
    const found = repositoryIn(dirname(path));
    if (found === null) return true;
    return runsNothing(
      configOf(found).filter((setting) => !isPlaceWithin(setting, found.own, top)),
      found,
    );
  });
}

function isPlaceWithin({ section, subsection, key, value }: GitSetting, own: string, top: string): boolean {
  const isPlace = subsection === null && `${section}.${key}`.toLowerCase() === "core.worktree";
  return isPlace && value !== null && isWithin(top, resolve(own, value));
}

function runsNothing(settings: readonly GitSetting[], found: GitFolder): boolean {
  return gitSettingsOf(settings).runs.length === 0 && hooksOf(found).length === 0;
}

/** Where none of these bytes stand, an index has no submodule and leaves nothing to other files: a quick look first. */
const TELLING: readonly Buffer[] = [
  Buffer.from([0, 0, SUBMODULE_MODE >> 8, 0]),
  Buffer.from("link"),
  Buffer.from("sdir"),
];

function linkedIn(path: string): readonly string[] {
  const index = readIndexFile(path);
  if (index === null || index.bytes.toString("latin1", 0, 4) !== "DIRC") throw new Unclear(path);
  if (!TELLING.some((bytes) => index.bytes.includes(bytes))) return [];
  const tracked = trackedUnder(index, "");
  if (tracked === null) throw new Unclear(path);
  return [...tracked.entries].flatMap(([name, { mode }]) => (mode === SUBMODULE_MODE ? [name] : []));
}

/** True for a repository on this machine whose own settings and hooks run nothing when something is pushed to it. */
function isQuietPlace(path: string): boolean {
  return isQuiet(() => {
    const found = repositoryIn(realpathSync.native(path));
    return found !== null && runsNothing(configOf(found), found);
  });
}

function isQuiet(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === null && !(error instanceof Unclear)) throw error;
    return false;
  }
}

/** Links followed; null where nothing is, and an error for a link to nothing, which soon may lead somewhere. */
function statsOf(path: string): Stats | null {
  const itself = lstatSync(path, { throwIfNoEntry: false });
  if (itself === undefined) return null;
  return itself.isSymbolicLink() ? statSync(path) : itself;
}

/** Empty where there is no such folder. */
function entriesOf(folder: string): readonly string[] {
  return statsOf(folder) === null ? [] : readdirSync(folder);
}

function textOf(path: string): string {
  // A pipe in the place of the file must not block.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > TEXT_BYTES_MAX) throw new Unclear(path);
    const bytes = readFileSync(file);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text, "utf8").equals(bytes)) throw new Unclear(path);
    return text;
  } finally {
    closeSync(file);
  }
}
