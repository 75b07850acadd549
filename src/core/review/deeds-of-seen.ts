/** What one command does: by its family, the places it touches, what it is run through. */
import { baseName } from "../../kit/path.ts";
import type { Effect } from "../commands/effect.ts";
import { redirected } from "../commands/know.ts";
import type { Scene, Surroundings } from "../commands/scene.ts";
import { isSeenThrough } from "../commands/seen-through.ts";
import { dangerOfSettings } from "../commands/settings.ts";
import { settingDeeds } from "./settings-deeds.ts";
import { rowFor } from "../commands/table.ts";
import type { ReviewCategory } from "../config/review-terms.ts";
import { NO_COMMAND, type Sighting } from "../script/sighting.ts";
import { bounded, ownProgram } from "./deeds-builds.ts";
import { reached, socketDeeds } from "./deeds-transfer.ts";
import { familyOf } from "./families.ts";
import { isTemporary, placeDeeds } from "./places.ts";
import { searchDeeds, secretDeeds } from "./sources.ts";
import { asked, BARS, effectsOfKind, free, named, person, type Seen, type Stage } from "./seen.ts";
import { atSite, isPrivilege } from "./sites.ts";
import type { Deed } from "./subject.ts";

/** Empty for a program that only starts another one, which is looked at by itself. */
export function deedsOfSeen(seen: Seen): readonly Deed[] {
  const own = ownDeeds(seen);
  const around = [...searchDeeds(seen), ...leavingDeeds(seen), ...variableDeeds(seen), ...socketDeeds(seen)];
  return atSite(seen, [...own.map((one) => withObjects(one, seen)), ...around]);
}

/** Where nothing is named, only what is everybody's meaning can be asked for: the branch, the package. What comes later is unknown. */
function withObjects(one: Deed, { scene }: Seen): Deed {
  if (one.bar === "named" && scene.sighting.open) return { ...one, bar: "person" };
  if (one.bar !== "named" || one.objects.length > 0 || one.act === "push" || one.act === "publish") return one;
  return { ...one, bar: "person" };
}

/** What goes on when the command that started it has ended. */
function leavingDeeds({ name, args }: Seen): readonly Deed[] {
  if (!/^(?:nohup|setsid|disown|daemonize|start-stop-daemon)$/.test(name)) return [];
  const [program = ""] = args.filter((word) => !word.startsWith("-"));
  const what = `leaves ${program || "what it started"} running`;
  return [program === "" ? person("run", [], what, "weakening") : named("run", [baseName(program)], what, "weakening")];
}

function ownDeeds(seen: Seen): readonly Deed[] {
  const { finding, scene, name } = seen;
  if (finding.safe !== "no") return isSeenThrough(scene) ? [] : [bounded(reading(seen), isHeld(seen))];
  if (isTemporarySweep(seen)) return [asked("delete", seen.args, "deletes temporary files")];
  const told = familyOf(name)?.(seen) ?? ownProgram(seen);
  // What is done to the database in a file, or where a work tree comes to lie, is told by its statement.
  const isTold =
    told !== null && (/^(?:sqlite3?|litecli|duckdb)$/.test(name) || (name === "git" && seen.args.includes("worktree")));
  const effects = isTold
    ? finding.effects.filter(
        ({ kind, path }) =>
          kind !== "write" ||
          !told.some(
            ({ objects, bar }) =>
              bar !== "free" &&
              objects.some(
                (one) =>
                  path?.endsWith(one.replace(/^(?:\.{1,2}\/)+/, "/")) === true || path?.endsWith(`/${one}`) === true,
              ),
          ),
      )
    : finding.effects;
  const places = [...secretDeeds(seen), ...placeDeeds(effects, scene, seen.stage, name)];
  const deeds = told === null ? [...places, ...fallback(seen, places)] : [...told, ...places];
  return [...deeds, ...dangerDeeds(seen, deeds)];
}

/** `rm -rf "$TMPDIR"/x_*`: where that is is not known, but what it is for. */
function isTemporarySweep({ name, finding: { effects }, args }: Seen): boolean {
  const targets = args.filter((word) => !/^-[rRfvi]+$/.test(word));
  const gone = effects.filter(({ kind }) => kind === "delete");
  return name === "rm" && gone.length > 0 && gone.length === targets.length && gone.every(isTemporary);
}

/** True where it only reads, whatever the files say that lead it: some programs only do so inside a sandbox. */
function isHeld({ finding, name, stage }: Seen): boolean {
  return finding.safe === "anywhere" || stage.isBoxed || (name === "git" && !stage.isLed);
}

function reading(seen: Seen): Deed {
  const targets = effectsOfKind(seen, "read").flatMap(({ target }) => target ?? []);
  return free("look", targets, targets.length === 0 ? `runs ${seen.name}` : `reads ${targets.join(" and ")}`);
}

