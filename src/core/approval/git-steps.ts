/** Whether a command is nothing but local steps of git: then it may write the repository, from inside the sandbox. */
import type { Effect, EffectKind, Finding } from "../commands/effect.ts";
import { gitFolder, gitStepOf } from "../commands/git-step.ts";
import { mayWrite, type Permissions } from "../permissions/permissions.ts";
import type { Sighting } from "../script/sighting.ts";
import { textOf } from "../script/value.ts";
import type { Basis } from "./basis.ts";
import type { Repository } from "./facts.ts";
import { plantedIn } from "./programs.ts";
import { isGit } from "./repositories.ts";
import { isSafeFinding, type Survey } from "./survey.ts";

/**
 * The same permissions, or with `git: "commit"` where all of the command was seen, each git in it is a step that git
 * can undo and does by itself, its repository runs nothing else, and the rest reads or changes files of the workspace.
 */
export function withGitSteps(box: Permissions, survey: Survey, basis: Basis): Permissions {
  if (box.kind === "unrestricted" || box.git !== "steps" || box.writable.length === 0) return box;
  return isLocalGit(box, survey, basis) ? { ...box, git: "commit" } : box;
}

function isLocalGit(box: Permissions, { course, findings, around, dangers, unseen }: Survey, basis: Basis): boolean {
  if (course.unknowns.length > 0 || dangers.length > 0 || unseen.length > 0) return false;
  if (course.settings.some(({ name }) => name.startsWith("GIT_")) || plantedIn(basis).length > 0) return false;
  if (!around.every(isHarmless)) return false;
  let steps = 0;
  for (const sighting of course.sightings) {
    const finding = findings[sighting.id];
    if (finding === undefined || sighting.doubt !== null || sighting.open || sighting.settings.length > 0) return false;
    const isReading = isSafeFinding(finding, true);
    if (isStepOfGit(sighting, finding, box, basis)) steps += isReading ? 0 : 1;
    else if (!isReading && !finding.effects.every(isHarmless)) return false;
  }
  return steps > 0;
}

const STEP_KINDS: ReadonlySet<EffectKind> = new Set(["git-write", "read", "write", "delete"]);

function isStepOfGit({ words, cwd }: Sighting, finding: Finding, box: Permissions, basis: Basis): boolean {
  const [program, ...rest] = words;
  if (!isGit(textOf(program) ?? "")) return false;
  const isKnown = finding.effects.every((effect) => {
    if (effect.kind === "git-write") return true;
    // What its hooks run: there are none, as the repository tells.
    if (effect.kind === "runs") return effect.target === null;
    return STEP_KINDS.has(effect.kind) && isHarmless(effect);
  });
  const at = gitFolder(rest, cwd);
  if (!isKnown || at === null) return false;
  const reads = isSafeFinding(finding, true);
  const step = reads ? { branch: null } : gitStepOf(rest);
  if (step === null) return false;
  // Where there is no folder nothing can be started; what was looked up is looked up again when it is.
  if (!basis.hasFolder) return true;
  const repository = basis.repositories.find(({ folder }) => folder === at);
  return repository !== undefined && isOpen(repository, box) && knowsBranch(repository, step.branch);
}

/** It is laid out as git does it, runs nothing but git, and lies where the command may write. */
function isOpen({ runs, submodules, top }: Repository, box: Permissions): boolean {
  return runs !== null && runs.every((name) => submodules.includes(name)) && top !== null && mayWrite(box, top);
}

function knowsBranch({ branches }: Repository, branch: string | null): boolean {
  return branch === null || branches.includes(branch);
}

/** Files of the workspace and of /tmp, but none of a repository's own. */
function isHarmless({ kind, path, where }: Effect): boolean {
  if (kind === "read") return true;
  if (kind !== "write" && kind !== "delete") return false;
  const isPlace = where === "workspace" || where === "temporary" || where === "device";
  return isPlace && path !== null && !path.split("/").some((part) => part.toLowerCase() === ".git");
}
