/** The dangers between the commands of a script, for tables. */
import { dangerOfFlow } from "../../../src/core/commands/flows.ts";
import { know } from "../../../src/core/commands/know.ts";
import { follow } from "../../../src/core/script/follow.ts";
import { showValue } from "../../../src/core/script/value.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";
import { AROUND, HOME, WORKSPACE } from "./place.ts";

/** Each with the program in front, in their order. */
export function flowsOf(script: string): readonly string[] {
  const course = follow(["bash", "-c", script], { cwd: WORKSPACE, home: HOME }, seeThrough);
  const findings = course.sightings.map((sighting) => know({ ...AROUND, sighting, course }));
  return dangerOfFlow(course, findings).map(({ sighting, why }) => {
    const words = sighting === null ? undefined : course.sightings[sighting]?.words;
    return words === undefined ? why : `${showValue(words[0])} ${why}`;
  });
}
