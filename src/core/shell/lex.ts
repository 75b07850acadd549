/** Cuts a shell script into literal words and operators; what is not literal stops it. */
import { err, ok, type Result } from "../../kit/result.ts";
import { readAnsiQuote } from "./ansi-quote.ts";
import type { OpaqueReason, ShellName } from "./reading.ts";

export type Operator = "&&" | "||" | ";" | "|" | "newline";

export type Token =
  /**
   * `text` with quotes removed; `bare` is the same length with NUL for each character that was quoted. `quoted`: where
   * any part of it is, be it an empty one.
   */
  | {
      readonly kind: "word";
      readonly text: string;
      readonly bare: string;
      readonly quoted: boolean;
      readonly at: number;
    }
  | { readonly kind: "operator"; readonly operator: Operator; readonly at: number };

export type Word = Token & { readonly kind: "word" };

/** Why a script is not plain, and the offset (UTF-16 units) where that shows. */
export type Obstacle = { readonly why: OpaqueReason; readonly at: number };

/** A script of more words, parts of words and operators than anybody would read is not read either. */
export const PIECES_MAX = 100_000;

/** Stands in `bare` for a quoted character; never occurs in a script that gets as far as that. */
const QUOTED = "\0";

/** What no process can be given. */
const NEVER_LITERAL = /\0|\p{Cs}/u;

/** What bash marks its own quoting with: beside a backslash or a `$` in double quotes it takes them for its marks. */
const MARK = /[\x01\x7f]/;

/**
 * What means itself in a word, taken in one go. Controls, blanks and format characters are not among it: shells and
 * people disagree on them.
 */
