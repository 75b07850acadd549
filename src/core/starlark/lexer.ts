/** Turns the text of a Starlark file into tokens, blocks included, one at a time. */
import { Cursor } from "./cursor.ts";
import type { StarlarkError } from "./error.ts";
import { isDigit, isWordPart, isWordStart, readNumber } from "./number-literal.ts";
import { type SyntaxFault, type QuoteForm, readFormatText, readQuoted } from "./string-literal.ts";
import type { Position, Span } from "./syntax.ts";
import { describeKind, plainNumber, quoted, SYMBOLS_BY_START, type TokenKind, WORDS } from "./tokens.ts";

/** An f-string under way; `braces` is 0 between its holes and counts the open braces inside one. */
type Format = { readonly form: QuoteForm; braces: number; brackets: number };

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
  failure: StarlarkError | null = null;

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
  private waitingAt: Position = { line: 1, column: 1 };

  private startLine = 1;
  private startColumn = 1;
  private startPosition: Position | null = null;
  private endLine = 1;
  private endColumn = 1;
  private lastPosition: Position | null = null;
  private lastLine = 1;
  private lastColumn = 1;

  constructor(source: string, tokensMax: number) {
    this.cursor = new Cursor(source);
    this.tokensLeft = tokensMax;
    this.indent(this.cursor.place());
  }

  /** Where the current token begins. */
  start(): Position {
    return (this.startPosition ??= { line: this.startLine, column: this.startColumn });
  }

  /** Where the token before the current one ended. */
  lastEnd(): Position {
    return (this.lastPosition ??= { line: this.lastLine, column: this.lastColumn });
  }

  /** The current token. */
  span(): Span {
    return { start: this.start(), end: { line: this.endLine, column: this.endColumn } };
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
    this.lastLine = this.endLine;
    this.lastColumn = this.endColumn;
    this.startPosition = null;
    this.lastPosition = null;
    if (--this.tokensLeft < 0) {
      this.fail({ message: "file has too many tokens", span: pointAt(this.cursor.place()) }, "limit");
      return;
    }
    const format = this.formats.at(-1);
    if (format !== undefined && format.braces === 0) this.formatText(format);
    else if (this.waitingCount > 0) this.handOutWaiting();
    else if (this.ended) this.kind = "end";
    else this.read(format);
  }

  private fail(fault: SyntaxFault, kind: "parse" | "limit" = "parse"): void {
    this.kind = "error";
    this.failure = { kind, message: fault.message, span: fault.span, trace: [] };
  }

  private begin(): void {
    this.startLine = this.cursor.line;
    this.startColumn = this.cursor.column;
  }

  /** From the beginning of the current token to the cursor. */
  private soFar(): Span {
    return { start: this.start(), end: this.cursor.place() };
  }

  private finish(kind: TokenKind): void {
    this.kind = kind;
    this.endLine = this.cursor.line;
    this.endColumn = this.cursor.column;
  }

  private wait(kind: "indent" | "dedent" | "f-open" | "f-end", count: number, at: Position): void {
    this.waiting = kind;
    this.waitingCount = count;
    this.waitingAt = at;
  }

  private handOutWaiting(): void {
    this.waitingCount--;
    this.kind = this.waiting;
    this.startLine = this.waitingAt.line;
    this.startColumn = this.waitingAt.column;
    const empty = this.waiting === "dedent";
    this.endLine = empty ? this.waitingAt.line : this.cursor.line;
    this.endColumn = empty ? this.waitingAt.column : this.cursor.column;
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
        return this.fail({ message: "Parse error: tabs are not allowed", span: pointAt(cursor.place()) });
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
        cursor.index += this.lineEndLength(1);
        cursor.take();
      } else return;
    }
  }

  private skipComment(): void {
    const { cursor } = this;
    for (let unit = cursor.peek(); unit !== NEWLINE && unit !== RETURN && !cursor.atEnd(); unit = cursor.peek()) {
      if (unit >= 0xd800) cursor.take();
      else cursor.index++;
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
    const at = this.open === 0 && format === undefined ? cursor.place() : null;
    if (cursor.peek() === RETURN) cursor.index++;
    if (at === null) {
      cursor.take();
      return false;
    }
    this.kind = "newline";
    this.endLine = cursor.line;
    this.endColumn = cursor.column + 1;
    cursor.take();
    this.indent(at);
    if (this.failure !== null) this.kind = "error";
    return true;
  }

  /** The end of the file ends the line and all blocks. */
  private readEnd(): void {
    const { cursor } = this;
    this.ended = true;
    this.finish("newline");
    // The reference shows what is wrong on an empty last line at the first line.
    if (cursor.lineStart === cursor.source.length) {
      this.startLine = this.endLine = 1;
      this.startColumn = this.endColumn = 1;
    }
    this.wait("dedent", this.indents.length, { line: this.startLine, column: this.startColumn });
  }

  /** Measures the line that begins at the cursor and opens or closes blocks; `lineEnd` is where errors are placed. */
  private indent(lineEnd: Position): void {
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
    if (tabs) return this.fail({ message: "Parse error: tabs are not allowed", span: pointAt(lineEnd) });
    const place = { line: cursor.line, column: at - cursor.lineStart + 1 };
    if (width > (this.indents.at(-1) ?? 0)) {
      this.indents.push(width);
      this.wait("indent", 1, place);
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
        span: { start: lineEnd, end: cursor.place() },
      });
    }
    this.wait("dedent", dedents, place);
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
      return this.fail({ message: `Parse error: cannot use reserved keyword \`${word}\``, span: this.soFar() });
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
    const triple = cursor.peek(1) === quote && cursor.peek(2) === quote;
    const form: QuoteForm = { quote, triple, raw: prefix.includes("r") };
    const bytes = prefix.includes("b");
    const start = this.start();
    cursor.index += triple ? 3 : 1;
    if (prefix.startsWith("f")) {
      this.formats.push({ form, braces: 0, brackets: 0 });
      return this.finish("f-start");
    }
    const value = readQuoted(cursor, form, bytes, start, this.formats.length > 0);
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
    const at = { line: cursor.line, column: cursor.column - length };
    if (read.stop === "hole") {
      format.braces = 1;
      cursor.index++;
    } else this.formats.pop();
    this.wait(read.stop === "hole" ? "f-open" : "f-end", 1, at);
    if (read.text === "") return this.handOutWaiting();
    this.text = read.text;
    this.kind = "f-text";
    this.endLine = at.line;
    this.endColumn = at.column;
  }

  private readNumber(): void {
    const number = readNumber(this.cursor);
    if (number.kind === "int") this.int = number.value;
    else if (number.kind === "float") this.float = number.value;
    else return this.fail({ message: number.message, span: this.soFar() }, number.kind);
    this.finish(number.kind);
  }

  private readSymbol(unit: number, format: Format | undefined): void {
    const { cursor } = this;
    const symbol = SYMBOLS_BY_START[unit]?.find(
      (one) => one.length === 1 || cursor.source.startsWith(one, cursor.index),
    );
    if (symbol === undefined) {
      return this.fail({ message: `Parse error: invalid input \`${cursor.take()}\``, span: this.soFar() });
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

function pointAt(place: Position): Span {
  return { start: place, end: place };
}

/** True in a hole of the f-string, outside all brackets in it. */
function isOutermost(format: Format): boolean {
  return format.braces === 1 && format.brackets === 0;
}
