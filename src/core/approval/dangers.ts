/** What always asks: by the words, and by what the disk says of the paths in them. */
import { leavesBehind } from "../commands/persistence.ts";
import type { Effect } from "../commands/effect.ts";
import type { Scene } from "../commands/scene.ts";
import { readsSecret } from "../commands/secrets.ts";
import type { Sighting } from "../script/sighting.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import type { Reason } from "./requirement.ts";
import { showSighting, surveyOf, type Danger, type Survey } from "./survey.ts";

export function dangersOf(survey: Survey, basis: Basis, matches: readonly RuleMatch[]): readonly Reason[] {
  return dangersIn(survey, basis, matches).map(({ sighting, why }): Reason => {
    const seen = sighting === null ? undefined : survey.course.sightings[sighting];
    return { kind: "danger", shown: seen === undefined ? null : showSighting(seen), why };
  });
}

/** The same with where each was seen. */
export function dangersIn(survey: Survey, basis: Basis, matches: readonly RuleMatch[]): readonly Danger[] {
  const found = [...survey.dangers, ...lossesIn(survey, basis), ...linkedIn(survey, basis)];
  if (found.length === 0) return [];
  const spelled = spelledOut(matches, basis);
  return found.filter(({ sighting, why }) => {
    const seen = sighting === null ? undefined : survey.course.sightings[sighting];
    return seen === undefined || !spelled.some(({ whys, runs }) => whys.has(why) && runs.has(keyOf(seen)));
  });
}

/** What a rule's words say of danger, and what the command runs that they met. */
type Spelled = { readonly whys: ReadonlySet<string>; readonly runs: ReadonlySet<string> };

/** An allow rule for `rm` was not written with `rm -rf` in mind; one that spells the danger out was. */
function spelledOut(matches: readonly RuleMatch[], { workspace, home }: Basis): readonly Spelled[] {
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  const look = (argv: Command): Survey => surveyOf({ argv, cwd: workspace.roots[0] ?? "/" }, around);
  return matches.flatMap((match) => {
    if (match.kind !== "rule" || match.rule.decision !== "allow") return [];
    const [program, ...args] = match.matched;
    const whys = program === undefined ? [] : look([program, ...args]).dangers.map(({ why }) => why);
    if (whys.length === 0) return [];
    return [{ whys: new Set(whys), runs: new Set(look(match.command).course.sightings.map(keyOf)) }];
  });
}

function keyOf({ words }: Sighting): string {
  return JSON.stringify(words);
}

/** What neither git nor a build could give back. */
function lossesIn(survey: Survey, { losses }: Basis): readonly Danger[] {
  const lost = new Map(
    losses.filter(({ kind }) => kind === "lost" || kind === "unclear").map((loss) => [loss.path, loss]),
  );
  if (lost.size === 0) return [];
  return survey.findings.flatMap(({ effects }, sighting) =>
    effects.flatMap(({ kind, path, forced, target }) => {
      const loss = kind === "delete" && forced === true && path !== null ? lost.get(path) : undefined;
      return loss === undefined ? [] : [{ sighting, why: `deletes ${target ?? ""} for good: ${loss.why}` }];
    }),
  );
}

/** A path that leads elsewhere is judged by where it leads. */
function linkedIn(survey: Survey, { links, home, workspace }: Basis): readonly Danger[] {
  if (links.length === 0) return [];
  const real = new Map(links.map((link) => [link.path, link.real]));
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  return survey.findings.flatMap(({ effects }, id) => {
    const sighting = survey.course.sightings[id];
    if (sighting === undefined) return [];
    return effects.flatMap((effect) => {
      const path = effect.path === null ? undefined : real.get(effect.path);
      const why =
        path === undefined ? null : dangerBehind(effect, path, { ...around, sighting, course: survey.course });
      return why === null ? [] : [{ sighting: id, why }];
    });
  });
}

/** @param path where the effect's path leads; null where that cannot be told */
function dangerBehind(effect: Effect, path: string | null, scene: Scene): string | null {
  const shown = effect.target ?? "";
  if (path === null) return effect.kind === "read" ? `reads ${shown}, and where that leads cannot be told` : null;
  const there: Effect = { ...effect, path, target: path };
  if (effect.kind === "read") return readsSecret(there, scene) ? `reads a secret (${shown} -> ${path})` : null;
  return effect.kind === "write" ? leavesBehind(there, scene) : null;
}
