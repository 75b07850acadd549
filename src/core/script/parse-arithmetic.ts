/** Reads arithmetic expressions: only what the shell expands in them is taken apart. */
import { readBackticks, readDollar } from "./parse-dollar.ts";
import { readBackslash, readDouble } from "./parse-quoted.ts";
import { addLiteral, codeAt, fail, OTHER_SHELL, UNENDED, type State } from "./parse-state.ts";
import type { Part, Word } from "./tree.ts";

const STOPS = { arithmetic: /[()'"\\$`]/g, index: /[[\]'"\\$`]/g, clause: /[();'"\\$`]/g };

/** Up to the bracket that closes it, or in `for ((` up to a semicolon. */
export function readExpression(state: State, style: "arithmetic" | "index" | "clause"): Word {
  const at = state.base + state.at;
  const parts: Part[] = [];
  const stops = STOPS[style];
  let depth = 0;
  for (;;) {
    stops.lastIndex = state.at;
    const found = stops.exec(state.text);
    if (found === null) {
      fail(state, UNENDED);
      return { at, parts };
    }
    if (found.index > state.at) addLiteral(parts, state.text.slice(state.at, found.index), false);
    state.at = found.index;
    const mark = found[0];
    if (depth === 0 && (mark === ")" || mark === "]" || mark === ";")) return { at, parts };
    if (mark === "(" || mark === "[") depth++;
    if (mark === ")" || mark === "]") depth--;
    readInExpression(state, parts);
  }
}

function readInExpression(state: State, parts: Part[]): void {
  switch (codeAt(state)) {
    case 0x24: // $
      return readDollar(state, parts, false);
    case 0x60: // `
      return readBackticks(state, parts, "double");
    case 0x22: // "
      return readDouble(state, parts);
    case 0x27: // '
      return readSingleInExpression(state, parts);
    case 0x5c: // \
      return readBackslash(state, parts);
    default:
      addLiteral(parts, state.text.charAt(state.at), false);
      state.at++;
  }
}

/** These hide brackets from the shell that looks for the end, but no substitution from the one that expands. */
function readSingleInExpression(state: State, parts: Part[]): void {
  const { text, at } = state;
  const end = text.indexOf("'", at + 1);
  if (end === -1) return fail(state, UNENDED);
  const inside = text.slice(at, end + 1);
  if (state.shell !== "bash") return fail(state, OTHER_SHELL);
  if (!/[$`\\]/.test(inside)) addLiteral(parts, inside, false);
  else {
    const body = { kind: "unknown", at: state.base + at, why: "a quote in an expression" } as const;
    parts.push({ kind: "substitution", how: "output", body, quoted: false });
  }
  state.at = end + 1;
}
