/** Reads permission profiles: `[permissions.NAME]`, names and values as in Codex. */
import { readPattern } from "../network/pattern.ts";
import { type Access, type Domain, type FileRule, type ProfilePart, type Socket } from "../permissions/profile.ts";
import { placeKeyOf, replaced, SPECIAL_PLACES, type SpecialPlace } from "../permissions/profile.ts";
import type { Place } from "./error.ts";
import { absolutePath, choiceOf, countOf, entriesOf, isTable, type Spot, switchOf, textOf, wrong } from "./spot.ts";

/** What one source says of one profile. */
export type ProfileText = ProfilePart & { readonly extends: Named | null };

/** The name of a profile, and where it was written. */
export type Named = { readonly name: string; readonly place: Place };

const PROFILE_KEYS = ["description", "extends", "filesystem", "network", "workspace_roots"];
const FILE_EXPECTED = 'one of "read", "write", "deny"';
const PATH_EXPECTED = `an absolute path, one below ~/ or one of ${SPECIAL_PLACES.join(", ")}`;
const BELOW_EXPECTED = "a path below the workspace, without . and .., or a glob to deny";
/** Keys of Codex that would hold back what assent cannot hold back in that way. */
const UNENFORCED: ReadonlyMap<string, string> = new Map([
  ["mitm", "left out: assent does not open encrypted connections"],
]);
/** Keys of Codex that set up its own proxy, or open more than assent does; there is nothing to obey. */
export const PASSED_NETWORK_KEYS: readonly string[] = [
  "allow_local_binding",
  "allow_upstream_proxy",
  "dangerously_allow_all_unix_sockets",
  "dangerously_allow_non_loopback_proxy",
  "enable_socks5_udp",
  "proxy_url",
  "socks_url",
];

/** All profiles of one source. */
export function readProfiles(spot: Spot): ReadonlyMap<string, ProfileText> {
  const profiles = new Map<string, ProfileText>();
  for (const [name, inner] of entriesOf(spot)) {
    if (name.startsWith(":"))
      wrong(inner, "named without a colon in front, as the built-in profiles are", "a built-in name");
    profiles.set(name, readProfile(inner));
  }
  return profiles;
}

/** What both sources say of a profile, key by key. */
export function joinProfiles(weaker: ProfileText, own: ProfileText): ProfileText {
  return {
    extends: own.extends ?? weaker.extends,
    files: replaced(weaker.files, own.files, placeKeyOf),
    depthMax: own.depthMax ?? weaker.depthMax,
    enabled: own.enabled ?? weaker.enabled,
    domains: replaced(weaker.domains, own.domains, ({ pattern }) => JSON.stringify(pattern)),
    sockets: replaced(weaker.sockets, own.sockets, ({ path }) => path),
    workspaceRoots: replaced(weaker.workspaceRoots, own.workspaceRoots, ({ path }) => path),
  };
}

function readProfile(spot: Spot): ProfileText {
  const keys = new Map(known(spot, PROFILE_KEYS));
  const at = <T>(key: string, read: (inner: Spot) => T, otherwise: T): T => {
    const inner = keys.get(key);
    return inner === undefined ? otherwise : read(inner);
  };
  const name = at("extends", (inner) => namedAt(inner, "the name of a profile in quotes"), null);
  const files = at("filesystem", readFiles, { files: [], depthMax: null });
  const network = at("network", readNetwork, { enabled: null, domains: [], sockets: [] });
  const workspaceRoots = at("workspace_roots", readWorkspaceRoots, []);
  return { extends: name, ...files, ...network, workspaceRoots };
}

/** The entries of a table that may hold `keys` only: what is passed over would be missed in the sandbox. */
export function known(spot: Spot, keys: readonly string[]): readonly (readonly [string, Spot])[] {
  const entries = entriesOf(spot);
  for (const [key, inner] of entries) {
    if (!keys.includes(key)) wrong(inner, `one of ${keys.join(", ")}`, "no key that is read");
  }
  return entries;
}

export function namedAt(spot: Spot, expected: string): Named | null {
  const name = textOf(spot, expected);
  return name === null ? null : { name, place: spot.source.placeOf(spot.path) };
}

function readFiles(spot: Spot): Pick<ProfilePart, "files" | "depthMax"> {
  const files: FileRule[] = [];
  let depthMax: number | null = null;
  for (const [key, inner] of entriesOf(spot)) {
    if (key === "glob_scan_max_depth") depthMax = countOf(inner, "a whole number of at least 1");
    else if (isTable(inner.value)) files.push(...readBelow(key, inner));
    else {
      const access = accessAt(inner);
      const rule = access === null ? null : ruleAt(key, access, inner);
      if (rule !== null) files.push(rule);
    }
  }
  return { files, depthMax };
}

function accessAt(spot: Spot): Access | null {
  const { value } = spot;
  if (value === "read" || value === "write" || value === "deny") return value;
  // The older word for the same.
  if (value === "none") return "deny";
  wrong(spot, FILE_EXPECTED);
  return null;
}

/** The rule for a place as it is written in a table or list; null, with a fault, for what is none. */
export function ruleAt(text: string, access: Access, spot: Spot): FileRule | null {
  const special = specialOf(text);
  if (special !== null) {
    if (special !== ":minimal" || access === "read") return { special, path: "", glob: null, access };
    wrong(spot, '"read": the system\'s folders can be opened for reading as a whole, and nothing else');
    return null;
  }
  const path = /^(?:\/|~\/|~$)/.test(text) ? absolutePath(text, spot.source) : null;
  if (path !== null) return globbed(null, "", path, access, spot);
  wrong(spot, PATH_EXPECTED, "no place");
  return null;
}

