/** `assent completion` on this machine. */
import { readdirSync } from "node:fs";
import { NO_FLAGS } from "../core/config/flags.ts";
import { profileNames } from "../core/config/profiles.ts";
import { completion } from "../surfaces/cli/completion.ts";
import { settableKeys } from "./config.ts";
import { findPlace } from "./place.ts";
import { error, hasColour, out } from "./streams.ts";

export function completionCommand(args: readonly string[]): Promise<number> {
  return completion(args, { keys: settableKeys, profiles, out, error, colour: hasColour });
}

/** None where the settings are broken: whoever completes a word is not told of that. */
async function profiles(): Promise<readonly string[]> {
  const place = await findPlace({ cwd: null, home: null, flags: NO_FLAGS, overrides: [], addDirs: [] });
  if (!place.ok) return [];
  const { home, loaded } = place.value;
  const layers = loaded.layers.filter(({ name }) => name === "user" || name === "system");
  return profileNames(layers, filesIn(home));
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A home that is not there yet has none.
    return [];
  }
}
