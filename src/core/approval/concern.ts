/** All that speaks against a command, and whether it will be met again when a program starts. */
import { baseName } from "../../kit/path.ts";
import type { Effect } from "../commands/effect.ts";
import { leavesBehind } from "../commands/persistence.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Sighting } from "../script/sighting.ts";
import { textOf } from "../script/value.ts";
import { isShellsOwn } from "../shell/builtins.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import { dangersIn } from "./dangers.ts";
import { heldBy, matchesOf } from "./evaluate.ts";
import type { Held, Reason } from "./requirement.ts";
import { showSighting, surveyOf, wordsKey, type Survey } from "./survey.ts";

/** One ground against it. */
export type Concern = {
  readonly as: "forbidden" | "prompt" | "danger";
  readonly reason: Reason;
  /** What it is about; null for something hidden, or for the whole. */
  readonly sighting: Sighting | null;
  /** For a danger that lies in where something is written: what is written there. */
  readonly writes: readonly Effect[];
};

/** Every ground, not only the strictest; in the order of strictness. What a person cannot see is not among them. */
export function concernsOf(survey: Survey, basis: Basis): readonly Concern[] {
  const matches = matchesOf(survey, basis.rules, false);
  const literal = matches.flatMap((match) => ofMatch(match, survey));
  const rules = new Set(literal.map(({ rule }) => rule));
  const held = heldBy(survey, basis.rules).filter(({ rule }) => !rules.has(rule));
  const found: readonly Concern[] = [
    ...literal.map(({ concern }) => concern),
    ...held.map((one) => ofHeld(one, survey)),
  ];
  const dangers = dangersIn(survey, basis, matches).map(({ sighting, why }): Concern => {
    const seen = sighting === null ? null : (survey.course.sightings[sighting] ?? null);
    const shown = seen === null ? null : showSighting(seen);
    return {
      as: "danger",
      reason: { kind: "danger", shown, why },
      sighting: seen,
      writes: writesOf(why, seen, survey, basis),
    };
  });
  return [...found.filter(({ as }) => as === "forbidden"), ...found.filter(({ as }) => as === "prompt"), ...dangers];
}

function writesOf(
  why: string,
  sighting: Sighting | null,
  survey: Survey,
  { home, workspace }: Basis,
): readonly Effect[] {
  if (sighting === null) return [];
  const scene = { home, roots: workspace.roots, keep: workspace.keep, sighting, course: survey.course };
  const effects = survey.findings[sighting.id]?.effects ?? [];
  return effects.filter((effect) => {
    return (effect.kind === "write" || effect.kind === "delete") && leavesBehind(effect, scene) === why;
  });
}

function ofMatch(match: RuleMatch, survey: Survey): readonly { readonly rule: object; readonly concern: Concern }[] {
  if (match.kind !== "rule" || match.rule.decision === "allow") return [];
  const concern: Concern = {
    as: match.rule.decision,
    reason: { kind: "match", match },
    sighting: sightingOf(match.command, survey),
    writes: [],
  };
  return [{ rule: match.rule, concern }];
}

function ofHeld(held: Held, { course }: Survey): Concern {
  const { rule, certain, sighting } = held;
  const as = certain && rule.decision === "forbidden" ? "forbidden" : "prompt";
  return {
    as,
    reason: { kind: "held", held },
    sighting: sighting === null ? null : (course.sightings[sighting] ?? null),
    writes: [],
  };
}

/** The first one with these words; null where there is none whose words are all known. */
export function sightingOf(command: Command, { course }: Survey): Sighting | null {
  const key = command.join("\0");
  return course.sightings.find(({ words }) => wordsKey(words) === key) ?? null;
}

/** The words where all of them are known. */
export function commandOf({ words, open }: Sighting): Command | null {
  const texts = words.flatMap((word) => textOf(word) ?? []);
  const [program, ...args] = texts;
  return open || program === undefined || texts.length !== words.length ? null : [program, ...args];
}

/**
 * True where it will certainly come up again when the program that it is about starts, judged by itself. The shell's
 * own commands never start as programs, and what flows from one command to the next is seen in the script only.
 */
export function isMetAgain({ reason, sighting }: Concern, survey: Survey, basis: Basis): boolean {
  if (reason.kind === "held" && !reason.held.certain) return !isShellsOwn(baseName(reason.held.rule.pattern[0]));
  if (sighting === null || sighting.doubt !== null) return false;
  const name = textOf(sighting.words[0]);
  if (name === null || isShellsOwn(name) || !sighting.via.every(startsPrograms)) return false;
  // Rules speak of the program and its words, whatever is set for it and wherever it reads and writes.
  if (reason.kind !== "danger") return true;
  const isBare = sighting.settings.length === 0 && sighting.redirections.length === 0;
  if (isBare && sighting.input.kind === "inherited" && isOfItself(reason, sighting, survey)) return true;
  const command = commandOf(sighting);
  return command !== null && sighting.cwd !== null && isAlone(reason, command, sighting.cwd, basis);
}

/** A danger that lies in the words, and not in what comes through a pipe. */
function isOfItself(reason: Danger, { id }: Sighting, { findings, dangers }: Survey): boolean {
  const isOfFlow = dangers.some(({ sighting, why }) => sighting === id && why === reason.why);
  return !isOfFlow || findings[id]?.danger === reason.why;
}

function isAlone({ why }: Danger, argv: Command, cwd: string, basis: Basis): boolean {
  const { home, workspace } = basis;
  const survey = surveyOf({ argv, cwd }, { home, roots: workspace.roots, keep: workspace.keep });
  return concernsOf(survey, basis).some(({ reason }) => reason.kind === "danger" && reason.why === why);
}

type Danger = Reason & { readonly kind: "danger" };

/** True for a program that carries others within itself: its shell runs them without starting anything. */
export function carriesPrograms(path: string | null): boolean {
  return path !== null && /^(?:busybox|toybox)\b/.test(baseName(path));
}

/** What stands between a command and the script, and starts every program that is named behind it as a process. */
const STARTERS: ReadonlySet<string> = new Set(
  (
    "if then elif else while until do for case subshell group pipe background substitution function loop select " +
    "command exec eval time sh bash dash ksh zsh env nice ionice nohup setsid stdbuf timeout xargs find fd parallel " +
    "chrt taskset flock script watch"
  ).split(" "),
);

function startsPrograms(via: string): boolean {
  return STARTERS.has(via.split(" ", 1)[0] ?? "");
}
