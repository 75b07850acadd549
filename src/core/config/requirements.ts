/** What an administrator requires: lists of what may be chosen, rules and limits. They only tighten. */
import type { SandboxMode } from "../permissions/permissions.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";
import type { Place } from "./error.ts";
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
};

/** `[experimental_network]`, names as in Codex; null for what is left open. */
export type RequiredNetwork = {
  readonly enabled: boolean | null;
  readonly domains: ReadonlyMap<string, "allow" | "deny">;
  /** Only hosts that requirements allow may be reached. */
  readonly managedAllowedDomainsOnly: boolean;
  readonly unixSockets: ReadonlyMap<string, "allow" | "deny">;
  readonly allowLocalBinding: boolean | null;
};

/** What an MCP server must be to be started, by its name. */
export type McpIdentity =
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "url"; readonly url: string };

/** Each list: what holds must stand in every one of them. Empty lists: nothing is required. Strongest first. */
export type Requirements = {
  readonly policies: readonly Stated<readonly ApprovalPolicy[]>[];
  readonly modes: readonly Stated<readonly SandboxMode[]>[];
  readonly reviewers: readonly Stated<readonly Reviewer[]>[];
  /** Permission profiles by name. */
  readonly profiles: readonly Stated<ReadonlyMap<string, boolean>>[];
  readonly rules: readonly Stated<RequiredRule>[];
  readonly network: readonly Stated<RequiredNetwork>[];
  readonly mcpServers: readonly Stated<ReadonlyMap<string, McpIdentity>>[];
  /** What was read, for those who want to know. */
  readonly sources: readonly { readonly layer: RequirementLayer; readonly file: string }[];
};

export const NO_REQUIREMENTS: Requirements = {
  policies: [],
  modes: [],
  reviewers: [],
  profiles: [],
  rules: [],
  network: [],
  mcpServers: [],
  sources: [],
};
