/** What the rules say of a command and of all that it would run. */
import { proposePrefix, proposeSuggested, type Prefix } from "../policy/amend.ts";
import { holdingBack } from "../policy/hold.ts";
import { matchCommand } from "../policy/match.ts";
import type { RuleMatch, Rules } from "../policy/rules.ts";
import type { Command } from "../shell/reading.ts";
import type { Held } from "./requirement.ts";
import { isSafeFinding, showSighting, wordsKey, type Survey } from "./survey.ts";

/**
 * One or more for each command of the strict reading, in its order: rules match its words as they are.
 *
 * @param boxed whether reading that a repository's settings may turn into more counts as safe
 */
export function matchesOf(survey: Survey, rules: Rules, boxed: boolean): readonly RuleMatch[] {
  const { reading } = survey;
  if (reading.kind === "opaque") return matchOne(reading.command, rules, false);
  const safe = safeCommands(survey, boxed);
  return reading.commands.flatMap((command) => matchOne(command, rules, safe.has(command.join("\0"))));
}

function matchOne(command: Command, rules: Rules, isSafe: boolean): readonly RuleMatch[] {
  const matches = matchCommand(rules, command);
  if (matches.length === 0) return [{ kind: isSafe ? "safe" : "other", command }];
  const stricter = matches.filter((match) => match.rule.decision !== "allow");
  return stricter.length > 0 ? stricter : matches;
}

/** Commands whose words are all known and that only read; none where something within one of them does more. */
function safeCommands({ course, findings }: Survey, boxed: boolean): ReadonlySet<string> {
  const safe = new Set<string>();
  const unsafe = new Set<string>();
  if (course.unknowns.length > 0 || !findings.some((finding) => isSafeFinding(finding, boxed))) return safe;
  for (const { id, words, via } of course.sightings) {
    const finding = findings[id];
    const isSafe = finding !== undefined && isSafeFinding(finding, boxed);
    if (!isSafe && via.length > 0) return new Set();
    const key = wordsKey(words);
    if (key !== null) (isSafe ? safe : unsafe).add(key);
  }
  return new Set([...safe].filter((key) => !unsafe.has(key)));
}

/**
 * The rule that would answer the question next time; null where none would do, and for what always asks.
 *
 * @param suggested the one that the agent would like, which is taken where it is as good
 */
export function proposalFor(
  survey: Survey,
  rules: Rules,
  boxed: boolean,
  suggested: readonly string[] = [],
): Prefix | null {
  const { reading, dangers } = survey;
  if (dangers.length > 0) return null;
  const safe = safeCommands(survey, boxed);
  const isSafe = (command: Command): boolean => safe.has(command.join("\0"));
  return proposeSuggested(suggested, reading, rules, isSafe) ?? proposePrefix(reading, rules, isSafe);
}

/** The prompt and forbidden rules that speak of anything in the script, however it is written. */
export function heldBy({ course }: Survey, rules: Rules): readonly Held[] {
  return holdingBack(rules, course).map(({ rule, sighting, unknown, certainty }): Held => {
    const seen = sighting === null ? undefined : course.sightings[sighting];
    const hidden = unknown === null ? undefined : course.unknowns[unknown];
    const shown = seen === undefined ? (hidden?.what ?? "the script") : showSighting(seen);
    return { rule, shown, certain: certainty === "yes", sighting, via: seen?.via ?? [] };
  });
}
