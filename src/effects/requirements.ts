/** Loads what administrators require: from a signed bundle, the device, the system, the project and the user. */
import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import type { ConfigError } from "../core/config/error.ts";
import { joinRequirements } from "../core/config/join-requirements.ts";
import { NO_REQUIREMENTS, type RequirementLayer, type Requirements } from "../core/config/requirements.ts";
import { err, ok, type Result } from "../kit/result.ts";
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
};

/** A text that was found, and who wrote it. */
export type Found = {
  readonly layer: RequirementLayer;
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
};

/**
 * Everything that is required here, or the first thing that is wrong with it: what an administrator wrote and nobody can
 * read is no reason to run with less. The TOML parser is loaded only if there is something to parse.
 */
export async function loadRequirements(wanted: RequirementsWanted): Promise<Result<Requirements, ConfigError>> {
  const found = await findAll(wanted);
  if (!found.ok) return found;
  if (found.value.length === 0) return ok(NO_REQUIREMENTS);
  const { readRequirements } = await import("../core/config/read-requirements.ts");
  const read: Requirements[] = [];
  for (const { layer, file, text } of found.value) {
    const base = dirname(file);
    const one = readRequirements({ layer, file, text, base, userHome: wanted.userHome, host: hostname() });
    if (!one.ok) return one;
    read.push(one.value);
  }
  return joinRequirements(read);
}

/** Strongest first. */
async function findAll(wanted: RequirementsWanted): Promise<Result<readonly Found[], ConfigError>> {
  const { systemFolder, home, projectFolders } = wanted;
  const folder = listManaged(`${systemFolder}/requirements.d`);
  if (!folder.ok) return folder;
  const user = `${home}/requirements.toml`;
  const project = projectFolders.toReversed().map((path) => `${path === "/" ? "" : path}/.codex/requirements.toml`);
  const files: readonly (readonly [RequirementLayer, string])[] = [
    ["system", `${systemFolder}/requirements.toml`],
    ...folder.value.map((file) => ["system", file] as const),
    ...project.filter((file) => file !== user).map((file) => ["project", file] as const),
    ["user", user],
  ];
  const found: Found[] = [];
  for (const [layer, file] of files) {
    const read = readTextFileNow(file);
    if (!read.ok) return err({ kind: "unreadable", file, why: read.error });
    if (read.value !== null) found.push({ layer, file, text: read.value.text.replace(/^\ufeff/u, "") });
  }
  return ok(found);
}

/** The paths of `*.toml` in order of name; none if the folder does not exist. */
function listManaged(folder: string): Result<readonly string[], ConfigError> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".toml"));
    return ok(names.toSorted().map((name) => `${folder}/${name}`));
  } catch (error) {
    // Anything but "there is none" leaves open what is required.
    return codeOf(error) === "ENOENT" ? ok([]) : err({ kind: "unreadable", file: folder, why: systemWords(error) });
  }
}