const ORDINARY = /(?:[^\p{Cc}\p{Z}\p{Cf}"$&'();<>\\`|]|[\u200c\u200d])+/uy;
const ORDINARY_IN_DOUBLE = /[^"\\$`]+/y;
/** Double quotes with nothing special between them. */
const SIMPLE_DOUBLE = /"[^"\\$`]*"/y;
/** Backslashes with what they make literal: not a newline, which vanishes, nor what bash marks its quoting with. */
const ESCAPED = /(?:\\[^\n\x01\x7f])+/uy;

/** After these a `$` is itself in bash, dash and zsh alike. */
const DOLLAR_STAYS = new Set(["", " ", "\t", "\n", '"', "/", "|", ")", ",", ".", "%", "]", ";", "&"]);

/** All tokens of a script, or the first obstacle. Comments and continuations are gone; blank lines are not. */
export function lex(script: string, shell: ShellName): Result<readonly Token[], Obstacle> {
  const never = NEVER_LITERAL.exec(script);
  if (never !== null) return err({ why: "syntax", at: never.index });
  return new Lexer(script, shell).run();
}

/** A cursor with the word under construction; lives for one call of `lex`. */
class Lexer {
  readonly #script: string;
  readonly #shell: ShellName;
  readonly #tokens: Token[] = [];
  #at = 0;
  #pieces = 0;
  #text = "";
  #bare = "";
  #isQuoted = false;
  /** Where the word under construction began; null between words. */
  #start: number | null = null;

  constructor(script: string, shell: ShellName) {
    this.#script = script;
    this.#shell = shell;
  }

  run(): Result<readonly Token[], Obstacle> {
    while (this.#at < this.#script.length) {
      const obstacle = this.#step(this.#script.charAt(this.#at));
      if (obstacle !== null) return err(obstacle);
      if (this.#pieces > PIECES_MAX) return err(this.#stop("too-long"));
    }
    this.#endWord();
    return ok(this.#tokens);
  }

  #step(char: string): Obstacle | null {
    switch (char) {
      case " ":
      case "\t":
        this.#endWord();
        this.#at++;
        return null;
      case "\n":
      case ";":
      case "&":
      case "|":
        return this.#operator(char);
      case "'":
        return this.#singleQuoted();
      case '"':
        return this.#doubleQuoted();
      case "\\":
        return this.#escaped();
      case "$":
        return this.#dollar();
      case "`":
        return this.#stop("substitution");
      case "<":
        return this.#stop(
          this.#next() === "<" ? "here-document" : this.#next() === "(" ? "substitution" : "redirection",
        );
      case ">":
        return this.#stop(this.#next() === "(" ? "substitution" : "redirection");
      case "(":
      case ")":
        return this.#stop("control-flow");
      case "#":
        return this.#start === null ? this.#comment() : this.#literal(char, char);
      default:
        return this.#ordinary();
    }
  }

  #ordinary(): Obstacle | null {
    const run = this.#run(ORDINARY);
    return run === "" ? this.#stop("syntax") : this.#literal(run, run);
  }

  /** Adds a character to the word and moves past `length` characters of the script. */
  #literal(text: string, bare: string, length: number = text.length): null {
    this.#start ??= this.#at;
    this.#pieces++;
    this.#text += text;
    this.#bare += bare;
    this.#at += length;
    return null;
  }

  #quoted(text: string, length: number): null {
    this.#isQuoted = true;
    return this.#literal(text, QUOTED.repeat(text.length), length);
  }

  #operator(char: string): Obstacle | null {
    const next = this.#next();
    if (char === "&" && next !== "&") return this.#stop(next === ">" ? "redirection" : "background");
    if (char === "|" && next === "&") return this.#stop("redirection");
    if (char === ";" && (next === ";" || next === "&" || next === "|")) return this.#stop("syntax");
    this.#endWord();
    const operator = operatorOf(char, next);
    this.#pieces++;
    this.#tokens.push({ kind: "operator", operator, at: this.#at });
    this.#at += operator.length === 2 ? 2 : 1;
    return null;
  }

  #comment(): null {
    const end = this.#script.indexOf("\n", this.#at);
    this.#at = end === -1 ? this.#script.length : end;
    return null;
  }

  #singleQuoted(): Obstacle | null {
    const end = this.#script.indexOf("'", this.#at + 1);
    if (end === -1) return this.#stop("syntax");
    return this.#quoted(this.#script.slice(this.#at + 1, end), end + 1 - this.#at);
  }

  #escaped(): Obstacle | null {
    if (this.#next() === "\n") {
      this.#at += 2;
      return null;
    }
    const run = this.#run(ESCAPED);
    return run === "" ? this.#stop("syntax") : this.#quoted(run.replace(/\\(.)/gsu, "$1"), run.length);
  }

  #doubleQuoted(): Obstacle | null {
    const simple = this.#run(SIMPLE_DOUBLE);
    if (simple !== "") return this.#quoted(simple.slice(1, -1), simple.length);
    const opened = this.#at;
    this.#quoted("", 1);
    while (this.#at < this.#script.length) {
      const char = this.#script.charAt(this.#at);
      if (char === '"') return this.#quoted("", 1);
      if (char === "`") return this.#stop("substitution");
      if (char === "$" && !DOLLAR_STAYS.has(this.#next())) return this.#stop(this.#expansion());
      if (char === "\\") this.#escapedInDouble();
      else {
        const run = this.#run(ORDINARY_IN_DOUBLE) || char;
        if (MARK.test(run)) return this.#stop("syntax");
        this.#quoted(run, run.length);
      }
    }
    return { why: "syntax", at: opened };
  }

  #escapedInDouble(): null {
    const next = this.#next();
    if (next === "\n") return this.#quoted("", 2);
    if (next !== "" && '$`"\\'.includes(next)) return this.#quoted(next, 2);
    return this.#quoted("\\", 1);
  }

  #dollar(): Obstacle | null {
    const next = this.#next();
    if (next === "'" && this.#shell === "bash") {
      const decoded = readAnsiQuote(this.#script, this.#at + 2);
      if (decoded === null) return this.#stop("expansion");
      return this.#quoted(decoded.text, decoded.end - this.#at);
    }
    // Outside double quotes a `"` after `$` asks for a translation.
    if (next !== '"' && DOLLAR_STAYS.has(next)) return this.#literal("$", "$");
    return this.#stop(this.#expansion());
  }

  #expansion(): OpaqueReason {
    return this.#next() === "(" ? "substitution" : "expansion";
  }

  #endWord(): void {
    if (this.#start === null) return;
    this.#tokens.push({
      kind: "word",
      text: this.#text,
      bare: this.#bare,
      quoted: this.#isQuoted,
      at: this.#start,
    });
    this.#text = "";
    this.#bare = "";
    this.#isQuoted = false;
    this.#start = null;
  }

  /** What the pattern finds right here; empty if nothing. */
  #run(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#script)?.[0] ?? "";
  }

  #next(): string {
    return this.#script.charAt(this.#at + 1);
  }

  #stop(why: OpaqueReason): Obstacle {
    return { why, at: this.#at };
  }
}

function operatorOf(char: string, next: string): Operator {
  if (char === "\n") return "newline";
  if (char === "&") return "&&";
  if (char === "|") return next === "|" ? "||" : "|";
  return ";";
}
