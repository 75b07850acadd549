/** Reads one source of requirements: `requirements.toml`, as in Codex 0.169. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { SandboxMode } from "../permissions/permissions.ts";
import { BUILT_IN_PROFILES, type FileRule } from "../permissions/profile.ts";
import { APPROVAL_POLICIES, type ApprovalPolicy, CATEGORIES, wholeOf } from "./approval-policy.ts";
import { MODE_EXPECTED, modeOf, policyOf, REVIEWER_EXPECTED, reviewerOf } from "./choices.ts";
import type { ConfigError } from "./error.ts";
import { namedAt, type ProfileText, readProfiles, ruleAt } from "./profile-keys.ts";
import { readMcpIdentities, readNetworkLimits } from "./read-required-limits.ts";
import { readRequiredReviews } from "./read-required-reviews.ts";
import { readRequiredRules } from "./read-required-rules.ts";
import { unknownAtTop, unknownKeys } from "./required-keys.ts";
import { NO_REQUIREMENTS, type RequirementLayer, type Requirements, type Stated } from "./requirements.ts";
import type { Notice } from "./notice.ts";
import type { Reviewer } from "./settings.ts";
import { absolutePath, entriesOf, isTable, itemsOf, oneOf, type Spot, switchOf, textOf, wrong } from "./spot.ts";
import { parseFile } from "./toml.ts";

/** A text that was found, and who wrote it. */
export type FoundText = {
  readonly layer: RequirementLayer;
  /** Absolute, or what stands for a file in messages. */
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
};

export type RequirementsText = FoundText & {
  /** Absolute: the folder that relative paths start from. */
  readonly base: string;
  readonly userHome: string;
  /** The name of this machine, for `[[remote_sandbox_config]]`. */
  readonly host: string;
};

/** What the source requires, or the first thing in it that is wrong; never a part of it. */
export function readRequirements(source: RequirementsText): Result<Requirements, ConfigError> {
  const { layer, file, text, base, userHome } = source;
  const parsed = parseFile(file, text);
  if (!parsed.ok) return parsed;
  const faults: ConfigError[] = [];
  const { table, placeOf } = parsed.value;
  const top: Spot = { value: table, path: [], source: { base, userHome, placeOf }, faults };
  const requirements = readAll(top, source);
  const [first] = faults;
  if (first !== undefined) return err(first);
  return ok({ ...requirements, sources: [{ layer, file }] });
}

type Reader = (key: string, read: (spot: Spot) => void) => void;

function readAll(top: Spot, { layer, host }: RequirementsText): Requirements {
  let all: Requirements = NO_REQUIREMENTS;
  const notices: Notice[] = [...unknownAtTop(top)];
  const stated = <T>(spot: Spot, value: T): Stated<T> => ({ value, layer, place: spot.source.placeOf(spot.path) });
  const at: Reader = (key, read) => {
    const value = isTable(top.value) && Object.hasOwn(top.value, key) ? top.value[key] : undefined;
    if (value !== undefined) read({ ...top, value, path: [key] });
  };
  at("allowed_approval_policies", (spot) => {
    all = { ...all, policies: [stated(spot, choicesOf(spot, POLICIES_EXPECTED, policyAt))] };
  });
  at("allowed_sandbox_modes", (spot) => {
    all = { ...all, modes: [stated(spot, modesAt(spot))] };
  });
  at("remote_sandbox_config", (spot) => {
    const modes = modesForHost(spot, host, notices);
    if (modes !== null) all = { ...all, modes: [stated(modes.spot, modes.value)] };
  });
  at("allowed_approvals_reviewers", (spot) => {
    all = { ...all, reviewers: [stated(spot, choicesOf(spot, REVIEWER_EXPECTED, reviewerAt))] };
  });
  readRequiredReviews(top, notices, (spot, pin) => {
    all = { ...all, reviews: [...all.reviews, stated(spot, pin)] };
  });
  at("allowed_permission_profiles", (spot) => {
    all = {
      ...all,
      profiles: [stated(spot, new Map(entriesOf(spot).map(([name, inner]) => [name, switchOf(inner)])))],
    };
  });
  at("default_permissions", (spot) => {
    const named = namedAt(spot, "the name of a permission profile in quotes");
    if (named !== null) all = { ...all, defaultProfiles: [stated(spot, named)] };
  });
  readRequiredRules(top, notices, (spot, rule) => {
    all = { ...all, rules: [...all.rules, stated(spot, rule)] };
  });
  at("permissions", (spot) => {
    const { denied, definitions } = readPermissions(spot, notices);
    if (denied !== null) all = { ...all, denied: [stated(denied.spot, denied.value)] };
    if (definitions.size > 0) all = { ...all, definitions: [stated(spot, definitions)] };
  });
  readNetworkLimits(top, notices, (spot, network) => {
    all = { ...all, network: [stated(spot, network)] };
  });
  at("mcp_servers", (spot) => {
    all = { ...all, mcpServers: [stated(spot, readMcpIdentities(spot, notices))] };
  });
  checkProfiles(top, all);
  return { ...all, notices };
}

