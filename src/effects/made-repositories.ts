/**
 * Remembers the repositories that sandboxed commands have made themselves.
 *
 * They stay writable, as a clone that a command has made must be: nobody else's settings are in them. A repository that
 * is not remembered is the person's and stays as it is.
 */
import { lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { makeFolders } from "./folders.ts";
import { codeOf } from "./text-file.ts";

const REMEMBERED_MAX = 1_000;
const BYTES_MAX = 1024 * 1024;

/** What tells one repository from another at the same path; null where nothing stands there. */
export function identityOf(path: string): string | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}

/**
 * Those of `paths` that commands have made. A list that cannot be read counts as empty: then more stays as it is.
 *
 * @param folder assent's own, absolute, out of reach for commands
 */
export function madeAmong(folder: string, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set();
  const known = read(folder);
  return new Set(paths.filter((path) => known.has(identityOf(path) ?? "")));
}

/** Adds to the list, which forgets the oldest. Of two at once one may be lost. */
export function rememberMade(folder: string, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const made = paths.map(identityOf).filter((identity) => identity !== null);
  const identities = [...new Set([...read(folder), ...made])].slice(-REMEMBERED_MAX);
  makeFolders(folder);
  const aside = mkdtempSync(`${folder}/repositories-`);
  try {
    writeFileSync(`${aside}/list`, identities.join("\n"), { mode: 0o600 });
    renameSync(`${aside}/list`, listIn(folder));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function listIn(folder: string): string {
  return `${folder}/repositories`;
}

function read(folder: string): ReadonlySet<string> {
  try {
    const text = readFileSync(listIn(folder), "utf8");
    return new Set(text.length > BYTES_MAX ? [] : text.split("\n").filter((line) => line !== ""));
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return new Set();
  }
}
