/** The settings in force: defaults, then each layer over the weaker ones. */
import { never } from "../../kit/never.ts";
import type { RequiredHosts } from "../network/required-hosts.ts";
import { DEFAULT_ENVIRONMENT } from "../permissions/environment.ts";
import type { Environment, GitAccess, SandboxMode } from "../permissions/permissions.ts";
import { NO_REFINEMENT, type Profile, type Refinement } from "../permissions/profile.ts";
import type { ApprovalPolicy, GranularPart } from "./approval-policy.ts";
import { describePlace, type Place } from "./error.ts";
import type { ModelProviders } from "./models.ts";
import type { Named, ProfileText } from "./profile-keys.ts";
import type { EnvironmentText, KeyStoresText, LimitsText, RefinementText } from "./refinement-keys.ts";
import type { McpServer, McpServerText } from "./servers.ts";
import type { Cut, Projects } from "./trust.ts";
import { workspaceProfile } from "./workspace-profile.ts";

/** What `[sandbox_workspace_write]` says; names and defaults as in Codex. */
export type WorkspaceWrite = {
  /** Absolute and normalised; symbolic links are not resolved and the folders may be missing. */
  readonly writableRoots: readonly string[];
  readonly networkAccess: boolean;
  readonly excludeTmpdirEnvVar: boolean;
  readonly excludeSlashTmp: boolean;
  readonly git: GitAccess;
  /** What becomes of files by which a workspace runs code outside the sandbox later. */
  readonly workspaceFiles: "read-only" | "writable";
};

export const GIT_ACCESS = ["steps", "read-only", "commit"] as const satisfies readonly GitAccess[];
export const WORKSPACE_FILES = ["read-only", "writable"] as const;

/**
 * Where programs that run content of the workspace (`make`, `npm test`, `./x.sh`) run under an allow rule: in the
 * sandbox, or outside as everything else that a rule allows. Only the rule's owner may say "outside": a layer that a
 * project brings along must never set it.
 */
export const ALLOW_RUNS = ["inside", "outside"] as const;
export type AllowRuns = (typeof ALLOW_RUNS)[number];

/** Who answers: a person, or the automatic reviewer. Codex calls the latter `guardian_subagent` as well. */
export const REVIEWERS = ["user", "auto_review"] as const;
export type Reviewer = (typeof REVIEWERS)[number];

/** Something a person should know about the settings; each is said once. */
export type Notice =
  /** Nobody knows the key, dotted; `meant` is one that reads alike. `more`: so many others behind it in its table. */
  | {
      readonly kind: "unknown-key";
      readonly place: Place;
      readonly key: string;
      readonly meant: string | null;
      readonly more?: number;
    }
  /** An old name of a key. `to` is what it is read as, `KEY = VALUE`; null where a new name beside it wins. */
  | { readonly kind: "renamed"; readonly place: Place; readonly from: string; readonly to: string | null }
  | { readonly kind: "on-failure-deprecated" }
  /** The automatic reviewer was chosen, which is not there yet: a person is asked instead. */
  | { readonly kind: "no-auto-review" }
  /** What holds otherwise is not allowed. `source`: who requires it, in words. */
  | {
      readonly kind: "required";
      readonly key: string;
      readonly from: string;
      readonly to: string;
      readonly source: string;
    }
  /** Requirements that hold though something is wrong with them; `why` is a whole sentence. */
  | { readonly kind: "requirements-fault"; readonly why: string }
  /** An MCP server that is not one of those allowed. */
  | { readonly kind: "server-barred"; readonly name: string; readonly source: string }
  /** A stronger source calls for a sandbox mode. */
  | { readonly kind: "profile-unused"; readonly name: string }
  /** A profile was chosen, which says itself what may be written and reached. */
  | { readonly kind: "workspace-write-unused" }
  /** The mode that holds takes back what `[permission_profile]` opens. */
  | { readonly kind: "opens-unused" }
  /** Files of a project that would loosen something only tighten. */
  | {
      readonly kind: "project-cut";
      readonly root: string;
      readonly cuts: readonly Cut[];
      readonly why: "unknown" | "changed";
      /** Of the files. */
      readonly digest: string;
    }
  /** The same once more, of which a short word is enough. */
  | { readonly kind: "project-cut-again"; readonly root: string }
  /** So many others that were told a short while ago. */
  | { readonly kind: "as-before"; readonly count: number }
  /** Keys of a trusted project's file that no project may set. */
  | { readonly kind: "project-ignored"; readonly file: string; readonly keys: readonly string[] }
  /** A project's files count in full from now on as they are: it was marked as trusted elsewhere. */
  | { readonly kind: "trust-recorded"; readonly root: string; readonly paths: readonly string[] };

