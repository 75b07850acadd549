/** Joins all layers and holds what comes of them to what administrators require. */
import { ok, type Result } from "../../kit/result.ts";
import { applyRequirements } from "./apply-requirements.ts";
import type { ConfigError } from "./error.ts";
import { definedProfiles, forcedProfile } from "./hold-profile.ts";
import { type Groups, joinAll, type Joined, type JoinedHow } from "./join-project.ts";
import type { Requirements } from "./requirements.ts";
import type { Settings } from "./settings.ts";

/** As `joinAll`, with `requirements` held. */
export function joinRequired(groups: Groups, how: JoinedHow, requirements: Requirements): Result<Joined, ConfigError> {
  const written = [...groups.stronger, ...groups.project, ...groups.weaker];
  const defined = definedProfiles(requirements, written);
  if (!defined.ok) return defined;
  const joined = joinAll(over(groups, defined.value), how);
  if (!joined.ok) return joined;
  const forced = forcedProfile(requirements, joined.value.layers, joined.value.settings.sandboxMode);
  if (!forced.ok) return forced;
  const held = forced.value.layers.length === 0 ? joined : joinForced(groups, how, requirements, forced.value.layers);
  if (!held.ok) return held;
  const kept = withDenied(held.value.settings, joined.value.settings);
  const notices = [...kept.notices, ...forced.value.notices];
  const settings = applyRequirements({ ...kept, notices }, requirements, held.value.layers);
  return settings.ok ? ok({ ...held.value, settings: settings.value }) : settings;
}

/** Profiles that requirements bring along can be chosen as soon as something chooses, also if only they do. */
function joinForced(
  groups: Groups,
  how: JoinedHow,
  requirements: Requirements,
  forced: Groups["stronger"],
): Result<Joined, ConfigError> {
  const all = [...forced, ...groups.stronger, ...groups.project, ...groups.weaker];
  const defined = definedProfiles(requirements, all);
  return defined.ok ? joinAll(over(groups, [...forced, ...defined.value]), how) : defined;
}

function over(groups: Groups, layers: Groups["stronger"]): Groups {
  return layers.length === 0 ? groups : { ...groups, stronger: [...layers, ...groups.stronger] };
}

/** What the profile denied that gave way stays denied. */
function withDenied(held: Settings, before: Settings): Settings {
  if (held === before) return held;
  const { profile } = before.sandbox;
  const { sandbox } = held;
  const deny = profile.levels.flat().filter(({ access }) => access === "deny");
  const denyHosts = profile.domains.filter(({ says }) => says === "deny").map(({ pattern }) => pattern);
  const { refinement } = sandbox;
  return {
    ...held,
    sandbox: {
      ...sandbox,
      refinement: {
        ...refinement,
        deny: [...refinement.deny, ...deny],
        denyHosts: [...refinement.denyHosts, ...denyHosts],
      },
    },
  };
}
