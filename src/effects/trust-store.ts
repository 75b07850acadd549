/** Keeps what a person has trusted of each project: the very text of its files. */
import { realpathSync } from "node:fs";
import { unlink } from "node:fs/promises";
import type { Project, Projects, TrustRecord } from "../core/config/trust.ts";
import { digest } from "../kit/digest.ts";
import { resolvePath } from "../kit/path.ts";
import { replace } from "./append-rule.ts";
import { makeFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { codeOf, readTextFile, systemWords, TEXT_BYTES_MAX } from "./text-file.ts";

const VERSION = 1;

/** A record that cannot be read: nothing was trusted, which is not the same as nothing recorded yet. */
const NOTHING_TRUSTED: TrustRecord = { files: new Map(), postponed: null };

/**
 * The record of a project, null where there is none; never rejects. A worktree has its own, or that of its repository.
 *
 * @param home assent's own folder, absolute
 */
export async function readTrust(home: string, { root, mainRoot }: Project): Promise<TrustRecord | null> {
  const own = await readRecord(home, root);
  if (mainRoot === null || (own !== null && own.files !== null)) return own;
  const main = await readRecord(home, mainRoot);
  if (main === null) return own;
  return { files: main.files, postponed: own?.postponed ?? null };
}

/**
 * Writes what `change` makes of the record of `root`: whole or not at all, one process after the other; null takes it
 * away. Rejects with the reason in words; the record is then as it was.
 */
export async function changeTrust(
  home: string,
  root: string,
  change: (before: TrustRecord | null) => TrustRecord | null,
): Promise<void> {
  const file = fileOf(home, root);
  try {
    makeFolders(folderOf(home));
    await withLock(`${home}/assent/locks/trust`, async () => {
      const after = change(await readRecord(home, root));
      if (after === null) await remove(file);
      else await write(file, textOf(root, after));
    });
  } catch (error) {
    throw new Error(`cannot record what is trusted of ${root}: ${systemWords(error)}`, { cause: error });
  }
}

/**
 * The marks, and for each `untrusted` one whose path leads through links the folder that it leads to. A `trusted` one
 * counts as it is written: whoever can lay a link there must not choose what it reaches.
 */
export function withLinks(projects: Projects): Projects {
  const all = new Map(projects);
  for (const [key, mark] of projects) {
    if (mark.level !== "untrusted" || !key.startsWith("/")) continue;
    const real = realPath(key);
    if (real !== null && real !== resolvePath("/", key)) all.set(real, mark);
  }
  return all;
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    // It leads nowhere, and so not here.
    if (codeOf(error) !== null) return null;
    throw error;
  }
}

function folderOf(home: string): string {
  return `${home}/assent/trust`;
}

function fileOf(home: string, root: string): string {
  return `${folderOf(home)}/${digest(root)}.json`;
}

async function readRecord(home: string, root: string): Promise<TrustRecord | null> {
  const read = await readTextFile(fileOf(home, root));
  if (!read.ok) return NOTHING_TRUSTED;
  return read.value === null ? null : (recordIn(read.value.text, root) ?? NOTHING_TRUSTED);
}

/** Null for what is no record of this project. */
function recordIn(text: string, root: string): TrustRecord | null {
  const value = parsed(text);
  if (!isObject(value) || value["version"] !== VERSION || value["root"] !== root) return null;
  const { files, postponed } = value;
  if (postponed !== null && typeof postponed !== "string") return null;
  if (files === null) return { files, postponed };
  if (!isObject(files)) return null;
  const texts = new Map<string, string>();
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== "string") return null;
    texts.set(path, content);
  }
  return { files: texts, postponed };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser has one complaint only: text that is no JSON.
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(root: string, { files, postponed }: TrustRecord): string {
  // Built as entries: a path such as `__proto__` is a name like any other.
  const texts = files === null ? null : Object.fromEntries([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: VERSION, root, files: texts, postponed }, null, 2)}\n`;
}

async function write(file: string, text: string): Promise<void> {
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) {
    throw new Error(`the project's files are larger than ${TEXT_BYTES_MAX} bytes together`);
  }
  const before = await readTextFile(file);
  // What cannot be read is no record, but it may be a file that somebody wants to look at.
  if (!before.ok) throw new Error(`${file}: ${before.error}; move it away`);
  if (!(await replace(file, text, before.value?.stamp ?? null))) throw new Error("another program changes it");
}

async function remove(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}
