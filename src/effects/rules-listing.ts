/** Which rules files there are, in the order in which they are read. */
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { BrokenFile } from "../core/policy/rules.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { isProjectFolder, PROJECT_FILES_MAX, steeringFolder } from "./project.ts";
import { codeOf, isNothing, systemWords } from "./text-file.ts";

/** Where rules are looked for; every path absolute. */
export type RulesPlaces = {
  /** assent's own folder: `rules/*.rules`, then `execpolicy/*.rules`; folders below them are not read. */
  readonly home: string;
  /** The person's; what lies in its `.codex` is no project's. */
  readonly userHome: string;
  /**
   * Of the project, from its root down to the working directory: in each `.codex/rules/*.rules`, then
   * `.codex/execpolicy/*.rules` and `*.star`.
   */
  readonly projectFolders: readonly string[];
  /** True: the folders of home and project are passed over. */
  readonly ignoresFolders?: boolean;
  /** Files that a person has named, read last; a missing one is broken. */
  readonly named: readonly string[];
};

export type Listed = {
  readonly path: string;
  readonly owner: "user" | "project";
  /** True where a person has named it, so that it must be there. */
  readonly isNamed: boolean;
};

export type Listing = {
  readonly files: readonly Listed[];
  /** Folders that cannot be listed. */
  readonly faults: readonly BrokenFile[];
};

const TOO_MANY = `there are more than ${PROJECT_FILES_MAX} rules files in this project`;

/** @param known paths that were listed before: a folder that cannot be listed may still hold what was in it */
export async function listRulesFiles(places: RulesPlaces, known: readonly string[]): Promise<Listing> {
  const { named } = places;
  const listings = await Promise.all(foldersOf(places).map((folder) => listFolder(folder, known)));
  const found = new Map<string, Listed>();
  for (const { path, owner } of listings.flatMap(({ files }) => files)) {
    // Who names a file means it, wherever it lies.
    const isNamed = named.includes(path);
    if (!found.has(path)) found.set(path, { path, owner: isNamed ? "user" : owner, isNamed });
  }
  const faults = listings.flatMap((listing) => listing.faults);
  // Their text was not looked at where the project was: they came later.
  const beyond = [...found.values()].filter(({ owner }) => owner === "project").slice(PROJECT_FILES_MAX);
  for (const { path } of beyond) found.delete(path);
  const [first] = beyond;
  const many = first === undefined ? [] : [unreadable(first.path, "project", TOO_MANY)];
  for (const path of named) if (!found.has(path)) found.set(path, { path, owner: "user", isNamed: true });
  return { files: [...found.values()], faults: [...faults, ...many] };
}

type Folder = { readonly path: string; readonly owner: Listed["owner"]; readonly endings: readonly string[] };

function foldersOf({ home, userHome, projectFolders, ignoresFolders = false }: RulesPlaces): readonly Folder[] {
  if (ignoresFolders) return [];
  const own: readonly Folder[] = ["rules", "execpolicy"].map((name) => {
    return { path: `${home}/${name}`, owner: "user", endings: [".rules"] };
  });
  const projects = projectFolders.flatMap((folder): readonly Folder[] => {
    const path = steeringFolder(folder);
    const isProjects = isProjectFolder(path, { home, userHome });
    // What cannot be looked at is listed all the same, and counts as broken there.
    if (isProjects.ok && !isProjects.value) return [];
    return [
      { path: `${path}/rules`, owner: "project", endings: [".rules"] },
      { path: `${path}/execpolicy`, owner: "project", endings: [".rules", ".star"] },
    ];
  });
  return [...own, ...projects];
}

type InFolder = {
  readonly files: readonly Pick<Listed, "path" | "owner">[];
  readonly faults: readonly BrokenFile[];
};

async function listFolder({ path, owner, endings }: Folder, known: readonly string[]): Promise<InFolder> {
  const names = await namesIn(path, endings);
  const paths = names.ok
    ? names.value.map((name) => `${path}/${name}`)
    : known.filter((before) => dirname(before) === path);
  const faults = names.ok ? [] : [unreadable(path, owner, names.error)];
  return { files: paths.map((file) => ({ path: file, owner })), faults };
}

/** In order; none if the folder does not exist. */
async function namesIn(folder: string, endings: readonly string[]): Promise<Result<readonly string[], string>> {
  try {
    const isRules = (name: string): boolean => endings.some((ending) => name.endsWith(ending) && name !== ending);
    return ok((await readdir(folder)).filter(isRules).toSorted());
  } catch (error) {
    // Anything but "there is none" leaves open what rules there are.
    const isAbsent = codeOf(error) === "ENOENT" && (await isNothing(folder));
    return isAbsent ? ok([]) : err(systemWords(error));
  }
}

export function unreadable(file: string, owner: Listed["owner"], why: string): BrokenFile {
  return {
    file,
    layer: owner,
    message: `it cannot be read: ${why}`,
    line: null,
    column: null,
    help: "Mend it or move it away; the change takes effect at once.",
  };
}