/** A danger that no deed so far speaks of. */
function dangerDeeds({ finding, name, scene }: Seen, deeds: readonly Deed[]): readonly Deed[] {
  // What is run with more rights is looked at by itself, as such.
  if (finding.danger === null || (isSeenThrough(scene) && isPrivilege(name))) return [];
  const isTold = deeds.some(({ category, bar }) => category !== null && BARS.indexOf(bar) >= BARS.indexOf("named"));
  return isTold ? [] : [person("run", [name], `${name} ${finding.danger}`, categoryOf(finding.effects))];
}

const CATEGORIES: readonly (readonly [kind: Effect["kind"], category: ReviewCategory])[] = [
  ["credentials", "credentials"],
  ["persistence", "weakening"],
  ["privilege", "privilege"],
  ["git-history", "destruction"],
  ["delete", "destruction"],
  ["network", "network"],
  ["process", "destruction"],
  ["write", "weakening"],
];

function categoryOf(effects: readonly Effect[]): ReviewCategory {
  // What only reads and is dangerous all the same reads secrets.
  if (effects.every(({ kind }) => kind === "read")) return "credentials";
  return CATEGORIES.find(([kind]) => effects.some((one) => one.kind === kind))?.[1] ?? "hidden";
}

/** For a program that no family knows, by what the table says of it. */
function fallback(seen: Seen, places: readonly Deed[]): readonly Deed[] {
  const { name, finding, scene } = seen;
  const kinds = new Set(finding.effects.map(({ kind }) => kind));
  for (const { name: setting } of scene.sighting.settings) {
    if (finding.effects.every(({ kind, target }) => kind !== "unknown" || target === setting)) kinds.delete("unknown");
  }
  const deeds: Deed[] = [];
  for (const { kind, target } of finding.effects) {
    if (kind === "network" && target === null)
      deeds.push(person("reach", [name], `${name} reaches other machines`, "network"));
    if (kind === "process") {
      const what = `${name} acts on ${target ?? "other processes"}`;
      deeds.push(
        target === null ? person("stop", [name], what, "destruction") : named("stop", [target], what, "destruction"),
      );
    }
  }
  if (kinds.has("network")) deeds.push(...reached(seen));
  if (kinds.has("privilege")) deeds.push(person("administer", [name], `${name} acts with more rights`, "privilege"));
  if (kinds.has("credentials"))
    deeds.push(person("show-secret", [name], `${name} may show what lets somebody in`, "credentials"));
  if (kinds.has("persistence")) deeds.push(person("schedule", [name], `${name} leaves something behind`, "weakening"));
  if (kinds.has("git-history") || kinds.has("git-write"))
    deeds.push(person("discard", [name], `${name} changes a repository`, "destruction"));
  if (kinds.has("runs") || kinds.has("unknown")) deeds.push(unknownRun(seen));
  if (deeds.length > 0 || places.length > 0) return deeds;
  // Which files is not known: whoever wants that program has to say so.
  if (kinds.has("write")) return [named("edit", [name], `${name} writes files`, "weakening")];
  return kinds.has("network-local") ? [asked("reach", [name], `${name} talks to this machine`)] : [reading(seen)];
}

/** A program of which not all is known. */
function unknownRun(seen: Seen): Deed {
  const { name, finding, scene, stage, isKnown } = seen;
  const row = rowFor(name);
  const reads = finding.effects.every(({ kind }) => kind === "read" || kind === "unknown");
  if (row !== undefined && reads && !isKnown && finding.danger === null && stage.isBoxed) {
    return asked("look", seen.args, `${name} reads what its words do not tell`);
  }
  const what = name === "" ? "runs a program that its words do not tell" : `runs ${name}, of which not all is known`;
  const made = person("run", [name], what, scene.sighting.doubt === null && name !== "" ? null : "hidden");
  return stage.isBoxed && name !== "" ? { ...made, level: "medium" } : made;
}

/** Variables that are set for it alone. */
function variableDeeds({ scene }: Seen): readonly Deed[] {
  const { settings } = scene.sighting;
  const danger = dangerOfSettings(settings, scene);
  const names = settings.map(({ name }) => name);
  const deeds = danger === null ? [] : [person("configure", names, `it ${danger}`, "weakening")];
  return [...deeds, ...settings.flatMap((setting) => settingDeeds(setting, scene))];
}

/** What redirections of groups and loops do. */
export function deedsAround(stage: Stage, around: Surroundings): readonly Deed[] {
  const { course } = stage.survey;
  const isBare = course.sightings.length === 0;
  return course.redirections.flatMap((redirection) => {
    const sighting: Sighting = { ...NO_COMMAND, cwd: redirection.cwd, redirections: [redirection] };
    const scene: Scene = { ...around, course, sighting };
    const deeds = placeDeeds(redirected(sighting, scene), scene, stage, isBare ? ":" : "");
    // One that stands alone and empties a file cannot be told from that of a group.
    return isBare || redirection.operator === ">>" ? deeds : deeds.map(onlyNamed);
  });
}

function onlyNamed(one: Deed): Deed {
  return one.bar === "asked" ? { ...one, bar: "named", level: "medium" } : one;
}
