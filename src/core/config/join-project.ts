/** Joins all layers, those of a project as far as they count. */
import { ok, type Result } from "../../kit/result.ts";
import { isSame } from "../../kit/same.ts";
import type { ConfigError } from "./error.ts";
import { settingsOf } from "./join-layers.ts";
import type { ReadLayer } from "./layers.ts";
import type { Notice } from "./notice.ts";
import type { Layer, Settings } from "./settings.ts";
import { tightened, withoutOthers } from "./tighten.ts";

/** Strongest first; `stronger` and `weaker` than what the project says. */
export type Groups = {
  readonly stronger: readonly ReadLayer[];
  readonly project: readonly ReadLayer[];
  readonly weaker: readonly ReadLayer[];
};

export type Joined = {
  readonly settings: Settings;
  /** Strongest first; of the project what counts. */
  readonly layers: readonly ReadLayer[];
  /** What of the project's files does not count, but would change something if a person trusted it. */
  readonly cuts: readonly { readonly file: string; readonly keys: readonly string[] }[];
};

export type JoinedHow = {
  /** What holds where no layer says anything. */
  readonly defaults: Layer;
  /** True if the project counts in full; otherwise it only tightens. */
  readonly isTrusted: boolean;
};

export function joinAll(groups: Groups, how: JoinedHow): Result<Joined, ConfigError> {
  const own = groups.project.map(withoutOthers);
  const full = joinAs({ ...groups, project: own.map(({ layer }) => layer) }, how.defaults);
  // What is wrong with the project's files is wrong whether they count or not.
  if (!full.ok) return full;
  if (own.length === 0) return ok({ ...full.value, cuts: [] });
  if (how.isTrusted) {
    const ignored = own.flatMap(({ layer, dropped }): readonly Notice[] =>
      dropped.length === 0 ? [] : [{ kind: "project-ignored", file: layer.file ?? "", keys: dropped }],
    );
    const { settings, layers } = full.value;
    return ok({ settings: { ...settings, notices: [...settings.notices, ...ignored] }, layers, cuts: [] });
  }
  return joinTightened({ ...groups, project: own.map(({ layer }) => layer) }, how.defaults, full.value.settings);
}

function joinAs(
  { stronger, project, weaker }: Groups,
  defaults: Layer,
): Result<Pick<Joined, "settings" | "layers">, ConfigError> {
  const layers = [...stronger, ...project, ...weaker];
  const settings = settingsOf(layers.map(({ layer }) => layer).toReversed(), defaults);
  return settings.ok ? ok({ settings: settings.value, layers }) : settings;
}

/** Each folder's settings are held against what is below them, from the root down. */
function joinTightened(groups: Groups, defaults: Layer, full: Settings): Result<Joined, ConfigError> {
  let below = groups.weaker;
  const cuts: { readonly file: string; readonly keys: readonly string[] }[] = [];
  for (const layer of groups.project.toReversed()) {
    const settings = settingsOf(below.map((each) => each.layer).toReversed(), defaults);
    if (!settings.ok) return settings;
    const cut = tightened(layer, { settings: settings.value, layers: below });
    if (cut.dropped.length > 0) cuts.push({ file: layer.file ?? "", keys: cut.dropped });
    below = [cut.layer, ...below];
  }
  const project = below.slice(0, groups.project.length);
  const joined = joinAs({ ...groups, project }, defaults);
  if (!joined.ok) return joined;
  return ok({ ...joined.value, cuts: wouldLoosen(full, joined.value.settings) ? cuts : [] });
}

/** True if trust would change anything; what is said about the settings is not a part of them. */
export function wouldLoosen(full: Settings, cut: Settings): boolean {
  return !isSame({ ...full, notices: [] }, { ...cut, notices: [] });
}
