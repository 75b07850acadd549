/** Turns the text of a Starlark file into tokens, blocks included, one at a time. */
import { Cursor } from "./cursor.ts";
import { isDigit, isWordPart, isWordStart, readNumber } from "./number-literal.ts";
import { type QuoteForm, readFormatText, readPlain, readQuoted, type SyntaxFault } from "./string-literal.ts";
import type { Extent, Place } from "./extent.ts";
import {
  describeKind,
  plainNumber,
  quoted,
  type SymbolKind,
  SYMBOLS_BY_START,
  type TokenKind,
  WORDS,
} from "./tokens.ts";

/** An f-string under way; `braces` is 0 between its holes and counts the open braces inside one. */
type Format = { readonly form: QuoteForm; braces: number; brackets: number };

/** What ends the reading of a file. */
export type Failure = SyntaxFault & { readonly kind: "parse" | "limit" };

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const BANG = 33;
const DOUBLE = 34;
const HASH = 35;
const SINGLE = 39;
const BACKSLASH = 92;

/**
 * Holds the current token; `next` moves on. Errors are found when they are reached: what stands before them has
 * been handed out by then. The first token is that after the first `next`.
 */
export class Lexer {
  kind: TokenKind = "newline";
  /** A name, the value of a string, the text of a piece of an f-string. */
  text = "";
  int = 0n;
  float = 0;
  bytes: Uint8Array = new Uint8Array();
  /** Why the kind is `error`. */
  failure: Failure | null = null;
  /** Where the current token begins and ends, and where the one before it ended. */
  start: Place = 0;
  end: Place = 0;
  lastEnd: Place = 0;

  private readonly cursor: Cursor;
  /** One string for each name, however often it stands in the file. */
  private readonly names = new Map<string, string>();
  private readonly indents: number[] = [];
  private readonly formats: Format[] = [];
  private open = 0;
  private tokensLeft: number;
  private ended = false;
  /** The kind of the tokens to hand out before reading on, and how many of them. */
  private waiting: "indent" | "dedent" | "f-open" | "f-end" = "indent";
  private waitingCount = 0;
  private waitingAt: Place = 0;

  constructor(source: string, tokensMax: number) {
    this.cursor = new Cursor(source);
    this.tokensLeft = tokensMax;
    this.indent(0);
  }

  /** The current token. */
  extent(): Extent {
    return { start: this.start, end: this.end };
  }

  /** The current token as messages name it. */
  describe(): string {
    switch (this.kind) {
      case "name":
        return `identifier '${this.text}'`;
      case "int":
        return `integer literal '${this.int}'`;
      case "float":
        return `float literal '${plainNumber(this.float)}'`;
      case "string":
        return `string literal ${quoted(this.text)}`;
      case "f-text":
        return `f-string text ${quoted(this.text)}`;
      case "bytes":
        return `bytes literal (${this.bytes.length} bytes)`;
      default:
        return describeKind(this.kind);
    }
  }

  /** Moves to the next token; at the end, and after an error, there is none any more. */
  next(): void {
    if (this.kind === "error" || this.kind === "end") return;
    this.lastEnd = this.end;
    if (--this.tokensLeft < 0) {
      this.fail({ message: "file has too many tokens", extent: pointAt(this.cursor.index) }, "limit");
      return;
    }
    const format = this.formats.length === 0 ? undefined : this.formats.at(-1);
    if (format !== undefined && format.braces === 0) this.formatText(format);
    else if (this.waitingCount > 0) this.handOutWaiting();
    else if (this.ended) this.kind = "end";
    else this.read(format);
  }

  private fail(fault: SyntaxFault, kind: "parse" | "limit" = "parse"): void {
    this.kind = "error";
    this.failure = { kind, ...fault };
  }

  private begin(): void {
    this.start = this.cursor.index;
  }

  /** From the beginning of the current token to the cursor. */
  private soFar(): Extent {
    return { start: this.start, end: this.cursor.index };
  }

  private finish(kind: TokenKind): void {
    this.kind = kind;
    this.end = this.cursor.index;
  }

  private wait(kind: "indent" | "dedent" | "f-open" | "f-end", count: number, at: Place): void {
    this.waiting = kind;
    this.waitingCount = count;
    this.waitingAt = at;
  }

  private handOutWaiting(): void {
    this.waitingCount--;
    this.kind = this.waiting;
    this.start = this.waitingAt;
    this.end = this.waiting === "dedent" ? this.waitingAt : this.cursor.index;
  }

