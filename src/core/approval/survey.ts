/** All that is known of a command before it is judged. */
import { baseName } from "../../kit/path.ts";
import type { Effect, Finding } from "../commands/effect.ts";
import { dangerOfFlow } from "../commands/flows.ts";
import { gitFolder } from "../commands/git-step.ts";
import { dangerOfEffects, know, redirected } from "../commands/know.ts";
import type { Scene, Surroundings } from "../commands/scene.ts";
import { follow } from "../script/follow.ts";
import { type Course, NO_COMMAND, type Sighting } from "../script/sighting.ts";
import { showValue, textOf, type Value } from "../script/value.ts";
import { seeThrough } from "../script/wrappers.ts";
import { printCommand, printWord } from "../shell/print.ts";
import { read } from "../shell/read.ts";
import type { Command, Reading } from "../shell/reading.ts";
import { looksLikeAnother, unseenIn } from "../shell/unseen.ts";

/** Something that always asks, and where it was seen; `sighting` null: nowhere in particular. */
export type Danger = { readonly sighting: number | null; readonly why: string };

export type Survey = {
  /** Only this may satisfy an allow rule or propose one. */
  readonly reading: Reading;
  readonly course: Course;
  /** One for each sighting. */
  readonly findings: readonly Finding[];
  /** What redirections of groups and loops do. */
  readonly around: readonly Effect[];
  readonly dangers: readonly Danger[];
  /** Plain words for each thing in it that a person cannot see. */
  readonly unseen: readonly string[];
};

type CommandLine = { readonly argv: Command; readonly cwd: string };

type Surveyed = { readonly command: CommandLine; readonly around: Surroundings; readonly survey: Survey };

/** A survey is asked for before the disk is looked at, and again when the command is judged. */
let last: Surveyed | null = null;

/** Linear in the length of the words. Never throws. The same command in the same surroundings has one survey. */
export function surveyOf(command: CommandLine, around: Surroundings): Survey {
  if (last?.command === command && isSame(last.around, around)) return last.survey;
  const survey = makeSurvey(command, around);
  last = { command, around, survey };
  return survey;
}

function isSame(a: Surroundings, b: Surroundings): boolean {
  return a.home === b.home && a.roots === b.roots && a.keep === b.keep;
}

function makeSurvey({ argv, cwd }: CommandLine, around: Surroundings): Survey {
  const course = follow(argv, { cwd, home: around.home }, seeThrough);
  const findings = course.sightings.map((sighting) => know({ ...around, sighting, course }));
  const groups = course.redirections.map((redirection) => groupEffects(redirection, course, around));
  return {
    reading: read(argv),
    course,
    findings,
    around: groups.flatMap(({ effects }) => effects),
    dangers: [
      ...findings.flatMap(({ danger }, sighting) => (danger === null ? [] : [{ sighting, why: danger }])),
      ...groups.flatMap(({ danger }) => (danger === null ? [] : [{ sighting: null, why: danger }])),
      ...dangerOfFlow(course, findings),
    ],
    unseen: unseenWords(argv, course),
  };
}

function groupEffects(
  redirection: Course["redirections"][number],
  course: Course,
  around: Surroundings,
): { readonly effects: readonly Effect[]; readonly danger: string | null } {
  const scene: Scene = {
    ...around,
    course,
    sighting: { ...NO_COMMAND, cwd: redirection.cwd, redirections: [redirection] },
  };
  const effects = redirected(scene.sighting, scene);
  return { effects, danger: dangerOfEffects(effects, scene) };
}

function unseenWords(argv: Command, { sightings }: Course): readonly string[] {
  const hidden = argv.flatMap((word) => unseenIn(word).map(({ what }) => what));
  const alike = sightings.flatMap(({ words: [program] }) => {
    const name = textOf(program);
    const why = name === null ? null : looksLikeAnother(baseName(name));
    return why === null ? [] : [why];
  });
  return [...new Set([...hidden, ...alike])];
}

/** One text for the words where all of them are known, as `command.join("\0")` is for a command; else null. */
export function wordsKey(words: readonly Value[]): string | null {
  const texts = words.flatMap((word): string | readonly [] => textOf(word) ?? []);
  return texts.length === words.length ? texts.join("\0") : null;
}

/** A sighting as a person would write it: what is not known shows where it comes from. */
export function showSighting({ words, open }: Sighting): string {
  const shown = words.map((word, index) => {
    const text = textOf(word);
    if (text === null) return showValue(word);
    return index === 0 ? printCommand([text]) : printWord(text);
  });
  return [...shown, ...(open ? ["…"] : [])].join(" ");
}

/** All effects, each once, in the order of the script. */
export function effectsOf({ findings, around }: Survey): readonly Effect[] {
  const seen = new Map<string, Effect>();
  for (const effect of [...findings.flatMap(({ effects }) => effects), ...around]) {
    seen.set(`${effect.kind}\0${effect.target ?? ""}`, effect);
  }
  return [...seen.values()];
}

/**
 * True where it only reads, prints or waits, and all of it was seen.
 *
 * @param boxed what a repository's settings could make run something counts as well: nothing may be written around it
 */
export function isSafe({ course, findings, around, dangers }: Survey, boxed: boolean): boolean {
  if (dangers.length > 0 || course.unknowns.length > 0 || findings.length === 0) return false;
  if (around.some(({ kind }) => kind !== "read")) return false;
  return findings.every((finding) => isSafeFinding(finding, boxed));
}

export function isSafeFinding({ safe, danger }: Finding, boxed: boolean): boolean {
  return danger === null && (safe === "anywhere" || (boxed && safe === "boxed"));
}

/** What of the command has to be looked up on the disk before it can be judged. */
export type Wanted = {
  /** Words that name programs. */
  readonly programs: readonly string[];
  /** Absolute paths that would be deleted. */
  readonly deletions: readonly string[];
  /** Absolute paths that would be read or written. */
  readonly paths: readonly string[];
  /** Absolute paths of folders in which git would be started. */
  readonly repositories: readonly string[];
};

/** @param program the first word as it was given: it is what is started */
export function wantedOf(survey: Survey, program: string): Wanted {
  const programs = [program, ...survey.course.sightings.flatMap(({ words: [first] }) => textOf(first) ?? [])];
  const effects = effectsOf(survey);
  const pathsOf = (test: (effect: Effect) => boolean): readonly string[] => [
    ...new Set(effects.flatMap((effect) => (effect.path !== null && test(effect) ? [effect.path] : []))),
  ];
  return {
    programs: [...new Set(programs)],
    deletions: pathsOf(({ kind, where }) => kind === "delete" && where === "workspace"),
    paths: pathsOf(({ kind }) => kind === "read" || kind === "write"),
    repositories: gitFoldersOf(survey.course.sightings).filter((folder) => folder !== null),
  };
}

/** Absolute paths in the workspace that would be deleted without asking back. */
export function forcedDeletions(survey: Survey): readonly string[] {
  const deleted = effectsOf(survey).filter(({ kind, where, forced }) => {
    return kind === "delete" && where === "workspace" && forced === true;
  });
  return deleted.flatMap(({ path }) => path ?? []);
}

/** The folders in which git would be started; null among them where one is not known. */
export function gitFoldersOf(sightings: readonly Sighting[]): readonly (string | null)[] {
  const folders = sightings.flatMap(({ words: [program, ...rest], cwd }) =>
    baseName(textOf(program) ?? "") === "git" ? [gitFolder(rest, cwd)] : [],
  );
  return [...new Set(folders)];
}
