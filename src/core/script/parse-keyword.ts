/** Words that steer the shell where a command may begin, and what stands between commands. */
import { readNewline } from "./parse-redirect.ts";
import { acceptPattern, codeAt, skipBlanks, type State } from "./parse-state.ts";

const KEYWORD =
  /(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|select|function|time|coproc|in|\{|\}|!|\[\[|\]\])(?=[ \t\n;&|<>()]|$)/y;

const MAY_START = new Set(Array.from("itefdcwus{}![]", (char) => char.charCodeAt(0)));

const KEYWORDS: ReadonlySet<string> = new Set(
  "if then else elif fi do done case esac while until for select function time coproc in { } ! [[ ]]".split(" "),
);

/** @param text of an unquoted word */
export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}

/** The keyword that stands here, where a command may begin; it is not consumed. */
export function keywordAt(state: State): string | null {
  if (!MAY_START.has(codeAt(state))) return null;
  const { at } = state;
  const keyword = acceptPattern(state, KEYWORD);
  state.at = at;
  return keyword;
}

/** Moves past blanks and, if it is the next word, past the keyword. */
export function acceptKeyword(state: State, keyword: string): boolean {
  skipBlanks(state);
  if (keywordAt(state) !== keyword) return false;
  state.at += keyword.length;
  return true;
}

/** Moves past blanks, comments and newlines. */
export function skipLines(state: State): void {
  skipBlanks(state);
  while (codeAt(state) === 0x0a) {
    readNewline(state);
    skipBlanks(state);
  }
}

const CLOSING: ReadonlySet<string> = new Set("then else elif fi do done esac in ]]".split(" "));

/** Whether a list of commands ends here: at a bracket or a word that closes something, between branches, at the end. */
export function endsList(state: State): boolean {
  const code = codeAt(state);
  if (Number.isNaN(code) || code === 0x29 || code === 0x7d) return true;
  if (code === 0x3b) {
    const next = codeAt(state, 1);
    return next === 0x3b || next === 0x26;
  }
  const keyword = keywordAt(state);
  return keyword !== null && CLOSING.has(keyword);
}
