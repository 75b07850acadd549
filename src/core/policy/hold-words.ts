/** The words of one command, read so that rules can be held against them. */
import {
  isText,
  prefixOf,
  startsWith,
  textOf,
  textValue,
  type Certainty,
  type Piece,
  type Value,
} from "../script/value.ts";
import type { Entry, Need } from "./hold-rules.ts";
import { behindSubcommand, isOption, takeApart, type Named, type Speller } from "./hold-spell.ts";
import { fold } from "./index-rules.ts";
import type { PatternToken, PrefixRule } from "./rules.ts";

type Item =
  | { readonly kind: "operand"; readonly value: Value }
  /** `takesNext` null: nobody knows. */
  | { readonly kind: "option"; readonly takesNext: boolean | null }
  /** It may be an option. */
  | { readonly kind: "loose"; readonly value: Value };

type Given = { readonly value: Value | null; readonly sure: boolean; readonly global: boolean };

/** A word that may be the next operand; null where words follow that nobody knows. */
export type Candidate = { readonly value: Value | null; readonly next: number; readonly sure: boolean };

/** Words that are looked at for one operand; where more may be meant, any may. */
const CANDIDATES_MAX = 32;

/** Lives while the rules of one program are held against one command. */
export class Words {
  readonly #args: readonly Value[];
  readonly #open: boolean;
  readonly #items: Item[] = [];
  readonly #given = new Map<string, Given[]>();
  readonly #loose: Value[] = [];
  /** False behind a `--` that may be a value. */
  #sure = true;
  readonly #candidates = new Map<number, readonly Candidate[]>();

  constructor(speller: Speller, args: readonly Value[], open: boolean) {
    this.#args = args;
    this.#open = open;
    this.#read(speller);
  }

