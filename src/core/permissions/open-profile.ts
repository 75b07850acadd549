/** A permission profile met with a machine: which folders it opens and what it takes away. */
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isWithin } from "../../kit/path.ts";
import type { DeniedGlob } from "./denied-globs.ts";
import type { HostPattern } from "./hosts.ts";
import type { Network, SandboxMode } from "./permissions.ts";
import { type Access, type FileRule, type Profile, type Refinement, special } from "./profile.ts";

/** What a profile needs to know; every path absolute. */
export type Ground = {
  /** The folder to work in first, then those that were added. */
  readonly workspaceRoots: readonly string[];
  /** Null where the environment names none. */
  readonly tmpdir: string | null;
  /** The path with links resolved, also of what does not exist. */
  readonly real: (path: string) => string;
};

/** What a profile comes to. Paths are absolute with links resolved, and may name what does not exist. */
export type Opened = {
  readonly mode: SandboxMode;
  readonly roots: readonly string[];
  /** Places that are named to be read or written, but the root folder. */
  readonly named: readonly string[];
  /** Read-only though they lie in a root. */
  readonly kept: readonly string[];
  readonly readable: "everything" | readonly string[];
  readonly denied: { readonly paths: readonly string[]; readonly globs: readonly DeniedGlob[] };
  readonly network: Network;
  /** Unix sockets of the host. */
  readonly sockets: readonly string[];
};

/** What no sandbox can do as it is written. */
export type ProfileFault =
  /** `path` is to be written, below `within` that is to be read only, which lies in a folder to be written. */
  | { readonly kind: "write-in-kept"; readonly path: string; readonly within: string }
  /** Everything would be denied. */
  | { readonly kind: "denies-all" };

/** One line for people, to stand behind the name of the setting. */
export function describeProfileFault(fault: ProfileFault): string {
  return fault.kind === "denies-all"
    ? "the permissions deny the root folder, so that nothing could run; deny less"
    : `the permissions open ${fault.path} for writing inside ${fault.within}, which is read-only inside a folder that may be ` +
        "written; no sandbox can hold that: open less, or name the folders side by side";
}

/**
 * The system's own folders, `:minimal`: what programs are made of, and the settings that they share. In Codex, too,
 * they hold no folder of a person.
 */
export const MINIMAL_FOLDERS: readonly string[] = [
  "/bin",
  "/sbin",
  "/usr",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/etc",
  "/opt",
  "/nix/store",
  "/run/current-system",
  "/run/systemd/resolve",
  "/run/resolvconf",
];

/** Computes what `profile` opens here, with `refinement` in the place of its lists where that says something. */
export function openProfile(profile: Profile, refinement: Refinement, ground: Ground): Result<Opened, ProfileFault> {
  const own = { ...ground, workspaceRoots: rootsOf(profile, ground) };
  const said = saidOf([...replacedLists(profile.levels, refinement), [...refinement.deny]], own);
  if (said.places.get("/") === "deny") return err({ kind: "denies-all" });
  const roots = pathsThat("write", said.places);
  const kept = pathsThat("read", said.places).filter((path) => accessAbove(path, said.places) === "write");
  for (const path of roots) {
    const within = kept.find((outer) => isWithin(outer, path));
    if (within !== undefined) return err({ kind: "write-in-kept", path, within });
  }
  const network = networkOf(profile, refinement);
  const globs = globsOf(said.globs, profile.depthMax, own);
  const denied = { paths: pathsThat("deny", said.places), globs };
  const isWhole = denied.paths.length === 0 && globs.length === 0 && kept.length === 0 && network === "open";
  const isUnrestricted = profile.isUnrestricted && isWhole && roots.includes("/");
  return ok({
    mode: isUnrestricted ? "danger-full-access" : modeOf(roots),
    roots,
    named: [...pathsThat("read", said.places), ...roots].filter((path) => path !== "/"),
    kept,
    readable: readableOf(said, denied.paths),
    denied,
    network,
    sockets: profile.sockets.filter(({ says }) => says === "allow").map(({ path }) => ground.real(path)),
  });
}

/** What rules that only deny come to. */
export function deniedBy(rules: readonly FileRule[], ground: Ground): Opened["denied"] {
  const { places, globs } = saidOf([rules], ground);
  return { paths: [...places.keys()], globs: globsOf(globs, null, ground) };
}

function modeOf(roots: readonly string[]): SandboxMode {
  return roots.length === 0 ? "read-only" : "workspace-write";
}

function rootsOf(profile: Profile, { workspaceRoots, real }: Ground): readonly string[] {
  const further = profile.workspaceRoots.filter(({ isRoot }) => isRoot).map(({ path }) => path);
  return [...new Set([...workspaceRoots, ...further].map(real))];
}

