/** `assent config` on this machine. */
import { homedir } from "node:os";
import { effectiveOf } from "../core/config/origins.ts";
import { ok } from "../kit/result.ts";
import { config, type ConfigIo } from "../surfaces/cli/config.ts";
import { findPlace, type Place } from "./place.ts";
import { error, hasColour, out } from "./streams.ts";

export function configCommand(args: readonly string[]): Promise<number> {
  return config(args, {
    inForce,
    keys: settableKeys,
    schema,
    change,
    userHome: homedir,
    out,
    error,
    colour: hasColour,
  });
}

const inForce: ConfigIo["inForce"] = async (inquired) => {
  const place = await findPlace({ ...inquired, home: null, addDirs: [] });
  if (!place.ok) return place;
  const { loaded } = place.value;
  const { settings } = loaded.projectFiles.length === 0 ? place.value : await withTrust(place.value);
  return ok({ effective: effectiveOf(loaded), notices: settings.notices });
};

/** Most folders have no files to tell of. */
async function withTrust(place: Place): Promise<Place> {
  const { tellTrust } = await import("./project-trust.ts");
  return tellTrust(place);
}

export async function settableKeys(): Promise<readonly string[]> {
  return (await import("../core/config/catalogue.ts")).settableKeys();
}

async function schema(): Promise<object> {
  return (await import("../core/config/schema.ts")).configSchema();
}

const change: ConfigIo["change"] = async (name, args) => {
  const { configSetCommand, configUnsetCommand } = await import("./config-set.ts");
  return name === "set" ? configSetCommand(args) : configUnsetCommand(args);
};
