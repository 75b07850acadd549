/** Puts the words together that one written word becomes. */
import type { ShellName } from "../shell/reading.ts";
import type { Trail } from "./follow-trail.ts";
import type { Piece, Value } from "./value.ts";

/** Characters that make an expanded text a pattern. */
const PATTERN = /[*?[\\]|[@+!]\(/;

export class Fields {
  readonly #trail: Trail;
  readonly #shell: ShellName;
  /** Null where they are not known. */
  readonly #separators: string | null;
  /** What stands beside a split text might join its edges. */
  readonly #isAlone: boolean;
  readonly #done: Value[] = [];
  #pieces: Piece[] = [];
  #many = false;
  #isOpen = false;

  constructor(trail: Trail, shell: ShellName, separators: string | null, parts: number) {
    this.#trail = trail;
    this.#shell = shell;
    this.#separators = separators;
    this.#isAlone = parts === 1;
  }

  /** Text that is neither split nor a pattern. */
  add(value: Value): void {
    this.#isOpen = true;
    this.#push(value);
  }

  addPattern(pattern: string): void {
    this.#isOpen = true;
    this.#many = true;
    this.#pieces.push({ kind: "glob", pattern });
  }

  /** What an unquoted expansion brings. */
  addSplit(value: Value): void {
    for (const piece of value.pieces) {
      if (piece.kind === "text") this.#addText(piece.text);
      else if (this.#trail.isNumber({ pieces: [piece], many: false }) && !this.#mayHoldDigits())
        this.#addPiece(piece, false);
      // A file name that is split becomes words that no longer match the pattern.
      else this.#addPiece(piece.kind === "glob" ? { kind: "any", from: piece.pattern } : piece, true);
    }
    if (value.many) this.#many = true;
  }

  /** `"$@"`: each a word of its own, the first and the last joined to what stands beside them. */
  addEach(items: readonly Value[], isQuoted: boolean): void {
    for (const [at, item] of items.entries()) {
      if (at > 0) this.#break();
      if (isQuoted) this.add(item);
      else this.addSplit(item);
    }
  }

  end(): readonly Value[] {
    this.#break();
    return this.#done;
  }

  #mayHoldDigits(): boolean {
    return this.#separators === null || /\d/.test(this.#separators);
  }

  #addPiece(piece: Piece, many: boolean): void {
    this.#isOpen = true;
    if (many) this.#many = true;
    this.#pieces.push(piece);
  }

  #addText(text: string): void {
    if (text === "" || !this.#trail.spend(1 + (text.length >> 6))) return;
    if (this.#shell === "zsh") {
      const isPlain = !/[\s\0]/.test(text) && !PATTERN.test(text);
      return isPlain
        ? this.add({ pieces: [{ kind: "text", text }], many: false })
        : this.#addPiece({ kind: "any", from: text }, true);
    }
    if (this.#separators === null) return this.#addPiece({ kind: "any", from: text }, true);
    this.#split(text, this.#separators);
  }

  #split(text: string, separators: string): void {
    const blanks = separators.split("").filter((char) => " \t\n".includes(char));
    const others = separators.split("").filter((char) => !" \t\n".includes(char));
    const isBlank = (char: string): boolean => blanks.includes(char);
    const edges = [text.charAt(0), text.charAt(text.length - 1)];
    if (others.length > 0 && !this.#isAlone && edges.some((char) => separators.includes(char))) {
      return this.#addPiece({ kind: "any", from: text }, true);
    }
    let word = "";
    let at = 0;
    while (at < text.length) {
      const char = text.charAt(at);
      if (!separators.includes(char)) {
        word += char;
        at++;
        continue;
      }
      this.#addWord(word);
      word = "";
      while (isBlank(text.charAt(at))) at++;
      if (others.includes(text.charAt(at))) {
        at++;
        this.#isOpen = true;
        while (isBlank(text.charAt(at))) at++;
      }
      if (!this.#trail.spend(1)) return;
      this.#break();
    }
    this.#addWord(word);
  }

  #addWord(word: string): void {
    if (word === "") return;
    if (PATTERN.test(word)) this.addPattern(word);
    else this.add({ pieces: [{ kind: "text", text: word }], many: false });
  }

  #push(value: Value): void {
    for (const piece of value.pieces) {
      const last = this.#pieces.at(-1);
      if (piece.kind === "text" && last?.kind === "text") {
        this.#pieces[this.#pieces.length - 1] = { kind: "text", text: last.text + piece.text };
      } else this.#pieces.push(piece);
    }
    if (value.many) this.#many = true;
  }

  #break(): void {
    if (!this.#isOpen) return;
    this.#done.push({ pieces: this.#pieces, many: this.#many });
    this.#pieces = [];
    this.#many = false;
    this.#isOpen = false;
  }
}
