/** The keys by which a project may tighten what holds: of each, what is left of it. */
import { isSame } from "../../kit/same.ts";
import { printPattern } from "../network/pattern.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { BUILT_IN_PROFILES, type FileRule, placeKeyOf } from "../permissions/profile.ts";
import { wholeOf } from "./approval-policy.ts";
import { choosingIn, type ReadLayer } from "./layers.ts";
import { isStricterPolicy } from "./policy-order.ts";
import { REVIEW_KEYS, type ReviewKey, reviewPath } from "./review-keys.ts";
import { autoReviewOf } from "./review-terms.ts";
import { type EnvironmentText, INHERIT, joinEnvironments, type LimitsText, NO_ENVIRONMENT } from "./refinement-keys.ts";
import type { Layer, Settings, WorkspaceWrite } from "./settings.ts";
import { valueAt } from "./tables.ts";

/** What holds without the project's layer. */
export type Below = {
  readonly settings: Settings;
  /** Strongest first. */
  readonly layers: readonly ReadLayer[];
};

export type Kept = {
  /** Null where nothing of the key counts, or where it says what holds anyway. */
  readonly layer: Layer | null;
  /** What stands for the value as it is written, where that is another one. */
  readonly value?: unknown;
  /** What stands before it in the list that results, as it is written. */
  readonly before?: readonly unknown[];
  /** True if something of it would loosen what holds. */
  readonly isCut: boolean;
};

export type Tightening = {
  readonly path: readonly string[];
  readonly keep: (own: Layer, below: Below, path: readonly string[]) => Kept;
};

const DROPPED: Kept = { layer: null, isCut: true };
const HOLDS_ANYWAY: Kept = { layer: null, isCut: false };

function keptIf(isStricter: boolean, layer: Layer): Kept {
  return isStricter ? { layer, isCut: false } : DROPPED;
}

export const TIGHTENING: readonly Tightening[] = [
  { path: ["approval_policy"], keep: keepPolicy },
  { path: ["sandbox_mode"], keep: keepMode },
  { path: ["default_permissions"], keep: keepPermissions },
  {
    path: ["approvals_reviewer"],
    keep: ({ reviewer }) => keptIf(reviewer === "user", { reviewer: "user" }),
  },
  ...REVIEW_KEYS.filter(({ care }) => care !== null).map(ofReviews),
  {
    path: ["features", "smart_approvals"],
    keep: ({ smartApprovals }, { settings }) =>
      smartApprovals === settings.smartApprovals
        ? HOLDS_ANYWAY
        : keptIf(smartApprovals === false, { smartApprovals: false }),
  },
  {
    path: ["features", "network_proxy"],
    keep({ networkProxy, proxyDomains }) {
      const kept = keptIf(networkProxy === true, { networkProxy: true });
      // Hosts that are named are reached without asking.
      return proxyDomains === undefined || kept.isCut ? kept : { ...kept, value: true, isCut: true };
    },
  },
  {
    path: ["sandbox_workspace_write", "writable_roots"],
    keep({ workspaceWrite }, { settings }) {
      const own = workspaceWrite?.writableRoots ?? [];
      const below = settings.workspaceWrite.writableRoots;
      const writableRoots = own.filter((root) => below.includes(root));
      // What holds anyway is not the project's word.
      if (isSame(writableRoots, below)) return own.length === below.length ? HOLDS_ANYWAY : DROPPED;
      return cutTo(writableRoots, own, { workspaceWrite: { writableRoots } });
    },
  },
  inWorkspace("network_access", ({ networkAccess }) => (networkAccess === false ? { networkAccess } : null)),
  inWorkspace("exclude_tmpdir_env_var", ({ excludeTmpdirEnvVar: isOut }) =>
    isOut === true ? { excludeTmpdirEnvVar: isOut } : null,
  ),
  inWorkspace("exclude_slash_tmp", ({ excludeSlashTmp: isOut }) =>
    isOut === true ? { excludeSlashTmp: isOut } : null,
  ),
  inWorkspace("git", ({ git }, below) =>
    git !== undefined && GIT_ORDER.indexOf(git) <= GIT_ORDER.indexOf(below.git) ? { git } : null,
  ),
  inWorkspace("workspace_files", ({ workspaceFiles }) => (workspaceFiles === "read-only" ? { workspaceFiles } : null)),
  { path: ["permission_profile", "filesystem", "read"], keep: keepRead },
  { path: ["permission_profile", "filesystem", "write"], keep: keepWrite },
  {
    path: ["permission_profile", "filesystem", "deny"],
    keep: ({ refinement }, below, path) =>
      joined(path, below, {
        refinement: { deny: added(below.settings.sandbox.refinement.deny, refinement?.deny) },
      }),
  },
  { path: ["permission_profile", "network", "allow"], keep: keepHosts },
  {
    path: ["permission_profile", "network", "deny"],
    keep: ({ refinement }, below, path) =>
      joined(path, below, {
        refinement: { denyHosts: added(below.settings.sandbox.refinement.denyHosts, refinement?.denyHosts) },
      }),
  },
  inEnvironment(
    ["permission_profile", "environment", "scrub"],
    ({ defaults, scrub }, below) => (defaults === false ? null : { scrub: added(below.scrub, scrub) }),
    true,
  ),
  inEnvironment(["permission_profile", "environment", "keep"], ({ keep }, below) =>
    isPartOf(keep, below.keep) ? { keep } : null,
  ),
  inEnvironment(["shell_environment_policy", "inherit"], ({ inherit }, below) =>
    inherit !== null && INHERIT.indexOf(inherit) >= INHERIT.indexOf(below.inherit ?? "all") ? { inherit } : null,
  ),
  inEnvironment(["shell_environment_policy", "include_only"], ({ only }, below) =>
    isPartOf(only, below.only) ? { only } : null,
  ),
  inEnvironment(
    ["shell_environment_policy", "exclude"],
    ({ exclude }, below) => ({ exclude: added(below.exclude, exclude) }),
    true,
  ),
  inEnvironment(["shell_environment_policy", "ignore_default_excludes"], ({ excludesSecrets }) =>
    excludesSecrets === true ? { excludesSecrets } : null,
  ),
  limit("processes", "processes"),
  limit("memory", "memory"),
  limit("file_size", "fileSize"),
  {
    path: ["key_stores", "deny"],
    keep: ({ keyStores }) => keptIf(keyStores?.deny === true, { keyStores: { deny: true, add: null, allow: null } }),
  },
  {
    path: ["key_stores", "add"],
    keep: ({ keyStores }, below, path) =>
      joined(path, below, {
        keyStores: {
          deny: null,
          add: added(below.settings.sandbox.keyStores.add, keyStores?.add),
          allow: null,
        },
      }),
  },
  {
    path: ["key_stores", "allow"],
    keep({ keyStores }, { settings }) {
      const allow = (keyStores?.allow ?? []).filter((store) => settings.sandbox.keyStores.allow.includes(store));
      return cutTo(allow, keyStores?.allow ?? [], { keyStores: { deny: null, add: null, allow } });
    },
  },
];

