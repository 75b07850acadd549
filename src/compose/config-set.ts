/** `assent config set` and `unset` on this machine. */
import { homedir } from "node:os";
import type { SettingsFile } from "../core/config/edit-setting.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import { effectiveOf } from "../core/config/origins.ts";
import { editConfig } from "../effects/config-write.ts";
import { loadConfig } from "../effects/load-config.ts";
import { findHome } from "../effects/home.ts";
import { findProject, ROOT_MARKERS, steeringFolder } from "../effects/project.ts";
import { realPath } from "../effects/disk-names.ts";
import { systemWords } from "../effects/text-file.ts";
import type { StartFault } from "../engine/host.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { configSet, type SetIo } from "../surfaces/cli/config-set.ts";
import { findPlace, NOTHING_TYPED, realFolder } from "./place.ts";
import { tellTrust } from "./project-trust.ts";
import { error, hasColour, out } from "./streams.ts";

export function configSetCommand(args: readonly string[]): Promise<number> {
  return configSet("set", args, settingIo);
}

export function configUnsetCommand(args: readonly string[]): Promise<number> {
  return configSet("unset", args, settingIo);
}

const file: SetIo["file"] = async (isProject, cwd) => {
  if (isProject) return projectFile(cwd);
  const home = await findHome(process.env, homedir());
  if (!home.ok) return err({ kind: "config", error: home.error });
  return ok({ name: "user", file: `${home.value}/config.toml`, base: home.value, userHome: homedir() });
};

/** What a link in a project leads to elsewhere may be anybody's, the person's own settings among them. */
async function projectFile(cwd: string | null): Promise<Result<SettingsFile, StartFault>> {
  const place = await findPlace({ ...NOTHING_TYPED, cwd });
  if (!place.ok && place.error.kind !== "config") return place;
  // Settings that are broken are no reason against mending them.
  const folder = await realFolder(resolvePath(process.cwd(), cwd ?? "."));
  const { root } = place.ok ? place.value.loaded.project : findProject(folder, ROOT_MARKERS);
  const base = steeringFolder(root);
  const path = `${base}/config.toml`;
  const realBase = realPath(base);
  const real = realPath(path) ?? realBase ?? root;
  if (!isWithin(root, real)) {
    return err({ kind: "usage", why: `${path} leads out of the project, to ${real}: change it there` });
  }
  const home = await findHome(process.env, homedir());
  const own = [home.ok ? home.value : "", `${homedir()}/.codex`].map(realPath);
  if (realBase !== null && own.includes(realBase)) {
    return err({ kind: "usage", why: `${path} is your own file: leave --project out` });
  }
  return ok({ name: "project", file: path, base, userHome: homedir() });
}

/** A project's file cannot stop what its own reading does not: what it sets wrongly elsewhere does not count. */
const check: SetIo["check"] = async ({ name }, { before, after }, cwd) => {
  const home = await findHome(process.env, homedir());
  if (name === "project" || !home.ok) return null;
  const sources = {
    home: home.value,
    userHome: homedir(),
    cwd: await realFolder(resolvePath(process.cwd(), cwd ?? ".")),
    flags: NO_FLAGS,
    overrides: [],
    surface: "run",
  } as const;
  const then = await loadConfig({ ...sources, userText: after });
  if (then.ok) return null;
  const now = await loadConfig({ ...sources, userText: before });
  return now.ok ? then.error : null;
};

const write: SetIo["write"] = async (path, edit) => {
  const home = await findHome(process.env, homedir());
  if (!home.ok) return err("assent's home is gone");
  try {
    return ok(await editConfig(home.value, edit, path));
  } catch (failure) {
    return err(systemWords(failure));
  }
};

const inForce: SetIo["inForce"] = async (cwd) => {
  const place = await findPlace({ ...NOTHING_TYPED, cwd });
  if (!place.ok) return place;
  const { loaded } = place.value;
  const { settings } = await tellTrust(place.value);
  return ok({ effective: effectiveOf(loaded), trust: loaded.trust, notices: settings.notices });
};

export const settingIo: SetIo = { file, check, write, inForce, out, error, colour: hasColour };
