/** What `[permission_profile]` of all sources comes to, beside the mode or profile. */
import { NO_REFINEMENT, type Refinement } from "../permissions/profile.ts";
import { chooses } from "./layers.ts";
import type { LimitsText, RefinementText } from "./refinement-keys.ts";
import type { Layer } from "./settings.ts";

export type Refined = {
  readonly refinement: Refinement;
  readonly limits: LimitsText;
  /** True where something that is opened does not count. */
  readonly isCut: boolean;
};

const NOTHING: Refined = { refinement: NO_REFINEMENT, limits: {}, isCut: false };

/**
 * Whoever chooses a mode or a profile chooses what is opened: what weaker sources open, or the same one beside
 * `read-only`, does not count. What they take away stays, but for full access that a stronger source calls for.
 *
 * @param layers weakest first
 * @param isReadOnly true where what was chosen is held to that mode
 */
export function refine(layers: readonly Layer[], isReadOnly: boolean): Refined {
  const all = layers.reduce(refineBy, NOTHING);
  return isReadOnly ? withoutOpening(all) : all;
}

function refineBy(weaker: Refined, layer: Layer): Refined {
  const base = layer.sandboxMode === "danger-full-access" ? NOTHING : weaker;
  const kept = chooses(layer) && layer.sandboxMode !== "workspace-write" ? withoutOpening(base) : base;
  const limits = { ...kept.limits, ...layer.limits };
  const all = { ...kept, limits, refinement: over(kept.refinement, layer.refinement ?? {}) };
  return layer.sandboxMode === "read-only" ? withoutOpening(all) : all;
}

function over(weaker: Refinement, own: RefinementText): Refinement {
  return {
    read: own.read ?? weaker.read,
    write: own.write ?? weaker.write,
    deny: own.deny ?? weaker.deny,
    allowHosts: own.allowHosts ?? weaker.allowHosts,
    denyHosts: own.denyHosts ?? weaker.denyHosts,
  };
}

function withoutOpening({ refinement, limits, isCut }: Refined): Refined {
  const opens = (refinement.write?.length ?? 0) > 0 || (refinement.allowHosts?.length ?? 0) > 0;
  return { refinement: { ...refinement, write: null, allowHosts: null }, limits, isCut: isCut || opens };
}
