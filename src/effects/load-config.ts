/** Loads the settings in force: each layer, a project's trust, what is required. */
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { defaultsFor, type Surface } from "../core/config/defaults.ts";
import type { ConfigError } from "../core/config/error.ts";
import { type Flags, flagsLayer } from "../core/config/flags.ts";
import { joinRequired } from "../core/config/join-required.ts";
import type { LayerName, ReadLayer } from "../core/config/layers.ts";
import type { Loaded } from "../core/config/loaded.ts";
import { overruled } from "../core/config/overruled.ts";
import { chosenProfile, profileFile, profileNames, unknownProfile } from "../core/config/profiles.ts";
import { markedLayer, projectsOf, rootMarkersOf } from "../core/config/project-marks.ts";
import { countsInFull, markOf, type Project, type ProjectFile, type Trust, trustOf } from "../core/config/trust.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { withoutByteOrderMark } from "../kit/text.ts";
import { loadRequirements } from "./requirements.ts";
import { findProject, readProjectFiles, ROOT_MARKERS } from "./project.ts";
import { codeOf, readTextFileNow } from "./text-file.ts";
import { readTrust, withLinks } from "./trust-store.ts";

/** Where settings are looked for, and what was typed. */
export type ConfigSources = {
  /** As `findHome` gives it. */
  readonly home: string;
  /** Absolute, as are all paths here. */
  readonly userHome: string;
  /** Links resolved. */
  readonly cwd: string;
  /** The values of `-c`, in order. */
  readonly overrides: readonly string[];
  readonly flags: Flags;
  /** What is started; it says what holds where nothing is set. */
  readonly surface: Surface;
  /** What a client sets for a thread; over the command line. */
  readonly session?: ReadLayer;
  /** Of the machine's owner; `SYSTEM_FOLDER` if left out. */
  readonly systemFolder?: string;
  /** Read in the place of the person's `config.toml`: what would hold if that were so. */
  readonly userText?: string;
};

/** Where the machine's owner keeps settings. As in Codex. */
export const SYSTEM_FOLDER = "/etc/codex";

/**
 * The settings in force, or the first thing that is wrong with them; never settings with a part left out.
 * The TOML parser is loaded only if there is something to parse.
 */
