/** Takes the words of a command apart by its row in the table. */
import { startsWith, textOf, textValue, type Value } from "../script/value.ts";
import type { Call, Given, Meaning, OptionTable, Usage } from "./row.ts";

class Words implements Call {
  readonly given: readonly Given[];
  readonly operands: readonly Value[];
  readonly strange: readonly Value[];

  constructor(given: readonly Given[], operands: readonly Value[], strange: readonly Value[]) {
    this.given = given;
    this.operands = operands;
    this.strange = strange;
  }

  has(spelling: string): boolean {
    return this.given.some((one) => isSpelling(one, spelling));
  }

  valuesOf(spelling: string): readonly Value[] {
    return this.given.flatMap((one) => (one.value !== null && isSpelling(one, spelling) ? [one.value] : []));
  }
}

/** More spellings than that side by side are not those of one option. */
const SPELLINGS_MAX = 4;

/** In a list of many options, `-q --quiet` still are the same. */
function isSpelling({ key, spelling: given }: Given, spelling: string): boolean {
  if (given === spelling) return true;
  const names = spellings(key).map(({ name }) => name);
  const [at, other] = [names.indexOf(given), names.indexOf(spelling)];
  if (other === -1 || names.length <= SPELLINGS_MAX) return other !== -1;
  const [first = "", second = ""] = [names[Math.min(at, other)], names[Math.max(at, other)]];
  return Math.abs(at - other) === 1 && !first.startsWith("--") && second.startsWith("--");
}

type Spelling = { readonly name: string; readonly value: "none" | "needed" | "attached" };

/** Tables are few and constant, so what was read of them is kept. */
const read = new Map<string, readonly Spelling[]>();

function spellings(key: string): readonly Spelling[] {
  const known = read.get(key);
  if (known !== undefined) return known;
  const made = key.split(" ").map((word): Spelling => {
    if (word.endsWith("=?")) return { name: word.slice(0, -2), value: "attached" };
    return word.endsWith("=") ? { name: word.slice(0, -1), value: "needed" } : { name: word, value: "none" };
  });
  read.set(key, made);
  return made;
}

type Listed = { readonly key: string; readonly meaning: Meaning; readonly spelling: Spelling };
type Index = ReadonlyMap<string, Listed>;

const indexes = new WeakMap<OptionTable, Index>();

function indexOf(table: OptionTable): Index {
  const known = indexes.get(table);
  if (known !== undefined) return known;
  const index = new Map<string, Listed>();
  for (const [keys, meaning] of Object.entries(table)) {
    for (const key of keys.split(/, ?/)) {
      for (const spelling of spellings(key)) index.set(spelling.name, { key, meaning, spelling });
    }
  }
  indexes.set(table, index);
  return index;
}

const NO_OPTIONS: OptionTable = {};

/** The words behind the program's name, or behind a subcommand. Linear in their number. */
export function readCall(usage: Usage, words: readonly Value[]): Call {
  const reader = new Reader(usage);
  let at = usage.bareCluster === true ? reader.takeBare(words) : 0;
  while (at < words.length && !reader.done) at += reader.take(words[at] ?? textValue(""), words[at + 1]);
  return reader.call(words.slice(at));
}

class Reader {
  readonly #usage: Usage;
  readonly #index: Index;
  readonly #given: Given[] = [];
  readonly #operands: Value[] = [];
  readonly #strange: Value[] = [];
  /** No options from here on. */
  done = false;

  constructor(usage: Usage) {
    this.#usage = usage;
    this.#index = indexOf(usage.options ?? NO_OPTIONS);
  }

