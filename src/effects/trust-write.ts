/** Keeps what a person has said of a project: the record of its files, and the mark. */
import { unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { editMarks } from "../core/config/trust-marks.ts";
import type { Project, TrustLevel, TrustRecord } from "../core/config/trust.ts";
import { resolvePath } from "../kit/path.ts";
import { replace } from "./append-rule.ts";
import { editConfig } from "./config-write.ts";
import { makeFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { realPath } from "./disk-names.ts";
import { codeOf, readTextFile, systemWords, TEXT_BYTES_MAX } from "./text-file.ts";
import { fileOf, readRecord, VERSION } from "./trust-store.ts";

/**
 * Writes what `change` makes of the record of `root`: whole or not at all, one process after the other; null takes it
 * away. Rejects with the reason in words; the record is then as it was.
 */
export async function changeTrust(
  home: string,
  root: string,
  change: (before: TrustRecord | null) => TrustRecord | null,
): Promise<void> {
  try {
    const file = await fileOf(home, root);
    makeFolders(dirname(file));
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
 * Marks a project in the person's settings, or takes its marks away; true if something was changed. Rejects with the
 * reason in words; the file is then as it was.
 */
export async function markProject(
  { home, userHome }: { readonly home: string; readonly userHome: string },
  project: Project,
  level: TrustLevel | null,
): Promise<boolean> {
  const pathOf = (key: string): string => {
    const isHome = key === "~" || key.startsWith("~/");
    if (!isHome && !key.startsWith("/")) return key;
    const path = resolvePath(userHome, isHome ? `./${key.slice(1)}` : key);
    return realPath(path) ?? path;
  };
  try {
    return await editConfig(home, (text) => editMarks(text, project, level, pathOf));
  } catch (error) {
    throw new Error(`cannot mark ${project.root} in ${home}/config.toml: ${systemWords(error)}`, { cause: error });
  }
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
