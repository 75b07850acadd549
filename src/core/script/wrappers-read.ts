/** Takes the options in front of an inner command apart, in every way that they may mean. */
import { prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";

/**
 * What an option says about the command behind it. `none`: with it the program starts nothing. `script`: its value is
 * text for a shell; `program`: the name of a program; `line`: a program with arguments, parted at blanks; `file`: a
 * file with a script. `joins`: the words behind become one script. `input`: a script is read from standard input.
 * `unknown`: something runs that the words do not say.
 */
export type Role =
  | "ok"
  | "none"
  | "cwd"
  | "script"
  | "program"
  | "line"
  | "file"
  | "setting"
  | "joins"
  | "input"
  | "unknown";

/**
 * By spellings, separated by spaces. `=` behind a spelling: takes a value, attached or as the next word; `==`: the next
 * two words; `=?`: an attached value at most. `-NUMBER` stands for `-5`. One that is not listed may take a value or not.
 */
export type Options = Readonly<Record<string, Role>>;

/** An option that was given; `sure`: whatever the options in front of it mean. */
export type Given = {
  readonly key: string;
  readonly role: Role;
  readonly value: Value | null;
  readonly sure: boolean;
};

export type Opened = {
  readonly given: readonly Given[];
  /** What stands behind the options, for each way to read them; the likeliest first, never empty. */
  readonly rests: readonly (readonly Value[])[];
  /** True where a word is not known well enough to say what it is. */
  readonly doubt: boolean;
};

type Takes = 0 | 1 | 2 | "attached";
type Listed = { readonly key: string; readonly role: Role; readonly takes: Takes };
type Index = ReadonlyMap<string, Listed>;

/** Tables are few and constant, so what was read of them is kept. */
const indexes = new WeakMap<Options, Index>();

function indexOf(options: Options): Index {
  const known = indexes.get(options);
  if (known !== undefined) return known;
  const index = new Map<string, Listed>();
  for (const [key, role] of Object.entries(options)) {
    for (const spelling of key.split(" ")) {
      const [, name = spelling, mark = ""] = /^(.+?)(=\?|==|=)?$/.exec(spelling) ?? [];
      const takes: Takes = mark === "=?" ? "attached" : mark === "==" ? 2 : mark === "=" ? 1 : 0;
      index.set(name, { key, role, takes });
    }
  }
  indexes.set(options, index);
  return index;
}

/** Ways to read the options that are followed; where there are more, the rest is doubt. */
const WAYS_MAX = 3;

/** Reads up to the first word that is no option, or behind `--`. Linear in the number of words. */
export function openOptions(options: Options, words: readonly Value[]): Opened {
  return new Reader(indexOf(options), words).read();
}

/** Lives for one call of `openOptions`. */
class Reader {
  readonly #index: Index;
  readonly #words: readonly Value[];
  readonly #given: Given[] = [];
  readonly #ends: number[] = [];
  /** Places that are still to be read, ascending; a place is sure if every way leads there. */
  #next: number[] = [0];
  #sure = true;
  #doubt = false;

  constructor(index: Index, words: readonly Value[]) {
    this.#index = index;
    this.#words = words;
  }

  read(): Opened {
    for (let at = this.#next.shift(); at !== undefined; at = this.#next.shift()) {
      this.#step(at);
      if (this.#ends.length > WAYS_MAX) break;
    }
    const ends = this.#ends.toSorted((a, b) => a - b);
    if (ends.length > WAYS_MAX) this.#doubt = true;
    return {
      given: this.#given,
      rests: ends.slice(0, WAYS_MAX).map((end) => this.#words.slice(end)),
      doubt: this.#doubt,
    };
  }

  #step(at: number): void {
    const word = this.#words[at];
    if (word === undefined) return this.#end(at);
    const text = textOf(word);
    if (text === "--") return this.#end(at + 1);
    const dash = startsWith(word, "-");
    if (dash === "no" || text === "-") return this.#end(at);
    if (text === null) return this.#unclear(word, at);
    if (text.startsWith("--")) return this.#long(text, at);
    const whole = this.#index.get(text);
    if (whole !== undefined) return this.#withNext(whole, at);
    return this.#cluster(text, at);
  }

  #end(at: number): void {
    if (!this.#ends.includes(at)) this.#ends.push(at);
    if (this.#next.length > 0) this.#sure = false;
  }

  #go(...places: readonly number[]): void {
    const merged = new Set([...this.#next, ...places.map((place) => Math.min(place, this.#words.length))]);
    this.#next = [...merged].toSorted((a, b) => a - b);
    if (this.#next.length > 1) this.#sure = false;
  }

  /** Known to be an option only in part, or perhaps one: `--chdir=$x`, `$flags`. */
  #unclear(word: Value, at: number): void {
    const known = prefixOf(word);
    const equals = known.indexOf("=");
    const name = known.startsWith("--") ? (equals === -1 ? "" : known.slice(0, equals)) : known.slice(0, 2);
    const listed = this.#index.get(name);
    if (listed !== undefined && listed.takes !== 0 && !word.many) {
      this.#add(listed, dropStart(word, known.startsWith("--") ? equals + 1 : 2));
    } else {
      this.#doubt = true;
      // It may as well be where the command begins.
      if (known === "") this.#end(at);
    }
    this.#go(at + 1);
  }

  #long(text: string, at: number): void {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const listed = this.#index.get(name) ?? this.#cutShort(name);
    if (listed !== undefined && equals !== -1) {
      this.#add(listed, textValue(text.slice(equals + 1)));
      this.#go(at + 1);
    } else if (listed !== undefined) this.#withNext(listed, at);
    else if (equals !== -1) this.#go(at + 1);
    else this.#go(at + 1, at + 2);
  }

  #cutShort(name: string): Listed | undefined {
    if (name.length < 3) return undefined;
    for (const [spelling, listed] of this.#index) if (spelling.startsWith(name)) return listed;
    return undefined;
  }

  #cluster(text: string, at: number): void {
    if (this.#index.has("-NUMBER") && /^-[-+]?\d+$/.test(text)) return this.#go(at + 1);
    for (let letter = 1; letter < text.length; letter++) {
      const listed = this.#index.get(`-${text.charAt(letter)}`);
      if (listed === undefined) return this.#go(at + 1, at + 2);
      const rest = text.slice(letter + 1);
      if (listed.takes !== 0 && rest !== "") {
        this.#add(listed, textValue(rest));
        return this.#go(at + 1);
      }
      if (rest === "") return this.#withNext(listed, at);
      this.#add(listed, null);
    }
    return this.#go(at + 1);
  }

  #withNext(listed: Listed, at: number): void {
    const count = listed.takes === "attached" ? 0 : listed.takes;
    const value = count === 0 ? null : (this.#words[at + count] ?? textValue(""));
    if (this.#words.slice(at + 1, at + 1 + count).some((word) => word.many)) this.#doubt = true;
    this.#add(listed, value);
    this.#go(at + 1 + count);
  }

  #add({ key, role }: Listed, value: Value | null): void {
    this.#given.push({ key, role, value, sure: this.#sure && !this.#doubt });
  }
}

/** The word without its first characters, which are known. */
export function dropStart({ pieces, many }: Value, length: number): Value {
  const [first, ...rest] = pieces;
  if (first?.kind !== "text") return { pieces, many };
  const text = first.text.slice(length);
  return { pieces: text === "" ? rest : [{ kind: "text", text }, ...rest], many };
}
