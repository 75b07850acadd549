/** Whether git, in the folders where a command starts it, runs nothing but itself. */
import { baseName } from "../../kit/path.ts";
import { whyGitStays } from "../policy/git-words.ts";
import type { Basis } from "./basis.ts";
import { gitFoldersOf, type Survey } from "./survey.ts";

/** True for `git` as PATH finds it, or by an absolute path. */
export function isGit(program: string): boolean {
  return program === "git" || (program.startsWith("/") && baseName(program) === "git");
}

type Answer = { readonly repositories: Basis["repositories"]; readonly why: string | null };

/** Each git command of a script asks the same. */
const answers = new WeakMap<Survey, Answer>();

/** Null where git is a program like any other in all of this command; else why not, in plain words. */
export function whatGitRuns(survey: Survey, { repositories }: Pick<Basis, "repositories">): string | null {
  const known = answers.get(survey);
  if (known?.repositories === repositories) return known.why;
  const why = whyInside(survey, repositories);
  answers.set(survey, { repositories, why });
  return why;
}

function whyInside({ reading, course }: Survey, repositories: Basis["repositories"]): string | null {
  const found = gitFoldersOf(course.sightings).map((cwd) => repositories.find(({ folder }) => folder === cwd));
  const runs: string[] = [];
  for (const repository of found) {
    // Not looked up means not known.
    if (repository?.runs === undefined || repository.runs === null) return UNTOLD;
    for (const name of repository.runs) runs.push(name);
  }
  if (runs.length > 0) return mayRun(runs);
  const remotes = found.map((repository) => repository?.remotes ?? []);
  const shared = (remotes[0] ?? []).filter((name) => remotes.every((some) => some.includes(name)));
  const commands = reading.kind === "plain" ? reading.commands : [];
  const words = commands.flatMap(([program, ...args]) => (isGit(program) ? [args] : []));
  return whyGitStays(words, shared);
}

export const UNTOLD = "it cannot be told what git finds in its folder";

/** @param names of settings, hooks and submodules */
export function mayRun(names: readonly string[]): string {
  return `its repository has what may run or lead elsewhere: ${listed([...new Set(names)])}`;
}

const NAMED_MAX = 4;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  return names.slice(0, NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