const GRANULAR_EXPECTED = `{ granular = { ${CATEGORIES.map((name) => `${name} = true`).join(", ")} } }`;
const POLICIES_EXPECTED = `${oneOf(APPROVAL_POLICIES)} or ${GRANULAR_EXPECTED}`;

/** What is listed; a list that holds nothing would leave nothing to choose. */
function choicesOf<T>(spot: Spot, expected: string, read: (item: Spot) => readonly T[]): readonly T[] {
  const items = itemsOf(spot, `a list, each ${expected}`);
  if (Array.isArray(spot.value) && items.length === 0)
    wrong(spot, `a list that is not empty, each ${expected}`, "empty");
  return [...new Set(items.flatMap(read))];
}

function policyAt(item: Spot): readonly ApprovalPolicy[] {
  // To Codex, on-failure is another name of on-request.
  if (item.value === "on-failure") return ["on-failure", "on-request"];
  const policy = policyOf(item.value);
  if (policy !== null) return [policy];
  const granular = isTable(item.value) && Object.keys(item.value).length === 1 ? item.value["granular"] : undefined;
  if (granular !== undefined) return granularAt({ ...item, value: granular, path: [...item.path, "granular"] });
  wrong(item, POLICIES_EXPECTED);
  return [];
}

function granularAt(spot: Spot): readonly ApprovalPolicy[] {
  const named = new Map<string, boolean>();
  for (const [key, inner] of entriesOf(spot)) {
    if (!CATEGORIES.some((name) => name === key)) wrong(inner, oneOf(CATEGORIES), "no category");
    named.set(key, switchOf(inner));
  }
  // What is left out is off.
  const whole = wholeOf({
    sandbox_approval: false,
    rules: false,
    mcp_elicitations: false,
    ...Object.fromEntries(named),
  });
  return whole === null ? [] : [whole];
}

function reviewerAt(item: Spot): readonly Reviewer[] {
  const reviewer = reviewerOf(item.value);
  if (reviewer !== null) return [reviewer];
  wrong(item, REVIEWER_EXPECTED);
  return [];
}

/** `external-sandbox` is a mode of Codex that nobody can choose here. */
function modesAt(spot: Spot): readonly SandboxMode[] {
  const modes = choicesOf(spot, MODE_EXPECTED, (item) => {
    const mode = modeOf(item.value);
    if (mode === null && item.value !== "external-sandbox") wrong(item, MODE_EXPECTED);
    return mode === null ? [] : [mode];
  });
  if (spot.faults.length === 0 && !modes.includes("read-only")) {
    wrong(spot, 'a list with "read-only" in it, for that is what everything else falls back to', "without it");
  }
  return modes;
}

