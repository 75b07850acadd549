/** Reads `[permission_profile]`, `[key_stores]`, `[shell_environment_policy]`. */
import { readPattern } from "../network/pattern.ts";
import { REGISTRY_HOSTS } from "../network/registries.ts";
import { CORE_VARIABLES, KEPT_VARIABLES, namedBy, SECRET_VARIABLES } from "../permissions/environment.ts";
import type { HostPattern } from "../permissions/hosts.ts";
import { KEY_STORE_NAMES } from "../permissions/key-stores.ts";
import type { Environment } from "../permissions/permissions.ts";
import type { Access, FileRule, Refinement } from "../permissions/profile.ts";
import { belowWorkspace, HOST_EXPECTED, known, ruleAt } from "./profile-keys.ts";
import {
  absolutePath,
  choiceOf,
  countOf,
  entriesOf,
  isTable,
  itemsOf,
  type Spot,
  switchOf,
  textOf,
  wrong,
} from "./spot.ts";

/** What one source says of the environment; null for what it leaves open. */
export type EnvironmentText = {
  /** False: no pattern of assent's own. */
  readonly defaults: boolean | null;
  readonly scrub: readonly string[] | null;
  readonly keep: readonly string[] | null;
  /** All that is passed on, before anything is taken away; from `inherit` and `include_only`. */
  readonly inherit: "all" | "core" | "none" | null;
  readonly only: readonly string[] | null;
  readonly exclude: readonly string[] | null;
  /** True: names of keys, secrets and tokens are excluded by Codex's own patterns as well. */
  readonly excludesSecrets: boolean | null;
  /** Variables with their values, set over what is passed on. */
  readonly set: Readonly<Record<string, string>> | null;
};

/** `suited`: as many as suit the machine; null for no limit. Bytes for the others. */
export type LimitsText = {
  readonly processes?: number | "suited" | null;
  readonly memory?: number | null;
  readonly fileSize?: number | null;
};

/** Stores of keys that sandboxed commands cannot read. */
export type KeyStoresText = {
  /** False: none of assent's own list. */
  readonly deny: boolean | null;
  readonly add: readonly FileRule[] | null;
  /** Names of stores, or absolute paths. */
  readonly allow: readonly string[] | null;
};

export type RefinementText = Partial<Refinement>;

export type ProfileTable = {
  readonly refinement: RefinementText;
  readonly environment?: EnvironmentText;
  readonly limits?: LimitsText;
};

export const NO_ENVIRONMENT: EnvironmentText = {
  defaults: null,
  scrub: null,
  keep: null,
  inherit: null,
  only: null,
  exclude: null,
  excludesSecrets: null,
  set: null,
};

/** `[permission_profile]` of one source. */
export function readProfileTable(spot: Spot): ProfileTable {
  let table: ProfileTable = { refinement: {} };
  for (const [key, inner] of known(spot, ["filesystem", "network", "environment", "limits"])) {
    if (key === "filesystem") table = { ...table, refinement: { ...table.refinement, ...readFilesystem(inner) } };
    if (key === "network") table = { ...table, refinement: { ...table.refinement, ...readHosts(inner) } };
    if (key === "environment") table = { ...table, environment: readEnvironment(inner) };
    if (key === "limits") table = { ...table, limits: readLimits(inner) };
  }
  return table;
}

function readFilesystem(spot: Spot): RefinementText {
  let refinement: RefinementText = {};
  for (const [key, inner] of known(spot, ["read", "write", "deny"])) {
    if (key === "read") refinement = { ...refinement, read: readPlaces(inner, "read") };
    if (key === "write") refinement = { ...refinement, write: readPlaces(inner, "write") };
    if (key === "deny") refinement = { ...refinement, deny: readPlaces(inner, "deny") };
  }
  return refinement;
}

const PLACES_EXPECTED = "a list of paths in quotes";

