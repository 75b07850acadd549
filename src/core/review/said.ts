/** Whether the person said what a text says. */
import { plainly } from "./speech.ts";

/** Of a longer text nobody said all. */
const WORDS_MAX = 60;
/** So many of its words are the person's. */
const SHARE_MIN = 0.6;

const SMALL: ReadonlySet<string> = new Set(
  (
    "the a an and or but is are was were be been we you he she it they i of to in on at for with from by as that this " +
    "our your his her its their my me us them will would can could should has have had do does did not no hi hello dear " +
    "all team thanks thank please regards best der die das und ist sind wir le la les et est nous el los las y es"
  ).split(" "),
);

/** True where it stands in what was said, or most of its words that mean something do. Empty texts say nothing. */
export function isSaid(text: string, words: readonly string[]): boolean {
  const said = plainly(words.join("\n"));
  const own = plainly(text).trim();
  if (own === "" || said.includes(own)) return true;
  const meant = wordsOf(own).filter((word) => !SMALL.has(word));
  if (meant.length === 0 || meant.length > WORDS_MAX) return false;
  const known = new Set(wordsOf(said).map(stemOf));
  return meant.filter((word) => known.has(stemOf(word))).length >= SHARE_MIN * meant.length;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Fails, failed, failure. */
function stemOf(word: string): string {
  return word.length > 5 ? word.slice(0, 5) : word.replace(/(?<=..)s$/, "");
}
