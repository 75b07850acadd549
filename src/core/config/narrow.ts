/** Settings with less to write: what they deny stays denied, and nothing new is opened. */
import type { SandboxMode } from "../permissions/permissions.ts";
import { type FileRule, profileOfMode, type Profile, readOnlyProfile, special } from "../permissions/profile.ts";
import type { Settings } from "./settings.ts";
import { workspaceProfile } from "./workspace-profile.ts";

/** @param mode narrower than that of the settings */
export function narrowedTo(mode: SandboxMode, settings: Settings): Settings {
  const { sandbox } = settings;
  const { profile, refinement } = sandbox;
  if (mode === "workspace-write") {
    const write = refinement.write?.filter((rule) => !isWhole(rule)) ?? null;
    const narrower = { ...sandbox, profile: inWorkspace(profile, settings), refinement: { ...refinement, write } };
    return { ...settings, sandboxMode: mode, sandbox: narrower };
  }
  return {
    ...settings,
    sandboxMode: mode,
    sandbox: {
      ...sandbox,
      profile: readOnlyProfile(profile),
      refinement: { ...refinement, write: refinement.write === null ? null : [], allowHosts: null },
    },
  };
}

/** Everything that was to be written becomes what workspace-write opens; single places stay as they are. */
function inWorkspace(profile: Profile, { workspaceWrite }: Settings): Profile {
  const usual = workspaceProfile(workspaceWrite);
  const own = profile.levels.map((rules) => rules.map((rule) => (isWhole(rule) ? special(":root", "read") : rule)));
  if (!profile.isUnrestricted) return { ...profile, levels: own };
  const levels = [...profileOfMode("read-only").levels, ...usual.levels, ...own.slice(1)];
  return { ...profile, levels, enabled: usual.enabled, isUnrestricted: false };
}

/** True for leave to write everywhere. */
function isWhole({ special: name, path, access }: FileRule): boolean {
  return access === "write" && (name === ":root" || (name === null && path === "/"));
}
