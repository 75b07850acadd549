/** What a shell is given to run: a script in a word, in a file, or on its standard input. */
import type { ShellName } from "../shell/reading.ts";
import { anyWord, isText, prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";

type Kind = {
  readonly shell: ShellName;
  /** Another language: what is read of its scripts is not all there is. */
  readonly foreign: boolean;
};

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...["bash", "rbash"].map((name): [string, Kind] => [name, { shell: "bash", foreign: false }]),
  ...["sh", "dash", "ash", "posh", "ksh", "ksh93", "mksh", "oksh", "lksh", "yash", "osh"].map(
    (name): [string, Kind] => [name, { shell: "sh", foreign: false }],
  ),
  ...["zsh", "rzsh"].map((name): [string, Kind] => [name, { shell: "zsh", foreign: false }]),
  ...["fish", "csh", "tcsh", "nu", "elvish", "xonsh", "pwsh", "powershell", "rc", "es"].map((name): [string, Kind] => [
    name,
    { shell: "sh", foreign: true },
  ]),
]);

export function isShell(name: string): boolean {
  return KINDS.has(name);
}

/** Options of shells that take the next word, beside `-c`: `-O extglob`, `+o noglob`. */
const VALUED = /^[-+][A-Za-z]*[oO]$/;
const LONG_VALUED = /^--?(?:rcfile|init-file|emulate)$/;
const LONG_SCRIPT = /^(?:--?command|--commands|--init-command)$/i;
const LONG_FLAG =
  /^-(?:norc|noprofile|login|posix|restricted|verbose|noediting|debugger|nologo|noninteractive|noexit)$/i;

/** @param name the name of a shell; others run nothing here */
export function seeShell(name: string, args: readonly Value[], open: boolean): readonly Inner[] {
  const kind = KINDS.get(name);
  if (kind === undefined) return [];
  const seen = new Words(name, kind, open ? [...args, { ...anyWord("…"), many: true }] : args).see();
  return kind.foreign && seen.length > 0 ? [...seen, { kind: "unknown", how: name }] : seen;
}

/** Lives for one call of `seeShell`. */
class Words {
  readonly #name: string;
  readonly #kind: Kind;
  readonly #words: readonly Value[];
  readonly #found: Inner[] = [];
  #at = 0;
  #hasScript = false;
  #readsInput = false;
  #runsNothing = false;
  #doubt = false;

  constructor(name: string, kind: Kind, words: readonly Value[]) {
    this.#name = name;
    this.#kind = kind;
    this.#words = words;
  }

  see(): readonly Inner[] {
    while (this.#option()) this.#at++;
    const rest = this.#words.slice(this.#at);
    // Commands are only read, unless it is a person who types them.
    if (this.#runsNothing && !this.#doubt) return this.#found;
    const main = this.#hasScript ? this.#script(rest) : this.#fileOrInput(rest);
    const doubt: readonly Inner[] = this.#doubt ? [{ kind: "unknown", how: this.#name }] : [];
    return [...this.#found, ...main, ...doubt];
  }

  /** Takes one option; false at the first word that is none. */
  #option(): boolean {
    const word = this.#words[this.#at];
    if (word === undefined) return false;
    const text = textOf(word);
    if (text === "--" || text === "-") {
      this.#at++;
      return false;
    }
    if (startsWith(word, "-") === "no" && startsWith(word, "+") === "no") return false;
    if (text === null) return this.#unclear(word);
    this.#known(text);
    return true;
  }

  #known(text: string): void {
    if (/^--?(?:help|version)$/.test(text)) this.#runsNothing = true;
    else if (LONG_FLAG.test(text)) return;
    else if (LONG_VALUED.test(text)) this.#file(text);
    else if (LONG_SCRIPT.test(text)) this.#hasScript = true;
    else if (text.startsWith("--")) this.#long(text);
    else {
      const letters = text.slice(1);
      if (text.startsWith("-") && letters.includes("c")) this.#hasScript = true;
      if (text.startsWith("-") && letters.includes("s")) this.#readsInput = true;
      if (text.startsWith("-") && letters.includes("n") && !letters.includes("i") && !this.#kind.foreign)
        this.#runsNothing = true;
      if (VALUED.test(text)) this.#at++;
    }
  }

  /** `--command=LINE` */
  #long(text: string): void {
    const [, line] = /^--(?:command|commands|init-command)=(.*)$/s.exec(text) ?? [];
    if (line !== undefined) this.#found.push(this.#scriptOf(textValue(line), []));
  }

  #file(text: string): void {
    this.#at++;
    const path = this.#words[this.#at];
    if (path !== undefined && !text.endsWith("emulate"))
      this.#found.push({ kind: "file", how: `${this.#name} ${text}`, path });
  }

  /** `$flags`, or `-$x`; a single unknown word at the end can only be a file. */
  #unclear(word: Value): boolean {
    // As a script it is text that nobody knows, which says as much as an unknown option.
    if (this.#hasScript) return false;
    const isLast = this.#at === this.#words.length - 1;
    if (isLast && prefixOf(word) === "" && !word.many) return false;
    this.#doubt = true;
    if (prefixOf(word) === "") this.#found.push({ kind: "file", how: this.#name, path: word });
    if (isText(word, "-c") !== "no") {
      const [text, ...positional] = this.#words.slice(this.#at + 1);
      if (text !== undefined) this.#found.push(this.#scriptOf(text, positional));
    }
    return true;
  }

  #script([text, ...positional]: readonly Value[]): readonly Inner[] {
    if (text === undefined) return this.#doubt ? [] : [{ kind: "unknown", how: `${this.#name} -c` }];
    return [this.#scriptOf(text, positional)];
  }

  #scriptOf(text: Value, positional: readonly Value[]): Inner {
    return { kind: "script", how: `${this.#name} -c`, text, shell: this.#kind.shell, positional, fresh: true };
  }

  #fileOrInput([path]: readonly Value[]): readonly Inner[] {
    const input: Inner = { kind: "input", how: this.#name, shell: this.#kind.shell };
    if (path === undefined || this.#readsInput) return [input];
    if (/^\/dev\/(?:stdin|fd\/0)$|^\/proc\/self\/fd\/0$/.test(textOf(path) ?? "")) return [input];
    return [{ kind: "file", how: this.#name, path }, ...(path.many ? [input] : [])];
  }
}