/** The first entry that is for this machine; it takes the place of `allowed_sandbox_modes` in the same source. */
function modesForHost(
  spot: Spot,
  host: string,
  notices: Notice[],
): { readonly spot: Spot; readonly value: readonly SandboxMode[] } | null {
  const found = itemsOf(spot, "a list of tables").flatMap((item) => {
    const keys = new Map(entriesOf(item));
    notices.push(...unknownKeys(item, ["hostname_patterns", "allowed_sandbox_modes"]));
    const [patterns, modes] = [keys.get("hostname_patterns"), keys.get("allowed_sandbox_modes")];
    if (patterns === undefined || modes === undefined) {
      wrong(item, "a table with hostname_patterns and allowed_sandbox_modes", "without one of them");
      return [];
    }
    const names = itemsOf(patterns, "a list of host names, with * for any characters").flatMap((one) => {
      const text = textOf(one, "a host name in quotes");
      return text === null ? [] : [text];
    });
    const value = modesAt(modes);
    return names.some((name) => fits(name, host)) ? [{ spot: modes, value }] : [];
  });
  return found[0] ?? null;
}

/** `*` stands for any characters, `?` for one; case does not matter. */
function fits(pattern: string, host: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "is").test(host);
}

type Permissions = {
  readonly denied: { readonly spot: Spot; readonly value: readonly FileRule[] } | null;
  readonly definitions: ReadonlyMap<string, ProfileText>;
};

/** `filesystem` and `network` are names that Codex keeps for limits; every other one is a profile. */
function readPermissions(spot: Spot, notices: Notice[]): Permissions {
  let denied: Permissions["denied"] = null;
  const profiles: (readonly [string, unknown])[] = [];
  for (const [name, inner] of entriesOf(spot)) {
    if (name === "filesystem") denied = readDenied(inner, notices);
    else if (name !== "network") profiles.push([name, inner.value]);
  }
  // Built as entries: `__proto__` is a name like any other.
  return { denied, definitions: readProfiles({ ...spot, value: Object.fromEntries(profiles) }) };
}

function readDenied(spot: Spot, notices: Notice[]): Permissions["denied"] {
  notices.push(...unknownKeys(spot, ["deny_read"]));
  const inner = new Map(entriesOf(spot)).get("deny_read");
  if (inner === undefined) return null;
  const value = itemsOf(inner, "a list of paths in quotes").flatMap((item) => {
    const text = textOf(item, "a path in quotes");
    const path = text === null ? null : absolutePath(text, item.source);
    const rule = path === null ? null : ruleAt(path, "deny", item);
    return rule === null ? [] : [rule];
  });
  return { spot: inner, value };
}

/** As in Codex: what holds where another profile is chosen must be said, and be allowed itself. */
function checkProfiles(top: Spot, { profiles, defaultProfiles }: Requirements): void {
  const [allowed] = profiles;
  const [named] = defaultProfiles;
  if (allowed === undefined) {
    if (named !== undefined) {
      const spot = { ...top, path: ["default_permissions"], value: named.value.name };
      wrong(spot, "accompanied by allowed_permission_profiles, which says what may be chosen");
    }
    return;
  }
  const isAllowed = (name: string): boolean => allowed.value.get(name) === true;
  if (named !== undefined && !isAllowed(named.value.name)) {
    const spot = { ...top, path: ["default_permissions"], value: named.value.name };
    wrong(spot, "a profile that is true in allowed_permission_profiles");
  }
  for (const name of allowed.value.keys()) {
    if (!name.startsWith(":") || BUILT_IN_PROFILES.has(name)) continue;
    const spot = { ...top, path: ["allowed_permission_profiles", name] };
    wrong(spot, `${oneOf([...BUILT_IN_PROFILES.keys()])}, or the name of a profile`, "no built-in profile");
  }
  if (named === undefined && !(isAllowed(":workspace") && isAllowed(":read-only"))) {
    const spot = { ...top, path: ["allowed_permission_profiles"] };
    wrong(
      spot,
      "accompanied by default_permissions, which says what holds instead",
      "without :workspace or :read-only",
    );
  }
}
