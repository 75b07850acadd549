/** Files that a command would run, or take its commands from, as far as its words tell. */
import { baseName, resolvePath } from "../../kit/path.ts";
import type { Course } from "../script/sighting.ts";
import { textOf } from "../script/value.ts";
import { effectsOf, type Survey } from "./survey.ts";

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

/**
 * Absolute, each once, without the programs that it names. Some may not exist: what a word means is not always known.
 *
 * @param cwd where it is run, absolute
 */
export function filesRunBy(survey: Survey, cwd: string): readonly string[] {
  const { course } = survey;
  const paths = [...namedIn(survey), ...scriptsIn(course, cwd), ...tasksIn(course)];
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
