/** Finds the rules a command may match without walking all of them. */
import type { Branch, PatternToken, PrefixRule, RuleIndex } from "./rules.ts";

/** So few rules are walked rather than parted further. */
const BRANCH_RULES_MAX = 16;

/** Words that are parted by; what agrees in so many is walked. */
const DEPTH_MAX = 4;

/** A rule stands in one branch for each of its alternatives; where that gets out of hand, it is walked instead. */
const BRANCH_COPIES_MAX = 8;

export function indexRules(rules: readonly PrefixRule[]): RuleIndex {
  const exact: number[] = [];
  const caseless: number[] = [];
  for (let at = 0; at < rules.length; at++) (rules[at]?.caseless === true ? caseless : exact).push(at);
  return { rules, exact: branch(rules, exact, 0, (word) => word), caseless: branch(rules, caseless, 0, fold) };
}

/** Rules whose pattern the words start with: those that begin with the very same word first, each group in order. */
export function lookUp(index: RuleIndex, words: readonly string[]): readonly PrefixRule[] {
  const hits: PrefixRule[] = [];
  for (const at of candidates(index, words)) {
    const rule = index.rules[at];
    if (rule !== undefined && startsWith(words, rule)) hits.push(rule);
  }
  if (!hits.some((rule) => rule.caseless === true)) return hits;
  const isSpelledAlike = (rule: PrefixRule): boolean => rule.pattern[0] === words[0];
  return [...hits.filter(isSpelledAlike), ...hits.filter((rule) => !isSpelledAlike(rule))];
}

/** Places of the rules that may match, ascending. */
function candidates({ exact, caseless }: RuleIndex, words: readonly string[]): readonly number[] {
  const hasCaseless = caseless.next !== null || caseless.here.length > 0;
  if (!hasCaseless && exact.next === null) return exact.here;
  const found = walk(exact, words);
  if (hasCaseless) found.push(...walk(caseless, words.map(fold)));
  return found.toSorted((a, b) => a - b);
}

function branch(
  rules: readonly PrefixRule[],
  at: readonly number[],
  depth: number,
  key: (word: string) => string,
): Branch {
  if (at.length <= BRANCH_RULES_MAX || depth >= DEPTH_MAX) return { here: at, next: null };
  const here: number[] = [];
  const groups = new Map<string, number[]>();
  let copies = 0;
  for (const index of at) {
    const token = rules[index]?.pattern[depth];
    if (token === undefined) here.push(index);
    for (const word of keysOf(token, key)) {
      const group = groups.get(word);
      if (group === undefined) groups.set(word, [index]);
      else group.push(index);
      copies++;
    }
  }
  if (depth > 0 && copies > at.length * BRANCH_COPIES_MAX) return { here: at, next: null };
  const next = new Map<string, Branch>();
  for (const [word, group] of groups) next.set(word, branch(rules, group, depth + 1, key));
  return { here, next };
}

/** Each word of the token as the branches spell it, once. */
function keysOf(token: PatternToken | undefined, key: (word: string) => string): Iterable<string> {
  if (token === undefined) return [];
  return typeof token === "string" ? [key(token)] : new Set(token.map(key));
}

function walk(root: Branch, words: readonly string[]): number[] {
  const found: number[] = [...root.here];
  let next = root.next;
  for (const word of words) {
    const below = next?.get(word);
    if (below === undefined) break;
    found.push(...below.here);
    next = below.next;
  }
  return found;
}

/** Whether the words begin with the rule's pattern. */
export function startsWith(words: readonly string[], { pattern, caseless }: PrefixRule): boolean {
  if (words.length < pattern.length) return false;
  const same = caseless === true ? (a: string, b: string) => fold(a) === fold(b) : (a: string, b: string) => a === b;
  return pattern.every((token, at) => {
    const word = words[at] ?? "";
    return typeof token === "string" ? same(token, word) : token.some((alternative) => same(alternative, word));
  });
}

/** Full case folding; the dotless i is a letter of its own. */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (char) => (char === "ı" ? char : char.toLowerCase().toUpperCase().toLowerCase())).join("");
}
