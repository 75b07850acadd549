/** Prompt and forbidden rules taken apart into operands and options, by their program. */
import { baseName, resolvePath } from "../../kit/path.ts";
import { behindSubcommand, isOption, spellerOf, takeApart, type Named, type Speller } from "./hold-spell.ts";
import { fold } from "./index-rules.ts";
import type { PatternToken, PrefixRule, Rules } from "./rules.ts";

/** One option of a pattern: any of these sets must have been given in full. */
export type Need = {
  readonly anyOf: readonly (readonly Named[])[];
  /** Counts only in front of the subcommand: `git -c`, which `git commit -c` is not. */
  readonly global: boolean;
};

/** One way to read a rule. */
export type Entry = {
  readonly rule: PrefixRule;
  readonly operands: readonly PatternToken[];
  readonly needs: readonly Need[];
};

/** Rules about one program, by what a command must have for them to speak of it. */
export type Group = {
  readonly all: Entry[];
  /** They ask for nothing that could be looked up. */
  readonly always: Entry[];
  /** By their first operand. */
  readonly byFirst: Map<string, Entry[]>;
  /** Without such an operand: by an option, one of which must be there. */
  readonly byOption: Map<string, Entry[]>;
};

export type Holding = {
  /** Every rule that holds back, in order. */
  readonly rules: readonly PrefixRule[];
  readonly byName: ReadonlyMap<string, Group>;
  readonly byPath: ReadonlyMap<string, Group>;
  /** Rules that do not care for case, by folded names; their words are folded. */
  readonly caselessByName: ReadonlyMap<string, Group>;
  readonly caselessByPath: ReadonlyMap<string, Group>;
};

/** Rules never change, so what was worked out is kept with them. */
const known = new WeakMap<Rules, Holding>();

export function holdingRules(rules: Rules): Holding {
  const found = known.get(rules);
  if (found !== undefined) return found;
  const maps = [0, 1, 2, 3].map(() => new Map<string, Group>());
  const [byName = new Map(), byPath = new Map(), caselessByName = new Map(), caselessByPath = new Map()] = maps;
  const holding: PrefixRule[] = [];
  for (const rule of rules.prefixes.rules) {
    if (rule.decision === "allow") continue;
    holding.push(rule);
    const isPath = rule.pattern[0].includes("/");
    if (rule.caseless === true) add(isPath ? caselessByPath : caselessByName, folded(rule), rule);
    else add(isPath ? byPath : byName, rule.pattern, rule);
  }
  const held: Holding = { rules: holding, byName, byPath, caselessByName, caselessByPath };
  known.set(rules, held);
  return held;
}

function folded({ pattern: [first, ...rest] }: PrefixRule): PrefixRule["pattern"] {
  return [fold(first), ...rest.map((token) => (typeof token === "string" ? fold(token) : token.map(fold)))];
}

/** Paths to one place: `/bin` is `/usr/bin` on most systems, and where it is not, more is held back. */
export function plainPath(path: string): string {
  const plain = path.startsWith("/") ? resolvePath("/", path) : `.${resolvePath("/", path)}`;
  return plain.replace(/^\/(?=s?bin\/)/, "/usr/");
}

function add(groups: Map<string, Group>, pattern: PrefixRule["pattern"], rule: PrefixRule): void {
  const [first, ...rest] = pattern;
  const key = first.includes("/") ? plainPath(first) : first;
  const group = groups.get(key) ?? {
    all: [],
    always: [],
    byFirst: new Map<string, Entry[]>(),
    byOption: new Map<string, Entry[]>(),
  };
  groups.set(key, group);
  for (const { operands, needs } of waysOf(rest, spellerOf(baseName(first)))) {
    const entry: Entry = { rule, operands, needs };
    group.all.push(entry);
    const [operand] = operands;
    const options = needs[0]?.anyOf.map(([first]) => first?.name ?? null) ?? [null];
    if (typeof operand === "string") list(group.byFirst, operand, entry);
    else if (options.includes(null)) group.always.push(entry);
    else for (const option of new Set(options)) list(group.byOption, option ?? "", entry);
  }
}

function list(lists: Map<string, Entry[]>, key: string, entry: Entry): void {
  if (lists.get(key)?.push(entry) === undefined) lists.set(key, [entry]);
}

type Way = {
  readonly speller: Speller;
  readonly operands: readonly PatternToken[];
  readonly needs: readonly Need[];
  readonly dashes: boolean;
};

/** Alternatives make one way each; where that gets out of hand, the operand stays a choice. */
const WAYS_MAX = 64;

function waysOf(tokens: readonly PatternToken[], speller: Speller): readonly Way[] {
  let ways: readonly Way[] = [{ speller, operands: [], needs: [], dashes: false }];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    const value = valueFor(token, tokens[at + 1], ways[0]);
    ways = ways.flatMap((way) => step(way, token, value, ways.length));
    if (value !== null) at++;
  }
  return ways;
}

/** The next word where it surely is the option's value. */
function valueFor(token: PatternToken, next: PatternToken | undefined, way: Way | undefined): string | null {
  if (typeof token !== "string" || typeof next !== "string" || way === undefined) return null;
  if (way.dashes || !isOption(token) || token === "--" || isOption(next)) return null;
  return takeApart(way.speller, token).takesNext === true ? next : null;
}

function step(way: Way, token: PatternToken, value: string | null, count: number): readonly Way[] {
  const words = typeof token === "string" ? [token] : token;
  const options = way.dashes ? [] : words.filter((word) => isOption(word) && word !== "--");
  const operands = words.filter((word) => !options.includes(word) && (way.dashes || word !== "--"));
  const ways: Way[] = !way.dashes && words.includes("--") ? [{ ...way, dashes: true }] : [];
  if (options.length > 0) ways.push({ ...way, needs: [...way.needs, needOf(way, options, value)] });
  if (operands.length === 0) return ways;
  if (way.operands.length === 0 && count * operands.length <= WAYS_MAX) {
    return [...ways, ...operands.map((word) => withSubcommand(way, word))];
  }
  const choice = operands.length === 1 ? (operands[0] ?? "") : operands;
  return [...ways, { ...way, operands: [...way.operands, choice] }];
}

function withSubcommand(way: Way, word: string): Way {
  return { ...way, operands: [word], speller: behindSubcommand(way.speller, word) };
}

function needOf({ speller, operands }: Way, options: readonly string[], value: string | null): Need {
  const anyOf = options.flatMap((word) => setsOf(takeApart(speller, word).named, speller, value));
  const isGlobal = operands.length === 0 && speller.after.size > 0 && options.every((word) => speller.takes.has(word));
  return { anyOf, global: isGlobal };
}

/** All of a cluster's options are needed; of a program that nobody listed the cluster may also be one name. */
function setsOf(named: readonly Named[], speller: Speller, value: string | null): readonly (readonly Named[])[] {
  const valued = named.map((one, at) => (value !== null && at === named.length - 1 ? { ...one, value } : one));
  const [whole, ...letters] = valued;
  if (speller.spelled !== null || whole === undefined || letters.length === 0) return [valued];
  return [[whole], letters];
}
