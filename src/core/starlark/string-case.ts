/** Upper and lower case, and what kind of characters a string is made of. */
import type { Machine } from "./machine.ts";
import { isSpaceCode } from "./string-search.ts";

const ALPHABETIC = /^\p{Alphabetic}$/u;
const ALPHANUMERIC = /^[\p{Alphabetic}\p{N}]+$/u;
const LETTERS = /^\p{Alphabetic}+$/u;
const NUMERIC = /^\p{N}+$/u;
const LOWER = /\p{Lowercase}/u;
const UPPER = /\p{Uppercase}/u;

/** Methods without arguments that give another string. */
export const CASE_CHANGES: Readonly<Record<string, (machine: Machine, text: string) => string>> = {
  upper: (machine, text) => charged(machine, text).toUpperCase(),
  lower: (machine, text) => charged(machine, text).toLowerCase(),
  capitalize: (machine, text) => {
    const [first = "", ...rest] = charged(machine, text);
    return first.toUpperCase() + rest.map((character) => character.toLowerCase()).join("");
  },
  title,
};

/** Every letter behind a character that is none becomes upper case, all others lower case. */
function title(machine: Machine, text: string): string {
  let result = "";
  let inWord = false;
  for (const character of charged(machine, text)) {
    const isLetter = ALPHABETIC.test(character);
    if (!isLetter) result += character;
    else result += inWord ? character.toLowerCase() : character.toUpperCase();
    inWord = isLetter;
  }
  return result;
}

/** Methods without arguments that tell something of all characters; false for the empty string. */
export const PREDICATES: Readonly<Record<string, (machine: Machine, text: string) => boolean>> = {
  isalnum: (machine, text) => ALPHANUMERIC.test(charged(machine, text)),
  isalpha: (machine, text) => LETTERS.test(charged(machine, text)),
  isdigit: (machine, text) => NUMERIC.test(charged(machine, text)),
  isspace: (machine, text) => isSpace(charged(machine, text)),
  islower: (machine, text) => LOWER.test(charged(machine, text)) && !UPPER.test(text),
  isupper: (machine, text) => UPPER.test(charged(machine, text)) && !LOWER.test(text),
  istitle,
};

function isSpace(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSpaceCode(text.charCodeAt(at))) return false;
  return text !== "";
}

/** Words start with a letter that is not lower case and go on with letters that are not upper case. */
function istitle(machine: Machine, text: string): boolean {
  let inWord = false;
  let words = 0;
  for (const character of charged(machine, text)) {
    const isLetter = ALPHABETIC.test(character);
    if (isLetter && (inWord ? UPPER : LOWER).test(character)) return false;
    if (isLetter && !inWord) words++;
    inWord = isLetter;
  }
  return words > 0;
}

function charged(machine: Machine, text: string): string {
  machine.steps(text.length);
  machine.allocate(text.length * 8);
  return text;
}
