/** Which files let somebody in: reading them always asks. */
import { isWithin } from "../../kit/path.ts";
import type { Effect } from "./effect.ts";
import type { Scene } from "./scene.ts";

/** True if the path, or one that a pattern in it may match, holds a secret. */
export function readsSecret({ target, path }: Effect, { home }: Scene): boolean {
  return path !== null ? isWithin(`${home}/.ssh`, path) : (target ?? "").includes("/.ssh/");
}
