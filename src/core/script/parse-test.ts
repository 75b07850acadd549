/** Reads `[[ … ]]`: a condition, of which words and operators are kept in a row. */
import { acceptKeyword, skipLines } from "./parse-keyword.ts";
import { readRedirects } from "./parse-redirect.ts";
import { acceptPattern, fail, skipBlanks, SYNTAX, type State } from "./parse-state.ts";
import { bareText } from "./parse-simple.ts";
import type { Node, Word } from "./tree.ts";

const OPERATOR = /&&|\|\||[()]|[<>](?!\()/y;

/** Behind `[[`. */
export function readTest(state: State, at: number): Node {
  const words: Word[] = [];
  let isRegex = false;
  for (;;) {
    skipLines(state);
    if (acceptKeyword(state, "]]")) break;
    const { at: start } = state;
    const operator = isRegex ? null : acceptPattern(state, OPERATOR);
    if (operator !== null) {
      const parts = [{ kind: "literal", text: operator, quoted: false } as const];
      words.push({ at: state.base + start, parts });
      continue;
    }
    const word = state.grammar.word(state, isRegex ? "regex" : "pattern");
    if (state.at === start) {
      fail(state, SYNTAX);
      break;
    }
    words.push(word);
    isRegex = bareText(word) === "=~";
    if (isRegex) skipBlanks(state);
  }
  return { kind: "test", at, words, redirects: readRedirects(state) };
}