/** Relative paths start from the workspace. To deny, a name without a slash counts wherever it lies in there. */
function readPlaces(spot: Spot, access: Access): readonly FileRule[] {
  return itemsOf(spot, PLACES_EXPECTED).flatMap((item) => {
    const text = textOf(item, "a path in quotes");
    if (text === null) return [];
    const name = text.replace(/\/$/, "");
    const anywhere = access === "deny" && /^[^/:~.][^/]*$|^\.[^/]+$/.test(name) && name !== "..";
    const rules = [
      ...(anywhere && /[*?[\]]/.test(name) ? [] : [placeAt(text, access, item)]),
      ...(anywhere ? [belowWorkspace(name === "**" ? name : `**/${name}`, access, item)] : []),
    ];
    return rules.filter((rule) => rule !== null);
  });
}

function placeAt(text: string, access: Access, spot: Spot): FileRule | null {
  return /^[:/~]/.test(text) ? ruleAt(text, access, spot) : belowWorkspace(text, access, spot);
}

function readHosts(spot: Spot): RefinementText {
  let refinement: RefinementText = {};
  for (const [key, inner] of known(spot, ["allow", "deny"])) {
    const hosts = itemsOf(inner, "a list of hosts in quotes").flatMap((item) => patternAt(item));
    refinement = { ...refinement, ...(key === "allow" ? { allowHosts: hosts } : { denyHosts: hosts }) };
  }
  return refinement;
}

/** Stands for all hosts of core/network/registries.ts. */
const ALL_REGISTRIES = ":registries";

function patternAt(spot: Spot): readonly HostPattern[] {
  if (spot.value === ALL_REGISTRIES) return REGISTRY_HOSTS.map((host) => ({ host, port: 443 }));
  const pattern = typeof spot.value === "string" ? readPattern(spot.value) : null;
  if (pattern?.ok === true) return [pattern.value];
  wrong(spot, HOST_EXPECTED);
  return [];
}

const NAMES_EXPECTED = "a list of names in quotes, with * for any characters";

function readEnvironment(spot: Spot): EnvironmentText {
  let text = NO_ENVIRONMENT;
  for (const [key, inner] of known(spot, ["scrub", "keep"])) {
    if (key === "keep") text = { ...text, keep: readNames(inner) };
    else if (inner.value === false) text = { ...text, defaults: false, scrub: [] };
    else text = { ...text, scrub: readNames(inner) };
  }
  return text;
}

function readNames(spot: Spot): readonly string[] {
  return itemsOf(spot, NAMES_EXPECTED).flatMap((item) => {
    const text = textOf(item, NAMES_EXPECTED);
    if (text === null) return [];
    if (!/[?[\]]/.test(text)) return [text];
    wrong(item, NAMES_EXPECTED);
    return [];
  });
}

export const INHERIT = ["all", "core", "none"] as const;

/** What Codex excludes unless `ignore_default_excludes` says otherwise. */
const SECRET_EXCLUDES: readonly string[] = ["*KEY*", "*SECRET*", "*TOKEN*"];

/** Codex's own table, whole. Only `exclude` and `include_only` are checked here; the rest has fitted its shape. */
export function readShellPolicy(spot: Spot): EnvironmentText {
  let text = NO_ENVIRONMENT;
  const entries = entriesOf(spot);
  for (const [key, inner] of entries) {
    if (key === "inherit") text = { ...text, inherit: choiceOf(inner, INHERIT) };
    if (key === "include_only") text = { ...text, only: readNames(inner) };
    if (key === "exclude") text = { ...text, exclude: readNames(inner) };
    if (key === "set") text = { ...text, set: textsOf(inner) };
    if (key === "filters") wrong(inner, "left out: write exclude or include_only");
    if (key === "ignore_default_excludes") text = { ...text, excludesSecrets: inner.value === false };
  }
  return text;
}

function textsOf({ value }: Spot): Readonly<Record<string, string>> {
  const entries = isTable(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])));
}

/** What both say, the stronger source's word over the weaker one's; variables that are set, name by name. */
export function joinEnvironments(weaker: EnvironmentText, own: EnvironmentText): EnvironmentText {
  return {
    defaults: own.defaults ?? (own.scrub === null ? weaker.defaults : null),
    scrub: own.scrub ?? weaker.scrub,
    keep: own.keep ?? weaker.keep,
    inherit: own.inherit ?? weaker.inherit,
    only: own.only ?? weaker.only,
    exclude: own.exclude ?? weaker.exclude,
    excludesSecrets: own.excludesSecrets ?? weaker.excludesSecrets,
    set: own.set === null || weaker.set === null ? (own.set ?? weaker.set) : { ...weaker.set, ...own.set },
  };
}

