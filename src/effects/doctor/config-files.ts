/** Looks at each settings file by itself: a broken one hides none of the others. */
import type { ConfigFile } from "../../core/doctor/facts.ts";
import type { LayerName } from "../../core/config/layers.ts";
import { withoutByteOrderMark } from "../../kit/text.ts";
import { steeringFolder } from "../project.ts";
import { readTextFile } from "../text-file.ts";

export type Candidate = { readonly layer: LayerName; readonly file: string };

/** Every path absolute. */
export type FilesWanted = {
  readonly home: string;
  readonly userHome: string;
  readonly systemFolder: string;
  /** The name behind `-p`; null for none. */
  readonly profile: string | null;
  /** Of the project, from its root down. */
  readonly folders: readonly string[];
};

/** Where settings may lie, strongest first. What lies in a home is no project's. */
export function candidates({ home, userHome, systemFolder, profile, folders }: FilesWanted): readonly Candidate[] {
  const homes = [home, `${userHome}/.codex`];
  const projects = folders.map(steeringFolder).filter((each) => !homes.includes(each));
  return [
    { layer: "managed", file: `${systemFolder}/managed_config.toml` },
    ...(profile === null ? [] : [{ layer: "profile", file: `${home}/${profile}.config.toml` } as const]),
    ...projects.toReversed().map((folder) => ({ layer: "project", file: `${folder}/config.toml` }) as const),
    { layer: "user", file: `${home}/config.toml` },
    { layer: "system", file: `${systemFolder}/config.toml` },
  ];
}

export function lookAtFiles(files: readonly Candidate[], userHome: string): Promise<readonly ConfigFile[]> {
  return Promise.all(files.map(async (each) => ({ ...each, state: await stateOf(each, userHome) })));
}

async function stateOf({ layer, file }: Candidate, userHome: string): Promise<ConfigFile["state"]> {
  const read = await readTextFile(file);
  if (!read.ok) return { error: { kind: "unreadable", file, why: read.error } };
  if (read.value === null) return "absent";
  const { readConfigText } = await import("../../core/config/toml.ts");
  const text = withoutByteOrderMark(read.value.text);
  const base = file.slice(0, file.lastIndexOf("/"));
  const loaded = readConfigText({ name: layer, file, text, base, userHome });
  return loaded.ok ? "there" : { error: loaded.error };
}
