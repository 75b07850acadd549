/** What is known of places on the disk, asked for a path alone. */
import type { Effect, EffectKind } from "../commands/effect.ts";
import { leavesBehind } from "../commands/persistence.ts";
import { type Scene, whereIsPath } from "../commands/scene.ts";
import { listsSecret, readsSecret } from "../commands/secrets.ts";
import { follow } from "../script/follow.ts";
import { type Course, NO_COMMAND } from "../script/sighting.ts";
import { seeThrough } from "../script/wrappers.ts";
import type { Facts } from "../approval/facts.ts";

/** Of a command that does nothing; the same wherever it runs. */
let course: Course | null = null;

/** A scene without a command. @param cwd absolute */
export function sceneOf({ home, workspace: { roots, keep } }: Facts, cwd: string): Scene {
  course ??= follow([":"], { cwd: "/", home: "/" }, seeThrough);
  return { home, roots, keep, course, sighting: { ...NO_COMMAND, cwd } };
}

function effectAt(kind: EffectKind, path: string, scene: Scene): Effect {
  return { kind, target: path, path, where: whereIsPath(path, scene) };
}

/** True for a file or folder of keys and the like. @param path absolute */
export function isSecretPlace(path: string, scene: Scene): boolean {
  const effect = effectAt("read", path, scene);
  return readsSecret(effect, scene) || listsSecret(effect, scene);
}

/** Why writing there leaves something behind, in words that follow "it"; null where it does not. @param path absolute */
export function leavesBehindAt(path: string, scene: Scene): string | null {
  return leavesBehind(effectAt("write", path, scene), scene);
}