/** What commands may touch, before it meets a machine. */
export type SandboxSettings = {
  readonly profile: Profile;
  readonly refinement: Refinement;
  readonly environment: Environment;
  /** True if variables are withheld for their values as well. */
  readonly withholdsValues: boolean;
  /** Null for no limit. Memory and file size in bytes. */
  readonly limits: {
    readonly processes: number | "suited" | null;
    readonly memory: number | null;
    readonly fileSize: number | null;
  };
  readonly keyStores: {
    /** False: none of assent's own list. */
    readonly deny: boolean;
    readonly add: Refinement["deny"];
    /** Names of stores, or absolute paths. */
    readonly allow: readonly string[];
  };
  /** What an administrator holds back, whatever else opens it. */
  readonly required: {
    /** Strongest first. */
    readonly hosts: readonly RequiredHosts[];
    /** Absolute: Unix sockets of the host. */
    readonly closedSockets: readonly string[];
    /** Places that nobody reads, nor anything in them, though settings name it. They stand in `refinement.deny` too. */
    readonly denied: Refinement["deny"];
  };
};

export type Settings = {
  /** Null where nothing is said. */
  readonly model: string | null;
  readonly modelProvider: string | null;
  readonly modelProviders: ModelProviders;
  readonly mcpServers: ReadonlyMap<string, McpServer>;
  readonly approvalPolicy: ApprovalPolicy;
  /** As it is written, or what the profile extends; where a profile meets the machine it may turn out as another one. */
  readonly sandboxMode: SandboxMode;
  readonly workspaceWrite: WorkspaceWrite;
  readonly allowRuns: AllowRuns;
  readonly reviewer: Reviewer;
  /** False: questions propose no rule. */
  readonly smartApprovals: boolean;
  /** Absolute: further rules files of the user. */
  readonly userRules: readonly string[];
  readonly sandbox: SandboxSettings;
  readonly notices: readonly Notice[];
};

/** What one source sets; a key that is absent leaves the weaker layers as they are. */
export type Layer = {
  readonly approvalPolicy?: ApprovalPolicy;
  /** In place of `approvalPolicy`: some categories, over those of weaker layers. */
  readonly granular?: { readonly part: GranularPart; readonly place: Place };
  readonly sandboxMode?: SandboxMode;
  readonly defaultPermissions?: Named;
  /** `[permissions]`. */
  readonly profiles?: { readonly byName: ReadonlyMap<string, ProfileText>; readonly place: Place };
  /** Of a project that is not trusted: holds what weaker layers choose to this mode. No choice of its own. */
  readonly narrowTo?: SandboxMode;
  /** `features.network_proxy`: a profile whose network is on has only the hosts that it names. */
  readonly networkProxy?: boolean;
  readonly workspaceWrite?: Partial<WorkspaceWrite>;
  readonly allowRuns?: AllowRuns;
  readonly reviewer?: Reviewer;
  readonly smartApprovals?: boolean;
  readonly userRules?: readonly string[];
  readonly projects?: Projects;
  /** Which of `[profiles]` holds; what these say is a layer of its own. */
  readonly profile?: Named;
  readonly rootMarkers?: readonly string[];
  readonly model?: string;
  readonly modelProvider?: string;
  readonly modelProviders?: ModelProviders;
  readonly mcpServers?: ReadonlyMap<string, McpServerText>;
  readonly refinement?: RefinementText;
  readonly environment?: EnvironmentText;
  readonly limits?: LimitsText;
  readonly keyStores?: KeyStoresText;
  /** What a person should know about the text itself. */
  readonly notices?: readonly Notice[];
};

