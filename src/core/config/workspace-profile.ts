/** What `[sandbox_workspace_write]` makes of the built-in profile of that mode. */
import { type FileRule, type Profile, profileOfMode } from "../permissions/profile.ts";

type Said = {
  /** Absolute. */
  readonly writableRoots: readonly string[];
  readonly networkAccess: boolean;
  readonly excludeTmpdirEnvVar: boolean;
  readonly excludeSlashTmp: boolean;
};

/** The profile of the mode workspace-write. */
export function workspaceProfile(said: Said): Profile {
  const profile = narrowed(profileOfMode("workspace-write"), said);
  const roots = said.writableRoots.map((path): FileRule => ({ special: null, path, glob: null, access: "write" }));
  return { ...profile, levels: [...profile.levels, roots], enabled: said.networkAccess };
}

/** The profile without the temporary folders that are excluded. */
export function narrowed(profile: Profile, said: Said): Profile {
  const isOut = ({ special, access }: FileRule): boolean =>
    access === "write" &&
    ((special === ":slash_tmp" && said.excludeSlashTmp) || (special === ":tmpdir" && said.excludeTmpdirEnvVar));
  return { ...profile, levels: profile.levels.map((rules) => rules.filter((rule) => !isOut(rule))) };
}
