/** A machine on which settings are opened, and the results that the cases speak of. */
import { type ConfigError, describeConfigError } from "../../../src/core/config/error.ts";
import { NO_FLAGS, readFlags } from "../../../src/core/config/flags.ts";
import { oneSource, settingsOf } from "../../../src/core/config/join-layers.ts";
import type { Layer, Settings } from "../../../src/core/config/settings.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";
import { describeProfileFault, type Opened, openProfile } from "../../../src/core/permissions/open-profile.ts";
import { isWithin } from "../../../src/kit/path.ts";
import { ok, type Result } from "../../../src/kit/result.ts";

/** `/w` is the workspace, `/link` leads to `/data`, `/home/u` is the home. */
const GROUND = {
  workspaceRoots: ["/w"],
  tmpdir: "/var/t",
  real: (path: string) => (isWithin("/link", path) ? path.replace("/link", "/data") : path),
};

export type Given = {
  readonly text?: string;
  readonly typed?: readonly string[];
  readonly mode?: string | null;
  readonly defaults?: Layer;
};

function layerOf(text: string): Result<Layer, ConfigError> {
  const read = readConfigText({ name: "user", file: "/h/config.toml", text, base: "/h", userHome: "/home/u" });
  return read.ok ? ok(read.value.layer) : read;
}

function typedLayer(text: string): Result<Layer, ConfigError> {
  const read = readOverrides([text], "/w", "/home/u");
  return read.ok ? ok(read.value.layer) : read;
}

/** The settings, or the words for what is wrong. */
export function settingsFor({ text = "", typed = [], mode = null, defaults = {} }: Given): Settings | string {
  const read = [layerOf(text), ...typed.map((one) => typedLayer(one)), readFlags({ ...NO_FLAGS, sandboxMode: mode })];
  const layers: Layer[] = [];
  for (const layer of read) {
    if (!layer.ok) return describeConfigError(layer.error);
    layers.push(layer.value);
  }
  const [file = {}, ...rest] = layers;
  const settings = settingsOf([file, oneSource(rest.slice(0, -1)), rest.at(-1) ?? {}], defaults);
  return settings.ok ? settings.value : describeConfigError(settings.error);
}

export function openedBy(given: Given): Opened | string {
  const settings = settingsFor(given);
  if (typeof settings === "string") return settings;
  const opened = openProfile(settings.sandbox.profile, settings.sandbox.refinement, GROUND);
  return opened.ok ? opened.value : describeProfileFault(opened.error);
}

export const NOTHING: Opened = {
  mode: "read-only",
  roots: [],
  named: [],
  kept: [],
  readable: "everything",
  denied: { paths: [], globs: [] },
  network: "none",
  sockets: [],
};
export const WORKSPACE: Opened = {
  ...NOTHING,
  mode: "workspace-write",
  roots: ["/w", "/tmp", "/var/t"],
  named: ["/w", "/tmp", "/var/t"],
};
export const FULL: Opened = { ...NOTHING, mode: "danger-full-access", roots: ["/"], network: "open" };

export const x = (rest: string, base = ":workspace"): string =>
  `default_permissions = "x"\n[permissions.x]\nextends = "${base}"\n${rest}`;
export const files = (rest: string, base = ":workspace"): string => x(`[permissions.x.filesystem]\n${rest}`, base);
export const env = (root: string, pattern: string, depthMax: number | null = null) => ({ root, pattern, depthMax });
export const host = (name: string, port: number | null = null) => ({ host: name, port });