  private read(format: Format | undefined): void {
    const { cursor } = this;
    if (format !== undefined && isOutermost(format) && cursor.peek() === BANG && cursor.peek(1) !== 61) {
      this.begin();
      cursor.index++;
      this.finish("f-bang");
      return;
    }
    for (;;) {
      this.skipBlanks();
      this.begin();
      const unit = cursor.peek();
      if (cursor.atEnd()) return this.readEnd();
      if (unit === TAB)
        return this.fail({ message: "Parse error: tabs are not allowed", extent: pointAt(cursor.index) });
      if (unit !== NEWLINE && !(unit === RETURN && cursor.peek(1) === NEWLINE)) return this.readToken(unit, format);
      if (this.readNewline(format)) return;
    }
  }

  /** Spaces, escaped line ends and comments. */
  private skipBlanks(): void {
    const { cursor } = this;
    for (;;) {
      const unit = cursor.peek();
      if (unit === SPACE) cursor.index++;
      else if (unit === HASH) this.skipComment();
      else if (unit === BACKSLASH && this.lineEndLength(1) > 0) {
        cursor.index += 1 + this.lineEndLength(1);
      } else return;
    }
  }

  private skipComment(): void {
    const { cursor } = this;
    for (let unit = cursor.peek(); unit !== NEWLINE && unit !== RETURN && !cursor.atEnd(); unit = cursor.peek()) {
      cursor.index++;
    }
  }

  /** 1 for a line feed `ahead` of the cursor, 2 for a carriage return and a line feed, else 0. */
  private lineEndLength(ahead: number): number {
    if (this.cursor.peek(ahead) === NEWLINE) return 1;
    return this.cursor.peek(ahead) === RETURN && this.cursor.peek(ahead + 1) === NEWLINE ? 2 : 0;
  }

  /** False if the line end means nothing here, inside brackets. */
  private readNewline(format: Format | undefined): boolean {
    const { cursor } = this;
    cursor.index += cursor.peek() === RETURN ? 2 : 1;
    if (this.open > 0 || format !== undefined) return false;
    this.finish("newline");
    this.indent(this.start);
    if (this.failure !== null) this.kind = "error";
    return true;
  }

  /** The end of the file ends the line and all blocks. */
  private readEnd(): void {
    const { cursor } = this;
    this.ended = true;
    this.finish("newline");
    // The reference shows what is wrong on an empty last line at the first line.
    if (cursor.index === 0 || cursor.peek(-1) === NEWLINE) this.start = this.end = 0;
    this.wait("dedent", this.indents.length, this.start);
  }

  /** Measures the line that begins at the cursor and opens or closes blocks; `lineEnd` is where errors are placed. */
  private indent(lineEnd: Place): void {
    const { cursor } = this;
    let width = 0;
    let tabs = false;
    let at = cursor.index;
    for (;;) {
      const unit = cursor.peek();
      if (cursor.atEnd() || unit === NEWLINE) return;
      if (unit === SPACE || unit === TAB) width++;
      if (unit === TAB) tabs = true;
      else if (unit === HASH) {
        while (!cursor.atEnd() && cursor.take() !== "\n");
        width = 0;
        tabs = false;
        at = cursor.index;
        continue;
      } else if (unit !== SPACE && unit !== RETURN) break;
      cursor.index++;
    }
    if (tabs) return this.fail({ message: "Parse error: tabs are not allowed", extent: pointAt(lineEnd) });
    if (width > (this.indents.at(-1) ?? 0)) {
      this.indents.push(width);
      this.wait("indent", 1, at);
      return;
    }
    let dedents = 0;
    while (width < (this.indents.at(-1) ?? 0)) {
      this.indents.pop();
      dedents++;
    }
    if (width !== (this.indents.at(-1) ?? 0)) {
      return this.fail({
        message: "Parse error: incorrect indentation",
        extent: { start: lineEnd, end: cursor.index },
      });
    }
    this.wait("dedent", dedents, at);
  }

  private readToken(unit: number, format: Format | undefined): void {
    if (isWordStart(unit)) return this.readWord();
    if (isDigit(unit) || (unit === 46 && isDigit(this.cursor.peek(1)))) return this.readNumber();
    if (unit === DOUBLE || unit === SINGLE) return this.readString("");
    this.readSymbol(unit, format);
  }

