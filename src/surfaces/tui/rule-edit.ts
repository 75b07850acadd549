/** A rule as a person types it, tried at once against the command that is asked about. */
import { matchesOf } from "../../core/approval/evaluate.ts";
import { describeMatch, OPAQUE } from "../../core/approval/describe.ts";
import type { Survey } from "../../core/approval/survey.ts";
import { checkPrefix } from "../../core/policy/amend.ts";
import { NO_RULES, withRule } from "../../core/policy/load.ts";
import { lex } from "../../core/shell/lex.ts";
import { err, ok, type Result } from "../../kit/result.ts";

export type Pattern = readonly [string, ...string[]];

/** What a typed rule would do. `text` is for the person, in plain words, not escaped. */
export type Trial =
  | { readonly kind: "matched"; readonly pattern: Pattern; readonly text: string }
  /** It covers nothing of the command, so it would not answer the question. */
  | { readonly kind: "unmatched"; readonly text: string }
  /** It is no rule, or one too broad to be safe. */
  | { readonly kind: "refused"; readonly text: string };

export function tryRule(text: string, survey: Survey | null): Trial {
  const parsed = parsePattern(text);
  return parsed.ok ? tryPattern(parsed.value, survey) : { kind: "refused", text: parsed.error };
}

export function tryPattern(pattern: Pattern, survey: Survey | null): Trial {
  const checked = checkPrefix(pattern);
  if (!checked.ok) return { kind: "refused", text: checked.error };
  if (survey === null) return { kind: "unmatched", text: "there is no command to match" };
  const matches = matchesOf(survey, withRule(NO_RULES, pattern), false);
  const uncovered = matches.filter((match) => match.kind !== "rule" && match.kind !== "safe");
  if (!matches.some((match) => match.kind === "rule")) {
    return { kind: "unmatched", text: ["not matched", ...uncovered.map((match) => describeMatch(match))].join("; ") };
  }
  const rest = uncovered.map((match) => describeMatch(match));
  const matched = rest.length === 0 ? "matched: this command" : `matched, but the rest still asks: ${rest.join("; ")}`;
  return { kind: "matched", pattern, text: matched };
}

/** Words as in a shell, `npm test`, or as a list, `["npm", "test"]`. The error is for the person. */
export function parsePattern(text: string): Result<Pattern, string> {
  const trimmed = text.trim();
  if (trimmed === "") return err("a rule needs the words that a command must start with");
  return trimmed.startsWith("[") ? parseList(trimmed) : parseWords(trimmed);
}

function parseList(text: string): Result<Pattern, string> {
  const value = jsonOf(text);
  if (!Array.isArray(value)) return err('a list looks like ["npm", "test"]');
  const words = value.filter((word): word is string => typeof word === "string");
  const [first, ...rest] = words;
  if (first === undefined || words.length < value.length) return err('a list holds words only: ["npm", "test"]');
  return ok([first, ...rest]);
}

/** Undefined where the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what the person typed so far; said in words by the caller
  }
}

/** Cut into words but not read on: a rule about `bash -c x` is about bash. */
function parseWords(text: string): Result<Pattern, string> {
  const tokens = lex(text, "bash");
  if (!tokens.ok) return err(`a rule is made of plain words; this has ${OPAQUE[tokens.error.why]}`);
  const words = tokens.value.flatMap((token) => (token.kind === "word" ? [token.text] : []));
  const [first, ...rest] = words;
  if (first === undefined || words.length < tokens.value.length) return err("a rule is about one command");
  return ok([first, ...rest]);
}
