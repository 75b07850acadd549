/** Files of nothing but calls with plain data, as most rules files are: one call at a time. */
import { PARSE_LIMITS } from "./parser-state.ts";
import type { Argument, Expression, Statement } from "./syntax.ts";

/** The functions that may be called, with the names of their parameters. */
export type Callees = ReadonlyMap<string, ReadonlySet<string>>;

/** Lists within lists that count as plain; the run off the tree takes no more either. */
const LISTS_MAX = 2;
/** Well below what the parser takes, for it counts a little differently. */
const TOKENS_MAX = PARSE_LIMITS.tokensMax * 0.8;

const [NEWLINE, SPACE, QUOTE, HASH, APOSTROPHE, OPEN, CLOSE, COMMA] = [10, 32, 34, 35, 39, 40, 41, 44] as const;
const [EQUALS, OPEN_LIST, BACKSLASH, CLOSE_LIST, TILDE] = [61, 91, 92, 93, 126] as const;

/**
 * True if all of the file is calls of `callees` with strings and lists, each starting a line: then `PlainFile` gives
 * what the parser would, without a tree of the whole file. What is not surely such is left to the parser.
 */
export function isPlainFile(source: string, callees: Callees): boolean {
  if (source.length > PARSE_LIMITS.sourceMax) return false;
  const file = new PlainFile(source, callees);
  let call = file.next();
  while (call !== null) call = file.next();
  return file.isPlain && file.tokens <= TOKENS_MAX;
}

export class PlainFile {
  /** False as soon as something is met that is not plain. */
  isPlain = true;
  tokens = 0;
  readonly #source: string;
  readonly #callees: Callees;
  #at = 0;

  constructor(source: string, callees: Callees) {
    this.#source = source;
    this.#callees = callees;
  }

  /** The next call; null behind the last one, and where the file is not plain. */
  next(): Statement | null {
    this.#skipLines();
    if (!this.isPlain || this.#at >= this.#source.length) return null;
    const start = this.#at;
    const name = this.#name();
    const parameters = this.#callees.get(name);
    if (parameters === undefined || this.#code() !== OPEN) return this.#notPlain();
    const nameEnd = this.#at;
    this.#at += 1;
    const args = this.#arguments(parameters);
    const end = this.#at;
    if (args === null || !this.#endLine()) return this.#notPlain();
    this.tokens += 4;
    const callee: Expression = { kind: "name", name, binding: { kind: "builtin", name }, start, end: nameEnd };
    return { kind: "expression", value: { kind: "call", callee, args, start, end }, start, end };
  }

  #notPlain(): null {
    this.isPlain = false;
    return null;
  }

  #code(): number {
    return this.#source.charCodeAt(this.#at);
  }

  /** Behind the opening parenthesis; ends behind the closing one. */
  #arguments(parameters: ReadonlySet<string>): readonly Argument[] | null {
    const args: Argument[] = [];
    const named: string[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#take(CLOSE)) return args;
      const start = this.#at;
      const name = this.#name();
      if (name !== "") {
        this.#skipBlanks();
        if (!parameters.has(name) || named.includes(name) || !this.#take(EQUALS)) return null;
        named.push(name);
        this.#skipBlanks();
      } else if (named.length > 0) return null;
      const value = this.#value(LISTS_MAX);
      if (value === null) return null;
      this.tokens += 4;
      args.push(argument(name, value, start));
      this.#skipBlanks();
      if (!this.#take(COMMA) && this.#code() !== CLOSE) return null;
    }
  }

  #value(listsLeft: number): Expression | null {
    const code = this.#code();
    if (code === QUOTE || code === APOSTROPHE) return this.#string(code);
    return code === OPEN_LIST && listsLeft > 0 ? this.#list(listsLeft - 1) : null;
  }

  #list(listsLeft: number): Expression | null {
    const start = this.#at;
    this.#at += 1;
    const items: Expression[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#take(CLOSE_LIST)) return { kind: "list", items, start, end: this.#at };
      const item = this.#value(listsLeft);
      if (item === null) return null;
      this.tokens += 2;
      items.push(item);
      this.#skipBlanks();
      if (!this.#take(COMMA) && this.#code() !== CLOSE_LIST) return null;
    }
  }

  /** On one line, of visible ASCII and blanks, without escapes; a tripled quote is left to the parser. */
  #string(quote: number): Expression | null {
    const start = this.#at;
    let at = start + 1;
    let code = this.#source.charCodeAt(at);
    while (code >= SPACE && code <= TILDE && code !== quote && code !== BACKSLASH) code = this.#source.charCodeAt(++at);
    const isTripled = at === start + 1 && this.#source.charCodeAt(at + 1) === quote;
    if (code !== quote || isTripled) return null;
    this.#at = at + 1;
    return { kind: "string", value: this.#source.slice(start + 1, at), start, end: at + 1 };
  }

  /** Letters and underscores; empty if none stands here. */
  #name(): string {
    const start = this.#at;
    while (isLetter(this.#code())) this.#at += 1;
    return this.#source.slice(start, this.#at);
  }

  #take(code: number): boolean {
    if (this.#code() !== code) return false;
    this.#at += 1;
    return true;
  }

  /** Empty lines and lines of comment, up to what starts a line. */
  #skipLines(): void {
    for (;;) {
      const code = this.#code();
      if (code === HASH) this.#skipComment();
      else if (code !== NEWLINE) return;
      if (this.#code() === NEWLINE) this.#at += 1;
      else return;
    }
  }

  /** Blanks, line feeds and comments between brackets. */
  #skipBlanks(): void {
    for (;;) {
      const code = this.#code();
      if (code === HASH) this.#skipComment();
      else if (code === SPACE || code === NEWLINE) this.#at += 1;
      else return;
      if (!this.isPlain) return;
    }
  }

  /** To the end of the line, of visible ASCII only. */
  #skipComment(): void {
    let code = this.#code();
    while (code >= SPACE && code <= TILDE) {
      this.#at += 1;
      code = this.#code();
    }
    if (code !== NEWLINE && this.#at < this.#source.length) this.isPlain = false;
  }

  /** What may follow a call: blanks and a comment. */
  #endLine(): boolean {
    while (this.#code() === SPACE) this.#at += 1;
    if (this.#code() === HASH) this.#skipComment();
    return this.#at >= this.#source.length || this.#take(NEWLINE);
  }
}

function argument(name: string, value: Expression, start: number): Argument {
  const { end } = value;
  return name === "" ? { kind: "positional", value, start, end } : { kind: "named", name, value, start, end };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
