/** What shows over several steps: where secrets and fetched files went before. */
import { baseName } from "../../kit/path.ts";
import type { Action } from "../approval/action.ts";
import { type Survey, surveyOf } from "../approval/survey.ts";
import type { Effect } from "../commands/effect.ts";
import type { Surroundings } from "../commands/scene.ts";
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

const PRINTS_ALL = /^(?:env|printenv|set|export|declare)$/;

/** Notes what the commands put where; tells what leaves the machine, and what runs that was fetched. */
function follow({ course, findings }: Survey, held: Held, around: Surroundings): readonly Deed[] {
  const carried = new Map<number, string>();
  let substituted: string | null = null;
  const deeds: Deed[] = [];
  for (const sighting of course.sightings) {
    const { effects = [], danger = null } = findings[sighting.id] ?? {};
    const scene = { ...around, course, sighting };
    const name = baseName(textOf(sighting.words[0]) ?? "");
    const read = effects.filter(({ kind }) => kind === "read" || kind === "runs" || kind === "credentials");
    const isMade = sighting.words.some(({ pieces }) => pieces.some(({ kind }) => kind === "any"));
    const given =
      sighting.input.kind === "output"
        ? sighting.input.of.map((id) => carried.get(id)).find((one) => one !== undefined)
        : undefined;
    const secret: string | undefined =
      read.find((one) => one.target !== null && readsSecret(one, scene))?.target ??
      read
        .map(({ path }) => (path === null ? undefined : within(path, held.secrets)))
        .find((one) => one !== undefined) ??
      (PRINTS_ALL.test(name) && danger !== null ? "the environment" : undefined) ??
      (/^(?:gh|glab|gcloud|aws|az|vault|op|pass|security|kubectl|heroku)$/.test(name) &&
      danger !== null &&
      effects.some(({ kind }) => kind === "credentials") &&
      /token|secret|password|key/i.test(sighting.words.map(showValue).join(" "))
        ? `what ${name} shows`
        : undefined) ??
      given ??
      (isMade && substituted !== null ? substituted : undefined);
    if (secret !== undefined) {
      carried.set(sighting.id, secret);
      if (sighting.via.includes("substitution") || sighting.via.includes("backquote")) substituted = secret;
      for (const one of effects) if (one.kind === "write" && one.path !== null) held.secrets.set(one.path, secret);
      const isHeld = read.some(({ path }) => path !== null && within(path, held.secrets) === secret);
      if (isHeld)
        deeds.push(person("show-secret", [secret], `${name} reads what was made from ${secret}`, "credentials"));
      const away = effects.find(({ kind }) => kind === "network");
      const isSending = away !== undefined && !/^(?:gh|glab|gcloud|aws|az|vault|op|kubectl|heroku|git)$/.test(name);
      if (isSending || (away !== undefined && given !== undefined))
        deeds.push(
          forbidden(
            "send",
            [secret, away.target ?? "another machine"],
            `sends ${secret} to ${away.target ?? "another machine"}`,
            "exfiltration",
          ),
        );
    }
    deeds.push(...running(effects, sighting.cwd, textOf(sighting.words[0]), held));
    noteFetched(effects, name, held);
  }
  for (const { path } of course.unknowns) {
    const file = path === null ? null : textOf(path);
    const from =
      file === null
        ? undefined
        : [...held.fetched].find(([one]) => one === file || one.endsWith(`/${file.replace(/^\.\//, "")}`))?.[1];
    if (from !== undefined)
      deeds.push(grave("run", [file ?? ""], `runs ${file ?? ""}, which was fetched from ${from}`, "supply-chain"));
  }
  return deeds;
}

/** What is kept for the path itself, or for a folder around it. */
function within(path: string, kept: ReadonlyMap<string, string>): string | undefined {
  for (const [one, from] of kept)
    if (path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`)) return from;
  return undefined;
}

function running(
  effects: readonly Effect[],
  cwd: string | null,
  program: string | null,
  { fetched }: Held,
): readonly Deed[] {
  if (fetched.size === 0) return [];
  const own =
    program?.includes("/") === true && cwd !== null
      ? [program.startsWith("/") ? program : `${cwd}/${program.replace(/^\.\//, "")}`]
      : [];
  const paths = [...own, ...effects.flatMap(({ kind, path }) => (kind === "runs" && path !== null ? [path] : []))];
  return paths.flatMap((path) => {
    const from = within(path, fetched);
    return from === undefined
      ? []
      : [grave("run", [path], `runs ${path}, which was fetched from ${from}`, "supply-chain")];
  });
}

const FETCHES = /^(?:curl|wget|wget2|aria2c|axel|http|https|xh|scp|rsync|sftp|ftp|lftp|nc|ncat|rclone|gsutil|s3cmd)$/;

function noteFetched(effects: readonly Effect[], name: string, { fetched }: Held): void {
  const from = effects.find(({ kind }) => kind === "network")?.target;
  if (from === undefined) {
    // A copy of what was fetched was fetched as well.
    const origin = effects.flatMap(({ kind, path }) =>
      kind === "read" && path !== null ? (within(path, fetched) ?? []) : [],
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