export const DEFAULT_WORKSPACE_WRITE: WorkspaceWrite = {
  writableRoots: [],
  networkAccess: false,
  excludeTmpdirEnvVar: false,
  excludeSlashTmp: false,
  git: "steps",
  workspaceFiles: "read-only",
};

/** Where no layer says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  model: null,
  modelProvider: null,
  modelProviders: new Map(),
  mcpServers: new Map(),
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  workspaceWrite: DEFAULT_WORKSPACE_WRITE,
  allowRuns: "inside",
  reviewer: "user",
  smartApprovals: true,
  userRules: [],
  sandbox: {
    profile: workspaceProfile(DEFAULT_WORKSPACE_WRITE),
    refinement: NO_REFINEMENT,
    environment: DEFAULT_ENVIRONMENT,
    withholdsValues: true,
    limits: { processes: "suited", memory: null, fileSize: null },
    keyStores: { deny: true, add: [], allow: [] },
    required: { hosts: [], closedSockets: [], denied: [] },
  },
  notices: [],
};

/** One line for people. */
export function describeNotice(notice: Notice): string {
  switch (notice.kind) {
    case "unknown-key": {
      const meant = notice.meant === null ? "" : `: did you mean ${notice.meant}?`;
      return `${describePlace(notice.place)}: ${notice.key} is no key that is known, and sets nothing${meant}${
        notice.more === undefined ? "" : `; nor are ${notice.more} more behind it`
      }`;
    }
    case "renamed": {
      const now = notice.to === null ? "does not count beside its new name: take it out" : `is read as ${notice.to}`;
      return `${describePlace(notice.place)}: ${notice.from} is the old name of a key and ${now}`;
    }
    case "required":
      return `${notice.key} is ${notice.to} instead of ${notice.from}, which ${notice.source} does not allow`;
    case "requirements-fault":
      return notice.why;
    case "server-barred":
      return `the MCP server ${JSON.stringify(notice.name)} is not used: ${notice.source} does not allow it as it is`;
    case "on-failure-deprecated":
      return 'the approval policy "on-failure" is deprecated: use "on-request", or "never" where nobody can answer';
    case "no-auto-review":
      return 'approvals_reviewer is "auto_review", which this version of assent does not have: a person is asked instead';
    case "profile-unused":
      return `the permission profile ${JSON.stringify(notice.name)} does not count: a stronger source sets the sandbox mode`;
    case "workspace-write-unused":
      return "sandbox_workspace_write opens nothing where default_permissions chooses a profile: write it into the profile";
    case "opens-unused":
      return "what permission_profile opens for writing or by network does not count: a stronger source chooses the mode or profile";
    case "project-cut":
      return describeCut(notice);
    case "project-cut-again":
      return `the files of ${notice.root} only tighten, as before: assent trust show`;
    case "as-before":
      return `${notice.count === 1 ? "a notice" : `${notice.count} notices`} on the settings, as before: assent config show`;
    case "project-ignored":
      return `${notice.file}: ${notice.keys.join(", ")} ${
        notice.keys.length === 1
          ? "does not count in a project's file: set it"
          : "do not count in a project's file: set them"
      } in your own config.toml`;
    case "trust-recorded":
      return `${notice.root} is marked as trusted: recorded as they are now: ${some(notice.paths, ", ")}`;
    default:
      return never(notice);
  }
}

function describeCut({ root, cuts, why }: Notice & { readonly kind: "project-cut" }): string {
  const state = why === "changed" ? "is not what was trusted" : "is not trusted";
  const parts = cuts.map(({ path, what }) => `${some(what, ", ")} in ${path}`);
  return `${root} ${state}, so this does not count: ${some(parts, "; ")}; to look at it: assent trust show`;
}

/** A line that nobody reads to its end tells nothing. */
const NAMED_MAX = 4;

function some(items: readonly string[], between: string): string {
  const more = items.length - NAMED_MAX;
  return more <= 0 ? items.join(between) : [...items.slice(0, NAMED_MAX), `${more} more`].join(between);
}
