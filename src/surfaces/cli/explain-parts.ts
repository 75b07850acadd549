/** What `assent explain` says of one command of a script. */
import type { Explanation } from "../../core/approval/explain.ts";
import { wordsKey, type Survey } from "../../core/approval/survey.ts";
import type { PrefixRule } from "../../core/policy/rules.ts";
import type { Sighting } from "../../core/script/sighting.ts";

/** `safe`: it only reads. `unknown`: at least part of what it does is not known. */
export type CommandClass = "dangerous" | "safe" | "unknown" | "known";

export function classOf({ findings, dangers }: Survey, sighting: number): CommandClass {
  const finding = findings[sighting];
  if (finding === undefined) return "unknown";
  if (finding.danger !== null || dangers.some((danger) => danger.sighting === sighting)) return "dangerous";
  if (finding.safe !== "no") return "safe";
  return finding.effects.some(({ kind }) => kind === "unknown") ? "unknown" : "known";
}

export type RuleOn = {
  readonly rule: PrefixRule;
  /** False where not all of the command is known, and the rule may speak of it. */
  readonly certain: boolean;
};

/** The rules that speak of a command, each once. */
export function rulesOn({ matches, held }: Explanation, { id, words }: Sighting): readonly RuleOn[] {
  const key = wordsKey(words);
  const found = new Map<PrefixRule, boolean>();
  for (const match of matches) {
    if (match.kind === "rule" && match.command.join("\0") === key) found.set(match.rule, true);
  }
  for (const { rule, sighting, certain } of held) {
    if (sighting === id && !found.has(rule)) found.set(rule, certain);
  }
  return [...found].map(([rule, certain]) => ({ rule, certain }));
}
