/** What the person spoke of without asking for it: none of that is to be lost in passing. */
import { isDirect } from "./direct.ts";
import type { Sentence, Word } from "./message.ts";
import type { Order } from "./orders.ts";
import { kindOfFiles } from "./file-kinds.ts";
import type { Act, Deed } from "./subject.ts";

const LOSING: ReadonlySet<Act> = new Set<Act>(["delete", "discard", "stop", "restart", "change-data"]);

/** What is made anew goes first. */
const ANEW = /^(?:reinstall|rebuild|recreate|regenerate|renew|reset)$/;

/**
 * For deeds that need no order, or none with names: those with names need one that speaks of each.
 *
 * @param orders of the same message: what stands in one for such an act is asked for, and not only spoken of
 */
export function isMentioned(deed: Deed, sentences: readonly Sentence[], orders: readonly Order[]): boolean {
  const { act, bar, objects } = deed;
  if (!LOSING.has(act) || (bar !== "free" && bar !== "asked")) return false;
  const wanted = orders
    .filter(
      ({ acts, words, isPlain }) =>
        isPlain && ((acts.has(act) && isDirect(words, deed)) || ANEW.test(words[0]?.text ?? "")),
    )
    .flatMap(({ words }) => textsOf(words));
  const said = sentences.flatMap(({ words }) => textsOf(words));
  return objects.some((object) => {
    const times = (words: readonly string[]): number => words.filter((word) => speaksOf(word, object)).length;
    return times(said) > times(wanted);
  });
}

function textsOf(words: readonly Word[]): readonly string[] {
  return words.map(({ text }) => text);
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