/** The patterns that result; what a person takes away by name is not kept by assent's own exceptions. */
export function environmentOf(text: EnvironmentText): Environment {
  const { defaults, scrub, keep, only } = text;
  const isPassed = only === null ? () => true : namedBy(only);
  // A list of what is passed on is the last word, in Codex too.
  const passed = Object.entries(text.set ?? {}).filter(([name]) => isPassed(name));
  const set = passed.length === 0 ? {} : { set: Object.fromEntries(passed) };
  const secrets = text.excludesSecrets === true ? SECRET_EXCLUDES : [];
  const away = [...(scrub ?? []), ...(text.exclude ?? []), ...secrets];
  const stays = keep ?? [];
  const listed = listedIn(text);
  if (listed !== null) {
    const isAway = namedBy(away);
    // Of a pattern it cannot be told whether it would bring back what is taken away.
    const left = listed.filter((name) => away.length === 0 || !(name.includes("*") || isAway(name)));
    return { scrub: ["*"], keep: [...left, ...stays], ...set };
  }
  if (defaults === false) return { scrub: away, keep: stays, ...set };
  return {
    scrub: [...SECRET_VARIABLES, ...away],
    keep: [...(away.length === 0 ? KEPT_VARIABLES : []), ...stays],
    ...set,
  };
}

/** All that is passed on where that is a list; null where it is everything. */
function listedIn({ inherit, only }: EnvironmentText): readonly string[] | null {
  const passed = inherit === "core" ? CORE_VARIABLES : inherit === "none" ? [] : null;
  if (passed === null) return only?.includes("*") === true ? null : only;
  return only === null ? passed : passed.filter(namedBy(only));
}

const LIMITS: Readonly<Record<string, keyof LimitsText>> = {
  processes: "processes",
  memory: "memory",
  file_size: "fileSize",
};

function readLimits(spot: Spot): LimitsText {
  let limits: LimitsText = {};
  for (const [key, inner] of known(spot, Object.keys(LIMITS))) {
    const field = LIMITS[key];
    if (field === undefined) continue;
    const isCount = field === "processes";
    limits = { ...limits, [field]: inner.value === false ? null : isCount ? processesAt(inner) : bytesAt(inner) };
  }
  return limits;
}

function processesAt(spot: Spot): number | "suited" {
  if (spot.value === "suited") return spot.value;
  return countOf(spot, 'a whole number of at least 1, "suited" for as many as suit the machine, or false for no limit');
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };
const BYTES_EXPECTED = 'a number of bytes, a text such as "512MB" or "2GB", or false for no limit';

function bytesAt(spot: Spot): number {
  if (typeof spot.value !== "string") return countOf(spot, BYTES_EXPECTED);
  const [, digits = "", unit = ""] = /^(\d{1,12})\s?([KMGT]?)i?B?$/i.exec(spot.value) ?? [];
  const bytes = Number(digits) * (UNITS[unit.toUpperCase()] ?? 0);
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes;
  wrong(spot, BYTES_EXPECTED);
  return 1;
}

/** `[key_stores]` of one source. */
export function readKeyStores(spot: Spot): KeyStoresText {
  let text: KeyStoresText = { deny: null, add: null, allow: null };
  for (const [key, inner] of known(spot, ["deny", "add", "allow"])) {
    if (key === "add") text = { ...text, add: readPlaces(inner, "deny") };
    if (key === "allow") text = { ...text, allow: readStores(inner) };
    if (key === "deny") text = { ...text, deny: inner.value === "default" ? true : switchOf(inner) };
  }
  return text;
}

function readStores(spot: Spot): readonly string[] {
  return itemsOf(spot, "a list of names of stores or paths in quotes").flatMap((item) => {
    const text = textOf(item, "the name of a store or a path in quotes");
    if (text === null) return [];
    if (/^[a-z][a-z-]*$/.test(text) && KEY_STORE_NAMES.includes(text)) return [text];
    const path = /^[~/]/.test(text) ? absolutePath(text, item.source) : null;
    if (path !== null) return [path];
    wrong(item, `a path, or one of ${KEY_STORE_NAMES.join(", ")}`);
    return [];
  });
}