/** Strictest first. */
const GIT_ORDER: readonly WorkspaceWrite["git"][] = ["read-only", "steps", "commit"];

function keepPolicy({ approvalPolicy: said, granular }: Layer, { settings }: Below): Kept {
  const below = typeof settings.approvalPolicy === "object" ? settings.approvalPolicy.granular : {};
  const approvalPolicy = said ?? (granular === undefined ? null : wholeOf({ ...below, ...granular.part }));
  if (approvalPolicy === null) return DROPPED;
  return keptIf(isStricterPolicy(approvalPolicy, settings.approvalPolicy), { approvalPolicy });
}

function keepMode({ sandboxMode }: Layer, below: Below): Kept {
  return sandboxMode === undefined ? DROPPED : keepChosen(sandboxMode, {}, below);
}

/** Under the profile of that name, what the person writes in [sandbox_workspace_write] opens nothing. */
function keepPermissions({ defaultPermissions }: Layer, below: Below): Kept {
  const mode = BUILT_IN_PROFILES.get(defaultPermissions?.name ?? "");
  if (mode === undefined) return DROPPED;
  const narrower = { workspaceWrite: { networkAccess: false, writableRoots: [] } };
  return keepChosen(mode, mode === "workspace-write" ? narrower : {}, below);
}

/**
 * The mode as a bound and not as a choice, which would take the place of other things that weaker layers say. A profile
 * of the person's own can be made to write nothing; no other mode fits in it.
 */
function keepChosen(mode: SandboxMode, narrower: Layer, below: Below): Kept {
  const [own, held] = [mode, below.settings.sandboxMode].map((each) => SANDBOX_MODES.indexOf(each));
  if (own === undefined || held === undefined || own > held) return DROPPED;
  if (mode !== "read-only" && chosenBelow(below) === "profile") return own === held ? HOLDS_ANYWAY : DROPPED;
  return { layer: { narrowTo: mode, ...narrower }, isCut: false };
}

function chosenBelow({ layers }: Below): "mode" | "profile" {
  return choosingIn(layers)?.layer.defaultPermissions === undefined ? "mode" : "profile";
}

function ofReviews(key: ReviewKey): Tightening {
  const { shown, care, read } = key;
  return {
    path: reviewPath(key),
    keep({ autoReview = {} }, { settings }) {
      const [own, below] = [shown(autoReviewOf(autoReview)), shown(settings.autoReview)];
      if (own === below) return HOLDS_ANYWAY;
      return keptIf(care !== null && care(own) > care(below), { autoReview: read(own) });
    },
  };
}

