/** What shows over several steps: where secrets and fetched files went before. */
import { baseName } from "../../kit/path.ts";
import type { Action } from "../approval/action.ts";
import { type Survey, surveyOf } from "../approval/survey.ts";
import type { Effect } from "../commands/effect.ts";
import type { Scene, Surroundings } from "../commands/scene.ts";
import type { Sighting } from "../script/sighting.ts";
import { readsSecret } from "../commands/secrets.ts";
import { showValue, textOf } from "../script/value.ts";
import { forbidden, grave, person } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** Steps that are looked back at, the newest; older ones say nothing any more. */
export const STEPS_MAX = 50;

type Held = {
  /** Absolute paths of files, and the secret that each was made from. */
  readonly secrets: Map<string, string>;
  /** Absolute paths of files that were fetched, and from where. */
  readonly fetched: Map<string, string>;
};

/** @param done actions that were carried out before, oldest first */
export function stepDeeds(survey: Survey, done: readonly Action[], around: Surroundings): readonly Deed[] {
  const held: Held = { secrets: new Map(), fetched: new Map() };
  for (const before of done.slice(-STEPS_MAX)) {
    const past = pastSurvey(before, around);
    if (past !== null) follow(past, held, around);
  }
  return follow(survey, held, around);
}

const surveys = new WeakMap<Action, Survey>();

/** The same step is looked back at by many reviews. */
export function pastSurvey(action: Action, around: Surroundings): Survey | null {
  if (action.kind !== "command") return null;
  const known = surveys.get(action);
  if (known !== undefined) return known;
  const made = surveyOf(action, around);
  surveys.set(action, made);
  return made;
}

const TAKES: ReadonlySet<Effect["kind"]> = new Set(["read", "runs", "credentials"]);

/** They write both ends, and what was at the one is at the other. */
const MOVES = /^(?:mv|gmv|ln|git|install|rename)$/;

const PRINTS_ALL = /^(?:env|printenv|set|export|declare)$/;

/** Notes what the commands put where; tells what leaves the machine, and what runs that was fetched. */
function follow({ course, findings }: Survey, held: Held, around: Surroundings): readonly Deed[] {
  const flow: Flow = { carried: new Map(), substituted: null };
  const deeds: Deed[] = [];
  for (const sighting of course.sightings) {
    const { effects = [], danger = null } = findings[sighting.id] ?? {};
    const scene = { ...around, course, sighting };
    const step: Step = {
      name: baseName(textOf(sighting.words[0]) ?? ""),
      scene,
      effects,
      isDangerous: danger !== null,
    };
    deeds.push(...goingOn(step, held, flow));
    deeds.push(...running(effects, sighting.cwd, textOf(sighting.words[0]), held));
    noteFetched(effects, step.name, held);
  }
  return [...deeds, ...scripts(course, held)];
}

/** What each sighting prints of a secret, and what substitutions have put into words. */
type Flow = { readonly carried: Map<number, string>; substituted: string | null };

type Step = {
  readonly name: string;
  readonly scene: Scene;
  readonly effects: readonly Effect[];
  readonly isDangerous: boolean;
};

/** They call home with the keys that they read, and send nothing else of them. */
const OWN_KEYS = /^(?:gh|glab|gcloud|aws|az|vault|op|pass|security|kubectl|heroku)$/;

function goingOn({ name, scene, effects, isDangerous }: Step, held: Held, flow: Flow): readonly Deed[] {
  const { sighting } = scene;
  const read = effects.filter(({ kind }) => TAKES.has(kind) || (kind === "write" && MOVES.test(name)));
  const kept = firstOf(read, ({ path }) => (path === null ? undefined : within(path, held.secrets)));
  const given = inputOf(sighting, flow);
  const isMade = sighting.words.some(({ pieces }) => pieces.some(({ kind }) => kind === "any"));
  const secret =
    read.find((one) => one.target !== null && readsSecret(one, scene))?.target ??
    kept ??
    (isDangerous ? shownBy(name, sighting, effects) : undefined) ??
    given ??
    (isMade ? flow.substituted : null);
  if (secret === null || secret === undefined) return [];
  flow.carried.set(sighting.id, secret);
  if (sighting.via.includes("substitution")) flow.substituted = secret;
  for (const one of effects) if (one.kind === "write" && one.path !== null) held.secrets.set(one.path, secret);
  const away = effects.find(({ kind }) => kind === "network");
  const isSent = away !== undefined && (given !== undefined || (!OWN_KEYS.test(name) && name !== "git"));
  const to = away?.target ?? "another machine";
  return [
    ...(kept === secret
      ? [person("show-secret", [secret], `${name} reads what was made from ${secret}`, "credentials")]
      : []),
    ...(isSent ? [forbidden("send", [secret, to], `sends ${secret} to ${to}`, "exfiltration")] : []),
  ];
}

