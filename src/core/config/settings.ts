/** The settings in force: defaults, then each layer over the weaker ones. */
import type { SandboxMode } from "../permissions/permissions.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";

/** What `[sandbox_workspace_write]` says; names and defaults as in Codex. */
export type WorkspaceWrite = {
  /** Absolute and normalised; symbolic links are not resolved and the folders may be missing. */
  readonly writableRoots: readonly string[];
  readonly networkAccess: boolean;
  readonly excludeTmpdirEnvVar: boolean;
  readonly excludeSlashTmp: boolean;
};

/**
 * Where programs that run content of the workspace (`make`, `npm test`, `./x.sh`) run under an allow rule: in the
 * sandbox, or outside as everything else that a rule allows. Only the rule's owner may say "outside": a layer that a
 * project brings along must never set it.
 */
export const ALLOW_RUNS = ["inside", "outside"] as const;
export type AllowRuns = (typeof ALLOW_RUNS)[number];

/** Something a person should know about the settings; each is said once. */
export type Notice = { readonly kind: "on-failure-deprecated" };

export type Settings = {
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
  readonly workspaceWrite: WorkspaceWrite;
  readonly allowRuns: AllowRuns;
  readonly notices: readonly Notice[];
};

/** What one source sets; a key that is absent leaves the weaker layers as they are. */
export type Layer = {
  readonly approvalPolicy?: ApprovalPolicy;
  readonly sandboxMode?: SandboxMode;
  readonly workspaceWrite?: Partial<WorkspaceWrite>;
  readonly allowRuns?: AllowRuns;
};

/** Where no layer says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  workspaceWrite: { writableRoots: [], networkAccess: false, excludeTmpdirEnvVar: false, excludeSlashTmp: false },
  allowRuns: "inside",
  notices: [],
};

/**
 * The settings that result from `layers`. Lists are replaced, not joined, as in Codex.
 *
 * @param layers weakest first
 */
export function settingsOf(layers: readonly Layer[]): Settings {
  const merged = layers.reduce<Settings>(
    (weaker, layer) => ({
      ...weaker,
      ...layer,
      workspaceWrite: { ...weaker.workspaceWrite, ...layer.workspaceWrite },
    }),
    DEFAULT_SETTINGS,
  );
  return { ...merged, notices: merged.approvalPolicy === "on-failure" ? [{ kind: "on-failure-deprecated" }] : [] };
}

const NOTICES: Readonly<Record<Notice["kind"], string>> = {
  "on-failure-deprecated":
    'the approval policy "on-failure" is deprecated: use "on-request", or "never" where nobody can answer',
};

/** One line for people. */
export function describeNotice(notice: Notice): string {
  return NOTICES[notice.kind];
}
