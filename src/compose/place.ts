/** Finds where commands run and what holds there: folder, home and settings of this machine. */
import { realpathSync, statSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import type { Surface } from "../core/config/defaults.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import type { ConfigError } from "../core/config/error.ts";
import type { ReadLayer } from "../core/config/layers.ts";
import type { Loaded } from "../core/config/loaded.ts";
import type { Settings } from "../core/config/settings.ts";
import { describeProfileFault } from "../core/permissions/open-profile.ts";
import { PROTECTED_NAMES, type Workspace } from "../core/permissions/permissions.ts";
import { findHome } from "../effects/home.ts";
import { loadConfig, SYSTEM_FOLDER } from "../effects/load-config.ts";
import { systemWords } from "../effects/text-file.ts";
import { openAllowed } from "../effects/open-allowed.ts";
import { behindLinks, ownPaths } from "../effects/own-paths.ts";
import { commandVariables } from "../effects/variables.ts";
import { workspaceOf } from "../effects/workspace.ts";
import type { SessionOptions, StartFault } from "../engine/host.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";

/** What a place is found by; every path as typed. */
type PlaceWanted = Pick<SessionOptions, "cwd" | "home" | "flags" | "overrides" | "addDirs"> & {
  /** What is started; `run` if left out. */
  readonly surface?: Surface;
  /** What a client wishes for a thread; made once the folder is known, which its relative paths start from. */
  readonly session?: (cwd: string) => Result<ReadLayer, ConfigError>;
};

/** For who only looks at a folder: none of what else a command line says. */
export const NOTHING_TYPED = { home: null, flags: NO_FLAGS, overrides: [], addDirs: [] } as const;

export type Place = {
  readonly cwd: string;
  readonly home: string;
  readonly settings: Settings;
  /** `settings` there are as written, before they met the machine. */
  readonly loaded: Loaded;
};

/** Where the session takes place and what holds there. */
export async function findPlace(options: PlaceWanted): Promise<Result<Place, StartFault>> {
  const here = currentFolder();
  if (!here.ok) return err({ kind: "usage", why: `cannot work in the current folder: ${here.error}` });
  const wanted = resolvePath(here.value, options.cwd ?? ".");
  const cwd = folderAt(wanted);
  if (!cwd.ok) return err({ kind: "usage", why: `cannot work in ${wanted}: ${cwd.error}` });
  const isReplaced = options.cwd === null && cwd.value !== here.value;
  if (isReplaced) return err({ kind: "usage", why: `cannot work in ${wanted}: it was replaced by a link` });
  for (const folder of options.addDirs) {
    const added = folderAt(resolvePath(here.value, folder));
    if (!added.ok) return err({ kind: "usage", why: `cannot add the folder ${folder}: ${added.error}` });
  }
  const variables = options.home === null ? process.env : { ...process.env, ASSENT_HOME: options.home };
  const home = await findHome(variables, homedir());
  if (!home.ok) return err({ kind: "config", error: home.error });
  const session = options.session?.(cwd.value) ?? ok(undefined);
  if (!session.ok) return err({ kind: "config", error: session.error });
  const loaded = await loadConfig({
    surface: options.surface ?? "run",
    overrides: options.overrides,
    flags: options.flags,
    home: home.value,
    userHome: homedir(),
    cwd: cwd.value,
    ...(session.value === undefined ? {} : { session: session.value }),
  });
  if (!loaded.ok) return err({ kind: "config", error: loaded.error });
  const addDirs = options.addDirs.map((folder) => resolvePath(here.value, folder));
  const env = commandVariables(loaded.value.settings.sandbox.environment);
  const opened = openAllowed({ cwd: cwd.value, addDirs, env, loaded: loaded.value });
  if (!opened.ok) return err({ kind: "config", error: opened.error });
  return ok({ cwd: cwd.value, home: home.value, settings: opened.value.settings, loaded: loaded.value });
}

/** The folder that this process was started in may be gone by now. */
export function currentFolder(): Result<string, string> {
  try {
    return ok(process.cwd());
  } catch (error) {
    return err(systemWords(error));
  }
}

/** The folder with links resolved; a path that is none stays as it is, for whoever starts something there to say so. */
export async function realFolder(path: string): Promise<string> {
  const real = folderAt(path);
  return real.ok ? real.value : path;
}

/** The folder with links resolved, or why it cannot be used. At once: to wait at the start costs more. */
export function folderAt(path: string): Result<string, string> {
  try {
    const real = realpathSync.native(path);
    return statSync(real).isDirectory() ? ok(real) : err("it is no folder");
  } catch (error) {
    return err(systemWords(error));
  }
}

/**
 * What commands may touch. `files`: further ones that steer assent, absolute: rules, answers.
 *
 * @param place as `findPlace` gave it for the same folders
 */
export function workspaceFor(
  { settings, cwd, home, loaded }: Place,
  addDirs: readonly string[],
  files: readonly string[],
): Workspace {
  const workspace = workspaceOf({
    cwd,
    addDirs: addDirs.map((folder) => resolvePath(process.cwd(), folder)),
    settings,
    env: commandVariables(settings.sandbox.environment),
    home,
    userHome: homedir(),
    own: [
      ...ownPaths(home, [...files, ...settings.userRules, SYSTEM_FOLDER]),
      ...behindLinks(steeringHere(loaded)),
      ...aroundHere(loaded.project).filter((path) => path !== home && isWithin(path, cwd)),
    ],
    cores: availableParallelism(),
  });
  if (!workspace.ok) throw new Error(describeProfileFault(workspace.error));
  return workspace.value;
}

/** What of a project's files steers assent: what only tightens must not be taken away by what runs there, either. */
function steeringHere({ project, projectFiles }: Loaded): readonly string[] {
  const required = project.folders.map((folder) => resolvePath(folder, ".codex/requirements.toml"));
  return [...projectFiles.map(({ path }) => resolvePath(project.root, path)), ...required];
}

/** Who works in there works in no workspace: all of it steers git or assent. */
function aroundHere({ folders }: Loaded["project"]): readonly string[] {
  return folders.flatMap((folder) => PROTECTED_NAMES.map((name) => resolvePath(folder, name)));
}
