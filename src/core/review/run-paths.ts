/** Files that an action would run, or take its commands from. */
import { resolvePath } from "../../kit/path.ts";
import { filesRunBy } from "../approval/files-run.ts";
import type { Subject } from "./subject.ts";

/** Absolute, likeliest first, each once. Some may not exist: what a word means is not always known. */
export function runPaths({ question, facts }: Subject): readonly string[] {
  const { action, survey } = question;
  if (action.kind === "exec") {
    const own = facts.file === null || facts.file.isSteady ? [] : [facts.file.real];
    const words = action.argv.slice(1).filter((word) => !word.startsWith("-") && /[/.]/u.test(word));
    return once([...own, ...words.map((word) => resolvePath(action.cwd, word))]);
  }
  if (action.kind !== "command" || survey === null) return [];
  const planted = facts.programs.flatMap(({ path, writable }) => (writable ? [path] : []));
  return once([...planted, ...filesRunBy(survey, action.cwd)]);
}

function once(paths: readonly (string | null)[]): readonly string[] {
  return [...new Set(paths.filter((path) => path !== null))];
}
