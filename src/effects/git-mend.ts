/**
 * Looks after a run at what no mount can hold in an open repository, and puts it right.
 *
 * Git replaces its files by renaming, so none of them can be mounted onto itself, and a link in the place of one would
 * have git write where it leads, outside of the sandbox: the message of a commit, the record of a branch. A repository
 * without a HEAD is none, and git would take the next folder above for one.
 */
import { lstatSync, unlinkSync, writeFileSync } from "node:fs";
import { anchored } from "./anchored.ts";
import { linksIn } from "./git-access.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf } from "./text-file.ts";
import { errorText } from "../kit/result.ts";

/** A HEAD is one line. */
const HEAD_BYTES_MAX = 4096;
const HEAD = /^(?:ref: refs\/[^\0\n]+|[0-9a-f]{40}|[0-9a-f]{64})\n?$/;

/**
 * To be called before the run; what it gives back is called when nothing of it runs any more, never throws, and tells
 * what was done, one line each, unescaped.
 *
 * @param opened folders of git's that the run may write to
 */
export function watchGit(opened: readonly string[]): () => readonly string[] {
  const heads = opened.map((folder) => ({ path: `${folder}/HEAD`, text: headOf(`${folder}/HEAD`) }));
  return () => [
    ...opened.flatMap((folder) => trying(folder, () => withoutLinks(folder))),
    ...heads.flatMap(({ path, text }) => trying(path, () => restored(path, text))),
  ];
}

function trying(path: string, mend: () => readonly string[]): readonly string[] {
  try {
    return mend();
  } catch (error) {
    const why = errorText(error);
    return [`cannot look at what the command left in ${path}: ${why}`];
  }
}

function withoutLinks(folder: string): readonly string[] {
  const links = linksIn(folder);
  if (links === null) return [`there is too much in ${folder} to look for links that the command may have left there`];
  for (const link of links) anchored(link, unlinkSync);
  return links.map((link) => `${link} was a link that the command left in the repository; it was removed`);
}

function restored(path: string, text: string | null): readonly string[] {
  if (text === null || headOf(path) !== null) return [];
  anchored(path, (name) => {
    if (lstatSync(name, { throwIfNoEntry: false }) !== undefined) unlinkSync(name);
    writeFileSync(name, text, { flag: "wx" });
  });
  return [`${path} was not left as git has it; it says again what it said before`];
}

/** Null where there is none, or none that git would take. */
function headOf(path: string): string | null {
  try {
    const stats = lstatSync(path);
    const text = stats.isFile() && stats.size <= HEAD_BYTES_MAX ? readPlainNow(path).toString() : "";
    return HEAD.test(text) ? text : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}
