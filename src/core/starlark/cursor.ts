/** A place in a source text that moves on. */

export class Cursor {
  readonly source: string;
  /** Of the next character, in UTF-16 units. */
  index = 0;

  constructor(source: string) {
    this.source = source;
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
    this.index += code > 0xffff ? 2 : 1;
    return code < 128 ? this.source.charAt(this.index - 1) : String.fromCodePoint(code);
  }
}