/** @param keep null for what does not count */
function inWorkspace(
  name: string,
  keep: (own: Partial<WorkspaceWrite>, below: WorkspaceWrite) => Partial<WorkspaceWrite> | null,
): Tightening {
  return {
    path: ["sandbox_workspace_write", name],
    keep({ workspaceWrite = {} }, { settings }) {
      const kept = keep(workspaceWrite, settings.workspaceWrite);
      return kept === null ? DROPPED : { layer: { workspaceWrite: kept }, isCut: false };
    },
  };
}

/** A list that is complete, cut to what stands in the one below. */
function cutTo(left: readonly unknown[], own: readonly unknown[], layer: Layer, shown = left): Kept {
  return left.length === own.length ? { layer, isCut: false } : { layer, value: shown, isCut: true };
}

/**
 * What is named to be read is opened where it is withheld otherwise, and cannot be written: only an empty list where
 * there was none closes more.
 */
function keepRead({ refinement }: Layer, { settings }: Below): Kept {
  const own = refinement?.read ?? [];
  const below = settings.sandbox.refinement.read;
  if (isSame(own, below)) return HOLDS_ANYWAY;
  return keptIf(below === null && own.length === 0, { refinement: { read: [] } });
}

/** Without a list below, a place in this one could be what a stronger layer makes read-only. */
function keepWrite({ refinement }: Layer, { settings }: Below): Kept {
  const own = refinement?.write ?? [];
  const below = settings.sandbox.refinement.write;
  if (below === null) return keptIf(own.length === 0, { refinement: { write: [] } });
  const write = placesIn(own, below);
  return cutTo(write, own, { refinement: { write } }, write.map(printPlace));
}

function placesIn(own: readonly FileRule[], below: readonly FileRule[]): readonly FileRule[] {
  const held = new Set(below.map(placeKeyOf));
  return own.filter((rule) => held.has(placeKeyOf(rule)));
}

function printPlace({ special, path }: FileRule): string {
  if (special === null) return path;
  return path === "" ? special : path;
}

/** Where no list is below, a list of a project could open what a stronger mode closes. */
function keepHosts({ refinement }: Layer, { settings }: Below): Kept {
  const own = refinement?.allowHosts ?? [];
  const below = settings.sandbox.refinement.allowHosts;
  if (below === null) return DROPPED;
  const held = new Set(below.map(printPattern));
  const allowHosts = own.filter((pattern) => held.has(printPattern(pattern)));
  return cutTo(allowHosts, own, { refinement: { allowHosts } }, allowHosts.map(printPattern));
}

/** Both lists, each item once. */
function added<T>(below: readonly T[] | null, own: readonly T[] | null | undefined): readonly T[] {
  const all = [...(below ?? []), ...(own ?? [])];
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}

/** What is taken away below is taken away with the project, too. */
function joined(path: readonly string[], { layers }: Below, layer: Layer): Kept {
  return { layer, isCut: false, before: writtenBelow(path, layers) };
}

/** The list that the strongest of them writes there, if that is what it writes. */
function writtenBelow(path: readonly string[], layers: readonly ReadLayer[]): readonly unknown[] {
  const said = layers.map(({ table }) => valueAt(table, path)).find((value) => value !== undefined);
  return Array.isArray(said) ? said : [];
}

/** @param isAdded true for a list that is joined to the one below */
function inEnvironment(
  path: readonly string[],
  keep: (own: EnvironmentText, below: EnvironmentText) => Partial<EnvironmentText> | null,
  isAdded = false,
): Tightening {
  return {
    path,
    keep({ environment = NO_ENVIRONMENT }, { layers }) {
      const below = layers
        .toReversed()
        .map(({ layer }) => layer.environment ?? NO_ENVIRONMENT)
        .reduce(joinEnvironments, NO_ENVIRONMENT);
      const kept = keep(environment, below);
      if (kept === null) return DROPPED;
      const before = isAdded ? writtenBelow(path, layers) : [];
      return { layer: { environment: { ...NO_ENVIRONMENT, ...kept } }, isCut: false, before };
    },
  };
}

function isPartOf(own: readonly string[] | null, below: readonly string[] | null): boolean {
  return own !== null && own.every((name) => below?.includes(name) === true);
}

/** `suited` is at least as much on every machine. */
const PROCESSES_MIN = 256;

function limit(name: string, field: keyof LimitsText): Tightening {
  return {
    path: ["permission_profile", "limits", name],
    keep({ limits }, { settings }) {
      const own = limits?.[field];
      const below = settings.sandbox.limits[field];
      if (own === below) return HOLDS_ANYWAY;
      const max = below === "suited" ? PROCESSES_MIN : (below ?? Number.POSITIVE_INFINITY);
      return typeof own === "number" ? keptIf(own <= max, { limits: { [field]: own } }) : DROPPED;
    },
  };
}
