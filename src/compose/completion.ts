/** `assent completion` on this machine. */
import { profileNames } from "../core/config/profiles.ts";
import { namesIn } from "../effects/disk-names.ts";
import { completion } from "../surfaces/cli/completion.ts";
import { settableKeys } from "./config.ts";
import { findPlace, NOTHING_TYPED } from "./place.ts";
import { error, hasColour, out } from "./streams.ts";

export function completionCommand(args: readonly string[]): Promise<number> {
  return completion(args, { keys: settableKeys, profiles, out, error, colour: hasColour });
}

/** None where the settings are broken: whoever completes a word is not told of that. */
async function profiles(): Promise<readonly string[]> {
  const place = await findPlace({ ...NOTHING_TYPED, cwd: null });
  if (!place.ok) return [];
  const { home, loaded } = place.value;
  const layers = loaded.layers.filter(({ name }) => name === "user" || name === "system");
  return profileNames(layers, namesIn(home));
}
