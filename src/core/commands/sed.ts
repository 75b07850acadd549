/** Reads the text of a sed script: which files it touches, and whether it runs commands. */

export type SedReading = {
  /** False where the text is not surely understood. */
  readonly understood: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** It runs commands: its own, or what it finds in its input. */
  readonly runs: boolean;
};

/** Commands that stand alone. */
const BARE = "=dDgGhHnNpPxzF";
/** Commands that may have a number behind them. */
const NUMBERED = "lqQL";
/** Their text runs to the end of the line, and over it behind a backslash. */
const TEXTUAL = "aic";

/** Linear in the script's length. */
export function readSed(script: string): SedReading {
  return new SedReader(script).run();
}

class SedReader {
  readonly #script: string;
  readonly #reads: string[] = [];
  readonly #writes: string[] = [];
  #at = 0;
  #runs = false;

  constructor(script: string) {
    this.#script = script;
  }

  run(): SedReading {
    let understood = true;
    while (understood && this.#at < this.#script.length) understood = this.#command();
    return { understood, reads: this.#reads, writes: this.#writes, runs: this.#runs };
  }

  #command(): boolean {
    this.#skip(/[\s;]*/y);
    if (this.#at >= this.#script.length) return true;
    if (!this.#addresses()) return false;
    this.#skip(/[ \t]*(?:!\s*)?/y);
    const letter = this.#script.charAt(this.#at++);
    if (letter === "#") return this.#restOfLine() !== null;
    if (letter === "{" || letter === "}") return true;
    if (letter === "s") return this.#substitution();
    if (letter === "y") return this.#delimited() && this.#toEnd();
    if (letter === "e") return this.#execution();
    if (letter === "" || letter === " ") return letter === "";
    if (BARE.includes(letter)) return this.#toEnd();
    if (NUMBERED.includes(letter)) return this.#skip(/[ \t]*\d*/y) && this.#toEnd();
    if (TEXTUAL.includes(letter)) return this.#text();
    if ("rR".includes(letter)) return this.#file(this.#reads);
    if ("wW".includes(letter)) return this.#file(this.#writes);
    // A label ends at a semicolon only in some versions.
    if ("bTt:v".includes(letter)) return this.#skip(/[ \t]*[\w.-]*[ \t]*/y) && this.#toEnd();
    return false;
  }

  #addresses(): boolean {
    if (!this.#address()) return false;
    if (!this.#take(/[ \t]*,[ \t]*/y)) return true;
    const start = this.#at;
    return this.#take(/[+~]\d+/y) || (this.#address() && this.#at > start);
  }

  /** A line, a step, `$` or a pattern; true also where there is none. */
  #address(): boolean {
    if (this.#take(/\d+(?:~\d+)?|\$/y)) return true;
    const char = this.#script.charAt(this.#at);
    if (char !== "/" && char !== "\\") return true;
    this.#at += char === "\\" ? 1 : 0;
    const delimiter = this.#script.charAt(this.#at++);
    return this.#part(delimiter, true) && this.#skip(/[IM]*/y);
  }

  #substitution(): boolean {
    if (!this.#delimited()) return false;
    for (;;) {
      const flag = this.#script.charAt(this.#at);
      if (flag === "e") this.#runs = true;
      if (flag === "w") {
        this.#at++;
        return this.#file(this.#writes);
      }
      if (!/^[gpiImMe0-9]$/.test(flag)) return this.#toEnd();
      this.#at++;
    }
  }

  /** Two parts between three delimiters. */
  #delimited(): boolean {
    const delimiter = this.#script.charAt(this.#at++);
    if (delimiter === "" || delimiter === "\n" || delimiter === "\\") return false;
    return this.#part(delimiter, true) && this.#part(delimiter, false);
  }

  /** Up to the delimiter and past it; in a pattern's brackets it is an ordinary letter. */
  #part(delimiter: string, isPattern: boolean): boolean {
    let inBrackets = false;
    while (this.#at < this.#script.length) {
      const char = this.#script.charAt(this.#at++);
      if (char === delimiter && !inBrackets) return true;
      if (char === "\n" && isPattern) return false;
      if (char === "\\" && !inBrackets) this.#at++;
      else if (isPattern && char === "[" && !inBrackets) {
        inBrackets = true;
        this.#skip(/\^?\]?/y);
      } else if (char === "[" && inBrackets && /^[.:=]/.test(this.#script.charAt(this.#at))) {
        if (!this.#take(/:\w+:\]|[.=].[.=]\]/y)) this.#skip(/[.:=]/y);
      } else if (char === "]") inBrackets = false;
    }
    return false;
  }

  /** GNU: the rest of the line is a command, or what was read so far is. */
  #execution(): boolean {
    this.#runs = true;
    this.#restOfLine();
    return true;
  }

  #text(): boolean {
    this.#take(/(?:[^\\\n]|\\[^])*/y);
    return true;
  }

  #file(list: string[]): boolean {
    const name = (this.#restOfLine() ?? "").trim();
    if (name === "") return false;
    if (!/^\/dev\/std(?:out|err|in)$/.test(name)) list.push(name);
    return true;
  }

  #restOfLine(): string | null {
    const start = this.#at;
    const end = this.#script.indexOf("\n", start);
    this.#at = end === -1 ? this.#script.length : end + 1;
    return this.#script.slice(start, end === -1 ? this.#script.length : end);
  }

  /** Nothing but space up to what ends a command. */
  #toEnd(): boolean {
    this.#skip(/[ \t\r]*/y);
    const char = this.#script.charAt(this.#at);
    return char === "" || char === ";" || char === "\n" || char === "}" || char === "#";
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#script);
    this.#at += found?.[0].length ?? 0;
    return found !== null;
  }

  #skip(pattern: RegExp): true {
    this.#take(pattern);
    return true;
  }
}
