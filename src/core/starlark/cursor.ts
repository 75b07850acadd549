/** A place in a source text that knows its line and column. */
import type { Position } from "./syntax.ts";

const NEWLINE = 10;

export class Cursor {
  readonly source: string;
  /** Of the next character, in UTF-16 units. */
  index = 0;
  /** 1-based, of the next character. */
  line = 1;
  /** Index of the first character of this line. */
  lineStart = 0;
  /** Characters of two units on this line so far: columns count each as one. */
  pairs = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** 1-based, counted in code points. */
  get column(): number {
    return this.index - this.lineStart - this.pairs + 1;
  }

  place(): Position {
    return { line: this.line, column: this.column };
  }

  atEnd(): boolean {
    return this.index >= this.source.length;
  }

  /** The unit `ahead` of the next one; NaN beyond the end. */
  peek(ahead = 0): number {
    return this.source.charCodeAt(this.index + ahead);
  }

  /** Steps over one code point and gives it; at the end it gives nothing. */
  take(): string {
    const code = this.source.codePointAt(this.index);
    if (code === undefined) return "";
    this.index++;
    if (code === NEWLINE) {
      this.line++;
      this.lineStart = this.index;
      this.pairs = 0;
    } else if (code > 0xffff) {
      this.index++;
      this.pairs++;
    }
    return code < 128 ? this.source.charAt(this.index - 1) : String.fromCodePoint(code);
  }
}
