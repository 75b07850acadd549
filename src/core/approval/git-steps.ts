/** Whether a command is nothing but local steps of git, which find the repository open. */
import { baseName } from "../../kit/path.ts";
import type { Effect, EffectKind, Finding } from "../commands/effect.ts";
import { gitFolder, gitStepOf } from "../commands/git-step.ts";
import { mayWrite, type Permissions } from "../permissions/permissions.ts";
import type { Setting, Sighting } from "../script/sighting.ts";
import { textOf } from "../script/value.ts";
import type { Basis } from "./basis.ts";
import type { Repository } from "./facts.ts";
import { plantedIn } from "./programs.ts";
import { isGit, mayRun, UNTOLD } from "./repositories.ts";
import { isSafeFinding, type Survey } from "./survey.ts";

export type WithGitSteps = {
  readonly box: Permissions;
  /** Why local steps of git find the repository closed, in plain words; null where they do not, or there are none. */
  readonly closed: string | null;
};

/**
 * The same permissions, or with `git: "commit"` where all of the command was seen, each git in it is a step that git
 * can undo and does by itself, its repository runs nothing else, and the rest reads or changes files of the workspace.
 */
export function withGitSteps(box: Permissions, survey: Survey, basis: Basis): WithGitSteps {
  if (box.kind === "unrestricted" || box.git !== "steps" || box.writable.length === 0) return { box, closed: null };
  if (!isLocalGit(survey, basis)) return { box, closed: null };
  const closed = whyClosed(box, survey, basis);
  return { box: closed === null ? { ...box, git: "commit" } : box, closed };
}

function isLocalGit({ course, findings, around, dangers, unseen }: Survey, basis: Basis): boolean {
  if (course.unknowns.length > 0 || dangers.length > 0 || unseen.length > 0) return false;
  if (course.settings.some((one) => one.name.startsWith("GIT_") && !isSaying(one))) return false;
  if (plantedIn(basis).length > 0) return false;
  if (!around.every(isHarmless)) return false;
  let steps = 0;
  for (const sighting of course.sightings) {
    const finding = findings[sighting.id];
    if (finding === undefined || sighting.doubt !== null || sighting.open || !sighting.settings.every(isSaying))
      return false;
    const isReading = isSafeFinding(finding, true);
    if (isStepOfGit(sighting, finding)) steps += isReading ? 0 : 1;
    else if (!isReading && !isPlainChange(sighting, finding)) return false;
  }
  return steps > 0;
}

/** Variables that say who, when and how it looks. */
const SAYS =
  /^(?:GIT_(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)|GIT_TERMINAL_PROMPT|GIT_OPTIONAL_LOCKS|TZ|LANG|LC_ALL|NO_COLOR|CI)$/;
const NO_EDITOR = /^(?:GIT_(?:SEQUENCE_)?EDITOR|GIT_PAGER|PAGER|EDITOR|VISUAL)$/;

function isSaying({ name, value }: Setting): boolean {
  const text = textOf(value);
  return SAYS.test(name) || (NO_EDITOR.test(name) && text !== null && /^(?:true|:|cat|)$/.test(text));
}

const STEP_KINDS: ReadonlySet<EffectKind> = new Set(["git-write", "read", "write", "delete"]);

function isStepOfGit({ words: [program, ...rest] }: Sighting, finding: Finding): boolean {
  if (!isGit(textOf(program) ?? "")) return false;
  const isKnown = finding.effects.every((effect) => {
    if (effect.kind === "git-write") return true;
    // What its hooks run: there are none, as the repository tells.
    if (effect.kind === "runs") return effect.target === null;
    return STEP_KINDS.has(effect.kind) && isHarmless(effect);
  });
  return isKnown && (isSafeFinding(finding, true) || gitStepOf(rest) !== null);
}

/** Of all repositories that it works in. Where there is no folder nothing is started; it is looked at again before. */
function whyClosed(box: Permissions, { course, findings }: Survey, { hasFolder, repositories }: Basis): string | null {
  if (!hasFolder) return null;
  for (const {
    id,
    words: [program, ...rest],
    cwd,
  } of course.sightings) {
    const finding = findings[id];
    if (finding === undefined || !isGit(textOf(program) ?? "")) continue;
    const at = gitFolder(rest, cwd);
    const repository = repositories.find(({ folder }) => folder === at);
    const branch = isSafeFinding(finding, true) ? null : (gitStepOf(rest)?.branch ?? null);
    const why =
      repository === undefined ? UNTOLD : (whyRepositoryCloses(repository, box) ?? whyBranchCloses(repository, branch));
    if (why !== null) return why;
  }
  return null;
}

/** It must be laid out as git does it, run nothing but git, and lie where the command may write. */
function whyRepositoryCloses({ runs, submodules, nested, top }: Repository, box: Permissions): string | null {
  if (runs === null) return UNTOLD;
  const others = runs.filter((name) => !submodules.includes(name));
  if (others.length > 0 || nested.length > 0) return mayRun([...others, ...nested]);
  if (top === null) return "its folders are not laid out as git does it";
  return mayWrite(box, top) ? null : `its files in ${top} may not be written`;
}

function whyBranchCloses({ branches }: Repository, branch: string | null): string | null {
  if (branch === null || branches.includes(branch)) return null;
  return `${branch} is no branch of it, and for one that git makes of a remote's it writes settings`;
}

/** What these write can be seen, and is no repository: an archive or a copy of a folder may hold one. */
const WRITERS: ReadonlySet<string> = new Set(
  ": cat cd chmod cp echo export false mkdir mv printf rm rmdir sed set sleep sort tee touch true".split(" "),
);

function isPlainChange({ words: [program, ...rest] }: Sighting, { effects }: Finding): boolean {
  const name = baseName(textOf(program) ?? "");
  const mayCopyFolders = name === "cp" && rest.some((word) => textOf(word)?.startsWith("-") !== false);
  return WRITERS.has(name) && !mayCopyFolders && effects.every(isHarmless);
}

/** Files of the workspace and of /tmp, but none of a repository's own. */
function isHarmless({ kind, path, where }: Effect): boolean {
  if (kind === "read") return true;
  if (kind !== "write" && kind !== "delete") return false;
  const isPlace = where === "workspace" || where === "temporary" || where === "device";
  return isPlace && path !== null && !path.split("/").some((part) => part.toLowerCase() === ".git");
}