  #read(first: Speller): void {
    let speller = first;
    let isGlobal = true;
    let dashes = false;
    let valueAt = -1;
    this.#args.forEach((value, at) => {
      const text = textOf(value);
      if (dashes || at === valueAt) {
        this.#items.push({ kind: "operand", value });
        if (!dashes && value.many) this.#loose.push(value);
      } else if (text === "--") {
        // Behind an option that nobody knows it may be that option's value.
        const before = this.#items.at(-1);
        dashes = before?.kind !== "option" || before.takesNext !== null;
        if (!dashes) this.#sure = false;
        this.#items.push({ kind: "option", takesNext: false });
      } else if (text !== null && isOption(text)) {
        if (this.#option(speller, text, at, isGlobal) === true) valueAt = at + 1;
      } else if (text === null && startsWith(value, "-") !== "no") this.#unclear(speller, value, isGlobal);
      else {
        this.#items.push({ kind: "operand", value });
        for (const name of signs(speller, value)) this.#add(name, { value: null, sure: true, global: false });
        if (isGlobal && text !== null) speller = behindSubcommand(speller, text);
        isGlobal = false;
      }
    });
  }

  #option(speller: Speller, text: string, at: number, global: boolean): boolean | null {
    const { named, takesNext } = takeApart(speller, text);
    this.#items.push({ kind: "option", takesNext });
    const next = takesNext === false ? null : (this.#args[at + 1] ?? null);
    for (const one of named) {
      this.#add(one.name, {
        value: one.value === null ? next : textValue(one.value),
        sure: one.sure && this.#sure,
        global,
      });
    }
    return takesNext;
  }

  /** `--message=$x` and `-m$x` are options all the same; of other words nobody knows. */
  #unclear(speller: Speller, value: Value, global: boolean): void {
    const known = prefixOf(value);
    const isNamed = known.startsWith("--") && known.includes("=");
    const { named, takesNext } = isOption(known) ? takeApart(speller, known) : { named: [], takesNext: null };
    if (value.many || named.length === 0 || !(isNamed || takesNext === true)) {
      this.#items.push({ kind: "loose", value });
      this.#loose.push(value);
      return;
    }
    this.#items.push({ kind: "option", takesNext: false });
    const rest: Value = { pieces: value.pieces.slice(1), many: false };
    for (const one of named) this.#add(one.name, { value: withStart(one.value ?? "", rest), sure: one.sure, global });
  }

  #add(name: string, given: Given): void {
    const found = this.#given.get(name);
    if (found === undefined) this.#given.set(name, [given]);
    else found.push(given);
  }

  /** Names of the options that are surely or perhaps there. */
  options(): Iterable<string> {
    return this.#given.keys();
  }

  /** Whether words that nobody knows may be options besides those. */
  mayHoldAnyOption(): boolean {
    return this.#open || this.#loose.length > 0;
  }

  /** What may be the operand that comes at this place or behind it. */
  candidates(start: number): readonly Candidate[] {
    const known = this.#candidates.get(start);
    if (known !== undefined) return known;
    const found = this.#look(start);
    this.#candidates.set(start, found);
    return found;
  }

  #look(start: number): readonly Candidate[] {
    const found: Candidate[] = [];
    let sure = true;
    let at = start;
    for (; at < this.#items.length; at++) {
      if (found.length > CANDIDATES_MAX) return [...found, { value: null, next: at, sure: false }];
      const item = this.#items[at];
      if (item === undefined) break;
      if (item.kind === "operand") {
        found.push({ value: item.value, next: at + 1, sure });
        if (!item.value.many) return found;
        // It may become no word at all, or several.
        if (item.value.pieces.some((piece) => piece.kind === "any"))
          found.push({ value: item.value, next: at, sure: false });
        sure = false;
      } else if (item.kind === "loose") {
        found.push({ value: item.value, next: item.value.many ? at : at + 1, sure: false });
        sure = false;
      } else if (item.takesNext === true) {
        at++;
        const next = this.#items[at];
        if (next === undefined || next.kind === "option" || !next.value.many) continue;
        // Of several words only the first is the value.
        sure = false;
        found.push({ value: next.value, next: at, sure });
      } else if (item.takesNext === null) {
        const next = this.#items[at + 1];
        if (next === undefined || next.kind === "option") continue;
        // The word behind it may be its value or not.
        sure = false;
        found.push({ value: next.value, next: at + 2, sure });
        at++;
      }
    }
    return this.#open ? [...found, { value: null, next: this.#items.length, sure: false }] : found;
  }

  /** Whether the rule, read this way, speaks of these words. */
  matches(entry: Entry): Certainty {
    const operands = this.#operands(entry.operands);
    if (operands === "no") return "no";
    const certainties = [operands, ...entry.needs.map((need) => this.#need(need))];
    if (certainties.includes("no")) return "no";
    if (certainties.includes("maybe") && !this.#startsWith(entry.rule)) return "maybe";
    return "yes";
  }

  #operands(tokens: readonly PatternToken[]): Certainty {
    let places: ReadonlyMap<number, boolean> = new Map([[0, true]]);
    for (const token of tokens) {
      const next = new Map<number, boolean>();
      for (const [place, sure] of places) {
        for (const candidate of this.candidates(place)) {
          const is = candidate.value === null ? "maybe" : isToken(candidate.value, token);
          if (is !== "no")
            next.set(candidate.next, (next.get(candidate.next) ?? false) || (sure && candidate.sure && is === "yes"));
        }
      }
      if (next.size === 0) return "no";
      places = next;
    }
    return [...places.values()].some((sure) => sure) ? "yes" : "maybe";
  }

  #need({ anyOf, global }: Need): Certainty {
    let best: Certainty = "no";
    for (const set of anyOf) {
      const each = set.map((named) => this.#has(named, global));
      if (each.every((one) => one === "yes")) return "yes";
      if (!each.includes("no")) best = "maybe";
    }
    return best;
  }

  #has({ name, value }: Named, global: boolean): Certainty {
    let best: Certainty = "no";
    for (const given of this.#given.get(name) ?? []) {
      if (global && !given.global) continue;
      const is = value === null ? "yes" : given.value === null ? "no" : isText(given.value, value);
      if (is === "yes" && given.sure) return "yes";
      if (is !== "no") best = "maybe";
    }
    if (best === "maybe" || this.#open) return "maybe";
    return this.#loose.some((word) => mayBe(word, name)) ? "maybe" : "no";
  }

  /** Word by word, as `execpolicy check` does. */
  #startsWith({ pattern: [, ...tokens] }: PrefixRule): boolean {
    return tokens.every((token, at) => {
      const word = this.#args[at];
      return word !== undefined && isToken(word, token) === "yes";
    });
  }
}

function withStart(text: string, rest: Value): Value {
  return text === "" ? rest : { pieces: [{ kind: "text", text }, ...rest.pieces], many: false };
}

/** Options that an operand stands for by its first letter: `+main` for `--force`. */
function signs(speller: Speller, value: Value): readonly string[] {
  if (speller.means.size === 0) return [];
  const first = prefixOf(value).charAt(0);
  return first === "" || first === "-" ? [] : (speller.means.get(first) ?? []);
}

function isToken(value: Value, token: PatternToken): Certainty {
  if (typeof token === "string") return isText(value, token);
  const each = token.map((word) => isText(value, word));
  return each.includes("yes") ? "yes" : each.includes("maybe") ? "maybe" : "no";
}

/** Whether a word that is known in part, or not at all, may be this option. */
function mayBe(word: Value, name: string): boolean {
  if (word.many && word.pieces.some((piece) => piece.kind === "any")) return true;
  const known = prefixOf(word);
  // One long name is another one only where it is cut short.
  if (known.length > 2 && known.startsWith("--") && name.startsWith("--") && !name.startsWith(known)) return false;
  const texts = word.pieces.flatMap((piece) => (piece.kind === "text" ? [piece.text] : []));
  return texts.every((text) => /^[A-Za-z0-9=-]*$/.test(text));
}

/** The word with all its known letters folded. */
export function foldValue({ pieces, many }: Value): Value {
  return {
    pieces: pieces.map((piece): Piece => (piece.kind === "text" ? { kind: "text", text: fold(piece.text) } : piece)),
    many,
  };
}