/** So many outputs are not looked at one by one: any of them may carry it. */
const OUTPUTS_MAX = 200;

function inputOf({ input }: Sighting, { carried }: Flow): string | undefined {
  if (input.kind !== "output" || carried.size === 0) return undefined;
  if (input.of.length > OUTPUTS_MAX) return firstOf(carried.values(), (one) => one);
  return firstOf(input.of, (id) => carried.get(id));
}

/** What is dangerous to show: the environment, tokens. */
function shownBy(name: string, { words }: Sighting, effects: readonly Effect[]): string | undefined {
  if (PRINTS_ALL.test(name)) return "the environment";
  const isAsked = /token|secret|password|key/i.test(words.map(showValue).join(" "));
  const isKept = effects.some(({ kind }) => kind === "credentials");
  return OWN_KEYS.test(name) && isKept && isAsked ? `what ${name} shows` : undefined;
}

/** Scripts that a shell is given as files. */
function scripts({ unknowns }: Survey["course"], { fetched }: Held): readonly Deed[] {
  return unknowns.flatMap(({ path }) => {
    const file = path === null ? null : textOf(path);
    if (file === null) return [];
    const end = `/${file.replace(/^\.\//, "")}`;
    const from = firstOf(fetched, ([one, origin]) => (one === file || one.endsWith(end) ? origin : undefined));
    if (from === undefined) return [];
    return [grave("run", [file], `runs ${file}, which was fetched from ${from}`, "supply-chain")];
  });
}

function firstOf<One, Found>(all: Iterable<One>, find: (one: One) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** So many files are not told apart: any path may be one of them. */
const FILES_MAX = 500;

/** What is kept for the path itself, or for a folder around it. */
function within(path: string, kept: ReadonlyMap<string, string>): string | undefined {
  return firstOf(kept, ([one, from]) => {
    const isSame = kept.size > FILES_MAX || path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`);
    return isSame ? from : undefined;
  });
}

function running(
  effects: readonly Effect[],
  cwd: string | null,
  program: string | null,
  { fetched }: Held,
): readonly Deed[] {
  if (fetched.size === 0) return [];
  const own = program?.includes("/") === true ? placesOf(program, cwd, fetched) : [];
  const paths = [...own, ...effects.flatMap(({ kind, path }) => (kind === "runs" && path !== null ? [path] : []))];
  return paths.flatMap((path) => {
    const from = within(path, fetched);
    return from === undefined
      ? []
      : [grave("run", [path], `runs ${path}, which was fetched from ${from}`, "supply-chain")];
  });
}

/** Where the folder is not known, any file that ends alike may be meant. */
function placesOf(program: string, cwd: string | null, fetched: ReadonlyMap<string, string>): readonly string[] {
  if (program.startsWith("/")) return [program];
  const rest = program.replace(/^\.\//, "");
  return cwd === null ? [...fetched.keys()].filter((path) => path.endsWith(`/${rest}`)) : [`${cwd}/${rest}`];
}

const FETCHES = /^(?:curl|wget|wget2|aria2c|axel|http|https|xh|scp|rsync|sftp|ftp|lftp|nc|ncat|rclone|gsutil|s3cmd)$/;

function noteFetched(effects: readonly Effect[], name: string, { fetched }: Held): void {
  const from = effects.find(({ kind }) => kind === "network")?.target;
  if (from === undefined) {
    // A copy of what was fetched was fetched as well.
    const origin = effects.flatMap(({ kind, path }) =>
      (kind === "read" || (kind === "write" && MOVES.test(name))) && path !== null ? (within(path, fetched) ?? []) : [],
    )[0];
    if (origin === undefined) return;
    for (const one of effects)
      if (one.kind === "write" && one.path !== null && one.where !== "device") fetched.set(one.path, origin);
    return;
  }
  if (!FETCHES.test(name)) return;
  for (const one of effects)
    if (one.kind === "write" && one.path !== null && one.where !== "device") fetched.set(one.path, from ?? name);
}
