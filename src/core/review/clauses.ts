/** Parts of a sentence that say one thing each. */
import type { Word } from "./message.ts";
import { verbOf, isVerb } from "./verbs.ts";

export type Clause = {
  /** What joins it to the one before it: `,`, `:`, a conjunction, or empty for the first. */
  readonly joint: string;
  readonly words: readonly Word[];
};

/** What always parts. */
const PARTING = new Set([",", ":", "but", "then", "so", "because", "while", "though", "although", "however"]);
/** What parts where something new begins behind it, and otherwise joins names. */
const JOINING = new Set(["and", "or", "nor", "&", "plus"]);
const SUBJECTS = new Set([
  "i",
  "you",
  "it",
  "he",
  "she",
  "we",
  "they",
  "this",
  "that",
  "there",
  "please",
  "then",
  "also",
  "now",
]);

/** In the order of the sentence; none is empty. */
export function clausesOf(words: readonly Word[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let joint = "";
  let open: Word[] = [];
  const close = (next: string): void => {
    if (open.length > 0) clauses.push({ joint, words: open });
    // A comma and a conjunction are one joint, and the conjunction says more.
    if (open.length > 0 || joint === "" || joint === ",") joint = next;
    open = [];
  };
  for (const [at, word] of words.entries()) {
    const { text, isQuoted } = word;
    const isJoint = !isQuoted && (PARTING.has(text) || (JOINING.has(text) && beginsAt(words, at + 1)));
    if (isJoint) close(text);
    else open.push(word);
  }
  close("");
  return clauses;
}

function beginsAt(words: readonly Word[], at: number): boolean {
  const next = words[at];
  if (next === undefined || next.isQuoted) return false;
  return SUBJECTS.has(next.text) || isVerb(next.text) || (next.text.endsWith("ing") && verbOf(next.text) !== null);
}
