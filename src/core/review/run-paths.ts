/** Files that an action would run, or take its commands from. */
import { baseName, resolvePath } from "../../kit/path.ts";
import { effectsOf, type Survey } from "../approval/survey.ts";
import type { Course } from "../script/sighting.ts";
import { textOf } from "../script/value.ts";
import type { Subject } from "./subject.ts";

/** Where build programs take their commands from, in the folder that they run in. */
const TASK_FILES: Readonly<Record<string, readonly string[]>> = {
  make: ["GNUmakefile", "makefile", "Makefile"],
  gmake: ["GNUmakefile", "makefile", "Makefile"],
  npm: ["package.json"],
  pnpm: ["package.json"],
  yarn: ["package.json"],
  bun: ["package.json"],
  just: ["justfile", "Justfile"],
  rake: ["Rakefile"],
  task: ["Taskfile.yml", "Taskfile.yaml"],
};

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
  return once([...planted, ...namedIn(survey), ...scriptsIn(survey.course, action.cwd), ...tasksIn(survey.course)]);
}

function once(paths: readonly (string | null)[]): readonly string[] {
  return [...new Set(paths.filter((path) => path !== null))];
}

/** Where what runs is made while it runs, of what it reads. */
function namedIn(survey: Survey): readonly (string | null)[] {
  const isMade = survey.course.unknowns.some(({ kind }) => kind === "text");
  return effectsOf(survey).flatMap(({ kind, path }) => (kind === "runs" || (isMade && kind === "read") ? [path] : []));
}

/** A script is named in the folder of the command that runs it, which is one of those that were seen. */
function scriptsIn({ unknowns, sightings }: Course, cwd: string): readonly string[] {
  const folders = new Set([cwd, ...sightings.flatMap((sighting) => sighting.cwd ?? [])]);
  return unknowns.flatMap(({ path }) => {
    const name = path === null ? null : textOf(path);
    return name === null ? [] : [...folders].map((folder) => resolvePath(folder, name));
  });
}

function tasksIn({ sightings }: Course): readonly string[] {
  return sightings.flatMap(({ words: [program], cwd }) => {
    const files = TASK_FILES[baseName(textOf(program) ?? "")] ?? [];
    return cwd === null ? [] : files.map((file) => resolvePath(cwd, file));
  });
}
