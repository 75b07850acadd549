/** Which parts of a chain are asked about by themselves. */
import { textOf } from "../script/value.ts";
import { isShellsOwn } from "../shell/builtins.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import { commandOf, concernsOf, isMetAgain, sightingOf } from "./concern.ts";
import type { Survey } from "./survey.ts";

/**
 * The parts, each once; null where something must be asked about the whole, or nothing is. A part is a program that
 * stands by itself in the script, with all its words, and is certain to be asked about again when it starts.
 *
 * @param others parts that are asked about though nothing speaks against them
 */
export function waitingParts(survey: Survey, basis: Basis, others: readonly Command[]): readonly Command[] | null {
  const { course, unseen } = survey;
  if (course.sightings.length < 2 || course.unknowns.length > 0 || unseen.length > 0) return null;
  const parts = new Map<string, Command>();
  for (const concern of concernsOf(survey, basis)) {
    const part = concern.sighting === null ? null : commandOf(concern.sighting);
    const isPart = concern.sighting?.via.length === 0 && isCertain(concern.reason);
    if (concern.as === "forbidden" || part === null || !isPart || !isMetAgain(concern, survey, basis)) return null;
    parts.set(part.join("\0"), part);
  }
  for (const other of others) {
    const seen = sightingOf(other, survey);
    if (seen === null || seen.via.length > 0 || seen.doubt !== null || seen.settings.length > 0) return null;
    if (isShellsOwn(textOf(seen.words[0]) ?? "")) return null;
    parts.set(other.join("\0"), other);
  }
  return parts.size === 0 ? null : [...parts.values()];
}

/** What may only be meant is asked about where it shows in full: beforehand. */
function isCertain(reason: ReturnType<typeof concernsOf>[number]["reason"]): boolean {
  return reason.kind !== "held" || reason.held.certain;
}