  call(rest: readonly Value[]): Call {
    return new Words(this.#given, [...this.#operands, ...rest], this.#strange);
  }

  /** `xzf a b`: the values stand behind the whole cluster, in the order of its letters. */
  takeBare([first, ...rest]: readonly Value[]): number {
    const text = first === undefined ? null : textOf(first);
    if (text === null || !/^[A-Za-z]+$/.test(text)) return 0;
    const listed = text.split("").map((letter) => this.#index.get(`-${letter}`));
    if (listed.includes(undefined)) return 0;
    let used = 0;
    for (const one of listed) {
      if (one === undefined) continue;
      const takesValue = one.spelling.value === "needed";
      const value = takesValue ? (rest[used++] ?? textValue("")) : null;
      this.#add(one, value);
      if (value?.many === true) this.#strange.push(value);
    }
    return 1 + used;
  }

  /** How many words were used up. */
  take(word: Value, next: Value | undefined): number {
    const text = textOf(word);
    if (text === "--") {
      this.done = true;
      return 1;
    }
    const dash = startsWith(word, "-");
    if (dash === "no" || text === "-") return this.#operand(word);
    if (text === null) return this.#unclear(word, dash === "yes");
    if (text.startsWith("--")) return this.#long(text, word, next);
    return this.#usage.singleDash === true ? this.#whole(text, word, next) : this.#cluster(text, word, next);
  }

  #operand(word: Value): number {
    this.#operands.push(word);
    const isLast = this.#usage.stopsAtOperand === true || this.#usage.subcommands !== undefined;
    if (isLast) this.done = true;
    return 1;
  }

  /** Known to be an option only in part, or perhaps one: `--output=$x`, `$flags`. */
  #unclear(word: Value, isOption: boolean): number {
    const [first, ...rest] = word.pieces;
    const known = first?.kind === "text" ? first.text : "";
    const equals = known.indexOf("=");
    const listed = equals === -1 ? undefined : this.#index.get(known.slice(0, equals));
    if (listed !== undefined && listed.spelling.value !== "none") {
      const start = known.slice(equals + 1);
      this.#add(listed, { pieces: start === "" ? rest : [{ kind: "text", text: start }, ...rest], many: word.many });
      return 1;
    }
    if (this.#usage.anyOption !== true) this.#strange.push(word);
    return isOption ? 1 : this.#operand(word);
  }

  #long(text: string, word: Value, next: Value | undefined): number {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const listed = this.#index.get(name) ?? this.#cutShort(name);
    if (listed === undefined) return this.#unlisted(word);
    if (equals !== -1) {
      this.#add(listed, textValue(text.slice(equals + 1)));
      return 1;
    }
    return this.#withNext(listed, next);
  }

  /** A long name may be cut short where it stays clear which is meant. */
  #cutShort(name: string): Listed | undefined {
    if (name.length < 3) return undefined;
    const candidates = [...this.#index.values()].filter(({ spelling }) => spelling.name.startsWith(name));
    return new Set(candidates.map(({ key }) => key)).size === 1 ? candidates[0] : undefined;
  }

  #whole(text: string, word: Value, next: Value | undefined): number {
    const equals = text.indexOf("=");
    const listed = this.#index.get(text) ?? (equals === -1 ? undefined : this.#index.get(text.slice(0, equals)));
    if (listed === undefined) return this.#unlisted(word);
    if (equals !== -1 && listed.spelling.name !== text) {
      this.#add(listed, textValue(text.slice(equals + 1)));
      return 1;
    }
    return this.#withNext(listed, next);
  }

  #cluster(text: string, word: Value, next: Value | undefined): number {
    const whole = this.#index.get(text);
    if (whole !== undefined) return this.#withNext(whole, next);
    for (let at = 1; at < text.length; at++) {
      const listed = this.#index.get(`-${text.charAt(at)}`) ?? this.#number(text.slice(at));
      if (listed === undefined) return this.#unlisted(word);
      const rest = text.slice(at + 1);
      if (listed.spelling.value === "none") this.#add(listed, null);
      else if (rest !== "") return this.#attached(listed, rest);
      else return this.#withNext(listed, next);
    }
    return 1;
  }

  /** `-5` where the table lists `-NUMBER`. */
  #number(rest: string): Listed | undefined {
    return /^\d/.test(rest) ? this.#index.get("-NUMBER") : undefined;
  }

  #attached(listed: Listed, rest: string): number {
    this.#add(listed, textValue(rest));
    return 1;
  }

  #withNext(listed: Listed, next: Value | undefined): number {
    if (listed.spelling.value !== "needed") {
      this.#add(listed, null);
      return 1;
    }
    this.#add(listed, next ?? textValue(""));
    if (next?.many === true) this.#strange.push(next);
    return 2;
  }

  #unlisted(word: Value): number {
    if (this.#usage.anyOption !== true) this.#strange.push(word);
    return 1;
  }

  #add({ key, meaning, spelling }: Listed, value: Value | null): void {
    this.#given.push({ key, spelling: spelling.name, meaning, value });
  }
}
