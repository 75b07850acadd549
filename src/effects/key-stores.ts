/** Finds the stores of keys that sandboxed commands must not read on this machine. */
import { readdirSync, statSync } from "node:fs";
import { KEY_STORES, type KeyStore } from "../core/permissions/key-stores.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf } from "./text-file.ts";

export type KeyStoresWanted = {
  /** The person's home folder, absolute. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of stores that may be read, and absolute paths. */
  readonly allow: readonly string[];
  /** Writable folders, absolute: what variables move there is the work's, not the person's. */
  readonly roots: readonly string[];
};

/** Longer files are no settings; they count as stores. */
const BYTES_MAX = 1024 * 1024;

/** Absolute, whether anything stands there or not. */
export function keyStoresAt(wanted: KeyStoresWanted): readonly string[] {
  const stores = KEY_STORES.filter(({ name }) => !wanted.allow.includes(name));
  const allowed = wanted.allow.filter((name) => name.startsWith("/"));
  const paths = stores.flatMap((store) => pathsOf(store, wanted));
  return [...new Set(paths)].filter((path) => !allowed.some((folder) => isWithin(folder, path)));
}

function pathsOf(store: KeyStore, wanted: KeyStoresWanted): readonly string[] {
  const below = (path: string): readonly string[] => placesOf(path, wanted);
  return [
    ...store.paths.flatMap(below),
    ...(store.sometimes?.paths.flatMap(below).filter((path) => holds(path, store.sometimes?.holds)) ?? []),
    ...(store.folder === undefined
      ? []
      : below(store.folder.path).flatMap((path) => namesIn(path, store.folder?.open))),
    ...(store.moved ?? []).flatMap(({ variable, paths }) => movedTo(wanted.env[variable], paths, wanted.roots)),
  ];
}

/** Where it lies, in the home folder and in the folders that the environment names in the place of those there. */
function placesOf(path: string, { home, env, roots }: KeyStoresWanted): readonly string[] {
  if (path.startsWith("/")) return [path];
  const moved = [
    ...(path.startsWith(".config/") ? movedTo(env["XDG_CONFIG_HOME"], [path.slice(".config/".length)], roots) : []),
    ...(path.startsWith(".local/share/")
      ? movedTo(env["XDG_DATA_HOME"], [path.slice(".local/share/".length)], roots)
      : []),
  ];
  return [resolvePath(home, path), ...moved];
}

function movedTo(folder: string | undefined, paths: readonly string[], roots: readonly string[]): readonly string[] {
  if (folder?.startsWith("/") !== true || roots.some((root) => isWithin(root, resolvePath("/", folder)))) return [];
  return paths.map((path) => resolvePath(folder, path === "" ? "." : path));
}

/** What cannot be looked into counts as a store, and what does not exist yet as well: it is hidden when it appears. */
function holds(path: string, pattern: RegExp | undefined): boolean {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory()) return true;
    if (stat.size > BYTES_MAX) return true;
    return pattern?.test(readPlainNow(path).toString()) !== false;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return true;
  }
}

function namesIn(folder: string, open: RegExp | undefined): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  try {
    return readdirSync(folder)
      .filter((name) => open?.test(name) !== true)
      .map((name) => `${folder}/${name}`);
  } catch (error) {
    // Out of reach for the person, and so for the command.
    if (codeOf(error) === null) throw error;
    return [];
  }
}
