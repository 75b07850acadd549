/** Reads redirections, and the text of here-documents behind the newline. */
import {
  acceptPattern,
  codeAt,
  fail,
  innerState,
  matches,
  OTHER_SHELL,
  skipBlanks,
  SYNTAX,
  TOO_DEEP,
  type Awaited,
  type State,
} from "./parse-state.ts";
import type { Redirect, RedirectOperator, Word } from "./tree.ts";

const OPERATOR =
  /(?:[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]\s]*\])?\})?(?:<<<|<<-|<<|<&|<>|<(?!\()|>>|>&|>\||>(?!\()|&>>|&>)/y;
const SPLIT = /^(.*?)([<>&|-]+)$/s;

/** Adds the redirection that stands here. False, and nothing read, where none does. */
export function readRedirect(state: State, redirects: Redirect[]): boolean {
  const at = state.base + state.at;
  switch (codeAt(state)) {
    case 0x3c: // <
    case 0x3e: // >
    case 0x26: // &
    case 0x7b: // {
      break;
    default:
      if (!isDigit(codeAt(state))) return false;
  }
  const whole = acceptPattern(state, OPERATOR);
  if (whole === null) return false;
  const [, fd = "", operator = ""] = SPLIT.exec(whole) ?? [];
  if (state.shell === "sh" && (operator.startsWith("&") || fd.startsWith("{"))) fail(state, OTHER_SHELL);
  // Operators of zsh: `>!`, `>>|`; and its `<1-9>` is a pattern.
  if (state.shell === "zsh" && matches(state, /[!|&]|[0-9]*-[0-9]*>/y)) fail(state, OTHER_SHELL);
  if (codeAt(state) === 0x5c && matches(state, /\\\n[<>&|-]/y)) fail(state, OTHER_SHELL);
  skipBlanks(state);
  const name = fd === "" ? null : fd.replace(/^\{(.*)\}$/s, "$1");
  if (operator === "<<" || operator === "<<-") readDelimiter(state, { at, operator, fd: name }, redirects);
  else {
    const start = state.at;
    const target = state.grammar.word(state, operator === "<<<" ? "plain" : "word");
    if (state.at === start) fail(state, SYNTAX);
    redirects.push({ at, operator: operator as RedirectOperator, fd: name, target });
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** All redirections that stand behind a construct. */
export function readRedirects(state: State): readonly Redirect[] {
  const redirects: Redirect[] = [];
  do skipBlanks(state);
  while (readRedirect(state, redirects));
  return redirects;
}

const BARE = /(?:[^\s;&|<>()'"\\$`]|\$(?!['"({[]))+/y;

/** The word behind `<<`, of which only the quotes are taken off. */
function readDelimiter(state: State, start: Omit<Redirect, "target">, redirects: Redirect[]): void {
  const { at } = state;
  let delimiter = "";
  let expands = true;
  for (;;) {
    delimiter += acceptPattern(state, BARE) ?? "";
    const quoted = acceptPattern(state, /'[^']*'|"[^"\\$`]*"|\\[\s\S]/y);
    if (quoted === null) break;
    if (quoted !== "\\\n") {
      expands = false;
      delimiter += quoted.startsWith("\\") ? quoted.slice(1) : quoted.slice(1, -1);
    }
  }
  if (state.at === at || /['"\\$`]/.test(state.text.charAt(state.at))) fail(state, SYNTAX);
  const redirect = { ...start, target: { at: start.at, parts: [] } };
  redirects.push(redirect);
  state.awaited.push({ redirect, delimiter, expands });
}

/** Moves past a newline, and past the here-documents that start behind it. */
export function readNewline(state: State): void {
  state.at++;
  if (state.awaited.length === 0) return;
  const { awaited } = state;
  state.awaited = [];
  for (const one of awaited) readDocument(state, one);
}

function readDocument(state: State, awaited: Awaited): void {
  const { redirect, expands } = awaited;
  const start = state.at;
  const text = takeLines(state, awaited);
  const at = state.base + start;
  if (!expands) {
    redirect.target = { at, parts: text === "" ? [] : [{ kind: "literal", text, quoted: true }] };
    return;
  }
  const inner = innerState(state, text, start);
  if (inner === null) return fail(state, TOO_DEEP);
  const word = state.grammar.word(inner, "document");
  // What is wrong in it shows only when it is expanded.
  redirect.target = inner.trouble === null ? word : withUnknown(word, inner.trouble);
}

function withUnknown({ at, parts }: Word, { why, at: place }: NonNullable<State["trouble"]>): Word {
  const body = { kind: "unknown", at: place, why } as const;
  return { at, parts: [...parts, { kind: "substitution", how: "output", body, quoted: true }] };
}

/** The lines up to the delimiter, which is consumed, too; or up to the end. */
function takeLines(state: State, { delimiter, expands, redirect }: Awaited): string {
  const { text } = state;
  const lines: string[] = [];
  // What stands before a continuation; null at the start of a line that shells see as one.
  let before: string | null = null;
  while (state.at < text.length) {
    const end = text.indexOf("\n", state.at);
    const whole = text.slice(state.at, end === -1 ? text.length : end);
    const line = redirect.operator === "<<-" ? whole.replace(/^\t+/, "") : whole;
    // Shells differ on whether a line that is continued can be the last one.
    if (before !== null && (line === delimiter || before + line === delimiter)) fail(state, OTHER_SHELL);
    // In a substitution some let the bracket that closes it follow.
    const isGlued: boolean = delimiter !== "" && line.startsWith(delimiter) && line.includes(")");
    if (state.depth > 0 && isGlued) fail(state, OTHER_SHELL);
    state.at = end === -1 || state.trouble !== null ? text.length : end + 1;
    if (line === delimiter) break;
    lines.push(line, end === -1 ? "" : "\n");
    before = expands && endsInContinuation(line) ? (before ?? "") + line.slice(0, -1) : null;
  }
  return lines.join("");
}

function endsInContinuation(line: string): boolean {
  let count = 0;
  while (line.charAt(line.length - 1 - count) === "\\") count++;
  return count % 2 === 1;
}
