/** Commands in a made-up workspace, for the tables of what they do. */
import { know } from "../../../src/core/commands/know.ts";
import type { Finding } from "../../../src/core/commands/effect.ts";
import type { Surroundings } from "../../../src/core/commands/scene.ts";
import type { Course, Sighting } from "../../../src/core/script/sighting.ts";
import { textValue } from "../../../src/core/script/value.ts";
import { read } from "../../../src/core/shell/read.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

export const HOME = "/home/you";
export const WORKSPACE = "/home/you/src/app";
export const AROUND: Surroundings = { home: HOME, roots: [WORKSPACE, "/tmp"], keep: [] };

/** What the last command of a plain line does; `~/` and a last `~` stand for the home folder. */
export function findingOf(line: string): Finding {
  return findingsOf(line).at(-1) ?? { effects: [], danger: null, safe: "no" };
}

/** What each command of a plain line does, by itself: no redirections, no expansions but `~`. */
export function findingsOf(line: string): readonly Finding[] {
  const reading = read(["bash", "-c", line.replace(/(?<=^|\s)~(?=\/|\s|$)/g, HOME)]);
  if (reading.kind === "opaque") throw new Error(`not plain: ${line}`);
  const sightings = reading.commands.map(sightingOf);
  const course: Course = { sightings, unknowns: [], shape: [], redirections: [], settings: [] };
  return sightings.map((sighting) => know({ ...AROUND, sighting, course }));
}

function sightingOf([program, ...args]: Command, id: number): Sighting {
  return {
    id,
    words: [textValue(program), ...args.map(textValue)],
    open: false,
    settings: [],
    redirections: [],
    input: { kind: "inherited" },
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  };
}
