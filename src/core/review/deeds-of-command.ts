/** What a shell command does, as a person would name it. */
import { baseName, isWithin } from "../../kit/path.ts";
import type { Action } from "../approval/action.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { type Survey, surveyOf } from "../approval/survey.ts";
import type { Scene, Surroundings } from "../commands/scene.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Sighting } from "../script/sighting.ts";
import { deedsAround, deedsOfSeen } from "./deeds-of-seen.ts";
import { flowDeeds } from "./flow-deeds.ts";
import { deed, free, person, type Seen, type Stage } from "./seen.ts";
import { pastSurvey, stepDeeds, STEPS_MAX } from "./steps.ts";
import { againDeeds, type Refused } from "./again.ts";
import type { Background, Deed, Subject } from "./subject.ts";

/** Never empty. For actions of the kinds command, exec and stdin; any other is for a person. Linear in the words. */
export function deedsOfCommand(subject: Subject, background: Background): readonly Deed[] {
  const { action } = subject.question;
  if (isInterrupt(action)) return [free("stop", [action.process], "interrupts what it started")];
  const around = surroundingsOf(subject);
  const survey = surveyFor(subject, around);
  if (survey === null) return [person("run", [], "types into a process what nobody can foresee", "hidden")];
  const stage = stageOf(subject, survey, background.words);
  const own = ownDeeds(stage, around);
  const refused = background.refused.slice(-STEPS_MAX).map((before) => deniedOf(before, stage, around));
  const deeds = [
    ...own,
    ...stepDeeds(survey, background.done, around),
    ...againDeeds(action, own, refused, around),
    ...typedDeeds(action, background.done),
    ...survey.unseen.map((what) => person("run", [], `holds what a person cannot see: ${what}`, "hidden")),
  ];
  return deeds.length === 0 ? [person("run", [], "nothing is known of what it does", "hidden")] : onceEach(deeds);
}

const denied = new WeakMap<Action, Refused>();

/** The same denial is looked back at by many reviews. */
function deniedOf(action: Action, stage: Stage, around: Surroundings): Refused {
  const known = denied.get(action);
  if (known !== undefined) return known;
  const survey = pastSurvey(action, around);
  const made: Refused = { action, deeds: survey === null ? [] : ownDeeds({ ...stage, survey }, around) };
  denied.set(action, made);
  return made;
}

/** Of all commands and of what stands around them, without what went before. */
function ownDeeds(stage: Stage, around: Surroundings): readonly Deed[] {
  const { course } = stage.survey;
  const own = course.sightings.map((sighting) => deedsOfSeen(seenAs(sighting, stage, { ...around, sighting, course })));
  return [...own.flat(), ...deedsAround(stage, around), ...flowDeeds(stage, around, own)];
}

export function surroundingsOf({ facts: { home, workspace } }: Subject): Surroundings {
  return { home, roots: workspace.roots, keep: workspace.keep };
}

type Input = Extract<Action, { kind: "stdin" }>;

function isInterrupt(action: Action): action is Input {
  return action.kind === "stdin" && /^[\u0003\u0004\u001a]+$/.test(action.text);
}

/** A command that was typed may still be running, and take what follows for an answer. */
function typedDeeds(action: Action, done: readonly Action[]): readonly Deed[] {
  if (action.kind !== "stdin") return [];
  const isAnswer = done.some((one) => one.kind === "stdin" && one.process === action.process && !isInterrupt(one));
  const what = "may go to what was started by what was typed before";
  return isAnswer ? [deed("run", [], what, ["person", "medium", "hidden"])] : [];
}

const SHELL = /^-?(?:ba|z|da|k|a|fi|mk)?sh$/;
const PLAIN_OPTION = /^(?:-[il]+|--(?:login|norc|noprofile|noediting|posix))$/;

/** Whole lines for a shell that takes its commands from there, and does nothing else. */
function isAtPrompt(action: Input, around: Surroundings): boolean {
  const { sightings } = surveyOf(action, around).course;
  const [shell] = sightings;
  if (shell === undefined || sightings.length > 1 || shell.open) return false;
  const [program, ...options] = shell.words.map(textOf);
  const isPlain = shell.settings.length === 0 && shell.redirections.length === 0 && shell.input.kind === "inherited";
  return (
    isPlain &&
    /[\n\r]$/.test(action.text) &&
    SHELL.test(baseName(program ?? "")) &&
    options.every((option) => option !== null && PLAIN_OPTION.test(option))
  );
}

/** Null for text that is typed into what is no shell. */
function surveyFor({ question: { action, survey } }: Subject, around: Surroundings): Survey | null {
  if (survey !== null) return survey;
  if (action.kind === "command" || action.kind === "exec") return surveyOf(action, around);
  if (action.kind !== "stdin" || !isAtPrompt(action, around)) return null;
  return surveyOf({ argv: ["bash", "-c", action.text], cwd: action.cwd }, around);
}

function stageOf({ question, facts }: Subject, survey: Survey, words: readonly string[]): Stage {
  return {
    survey,
    isBoxed: isBox(question.under, facts.home),
    isLed: facts.repositories.some(({ runs }) => runs === null || runs.length > 0),
    remotes: facts.repositories.flatMap(({ remotes }) => remotes),
    words,
    restorable: new Set(facts.losses.filter(({ kind }) => kind === "restorable").map(({ path }) => path)),
  };
}

/** A sandbox that leaves out the network, and of which no root holds the person's home. */
function isBox(under: Permissions, home: string): boolean {
  if (under.kind !== "restricted" || under.network !== "none") return false;
  return under.writable.every(({ path }) => !isWithin(path, home));
}

function seenAs(sighting: Sighting, stage: Stage, scene: Scene): Seen {
  const [program, ...rest] = sighting.words;
  const finding = stage.survey.findings[sighting.id] ?? { effects: [], danger: "is not known", safe: "no" };
  return {
    name: baseName(textOf(program) ?? ""),
    args: [...rest.map(showValue), ...(sighting.open ? ["…"] : [])],
    isKnown: !sighting.open && sighting.words.every((word) => textOf(word) !== null),
    finding,
    scene,
    stage,
  };
}

/** A loop does the same many times. */
function onceEach(deeds: readonly Deed[]): readonly Deed[] {
  const seen = new Map<string, Deed>();
  for (const one of deeds)
    seen.set([one.act, one.bar, one.level, one.category, one.what, ...one.objects].join("\0"), one);
  return [...seen.values()];
}
