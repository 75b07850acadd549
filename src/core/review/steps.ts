/** What shows over several steps: where secrets and fetched files went before, and what was denied and comes again. */
import { never } from "../../kit/never.ts";
import { baseName } from "../../kit/path.ts";
import type { Action } from "../approval/action.ts";
import { type Survey, surveyOf } from "../approval/survey.ts";
import type { Effect } from "../commands/effect.ts";
import { hostOf } from "../commands/hosts.ts";
import type { Surroundings } from "../commands/scene.ts";
import { readsSecret } from "../commands/secrets.ts";
import { showValue, textOf, textValue } from "../script/value.ts";
import { printCommand } from "../shell/print.ts";
import { BARS, deed, forbidden, grave, person } from "./seen.ts";
import type { Background, Deed, Subject } from "./subject.ts";

/** Steps that are looked back at, the newest; older ones say nothing any more. */
const STEPS_MAX = 50;

type Held = {
  /** Absolute paths of files, and the secret that each was made from. */
  readonly secrets: Map<string, string>;
  /** Absolute paths of files that were fetched, and from where. */
  readonly fetched: Map<string, string>;
};

/** @param own what the commands of this action do by themselves */
export function stepDeeds(
  { question: { action } }: Subject,
  survey: Survey,
  { done, refused }: Background,
  own: readonly Deed[],
  around: Surroundings,
): readonly Deed[] {
  const held: Held = { secrets: new Map(), fetched: new Map() };
  for (const before of done.slice(-STEPS_MAX)) {
    const past = pastSurvey(before, around);
    if (past !== null) follow(past, held, around);
  }
  const now = follow(survey, held, around);
  return [...now, ...againDeeds(action, own, refused.slice(-STEPS_MAX), around)];
}

const surveys = new WeakMap<Action, Survey>();

/** The same step is looked back at by many reviews. */
function pastSurvey(action: Action, around: Surroundings): Survey | null {
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

/** What the person or the reviewer denied, and now comes again: as it was, or by another way. */
function againDeeds(
  action: Action,
  own: readonly Deed[],
  refused: readonly Action[],
  around: Surroundings,
): readonly Deed[] {
  const found: Deed[] = [];
  for (const before of refused) {
    const shown = shownOf(before);
    if (isSame(before, action)) {
      found.push(deed("run", [], `was denied before (${shown})`, ["person", "medium", "hidden"]));
      continue;
    }
    const why = likeness(before, action, own, around);
    if (why !== null) found.push(person("run", [], `${why}, as what was denied (${shown})`, "hidden"));
  }
  return found;
}

function shownOf(action: Action): string {
  switch (action.kind) {
    case "command":
    case "exec":
      return printCommand(
        action.argv.length === 3 && /^-l?c$/.test(action.argv[1] ?? "") ? [action.argv[2] ?? ""] : action.argv,
      ).slice(0, 120);
    case "network":
      return `${action.host}:${action.port}`;
    case "mcp":
      return `${action.server} ${action.tool}`;
    case "patch":
    case "stdin":
    case "permissions":
    case "elicitation":
      return action.kind;
    default:
      return never(action);
  }
}

function isSame(a: Action, b: Action): boolean {
  if (a.kind !== b.kind) return false;
  if ((a.kind === "command" || a.kind === "exec") && (b.kind === "command" || b.kind === "exec"))
    return a.argv.join("\0") === b.argv.join("\0");
  return false;
}

/** What both have in common that is worth a denial; null for nothing. */
function likeness(before: Action, now: Action, own: readonly Deed[], around: Surroundings): string | null {
  const marks = marksOfAction(before, around);
  if (marks.size === 0) return null;
  const text =
    now.kind === "command" || now.kind === "exec" ? now.argv.join(" ") : now.kind === "stdin" ? now.text : "";
  const mine = marksOfAction(now, around);
  for (const mark of marks) {
    const [kind = "", value = ""] = mark.split("\0");
    if (mine.has(mark)) return WAYS[kind] ?? "does the same";
    if (kind === "host" && text.includes(value)) return WAYS[kind] ?? null;
    if (kind === "secret" && value.length > 3 && text.includes(value)) return WAYS[kind] ?? null;
  }
  const acts = new Set([...marks].filter((mark) => mark.startsWith("act\0")).map((mark) => mark.slice(4)));
  return own.some(({ act, bar }) => acts.has(act) && BARS.indexOf(bar) >= BARS.indexOf("named"))
    ? "acts in the same way"
    : null;
}

const WAYS: Readonly<Record<string, string>> = {
  host: "reaches the same host",
  secret: "reads the same secret",
  path: "writes or deletes the same place",
  branch: "changes the same branch elsewhere",
};

/** What it reaches, reads and changes, each as `KIND\0VALUE`. */
function marksOfAction(action: Action, around: Surroundings): ReadonlySet<string> {
  const marks = new Set<string>();
  if (action.kind === "network") marks.add(`host\0${action.host.toLowerCase()}`);
  if (action.kind !== "command" && action.kind !== "exec") return marks;
  const survey = action.kind === "command" ? pastSurvey(action, around) : surveyOf(action, around);
  if (survey === null) return marks;
  for (const sighting of survey.course.sightings) {
    const scene = { ...around, course: survey.course, sighting };
    const effects = survey.findings[sighting.id]?.effects ?? [];
    for (const one of effects) {
      if (one.target === null) continue;
      if (one.kind === "network") {
        const host = hostOf(textValue(one.target));
        if (host?.includes(".") === true) marks.add(`host\0${host}`);
      }
      if ((one.kind === "read" || one.kind === "runs") && readsSecret(one, scene))
        marks.add(`secret\0${baseName(one.path ?? one.target)}`);
      if ((one.kind === "write" || one.kind === "delete") && one.path !== null && one.where !== "temporary")
        marks.add(`path\0${one.path}`);
    }
    const words = sighting.words.map(showValue);
    if (baseName(words[0] ?? "") === "git" && words.includes("push")) marks.add("act\0push");
    if (/^(?:npm|pnpm|yarn|cargo|twine|gem)$/.test(baseName(words[0] ?? "")) && words.includes("publish"))
      marks.add("act\0publish");
  }
  return marks;
}
