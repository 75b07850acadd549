/** What `[sandbox_workspace_write]` makes of the built-in profile of that mode. */
import { type Domain, type FileRule, type Profile, profileOfMode, replaced } from "../permissions/profile.ts";

type Said = {
  /** Absolute. */
  readonly writableRoots: readonly string[];
  readonly networkAccess: boolean;
  readonly excludeTmpdirEnvVar: boolean;
  readonly excludeSlashTmp: boolean;
};

/** `[features] network_proxy`. */
type Proxied = { readonly networkProxy?: boolean; readonly proxyDomains?: readonly Domain[] };

/** The profile of the mode workspace-write. */
export function workspaceProfile(said: Said, proxied: Proxied = {}): Profile {
  const profile = narrowed(profileOfMode("workspace-write"), said);
  const roots = said.writableRoots.map((path): FileRule => ({ special: null, path, glob: null, access: "write" }));
  const hosts = proxied.networkProxy === true ? hostsOf(proxied.proxyDomains ?? [], said.networkAccess) : [];
  return { ...profile, levels: [...profile.levels, roots], enabled: said.networkAccess, domains: hosts };
}

/** As in Codex, a list that is given is complete: what it does not name is refused, and nobody is asked. */
function hostsOf(domains: readonly Domain[], isOn: boolean): readonly Domain[] {
  if (!isOn) return domains.filter(({ says }) => says === "deny");
  const isListed = domains.some(({ says }) => says === "allow");
  return isListed ? replaced(ALL_DENIED, domains, ({ pattern }) => JSON.stringify(pattern)) : domains;
}

const ALL_DENIED: readonly Domain[] = [{ pattern: { host: "*", port: null }, says: "deny" }];

/** The profile without the temporary folders that are excluded. */
export function narrowed(profile: Profile, said: Said): Profile {
  const isOut = ({ special, access }: FileRule): boolean =>
    access === "write" &&
    ((special === ":slash_tmp" && said.excludeSlashTmp) || (special === ":tmpdir" && said.excludeTmpdirEnvVar));
  return { ...profile, levels: profile.levels.map((rules) => rules.filter((rule) => !isOut(rule))) };
}
