/** Whether what a person wants to save is what was proposed, and nothing too broad. */
import { canonical } from "../../kit/json.ts";
import { isRegistry } from "../network/registries.ts";
import { checkPrefix, type Prefix } from "../policy/amend.ts";
import { NO_RULES, withRule } from "../policy/load.ts";
import { matchCommand } from "../policy/match.ts";
import type { Question } from "./question.ts";
import type { Amendment, Reason } from "./requirement.ts";

/** Null where it may be saved, whoever typed it; else why not, in words. */
export function whyNotAmended(question: Question, amendment: Amendment): string | null {
  const { amendment: proposed } = question;
  if (amendment.kind === "registries") {
    const isOffered = proposed?.kind === "network" && isRegistry(proposed.host, proposed.protocol);
    return isOffered ? null : "what was asked about is no package registry";
  }
  if (amendment.kind === "prefix") return whyNotRule(question, amendment.pattern);
  if (proposed?.kind !== amendment.kind) return "no rule of this kind was proposed";
  // The same host may be denied as well as allowed.
  const isSame = canonical({ ...amendment, decision: null }) === canonical({ ...proposed, decision: null });
  return isSame ? null : `it is for another ${OTHER[amendment.kind]} than was asked about`;
}

const OTHER = { network: "host or protocol", root: "folder", tool: "tool" } as const;

/** A rule must speak of a command that was shown, by the words that were shown. */
function whyNotRule(
  { action, amendment: proposed, survey, reasons }: Question,
  words: readonly string[],
): string | null {
  const isOther = proposed !== null && proposed.kind !== "prefix";
  if (action.kind !== "command" || isOther || survey === null) return "no rule of this kind was proposed";
  const checked = checkPrefix(words);
  if (!checked.ok) return checked.error;
  // A rule would not have let it pass, and must not be there when something else no longer asks.
  if (proposed === null && (action.more !== undefined || !reasons.every(isAnswerable))) {
    return "no rule answers what was asked";
  }
  const { reading } = survey;
  if (reading.kind === "opaque") return "no rule can allow a script that was not read in full";
  const isShown = reading.commands.some((command) => isBeginning(checked.value, command));
  return isShown ? null : "it does not speak of what was asked about";
}

function isBeginning(pattern: Prefix, command: readonly [string, ...string[]]): boolean {
  return matchCommand(withRule(NO_RULES, pattern), command).length > 0;
}

/** What no rule covers, by itself or as a part of a chain, and what a rule asks about, which stays the stricter one. */
function isAnswerable({ kind }: Reason): boolean {
  return kind === "match" || kind === "escalation" || kind === "policy" || kind === "no-sandbox";
}
