/** The settings in force: defaults, then each layer over the weaker ones. */
import type { RequiredHosts } from "../network/required-hosts.ts";
import { DEFAULT_ENVIRONMENT } from "../permissions/environment.ts";
import type { Environment, GitAccess, SandboxMode } from "../permissions/permissions.ts";
import { type Domain, NO_REFINEMENT, type Profile, type Refinement } from "../permissions/profile.ts";
import type { ApprovalPolicy, GranularPart } from "./approval-policy.ts";
import type { Place } from "./error.ts";
import type { Notice } from "./notice.ts";
import type { ModelProviders } from "./models.ts";
import type { Named, ProfileText } from "./profile-keys.ts";
import type { EnvironmentText, KeyStoresText, LimitsText, RefinementText } from "./refinement-keys.ts";
import { type AutoReviewSettings, type AutoReviewText, USUAL_AUTO_REVIEW } from "./review-terms.ts";
import type { McpServer, McpServerText } from "./servers.ts";
import type { Projects } from "./trust.ts";
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
  /** How the automatic reviewer judges, whether it is the one that answers or not. */
  readonly autoReview: AutoReviewSettings;
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
  /** `features.network_proxy`: where the network is on, only the hosts that are named are reached without asking. */
  readonly networkProxy?: boolean;
  /** Its `domains`, for the mode workspace-write. */
  readonly proxyDomains?: readonly Domain[];
  readonly workspaceWrite?: Partial<WorkspaceWrite>;
  readonly allowRuns?: AllowRuns;
  readonly reviewer?: Reviewer;
  readonly autoReview?: AutoReviewText;
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
  autoReview: USUAL_AUTO_REVIEW,
  smartApprovals: true,
  userRules: [],
  sandbox: {
    profile: workspaceProfile(DEFAULT_WORKSPACE_WRITE, {}),
    refinement: NO_REFINEMENT,
    environment: DEFAULT_ENVIRONMENT,
    withholdsValues: true,
    limits: { processes: "suited", memory: null, fileSize: null },
    keyStores: { deny: true, add: [], allow: [] },
    required: { hosts: [], closedSockets: [], denied: [] },
  },
  notices: [],
};
