/** What an administrator requires: choices, rules and limits. They only tighten. */
import type { SandboxMode } from "../permissions/permissions.ts";
import type { Domain, FileRule, Socket } from "../permissions/profile.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";
import type { Place } from "./error.ts";
import type { Named, ProfileText } from "./profile-keys.ts";
import type { Notice } from "./notice.ts";
import type { ReviewValue } from "./review-keys.ts";
import type { Reviewer } from "./settings.ts";

/** Strongest first: it is named where several forbid the same. */
export const REQUIREMENT_LAYERS = ["cloud", "device", "system", "project", "user"] as const;
export type RequirementLayer = (typeof REQUIREMENT_LAYERS)[number];

/** One requirement and who made it. */
export type Stated<T> = { readonly value: T; readonly layer: RequirementLayer; readonly place: Place };

/** A rule of `[rules] prefix_rules` or `[[rules]]`: alternatives stand as a list. */
export type RequiredRule = {
  readonly pattern: readonly [string | readonly string[], ...(string | readonly string[])[]];
  /** `prompt-user`: only a person may answer, and each time anew. */
  readonly decision: "prompt" | "prompt-user" | "forbidden";
  readonly justification: string | null;
  /** True where the case of letters does not matter (`canonical_matching`). */
  readonly isCaseless: boolean;
};

/** `[experimental_network]`, names as in Codex; null for what is left open. */
export type RequiredNetwork = {
  /** False: nobody is reached. True: hosts are reached by the proxy of assent only, and those that are allowed without asking. */
  readonly enabled: boolean | null;
  readonly domains: readonly Domain[];
  /** Only hosts that requirements allow may be reached. */
  readonly managedAllowedDomainsOnly: boolean;
  readonly unixSockets: readonly Socket[];
  /** False: no port of this machine may be opened; commands have a loopback of their own. */
  readonly allowLocalBinding: boolean | null;
};

/** What an MCP server must be to be started, by its name. */
export type McpIdentity =
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "url"; readonly url: string };

/** What one source says of automatic reviews, for one key. */
export type ReviewPin =
  /** `key` as it is written: `auto_review.categories.network`. */
  | { readonly kind: "value"; readonly key: string; readonly value: ReviewValue }
  /** Words for the reviewer beside what else it is told; never empty. */
  | { readonly kind: "more-policy"; readonly text: string }
  /** Lists of Codex that clients are shown. */
  | { readonly kind: "list"; readonly key: "required_on_models" | "ignore_rules"; readonly items: readonly string[] };

/** Each list: what holds must stand in every one of them. Empty lists: nothing is required. Strongest first. */
export type Requirements = {
  readonly policies: readonly Stated<readonly ApprovalPolicy[]>[];
  readonly modes: readonly Stated<readonly SandboxMode[]>[];
  readonly reviewers: readonly Stated<readonly Reviewer[]>[];
  /** What holds of automatic reviews, key by key. */
  readonly reviews: readonly Stated<ReviewPin>[];
  /** Permission profiles by name: those that are true may be chosen, and no other. */
  readonly profiles: readonly Stated<ReadonlyMap<string, boolean>>[];
  /** Which of them holds where another one is chosen. */
  readonly defaultProfiles: readonly Stated<Named>[];
  /** What profiles are that requirements bring along; nobody else may define one of their names. */
  readonly definitions: readonly Stated<ReadonlyMap<string, ProfileText>>[];
  readonly rules: readonly Stated<RequiredRule>[];
  readonly network: readonly Stated<RequiredNetwork>[];
  /** Places that nobody reads. */
  readonly denied: readonly Stated<readonly FileRule[]>[];
  readonly mcpServers: readonly Stated<ReadonlyMap<string, McpIdentity>>[];
  /** What was read, for those who want to know. */
  readonly sources: readonly { readonly layer: RequirementLayer; readonly file: string }[];
  readonly notices: readonly Notice[];
};

export const NO_REQUIREMENTS: Requirements = {
  policies: [],
  modes: [],
  reviewers: [],
  reviews: [],
  profiles: [],
  defaultProfiles: [],
  definitions: [],
  rules: [],
  network: [],
  denied: [],
  mcpServers: [],
  sources: [],
  notices: [],
};
