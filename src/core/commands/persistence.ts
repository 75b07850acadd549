/** Which files run later or let somebody in later: writing to them always asks. */
import type { Effect } from "./effect.ts";
import type { Scene } from "./scene.ts";

/** Why writing there is dangerous, in words that follow the program's name; null where it is not. */
export function leavesBehind({ path }: Effect, { home }: Scene): string | null {
  return path === `${home}/.bashrc` ? "changes what a shell runs when it starts" : null;
}
