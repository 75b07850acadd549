/** Loads the settings: the file in assent's home, then `-c` values, then flags. */
import type { ConfigError } from "../core/config/error.ts";
import { type Flags, readFlags } from "../core/config/flags.ts";
import { oneSource, settingsOf } from "../core/config/join-layers.ts";
import type { Layer, Settings } from "../core/config/settings.ts";
import { err, type Result } from "../kit/result.ts";
import { readTextFile } from "./text-file.ts";

/**
 * The settings in force, or the first thing that is wrong with them; never settings with a part left out.
 * The TOML parser is loaded only if there is something to parse.
 *
 * @param sources `home` as `findHome` gives it; `cwd` and `userHome` absolute; `overrides` the values of `-c`, in order
 */
export async function loadSettings(sources: {
  readonly home: string;
  readonly userHome: string;
  readonly cwd: string;
  readonly overrides: readonly string[];
  readonly flags: Flags;
  /** What holds where nothing is set; over the defaults of assent. */
  readonly defaults?: Layer;
}): Promise<Result<Settings, ConfigError>> {
  const { home, userHome, cwd, overrides } = sources;
  const layers: Layer[] = [];
  const file = `${home}/config.toml`;
  const read = await readTextFile(file);
  if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
  if (read.value !== null) {
    const { readConfigText } = await import("../core/config/toml.ts");
    const text = read.value.text.replace(/^\ufeff/u, "");
    const layer = readConfigText({ file, text, base: home, userHome });
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  const typed: Layer[] = [];
  for (const override of overrides) {
    const { readOverride } = await import("../core/config/toml.ts");
    const layer = readOverride(override, cwd, userHome);
    if (!layer.ok) return layer;
    typed.push(layer.value);
  }
  const flags = readFlags(sources.flags);
  return flags.ok ? settingsOf([...layers, oneSource(typed), flags.value], sources.defaults) : flags;
}
