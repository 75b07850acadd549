/** Splits TypeScript into words, strings and marks, which is enough to see imports and sizes. */

export type Token = {
  readonly kind: "word" | "string" | "mark";
  /** For a string, what stands between the quotes; a template is one string followed by the tokens of its holes. */
  readonly text: string;
  readonly line: number;
};

export type Import = {
  readonly from: string;
  readonly line: number;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
  /** Hands names on: `export … from`. */
  readonly reexport: boolean;
};

/** The tokens of a source, comments left out. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = scan({ source, at: 0, line: 1, tokens }, null);
  if (end < source.length) throw new Error(`cannot read on from character ${end}`);
  return tokens;
}

/** Every import and re-export, static or not. */
export function importsOf(tokens: readonly Token[]): readonly Import[] {
  const found: Import[] = [];
  for (const [index, token] of tokens.entries()) {
    const isMember = tokens[index - 1]?.text === "." || tokens[index + 1]?.text === ":";
    if (token.kind !== "word" || isMember) continue;
    if (token.text === "import") found.push(...importAt(tokens, index));
    if (token.text === "export") found.push(...exportAt(tokens, index));
  }
  return found;
}

function importAt(tokens: readonly Token[], index: number): readonly Import[] {
  const { line } = tokens[index] ?? { line: 0 };
  const next = tokens[index + 1];
  if (next?.kind === "string") return [{ from: next.text, line, typeOnly: false, reexport: false }];
  if (next?.text === "(") {
    const from = tokens[index + 2];
    return [{ from: from?.kind === "string" ? from.text : "(computed)", line, typeOnly: false, reexport: false }];
  }
  if (next?.text === ".") return [];
  const from = stringAfterFrom(tokens, index);
  return from === null ? [] : [{ from, line, typeOnly: isTypeOnly(tokens, index), reexport: false }];
}

function exportAt(tokens: readonly Token[], index: number): readonly Import[] {
  const offset = tokens[index + 1]?.text === "type" ? 2 : 1;
  const opening = tokens[index + offset]?.text;
  if (opening !== "{" && opening !== "*") return [];
  const from = stringAfterFrom(tokens, index);
  const { line } = tokens[index] ?? { line: 0 };
  return from === null ? [] : [{ from, line, typeOnly: isTypeOnly(tokens, index), reexport: true }];
}

/** Null where the statement ends before a `from`, as in `export { a };`. */
function stringAfterFrom(tokens: readonly Token[], index: number): string | null {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token?.text === "from" && next?.kind === "string") return next.text;
    if (token?.text === ";" || token?.kind === "string") return null;
    if (token?.text === "}" && next?.text !== "from") return null;
  }
  return null;
}

/** `import type …`, and `import { type A, type B }` where nothing else is named. */
function isTypeOnly(tokens: readonly Token[], index: number): boolean {
  if (tokens[index + 1]?.text === "type" && tokens[index + 2]?.text !== "from") return true;
  if (tokens[index + 1]?.text !== "{") return false;
  for (let at = index + 2; tokens[at] !== undefined && tokens[at]?.text !== "}"; at += 1) {
    const startsName = ["{", ","].includes(tokens[at - 1]?.text ?? "");
    if (startsName && tokens[at]?.text !== "type") return false;
  }
  return true;
}

type Scan = { readonly source: string; at: number; line: number; readonly tokens: Token[] };

/** Scans to the end, or to the brace that closes a template's hole; gives where it stopped. */
function scan(state: Scan, until: "}" | null): number {
  let depth = 0;
  while (state.at < state.source.length) {
    const char = state.source.charAt(state.at);
    if (char === "}" && until !== null && depth === 0) return state.at;
    if (char === "{") depth += 1;
    if (char === "}") depth -= 1;
    step(state, char);
  }
  return state.at;
}

function step(state: Scan, char: string): void {
  const { source, at } = state;
  if (source.startsWith("//", at)) return skipTo(state, source.indexOf("\n", at), 0);
  if (source.startsWith("/*", at)) return skipTo(state, source.indexOf("*/", at + 2), 2);
  if (char === '"' || char === "'") return quoted(state, char);
  if (char === "`") return template(state);
  if (char === "/" && mayStartRegex(state.tokens.at(-1))) return regex(state);
  const word = /^[\p{ID_Start}$_#@\d][\p{ID_Continue}$.]*/u.exec(source.slice(at, at + 200));
  if (word === null) {
    if (/\S/u.test(char)) push(state, "mark", char);
    return skipTo(state, at, 1);
  }
  // A number takes its dots along; a name does not.
  const text = /^\d/u.test(word[0]) ? word[0] : (word[0].split(".")[0] ?? "");
  push(state, "word", text);
  return skipTo(state, at, text.length);
}

/** A slash divides after a value, and starts a regular expression elsewhere. */
function mayStartRegex(last: Token | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === "word") return ["return", "typeof", "case", "of", "in"].includes(last.text);
  return last.kind === "mark" && !")]}".includes(last.text);
}

function quoted(state: Scan, quote: string): void {
  let end = state.at + 1;
  while (end < state.source.length && state.source[end] !== quote) end += state.source[end] === "\\" ? 2 : 1;
  push(state, "string", state.source.slice(state.at + 1, end));
  skipTo(state, end, 1);
}

function regex(state: Scan): void {
  let end = state.at + 1;
  for (let inClass = false; end < state.source.length; end += 1) {
    const char = state.source[end];
    if (char === "\\") end += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) break;
  }
  push(state, "string", state.source.slice(state.at + 1, end));
  skipTo(state, end, 1);
  while (/[a-z]/u.test(state.source.charAt(state.at))) state.at += 1;
}

function template(state: Scan): void {
  const slot = state.tokens.length;
  const { line } = state;
  let text = "";
  state.at += 1;
  while (state.at < state.source.length && state.source[state.at] !== "`") {
    if (state.source.startsWith("${", state.at)) {
      state.at += 2;
      scan(state, "}");
      state.at += 1;
      text += "${}";
      continue;
    }
    const length = state.source[state.at] === "\\" ? 2 : 1;
    text += state.source.slice(state.at, state.at + length);
    skipTo(state, state.at, length);
  }
  state.at += 1;
  state.tokens.splice(slot, 0, { kind: "string", text, line });
}

function push(state: Scan, kind: Token["kind"], text: string): void {
  state.tokens.push({ kind, text, line: state.line });
}

/** Moves to `to` plus `more`, or to the end where `to` is not found, and counts the lines on the way. */
function skipTo(state: Scan, to: number, more: number): void {
  const next = to < 0 ? state.source.length : to + more;
  state.line += state.source.slice(state.at, next).split("\n").length - 1;
  state.at = next;
}
