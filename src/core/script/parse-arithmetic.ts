/** Reads arithmetic expressions: only what the shell expands in them is taken apart. */
import { readBackticks, readDollar } from "./parse-dollar.ts";
import { readBackslash, readDouble } from "./parse-quoted.ts";
import { addLiteral, charTable, codeAt, fail, OTHER_SHELL, UNENDED, type State } from "./parse-state.ts";
import type { Part, Word } from "./tree.ts";

const OPENS = { arithmetic: 0x28, index: 0x5b, clause: 0x28 };
const CLOSES = { arithmetic: 0x29, index: 0x5d, clause: 0x29 };
const STOPS = charTable("'\"\\$`");

/** Up to the bracket that closes it, or in `for ((` up to a semicolon. */
export function readExpression(state: State, style: "arithmetic" | "index" | "clause"): Word {
  const { text } = state;
  const at = state.base + state.at;
  const parts: Part[] = [];
  const open = OPENS[style];
  const close = CLOSES[style];
  let depth = 0;
  let start = state.at;
  for (;;) {
    const code = text.charCodeAt(state.at);
    const isEnd = depth === 0 && (code === close || (code === 0x3b && style === "clause"));
    if (isEnd || Number.isNaN(code) || STOPS[code] === 1) {
      if (state.at > start) addLiteral(parts, text.slice(start, state.at), false);
      if (Number.isNaN(code)) fail(state, UNENDED);
      if (isEnd || Number.isNaN(code)) return { at, parts };
      readInExpression(state, parts);
      start = state.at;
      continue;
    }
    if (code === open) depth++;
    if (code === close) depth--;
    state.at++;
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
    default:
      return readBackslash(state, parts);
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
