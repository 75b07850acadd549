/** What was denied and comes again: as it was, or by another way. */
import { never } from "../../kit/never.ts";
import { baseName } from "../../kit/path.ts";
import type { Action } from "../approval/action.ts";
import { surveyOf } from "../approval/survey.ts";
import { hostOf } from "../commands/hosts.ts";
import type { Surroundings } from "../commands/scene.ts";
import { readsSecret } from "../commands/secrets.ts";
import { textValue } from "../script/value.ts";
import { printCommand } from "../shell/print.ts";
import { BARS, deed, person } from "./seen.ts";
import { pastSurvey } from "./steps.ts";
import type { Deed } from "./subject.ts";

/** An action that was denied, and what its commands would have done; none for what is no command. */
export type Refused = { readonly action: Action; readonly deeds: readonly Deed[] };

/** What the person or the reviewer denied, and now comes again: as it was, or by another way. */
export function againDeeds(
  action: Action,
  own: readonly Deed[],
  refused: readonly Refused[],
  around: Surroundings,
): readonly Deed[] {
  const found: Deed[] = [];
  for (const { action: before, deeds } of refused) {
    const shown = shownOf(before);
    if (isSame(before, action)) {
      found.push(deed("run", [], `was denied before (${shown})`, ["person", "medium", "hidden"]));
      continue;
    }
    const why = overlap(deeds, own) ?? likeness(before, action, around);
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

/** The same done to the same, whatever program does it. */
function overlap(before: readonly Deed[], own: readonly Deed[]): string | null {
  for (const denied of before) {
    if (!isTelling(denied)) continue;
    const again = own.find((one) => isTelling(one) && one.act === denied.act && shares(one, denied));
    if (again !== undefined) return again.what;
  }
  return null;
}

function isTelling({ bar }: Deed): boolean {
  return BARS.indexOf(bar) >= BARS.indexOf("named");
}

/** Where one of them names nothing, it may be anything. */
function shares(a: Deed, b: Deed): boolean {
  if (a.objects.length === 0 || b.objects.length === 0) return a.act !== "run";
  return a.objects.some((object) => b.objects.includes(object));
}

/** What both have in common that is worth a denial; null for nothing. */
function likeness(before: Action, now: Action, around: Surroundings): string | null {
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
  return null;
}

const WAYS: Readonly<Record<string, string>> = {
  host: "reaches the same host",
  secret: "reads the same secret",
  path: "writes or deletes the same place",
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
  }
  return marks;
}
