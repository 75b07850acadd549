/** Whether what a command runs was seen in its words, and so is judged by itself. */
import type { Course, Shape } from "../script/sighting.ts";
import type { Scene } from "./scene.ts";

const known = new WeakMap<Course, ReadonlySet<number>>();

/** True if the reading found commands, or something that is marked as unknown, within the command of the scene. */
export function isSeenThrough({ sighting, course }: Scene): boolean {
  let outer = known.get(course);
  if (outer === undefined) {
    outer = outerCommands(course.shape);
    known.set(course, outer);
  }
  return outer.has(sighting.id);
}

function outerCommands(shape: readonly Shape[]): ReadonlySet<number> {
  const found = new Set<number>();
  const rest: Shape[] = [...shape];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    if (one.kind === "unknown") continue;
    if (one.kind === "command" && one.inner.length > 0) found.add(one.sighting);
    for (const inner of one.inner) rest.push(inner);
  }
  return found;
}
