/** Requirements of several sources as one: what holds must be allowed by each. */
import { isSame } from "../../kit/same.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Granular } from "./approval-policy.ts";
import { type ConfigError, describePlace } from "./error.ts";
import { contradictionIn } from "./review-pins.ts";
import { NO_REQUIREMENTS, type Requirements, type Stated } from "./requirements.ts";

/**
 * All of them together, or the lists that have nothing in common.
 *
 * @param sources strongest first; of one layer the first one is named where several forbid the same
 */
export function joinRequirements(sources: readonly Requirements[]): Result<Requirements, ConfigError> {
  const joined = sources.reduce(both, NO_REQUIREMENTS);
  const { policies, modes, reviewers, reviews, profiles } = joined;
  const empty =
    emptyOf("approval_policy", policies) ??
    emptyOf("sandbox_mode", modes) ??
    emptyOf("approvals_reviewer", reviewers) ??
    contradictionAmong(reviews) ??
    emptyOf(
      "default_permissions",
      profiles.map((one) => ({ ...one, value: namesIn(one.value) })),
    );
  return empty === null ? ok(joined) : err(empty);
}

/** What every list holds, in the order of the first; null where there is none, and everything is allowed. */
export function commonOf<T>(lists: readonly Stated<readonly T[]>[]): readonly T[] | null {
  const [first, ...others] = lists;
  if (first === undefined) return null;
  return first.value.filter((value) => others.every((other) => holds(other, value)));
}

/** The strongest source that does not allow `value`. */
export function forbidding<T>(lists: readonly Stated<readonly T[]>[], value: T): Stated<readonly T[]> | null {
  return lists.find((list) => !holds(list, value)) ?? null;
}

/** The profiles that may be chosen. */
export function namesIn(profiles: ReadonlyMap<string, boolean>): readonly string[] {
  return [...profiles].filter(([, isAllowed]) => isAllowed).map(([name]) => name);
}

/** Who requires it: `/etc/codex/requirements.toml:1:29 (system)`. */
export function describeSource({ layer, place }: Stated<unknown>): string {
  return `${describePlace(place)} (${layer})`;
}

/** What may be chosen, for people. */
export function describeAllowed(values: readonly (string | Granular)[]): string {
  return values.length === 0 ? "nothing" : values.map(describeChoice).join(", ");
}

export function describeChoice(value: string | Granular): string {
  if (typeof value === "string") return value;
  const asked = Object.entries(value.granular).flatMap(([name, isAsked]) => (isAsked ? [name] : []));
  return `granular (${asked.length === 0 ? "asks nothing" : asked.join(", ")})`;
}

function both(a: Requirements, b: Requirements): Requirements {
  return {
    policies: [...a.policies, ...b.policies],
    modes: [...a.modes, ...b.modes],
    reviewers: [...a.reviewers, ...b.reviewers],
    reviews: [...a.reviews, ...b.reviews],
    profiles: [...a.profiles, ...b.profiles],
    defaultProfiles: [...a.defaultProfiles, ...b.defaultProfiles],
    definitions: [...a.definitions, ...b.definitions],
    rules: [...a.rules, ...b.rules],
    network: [...a.network, ...b.network],
    denied: [...a.denied, ...b.denied],
    mcpServers: [...a.mcpServers, ...b.mcpServers],
    sources: [...a.sources, ...b.sources],
    notices: [...a.notices, ...b.notices],
  };
}

function holds<T>(list: Stated<readonly T[]>, value: T): boolean {
  return list.value.some((one) => isSame(one, value));
}

function contradictionAmong(reviews: Requirements["reviews"]): ConfigError | null {
  const found = contradictionIn(reviews);
  return found === null ? null : emptyOf(found.key, found.lists);
}

function emptyOf(key: string, lists: readonly Stated<readonly (string | Granular)[]>[]): ConfigError | null {
  if (commonOf(lists)?.length !== 0) return null;
  // Those after the one that left nothing would only add to the confusion.
  const last = lists.findIndex((_, index) => commonOf(lists.slice(0, index + 1))?.length === 0);
  const sources = lists
    .slice(0, last + 1)
    .map((list) => ({ source: describeSource(list), allowed: describeAllowed(list.value) }));
  return { kind: "nothing-allowed", key, sources };
}
