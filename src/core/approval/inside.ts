/** What works in the sandbox though it leaves the files of the workspace. */
import type { EffectKind } from "../commands/effect.ts";
import { textOf } from "../script/value.ts";
import type { Requirement } from "./requirement.ts";
import type { Survey } from "./survey.ts";

/**
 * Kinds of effects that the sandbox lets happen for this command: it has a loopback and processes of its own, so that a
 * command may talk to a server, and end it, that it started itself; and local steps of git may write the repository.
 */
export function worksInside(survey: Survey, needed: Requirement): readonly EffectKind[] {
  const isOpen = needed.kind === "run" && needed.under.kind === "restricted" && needed.under.git === "commit";
  return [...(isOpen ? ["git-write" as const] : []), ...withItself(survey)];
}

function withItself({ course }: Survey): readonly EffectKind[] {
  const startsOwn = course.sightings.some(({ via }) => via.includes("background"));
  if (!startsOwn) return [];
  const ending = course.sightings.filter(({ words: [program] }) => textOf(program) === "kill");
  const isOwn = ending.every(({ words }) => words.slice(1).every(isOwnJob));
  return isOwn ? ["network-local", "process"] : ["network-local"];
}

/** Options of `kill`, `%1`, and what the shell says was started last. */
function isOwnJob(word: Parameters<typeof textOf>[0]): boolean {
  const text = textOf(word);
  if (text !== null) return /^(?:-[A-Za-z0-9]+|%\d*)$/.test(text) && text !== "-1";
  const [only, ...more] = word.pieces;
  return only?.kind === "any" && more.length === 0 && /^\$\{?!\}?$/.test(only.from);
}