export async function loadConfig(sources: ConfigSources): Promise<Result<Loaded, ConfigError>> {
  const own = await readOwn(sources);
  if (!own.ok) return own;
  const { managed, typed, profile, weaker } = own.value;
  const above = [...managed, ...(sources.session === undefined ? [] : [sources.session]), ...typed];
  const said = [...managed, ...typed, ...weaker];

  const project = findProject(sources.cwd, rootMarkersOf(said) ?? ROOT_MARKERS);
  const files = readProjectFiles(project, sources);
  if (!files.ok) return files;
  const trust = await trustIn(sources.home, project, said, files.value);
  const texts = await readProjectLayers(project, files.value, sources.userHome);
  if (!texts.ok) return texts;
  const stronger = [...above, ...markedLayer(trust.marked, said), ...profile];
  const defaults = defaultsFor(sources.surface, trust.marked?.level ?? null);
  const { home, userHome, systemFolder = SYSTEM_FOLDER } = sources;
  const where = { systemFolder, home, userHome, projectFolders: project.folders };
  const requirements = await loadRequirements(where);
  if (!requirements.ok) return requirements;
  const groups = { stronger, project: texts.value, weaker };
  const joined = joinRequired(groups, { defaults, isTrusted: countsInFull(trust) }, requirements.value);
  if (!joined.ok) return joined;
  const { settings, layers, cuts } = joined.value;
  const vain = overruled(managed, typed, { settings, layers });
  if (vain.refused !== null) return err(vain.refused);
  return ok({
    settings: { ...settings, notices: [...vain.notices, ...settings.notices] },
    layers,
    requirements: requirements.value,
    project,
    projectFiles: files.value,
    trust,
    cuts: cuts.map(({ file, keys }) => ({ path: file.slice(project.root.length).replace(/^\//u, ""), what: keys })),
  });
}

/** Everything that is the person's or the machine owner's; each strongest first. */
type Own = {
  readonly managed: readonly ReadLayer[];
  readonly typed: readonly ReadLayer[];
  readonly profile: readonly ReadLayer[];
  readonly weaker: readonly ReadLayer[];
};

async function readOwn(sources: ConfigSources): Promise<Result<Own, ConfigError>> {
  const { home, userHome, userText, systemFolder = SYSTEM_FOLDER } = sources;
  const userFile = `${home}/config.toml`;
  const read: Result<readonly ReadLayer[], ConfigError>[] = [
    await readLayerFile("managed", `${systemFolder}/managed_config.toml`, userHome),
    userText === undefined
      ? await readLayerFile("user", userFile, userHome)
      : await readLayerText("user", userFile, userText, userHome),
    await readLayerFile("system", `${systemFolder}/config.toml`, userHome),
    await readTyped(sources),
  ];
  const [managed = [], user = [], system = [], typed = []] = read.map((each) => (each.ok ? each.value : []));
  const failed = read.find((each) => !each.ok);
  if (failed !== undefined && !failed.ok) return failed;
  const profile = await readProfileLayers(sources, [...managed, ...typed, ...user, ...system]);
  return profile.ok ? ok({ managed, typed, profile: profile.value, weaker: [...user, ...system] }) : profile;
}

/** One layer, or none where there is no such file. Relative paths start from the file's folder. */
async function readLayerFile(
  name: LayerName,
  file: string,
  userHome: string,
): Promise<Result<readonly ReadLayer[], ConfigError>> {
  const read = readTextFileNow(file);
  if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
  if (read.value === null) return ok([]);
  return readLayerText(name, file, read.value.text, userHome);
}

async function readLayerText(
  name: LayerName,
  file: string,
  text: string,
  userHome: string,
): Promise<Result<readonly ReadLayer[], ConfigError>> {
  const { readConfigText } = await import("../core/config/toml.ts");
  const layer = readConfigText({ name, file, text: withoutByteOrderMark(text), base: dirname(file), userHome });
  return layer.ok ? ok([layer.value]) : layer;
}

/** The flags over `-c`. */
async function readTyped({
  overrides,
  flags,
  cwd,
  userHome,
}: ConfigSources): Promise<Result<readonly ReadLayer[], ConfigError>> {
  const layers: ReadLayer[] = [];
  if (overrides.length > 0) {
    const { readOverrides } = await import("../core/config/toml.ts");
    const layer = readOverrides(overrides, cwd, userHome);
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  const layer = flagsLayer(flags);
  if (!layer.ok) return layer;
  return ok(Object.keys(layer.value.table).length === 0 ? layers : [layer.value, ...layers]);
}

/** What the profile says that is chosen: its own file over the tables in others. @param own strongest first */
async function readProfileLayers(
  { home, userHome, cwd }: ConfigSources,
  own: readonly ReadLayer[],
): Promise<Result<readonly ReadLayer[], ConfigError>> {
  const chosen = chosenProfile(own);
  if (!chosen.ok) return chosen;
  if (chosen.value === null) return ok([]);
  const { name } = chosen.value;
  const file = await readLayerFile("profile", `${home}/${profileFile(name)}`, userHome);
  if (!file.ok) return file;
  const layers = [...file.value];
  for (const layer of own) {
    const { readProfile } = await import("../core/config/toml.ts");
    const read = readProfile(layer, name, { base: layer.file === null ? cwd : dirname(layer.file), userHome });
    if (!read.ok) return read;
    if (read.value !== null) layers.push(read.value);
  }
  return layers.length > 0 ? ok(layers) : err(unknownProfile(chosen.value, profileNames(own, namesIn(home))));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // The names are only told; that there is no such profile is known already.
    if (codeOf(error) === null) throw error;
    return [];
  }
}

/** The record of what was trusted matters only where there is something that could count, or could be recorded. */
async function trustIn(
  home: string,
  project: Project,
  own: readonly ReadLayer[],
  files: readonly ProjectFile[],
): Promise<Trust> {
  const projects = withLinks(projectsOf(own));
  const isPlain = files.length === 0 && markOf(project, projects, files)?.level !== "trusted";
  return trustOf(project, projects, files, isPlain ? null : await readTrust(home, project));
}

/** The project's settings as they are written, nearest folder first. */
async function readProjectLayers(
  { root }: Project,
  files: readonly ProjectFile[],
  userHome: string,
): Promise<Result<readonly ReadLayer[], ConfigError>> {
  const layers: ReadLayer[] = [];
  for (const { path, text, kind } of files) {
    if (kind !== "config") continue;
    const read = await readLayerText("project", resolvePath(root, path), text, userHome);
    if (!read.ok) return read;
    layers.unshift(...read.value);
  }
  return ok(layers);
}
