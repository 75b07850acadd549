/** What the person spoke of without asking for it: nobody wants such a thing to be lost in passing. */
import type { Sentence } from "./message.ts";
import { kindOfFiles } from "./file-kinds.ts";
import type { Act, Deed } from "./subject.ts";

const LOSING: ReadonlySet<Act> = new Set<Act>(["delete", "discard", "stop", "restart", "change-data", "permit"]);

/** Deeds that need no order, or none with names: those with names need one that speaks of each. */
export function isMentioned({ act, bar, objects }: Deed, sentences: readonly Sentence[]): boolean {
  if (!LOSING.has(act) || (bar !== "free" && bar !== "asked")) return false;
  const said = sentences.flatMap(({ words }) => words.map(({ text }) => text));
  return objects.some((object) => said.some((word) => speaksOf(word, object)));
}

/** By its name, by a part of its path, by its kind. */
function speaksOf(word: string, object: string): boolean {
  const parts = object
    .toLowerCase()
    .split(/[/\s]+/)
    .map(bare);
  const own = bare(word.split("/").at(-1) ?? "");
  if (own.length < 2) return false;
  return parts.some((part) => part === own) || (kindOfFiles(word)?.test(object) ?? false);
}

/** Without the marks at its start, its ending and the plural. */
function bare(name: string): string {
  return name
    .replace(/^[~._]+/, "")
    .replace(/(?<=\w)\.\w{1,5}$|_+$/, "")
    .replace(/(?<=\w\w)s$/, "");
}