  private readWord(): void {
    const { cursor } = this;
    const from = cursor.index;
    do cursor.index++;
    while (isWordPart(cursor.peek()));
    const word = cursor.source.slice(from, cursor.index);
    const unit = cursor.peek();
    if ((unit === DOUBLE || unit === SINGLE) && /^(?:r|b|br|rb|f|fr)$/.test(word)) return this.readString(word);
    const kind = WORDS.get(word);
    if (kind === "reserved") {
      return this.fail({ message: `Parse error: cannot use reserved keyword \`${word}\``, extent: this.soFar() });
    }
    if (kind !== undefined) return this.finish(kind);
    const known = this.names.get(word);
    if (known === undefined) this.names.set(word, word);
    this.text = known ?? word;
    this.finish("name");
  }

  private readString(prefix: string): void {
    const { cursor } = this;
    const quote = cursor.peek();
    const plain = prefix === "" ? readPlain(cursor, quote) : null;
    if (plain !== null) {
      this.text = plain;
      return this.finish("string");
    }
    const triple = cursor.peek(1) === quote && cursor.peek(2) === quote;
    const form: QuoteForm = { quote, triple, raw: prefix.includes("r") };
    const bytes = prefix.includes("b");
    cursor.index += triple ? 3 : 1;
    if (prefix.startsWith("f")) {
      this.formats.push({ form, braces: 0, brackets: 0 });
      return this.finish("f-start");
    }
    const value = readQuoted(cursor, form, bytes, this.start, this.formats.length > 0);
    if (typeof value !== "string") return this.fail(value);
    if (bytes) this.bytes = Uint8Array.from(value, (octet) => octet.charCodeAt(0));
    else this.text = value;
    this.finish(bytes ? "bytes" : "string");
  }

  /** Text between the holes of an f-string; none is handed out where it is empty. */
  private formatText(format: Format): void {
    const { cursor } = this;
    this.begin();
    const read = readFormatText(cursor, format.form);
    if (!("stop" in read)) return this.fail(read);
    const length = read.stop === "hole" ? 0 : format.form.triple ? 3 : 1;
    const at = cursor.index - length;
    if (read.stop === "hole") {
      format.braces = 1;
      cursor.index++;
    } else this.formats.pop();
    this.wait(read.stop === "hole" ? "f-open" : "f-end", 1, at);
    if (read.text === "") return this.handOutWaiting();
    this.text = read.text;
    this.kind = "f-text";
    this.end = at;
  }

  private readNumber(): void {
    const number = readNumber(this.cursor);
    if (number.kind === "int") this.int = number.value;
    else if (number.kind === "float") this.float = number.value;
    else return this.fail({ message: number.message, extent: this.soFar() }, number.kind);
    this.finish(number.kind);
  }

  private readSymbol(unit: number, format: Format | undefined): void {
    const { cursor } = this;
    const symbol = symbolAt(cursor, unit);
    if (symbol === undefined) {
      return this.fail({ message: `Parse error: invalid input \`${cursor.take()}\``, extent: this.soFar() });
    }
    cursor.index += symbol.length;
    this.finish(symbol);
    if (symbol === "(" || symbol === "[" || symbol === "{") this.openBracket(symbol, format);
    else if (symbol === ")" || symbol === "]" || symbol === "}") this.closeBracket(symbol, format);
  }

  private openBracket(symbol: "(" | "[" | "{", format: Format | undefined): void {
    this.open++;
    if (format === undefined) return;
    if (symbol === "{") format.braces++;
    else format.brackets++;
  }

  private closeBracket(symbol: ")" | "]" | "}", format: Format | undefined): void {
    if (symbol === "}" && format !== undefined && isOutermost(format)) {
      format.braces = 0;
      this.kind = "f-close";
      return;
    }
    this.open--;
    if (format === undefined) return;
    if (symbol === "}") format.braces--;
    else format.brackets = Math.max(0, format.brackets - 1);
  }
}

function pointAt(place: Place): Extent {
  return { start: place, end: place };
}

/** The longest symbol at the cursor, where the character `unit` stands. */
function symbolAt(cursor: Cursor, unit: number): SymbolKind | undefined {
  const symbols = SYMBOLS_BY_START[unit];
  if (symbols === undefined) return undefined;
  for (const symbol of symbols) {
    if (symbol.length === 1 || cursor.source.startsWith(symbol, cursor.index)) return symbol;
  }
  return undefined;
}

/** True in a hole of the f-string, outside all brackets in it. */
function isOutermost(format: Format): boolean {
  return format.braces === 1 && format.brackets === 0;
}
