/** What the rules and the heuristics say of every command in a reading. */
import { dangerOf } from "../policy/dangerous.ts";
import { isKnownSafe } from "../policy/known-safe.ts";
import { matchCommand } from "../policy/match.ts";
import type { RuleMatch, Rules } from "../policy/rules.ts";
import type { Command, Reading } from "../shell/reading.ts";

/** One or more matches for each command, in the order of the script. */
export function evaluate(reading: Reading, rules: Rules): readonly RuleMatch[] {
  if (reading.kind === "opaque") return evaluateCommand(reading.command, rules, false);
  return reading.commands.flatMap((command) => evaluateCommand(command, rules, true));
}

/**
 * @param literal false for a script that could not be read: its words say nothing of what runs, so it is never
 *   known safe, and danger seen in them still counts
 */
function evaluateCommand(command: Command, rules: Rules, literal: boolean): readonly RuleMatch[] {
  const matches = matchCommand(rules, command);
  const danger = dangerOf(command);
  if (matches.length > 0) {
    const stricter = matches.filter((match) => match.rule.decision !== "allow");
    if (stricter.length > 0) return stricter;
    // An allow rule for `rm` was not written with `rm -rf` in mind; one that spells the danger out was.
    if (danger === null || matches.some((match) => spellsOut(match.matched))) return matches;
    return [{ kind: "dangerous", command, why: danger }];
  }
  if (danger !== null) return [{ kind: "dangerous", command, why: danger }];
  return [literal && isKnownSafe(command) ? { kind: "safe", command } : { kind: "other", command }];
}

function spellsOut(matched: readonly string[]): boolean {
  const [program, ...args] = matched;
  return program !== undefined && dangerOf([program, ...args]) !== null;
}
