/** Reads words as one program spells its options: which is which, and what takes a value. */
import { SPELLINGS } from "./hold-options.ts";
import type { Spelled } from "./hold-spelled.ts";

/** The tables of one program, or of one of its subcommands, by spelling. */
export type Speller = {
  /** Null where nobody has listed the program's options. */
  readonly spelled: Spelled | null;
  /** Spellings that take a value (true) or none. */
  readonly takes: ReadonlyMap<string, boolean>;
  /** One name for spellings that mean the same. */
  readonly names: ReadonlyMap<string, string>;
  readonly means: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, Speller>;
};

/** An option as it was given: by one name for all its spellings; `value` null where none is attached. */
export type Named = { readonly name: string; readonly value: string | null; readonly sure: boolean };

const BY_PROGRAM = new Map<string, Spelled>(
  Object.entries(SPELLINGS).flatMap(([names, spelled]) => names.split(" ").map((name) => [name, spelled] as const)),
);

/** Made where they are first asked for, and kept: there are as many as tables. */
const made = new Map<Spelled, Speller>();

export function spellerOf(program: string): Speller {
  return compile(BY_PROGRAM.get(program) ?? null);
}

/** The tables behind a subcommand; those of a subcommand that is not listed know nothing. */
export function behindSubcommand(speller: Speller, subcommand: string): Speller {
  if (speller.spelled?.after === undefined) return speller;
  return speller.after.get(subcommand) ?? UNLISTED;
}

function compile(spelled: Spelled | null): Speller {
  if (spelled === null) return UNLISTED;
  const known = made.get(spelled);
  if (known !== undefined) return known;
  const takes = new Map<string, boolean>();
  const names = new Map<string, string>();
  for (const group of spelled.same ?? []) {
    const all = group.split(" ");
    for (const one of all) {
      names.set(one, all.at(-1) ?? one);
      takes.set(one, false);
    }
  }
  for (const one of split(spelled.flags)) takes.set(one, false);
  for (const one of split(spelled.valued)) takes.set(one, true);
  const means = new Map(
    Object.entries(spelled.means ?? {}).map(([one, several]) => [
      one,
      split(several).map((part) => names.get(part) ?? part),
    ]),
  );
  for (const one of means.keys()) if (one.startsWith("-")) takes.set(one, false);
  const after = new Map(
    Object.entries(spelled.after ?? {}).flatMap(([all, inner]) =>
      split(all).map((one) => [one, compile(inner)] as const),
    ),
  );
  const speller: Speller = { spelled, takes, names, means, after };
  made.set(spelled, speller);
  return speller;
}

const UNLISTED: Speller = { spelled: null, takes: new Map(), names: new Map(), means: new Map(), after: new Map() };

function split(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(" ");
}

export function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}

/** A word of options, taken apart; `takesNext`: whether the next word is its value, null where nobody knows. */
export type TakenApart = { readonly named: readonly Named[]; readonly takesNext: boolean | null };

/** @param word starts with a dash and is more than that */
export function takeApart(speller: Speller, word: string): TakenApart {
  if (word.startsWith("--")) return takeLong(speller, word);
  if (speller.takes.has(word)) return takeListed(speller, word);
  if (speller.spelled?.whole === true) return takeLong(speller, word);
  return speller.spelled === null ? takeUnlisted(word) : takeCluster(speller, word);
}

function takeListed(speller: Speller, word: string): TakenApart {
  return { named: namesOf(speller, word, null, true), takesNext: speller.takes.get(word) ?? null };
}

function takeLong(speller: Speller, word: string): TakenApart {
  const equals = word.indexOf("=");
  const spelling = equals === -1 ? word : word.slice(0, equals);
  const value = equals === -1 ? null : word.slice(equals + 1);
  const listed = speller.takes.has(spelling) ? [spelling] : cutShort(speller, spelling);
  if (listed.length === 0)
    return { named: [{ name: spelling, value, sure: true }], takesNext: value === null ? restTakes(speller) : false };
  const named = listed.flatMap((one) => namesOf(speller, one, value, listed.length === 1));
  const takes = listed.some((one) => speller.takes.get(one) === true);
  return { named, takesNext: value === null && takes };
}

/** What the rest of an option that is not listed does. */
function restTakes({ spelled }: Speller): boolean | null {
  return spelled?.rest === "flags" ? false : null;
}

/** Long names may be cut short; where several begin so, each may be meant. */
function cutShort({ takes }: Speller, spelling: string): readonly string[] {
  if (spelling.length < 3 || !spelling.startsWith("--")) return [];
  return [...takes.keys()].filter((one) => one.startsWith(spelling));
}

function takeCluster(speller: Speller, word: string): TakenApart {
  const named: Named[] = [];
  let digitsAt = word.length;
  while (/\d/.test(word.charAt(digitsAt - 1))) digitsAt--;
  for (let at = 1; at < word.length; at++) {
    const letter = `-${word.charAt(at)}`;
    const rest = word.slice(at + 1);
    if (speller.takes.get(letter) === true) {
      named.push(...namesOf(speller, letter, rest === "" ? null : rest, true));
      return { named, takesNext: rest === "" };
    }
    // `-j4`: digits behind a letter are its value.
    const isNumbered = rest !== "" && at + 1 >= digitsAt;
    named.push(...namesOf(speller, letter, isNumbered ? rest : null, true));
    if (isNumbered) return { named, takesNext: false };
    if (!speller.takes.has(letter) && rest === "") return { named, takesNext: restTakes(speller) };
  }
  return { named, takesNext: false };
}

/** A few letters may be so many options, or one name. */
const CLUSTER = /^-[A-Za-z]{1,4}$/;

function takeUnlisted(word: string): TakenApart {
  const named: Named[] = [{ name: word, value: null, sure: true }];
  if (CLUSTER.test(word)) {
    for (const letter of word.slice(1))
      if (word.length > 2) named.push({ name: `-${letter}`, value: null, sure: true });
  } else if (/^-[A-Za-z][^A-Za-z]/.test(word))
    named.push({ name: word.slice(0, 2), value: word.slice(2), sure: false });
  return { named, takesNext: null };
}

function namesOf(speller: Speller, spelling: string, value: string | null, sure: boolean): readonly Named[] {
  const several = speller.means.get(spelling) ?? [speller.names.get(spelling) ?? spelling];
  return several.map((name) => ({ name, value, sure }));
}