/** A list that is given is complete: what the profile says of that access is forgotten. */
function replacedLists(
  levels: readonly (readonly FileRule[])[],
  { read, write }: Refinement,
): readonly (readonly FileRule[])[] {
  const left = levels.map((rules) =>
    rules.filter(({ access }) => !(access === "read" && read !== null) && !(access === "write" && write !== null)),
  );
  const readsAll = levels.some((rules) => rules.some((rule) => rule.special === ":root" && rule.access !== "deny"));
  const kept = read === null && write !== null && readsAll ? [special(":root", "read")] : [];
  const system = read === null ? [] : [special(":minimal", "read")];
  // A person who lists places for both means the wider access.
  return [kept, ...left, [...system, ...(read ?? [])], write ?? []];
}

type Said = {
  /** In the order in which they were first named. */
  readonly places: ReadonlyMap<string, Access>;
  readonly minimal: readonly string[];
  readonly globs: readonly FileRule[];
};

function saidOf(levels: readonly (readonly FileRule[])[], ground: Ground): Said {
  const places = new Map<string, Access>();
  const minimal: string[] = [];
  const globs: FileRule[] = [];
  for (const rules of levels) {
    const level = new Map<string, Access>();
    for (const rule of rules) {
      if (rule.glob !== null) globs.push(rule);
      else if (rule.special === ":minimal" && rule.access === "read") minimal.push(...MINIMAL_FOLDERS);
      else {
        for (const path of pathsOf(rule, ground)) level.set(path, strictest(level.get(path), rule.access));
      }
    }
    for (const [path, access] of level) places.set(path, access);
  }
  return { places, minimal, globs };
}

/** Two names for one place in the same profile: the stricter word holds. */
function strictest(known: Access | undefined, next: Access): Access {
  if (known === "deny" || next === "deny") return "deny";
  return known === "read" ? "read" : next;
}

function pathsOf({ special, path }: FileRule, { workspaceRoots, tmpdir, real }: Ground): readonly string[] {
  switch (special) {
    case null:
      return [real(path)];
    case ":workspace_roots":
      return workspaceRoots.map((root) => (path === "" ? root : real(`${root === "/" ? "" : root}/${path}`)));
    case ":tmpdir":
      return tmpdir === null ? [] : [real(tmpdir)];
    case ":slash_tmp":
      return [real("/tmp")];
    case ":root":
      return ["/"];
    case ":minimal":
      return MINIMAL_FOLDERS.map(real);
    default:
      return never(special);
  }
}

function pathsThat(wanted: Access, places: ReadonlyMap<string, Access>): readonly string[] {
  return [...places].filter(([, access]) => access === wanted).map(([path]) => path);
}

/** What is said of the nearest folder above that anything is said of. */
function accessAbove(path: string, places: ReadonlyMap<string, Access>): Access | null {
  const above = [...places].filter(([other]) => other !== path && isWithin(other, path));
  const [nearest] = above.toSorted(([a], [b]) => b.length - a.length);
  return nearest?.[1] ?? null;
}

/** What is to be read inside a denied folder is named, for there "everything" does not reach. */
function readableOf({ places, minimal }: Said, denied: readonly string[]): "everything" | readonly string[] {
  const root = places.get("/");
  const read = pathsThat("read", places);
  const readsAll = root === "read" || root === "write";
  const inside = read.filter((path) => denied.some((outer) => isWithin(outer, path)));
  if (readsAll) return inside.length === 0 ? "everything" : ["/", ...inside];
  return [...new Set([...minimal, ...read])];
}

function globsOf(rules: readonly FileRule[], depthMax: number | null, ground: Ground): readonly DeniedGlob[] {
  return rules.flatMap((rule) => {
    const pattern = rule.glob ?? "";
    return pathsOf({ ...rule, glob: null }, ground).map((root) => ({ root, pattern, depthMax }));
  });
}

/** A list that is given is complete; hosts are denied of whatever is open. */
function networkOf({ enabled, domains, isProxied }: Profile, { allowHosts, denyHosts }: Refinement): Network {
  const patternsThat = (wanted: "allow" | "deny"): readonly HostPattern[] =>
    domains.filter(({ says }) => says === wanted).map(({ pattern }) => pattern);
  const deny = [...patternsThat("deny"), ...denyHosts];
  // Hosts can be asked about where none is allowed, so what is denied counts there too.
  if (!enabled && allowHosts === null) {
    return deny.length === 0 ? "none" : { kind: "hosts", allow: [], deny, unlisted: "ask" };
  }
  if (allowHosts !== null) return { kind: "hosts", allow: allowHosts, deny, unlisted: "ask" };
  const isOpen = domains.length === 0 && !isProxied;
  if (isOpen && deny.length === 0) return "open";
  const allow = isOpen ? [ANY_HOST] : patternsThat("allow");
  return { kind: "hosts", allow, deny, unlisted: "ask" };
}

const ANY_HOST: HostPattern = { host: "*", port: null };