function specialOf(text: string): SpecialPlace | null {
  return SPECIAL_PLACES.find((name) => name === text) ?? null;
}

/** Entries below a place: `[permissions.x.filesystem.":workspace_roots"]`. */
function readBelow(key: string, spot: Spot): readonly FileRule[] {
  const base = ruleAt(key, "read", spot);
  if (base === null) return [];
  if (base.glob !== null || (base.special !== null && base.special !== ":workspace_roots")) {
    wrong(spot, `${FILE_EXPECTED}: there are no entries below ${key}`);
    return [];
  }
  const rules: FileRule[] = [];
  for (const [below, inner] of entriesOf(spot)) {
    const access = accessAt(inner);
    if (access === null) continue;
    const rule = below === "." ? { ...base, access } : belowOf(base, below, access, inner);
    if (rule !== null) rules.push(rule);
  }
  return rules;
}

/** The rule for a path or pattern below the workspace roots; null, with a fault, for what leads out of them. */
export function belowWorkspace(text: string, access: Access, spot: Spot): FileRule | null {
  const base: FileRule = { special: ":workspace_roots", path: "", glob: null, access };
  const below = text.replace(/^(?:\.\/+)+/, "");
  return below === "" || below === "." ? base : belowOf(base, below, access, spot);
}

function belowOf(base: FileRule, below: string, access: Access, spot: Spot): FileRule | null {
  const parts = below.replace(/\/$/, "").split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..") || below.includes("\0")) {
    wrong(spot, BELOW_EXPECTED, "no place");
    return null;
  }
  return globbed(base.special, base.path, parts.join("/"), access, spot);
}

/**
 * Parts the fixed folders from the pattern below them. `x/**` to read or write means `x`; other patterns can only be
 * denied.
 *
 * @param path absolute, or below `above`
 */
function globbed(
  special: SpecialPlace | null,
  above: string,
  path: string,
  access: Access,
  spot: Spot,
): FileRule | null {
  const place = (rest: string): string => (rest.startsWith("/") || above === "" ? rest : `${above}/${rest}`);
  const whole = access === "deny" ? path : path.replace(/(?<=.)\/\*\*$/, "");
  const parts = whole.split("/");
  const first = parts.findIndex((part) => /[*?[\]]/.test(part));
  if (first === -1) return { special, path: place(whole), glob: null, access };
  if (access !== "deny") {
    wrong(spot, `"deny": a pattern can only be denied; write a path, or a folder with /** behind it`);
    return null;
  }
  const fixed = parts.slice(0, first).join("/");
  const folder = path.startsWith("/") && fixed === "" ? "/" : fixed;
  return { special, path: folder === "" ? above : place(folder), glob: parts.slice(first).join("/"), access };
}

const NETWORK_KEYS = [
  "enabled",
  "mode",
  "domains",
  "unix_sockets",
  "enable_socks5",
  ...PASSED_NETWORK_KEYS,
  ...UNENFORCED.keys(),
];

function readNetwork(spot: Spot): Pick<ProfilePart, "enabled" | "domains" | "sockets"> {
  let enabled: boolean | null = null;
  let domains: readonly Domain[] = [];
  let sockets: readonly Socket[] = [];
  for (const [key, inner] of known(spot, NETWORK_KEYS)) {
    const unenforced = UNENFORCED.get(key);
    if (unenforced !== undefined) wrong(inner, unenforced);
    if (key === "enabled") enabled = switchOf(inner);
    if (key === "domains") domains = readDomains(inner);
    if (key === "unix_sockets") sockets = readSockets(inner);
    if (key === "enable_socks5" && inner.value !== true) wrong(inner, "true: assent's proxy always speaks SOCKS");
    if (key === "mode" && inner.value !== "full") {
      wrong(inner, '"full": assent does not open encrypted connections, so it cannot hold them to reading');
    }
  }
  return { enabled, domains, sockets };
}

const SAYS = ["allow", "deny"] as const;

export function readDomains(spot: Spot): readonly Domain[] {
  return entriesOf(spot).flatMap(([text, inner]) => {
    const says = choiceOf(inner, SAYS);
    const pattern = readPattern(text);
    if (pattern.ok) return [{ pattern: pattern.value, says }];
    wrong(inner, HOST_EXPECTED, "no host");
    return [];
  });
}

export const HOST_EXPECTED =
  'a host such as "api.example.com", "*.example.com", "**.example.com", "example.com:8443" or "*"';

export function readSockets(spot: Spot): readonly Socket[] {
  return entriesOf(spot).flatMap(([text, inner]) => {
    const says = choiceOf(inner, SAYS);
    const path = /^(?:\/|~\/)/.test(text) ? absolutePath(text, inner.source) : null;
    if (path !== null) return [{ path, says }];
    wrong(inner, "the absolute path of a Unix socket", "no such path");
    return [];
  });
}

function readWorkspaceRoots(spot: Spot): ProfilePart["workspaceRoots"] {
  return entriesOf(spot).flatMap(([text, inner]) => {
    const isRoot = switchOf(inner);
    const path = /^(?:\/|~\/|~$)/.test(text) ? absolutePath(text, inner.source) : null;
    if (path !== null) return [{ path, isRoot }];
    wrong(inner, "an absolute path or one below ~/", "no such path");
    return [];
  });
}
