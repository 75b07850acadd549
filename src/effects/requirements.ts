/** Loads what administrators require, from every place where it may stand. */
import { lstatSync, readdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import type { ConfigError } from "../core/config/error.ts";
import { joinRequirements } from "../core/config/join-requirements.ts";
import { NO_REQUIREMENTS, type RequirementLayer, type Requirements } from "../core/config/requirements.ts";
import type { FoundText } from "../core/config/read-requirements.ts";
import type { Notice } from "../core/config/notice.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { withoutByteOrderMark } from "../kit/text.ts";
import { isProjectFolder, steeringFolder } from "./project.ts";
import { realPath } from "./disk-names.ts";
import type { Download } from "./download.ts";
import type { DevicePreferences } from "./requirements-device.ts";
import { codeOf, readTextFileNow, systemWords } from "./text-file.ts";

/** Where requirements are looked for; every path absolute. */
export type RequirementsWanted = {
  /** Of the machine's owner: `/etc/codex`. */
  readonly systemFolder: string;
  /** assent's own folder. */
  readonly home: string;
  readonly userHome: string;
  /** Every folder of the project from its root down to the working directory. */
  readonly projectFolders: readonly string[];
  /** Of a device manager; those of this system if left out, null for none. */
  readonly preferences?: DevicePreferences | null;
  /** For the signed bundle; over the network if left out. */
  readonly download?: Download;
  /** By this machine's clock, if left out. */
  readonly nowMs?: number;
};

/**
 * Everything that is required here, or the first thing that is wrong with it: what an administrator wrote and nobody can
 * read is no reason to run with less. The TOML parser is loaded only if there is something to parse.
 */
export async function loadRequirements(wanted: RequirementsWanted): Promise<Result<Requirements, ConfigError>> {
  const cloud = await loadCloud(wanted);
  if (!cloud.ok) return cloud;
  const device = await loadDevice(wanted);
  if (!device.ok) return device;
  const files = loadFiles(wanted);
  if (!files.ok) return files;
  const found = [...cloud.value.found, ...device.value, ...files.value];
  if (found.length === 0) return ok(NO_REQUIREMENTS);
  const { readRequirements } = await import("../core/config/read-requirements.ts");
  const read: Requirements[] = [{ ...NO_REQUIREMENTS, notices: cloud.value.notices }];
  for (const { layer, file, text } of found) {
    const base = file.startsWith("/") ? dirname(file) : "/";
    const one = readRequirements({ layer, file, text, base, userHome: wanted.userHome, host: hostname() });
    if (!one.ok) return one;
    read.push(one.value);
  }
  return joinRequirements(read);
}

type Cloud = { readonly found: readonly FoundText[]; readonly notices: readonly Notice[] };

/** The signed bundle, where the machine's owner has set one up. */
async function loadCloud(wanted: RequirementsWanted): Promise<Result<Cloud, ConfigError>> {
  const file = `${wanted.systemFolder}/bundle.toml`;
  const read = readTextFileNow(file);
  if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
  if (read.value === null) return ok({ found: [], notices: [] });
  const { readBundleConfig } = await import("../core/config/bundle.ts");
  const config = readBundleConfig(file, withoutByteOrderMark(read.value.text));
  if (!config.ok) return config;
  const { loadBundle } = await import("./requirements-bundle.ts");
  const { DOWNLOAD_LIMITS, downloader } = await import("./download.ts");
  const loaded = await loadBundle({
    config: config.value,
    folder: `${wanted.home}/assent/requirements`,
    download: wanted.download ?? downloader(DOWNLOAD_LIMITS),
    nowMs: wanted.nowMs ?? Date.now(),
  });
  if (!loaded.ok) return loaded;
  const { bundle, fault } = loaded.value;
  return ok({
    found: [{ layer: "cloud", file: config.value.url, text: bundle.text }],
    notices: fault === null ? [] : [{ kind: "requirements-fault", why: fault }],
  });
}

async function loadDevice({ preferences }: RequirementsWanted): Promise<Result<readonly FoundText[], ConfigError>> {
  if (preferences === null || (preferences === undefined && process.platform !== "darwin")) return ok([]);
  const { devicePreferences, deviceRequirements } = await import("./requirements-device.ts");
  return deviceRequirements(preferences ?? devicePreferences(userInfo().username));
}

/** Strongest first. */
function loadFiles(wanted: RequirementsWanted): Result<readonly FoundText[], ConfigError> {
  const { systemFolder, home } = wanted;
  const folder = listManaged(`${systemFolder}/requirements.d`);
  if (!folder.ok) return folder;
  const project = listProjects(wanted);
  if (!project.ok) return project;
  const files: readonly (readonly [RequirementLayer, string])[] = [
    ["system", `${systemFolder}/requirements.toml`],
    ...folder.value.map((file) => ["system", file] as const),
    ...project.value.map((file) => ["project", file] as const),
    ["user", `${home}/requirements.toml`],
  ];
  const found: FoundText[] = [];
  for (const [layer, file] of files) {
    const read = readTextFileNow(file);
    if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
    if (read.value !== null) found.push({ layer, file, text: withoutByteOrderMark(read.value.text) });
  }
  return ok(found);
}

/** Where a project may require something, the nearest folder first; what lies in a home is the person's own. */
function listProjects({ projectFolders, ...homes }: RequirementsWanted): Result<readonly string[], ConfigError> {
  const files: string[] = [];
  for (const folder of projectFolders.toReversed()) {
    const path = steeringFolder(folder);
    const found = isProjectFolder(path, homes);
    if (!found.ok) return found;
    if (found.value) files.push(`${path}/requirements.toml`);
  }
  return ok(files);
}

/** The paths of `*.toml` in order of name; none if the folder does not exist. */
function listManaged(folder: string): Result<readonly string[], ConfigError> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".toml"));
    // A name that is not UTF-8 cannot be opened by what was made of it: that must not pass for a file that has gone.
    const unnamed = names.find((name) => name.includes("\ufffd"));
    if (unnamed !== undefined)
      return err({ kind: "unreadable", file: `${folder}/${unnamed}`, why: "its name is not UTF-8" });
    return ok(names.toSorted().map((name) => `${folder}/${name}`));
  } catch (error) {
    // Anything but "there is none" leaves open what is required; so does a link to what is not mounted.
    const link = codeOf(error) === "ENOENT" ? [dirname(folder), folder].find(leadsNowhere) : folder;
    return link === undefined ? ok([]) : err({ kind: "unreadable", file: link, why: systemWords(error) });
  }
}

function leadsNowhere(link: string): boolean {
  return realPath(link) === null && lstatSync(link, { throwIfNoEntry: false }) !== undefined;
}
