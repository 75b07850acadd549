/** Variables that make a program run something or read its settings elsewhere. */
import type { Setting } from "../script/sighting.ts";
import type { Effect } from "./effect.ts";
import { effect, type Scene } from "./scene.ts";

/** What setting these for a command does. */
export function settingsEffects(settings: readonly Setting[], _scene: Scene): readonly Effect[] {
  return settings.some(({ name }) => name === "LD_PRELOAD") ? [effect("runs")] : [];
}
