/** Reads the rules of requirements: `[[rules]]`, and `[rules] prefix_rules`. */
import { unknownKeys } from "./required-keys.ts";
import type { RequiredRule } from "./requirements.ts";
import type { Notice } from "./notice.ts";
import { choiceOf, entriesOf, isTable, itemsOf, missing, type Spot, switchOf, textOf, wrong } from "./spot.ts";

type Token = RequiredRule["pattern"][number];
type Note = (spot: Spot, rule: RequiredRule) => void;

const RULE_KEYS = ["pattern", "decision", "justification", "canonical_matching"];
const RULES_EXPECTED = "a list of [[rules]], or a table with prefix_rules";
const STRICT_ONLY = "requirements only tighten, so a rule can ask or forbid and nothing else";

/** @param note called for each rule with where it stands */
export function readRequiredRules(top: Spot, notices: Notice[], note: Note): void {
  const rules = isTable(top.value) && Object.hasOwn(top.value, "rules") ? top.value["rules"] : undefined;
  if (rules === undefined) return;
  const spot: Spot = { ...top, value: rules, path: ["rules"] };
  if (Array.isArray(rules)) {
    readList(spot, notices, note, plainPattern);
    return;
  }
  if (!isTable(rules)) {
    wrong(spot, RULES_EXPECTED);
    return;
  }
  notices.push(...unknownKeys(spot, ["prefix_rules"]));
  const inner = new Map(entriesOf(spot)).get("prefix_rules");
  if (inner === undefined) wrong(spot, RULES_EXPECTED, "a table without it");
  else readList(inner, notices, note, tokenPattern);
}

type PatternReader = (spot: Spot) => readonly Token[];

function readList(spot: Spot, notices: Notice[], note: Note, pattern: PatternReader): void {
  const items = itemsOf(spot, "a list of tables");
  if (items.length === 0) wrong(spot, "a list of rules that is not empty", "empty");
  for (const item of items) {
    const rule = readRule(item, notices, pattern);
    if (rule !== null) note(item, rule);
  }
}

function readRule(spot: Spot, notices: Notice[], pattern: PatternReader): RequiredRule | null {
  const keys = new Map(entriesOf(spot));
  notices.push(...unknownKeys(spot, RULE_KEYS));
  const words = keys.get("pattern");
  if (words === undefined) missing(spot, "pattern", PATTERN_EXPECTED);
  const [first, ...rest] = words === undefined ? [] : pattern(words);
  const said = keys.get("justification");
  const caseless = keys.get("canonical_matching");
  const decision = decisionOf(spot, keys.get("decision"));
  const justification = said === undefined ? null : textOf(said, "a reason in quotes");
  const isCaseless = caseless !== undefined && switchOf(caseless);
  return first === undefined ? null : { pattern: [first, ...rest], decision, justification, isCaseless };
}

function decisionOf(rule: Spot, spot: Spot | undefined): RequiredRule["decision"] {
  const values = ["prompt", "prompt-user", "forbidden"] as const;
  if (spot !== undefined && spot.value !== "allow") return choiceOf(spot, values);
  const expected = `"prompt", "prompt-user" or "forbidden": ${STRICT_ONLY}`;
  if (spot === undefined) missing(rule, "decision", expected);
  else wrong(spot, expected);
  return "forbidden";
}

const PATTERN_EXPECTED = "a list of words that is not empty";
const WORD_EXPECTED = "a word in quotes";
const TOKEN_EXPECTED = 'a table with either token = "WORD" or any_of = ["WORD", …]';

/** `["git", ["push", "fetch"]]`: a word, or a list of words for any of them. */
function plainPattern(spot: Spot): readonly Token[] {
  return tokensOf(spot, (item) =>
    Array.isArray(item.value) ? wordsOf(item) : textOf(item, `${WORD_EXPECTED} or a list of them`),
  );
}

/** `[{ token = "git" }, { any_of = ["push", "fetch"] }]`. */
function tokenPattern(spot: Spot): readonly Token[] {
  return tokensOf(spot, (item) => {
    const keys = new Map(entriesOf({ ...item, faults: [] }));
    const [token, anyOf] = [keys.get("token"), keys.get("any_of")];
    if (keys.size === 1 && token !== undefined) return textOf({ ...token, faults: item.faults }, WORD_EXPECTED);
    if (keys.size === 1 && anyOf !== undefined) return wordsOf({ ...anyOf, faults: item.faults });
    wrong(item, TOKEN_EXPECTED);
    return null;
  });
}

function tokensOf(spot: Spot, read: (item: Spot) => Token | null): readonly Token[] {
  const items = itemsOf(spot, PATTERN_EXPECTED);
  if (Array.isArray(spot.value) && items.length === 0) wrong(spot, PATTERN_EXPECTED, "empty");
  return items.map(read).filter((token) => token !== null);
}

function wordsOf(spot: Spot): readonly string[] {
  const items = itemsOf(spot, "a list of words in quotes");
  if (Array.isArray(spot.value) && items.length === 0) wrong(spot, "a list of words that is not empty", "empty");
  return items.flatMap((item) => textOf(item, WORD_EXPECTED) ?? []);
}
