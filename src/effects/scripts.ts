/** Tells files that a command would run from what may stand there later. */
import { statSync } from "node:fs";

/** More are not looked at, and count as what is never twice the same. */
const SCRIPTS_MAX = 100;

/** One text each, in their order: another one as soon as another file stands there or something is written to it. */
export function statesOf(paths: readonly string[]): readonly string[] {
  const states = paths.slice(0, SCRIPTS_MAX).map(stateOf);
  return paths.length > SCRIPTS_MAX ? [...states, `${paths.length} at ${process.hrtime.bigint()}`] : states;
}

function stateOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${path} ${dev}:${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    // Missing or out of reach: what comes to stand there is another one.
    return `${path} -`;
  }
}
