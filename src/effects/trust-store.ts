/** Reads what a person has trusted of a project: the very text of its files. */
import { isTable } from "../core/config/spot.ts";
import type { Project, Projects, TrustRecord } from "../core/config/trust.ts";
import { objectIn } from "../kit/json.ts";
import { resolvePath } from "../kit/path.ts";
import { realPath } from "./disk-names.ts";
import { readTextFileNow } from "./text-file.ts";

/** Of the format; what is written otherwise is no record. */
export const VERSION = 1;

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
  return { files: main.files, postponed: own?.postponed ?? (main.files === null ? main.postponed : null) };
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

/** Longer names are refused by file systems. */
const NAME_CHARS_MAX = 200;

/**
 * Where the record of a project lies: by its path, or where a file cannot be called so by its digest. The hash
 * function is loaded only then, for it costs as much as all else that is read at the start.
 */
export async function fileOf(home: string, root: string): Promise<string> {
  const name = /^[\w ./@+~-]+$/.test(root) ? encodeURIComponent(root) : "";
  if (name !== "" && name.length <= NAME_CHARS_MAX) return `${home}/assent/trust/${name}.json`;
  const { digest } = await import("../kit/digest.ts");
  return `${home}/assent/trust/${digest(root)}.json`;
}

/** The record of that very folder. */
export async function readRecord(home: string, root: string): Promise<TrustRecord | null> {
  const read = readTextFileNow(await fileOf(home, root));
  if (!read.ok) return NOTHING_TRUSTED;
  return read.value === null ? null : (recordIn(read.value.text, root) ?? NOTHING_TRUSTED);
}

/** Null for what is no record of this project. */
function recordIn(text: string, root: string): TrustRecord | null {
  const value = objectIn(text);
  if (value === null || value["version"] !== VERSION || value["root"] !== root) return null;
  const { files, postponed } = value;
  if (postponed !== null && typeof postponed !== "string") return null;
  if (files === null) return { files, postponed };
  if (!isTable(files)) return null;
  const texts = new Map<string, string>();
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== "string") return null;
    texts.set(path, content);
  }
  return { files: texts, postponed };
}
