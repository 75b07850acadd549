/** Where settings mean something else than to the Codex CLI, on purpose. */

/** What is compared: the keys that somebody set, by value and who, and what a thread starts with. */
export type Answer = "error" | { readonly config: Readonly<Record<string, string>>; readonly thread: Thread };
export type Thread = {
  readonly approvalPolicy: unknown;
  readonly sandbox: Readonly<Record<string, unknown>>;
  readonly approvalsReviewer: string;
};

export type Difference = {
  readonly names: readonly string[];
  readonly why: string;
  /** What assent says, by what Codex says. */
  readonly own: (codex: Answer) => Answer;
};

const USER = "by user in $ROOT/home/config.toml";
const PROJECT = "by project in $ROOT/ws/.codex/config.toml";
const READ_ONLY = { type: "readOnly", networkAccess: false };
const WORKSPACE = {
  type: "workspaceWrite",
  writableRoots: [],
  networkAccess: false,
  excludeTmpdirEnvVar: false,
  excludeSlashTmp: false,
};

/** The same with other keys, and another thread. */
function changed(config: Readonly<Record<string, string>>, thread: Partial<Thread> = {}): Difference["own"] {
  return (codex) =>
    codex === "error" ? codex : { config: { ...codex.config, ...config }, thread: { ...codex.thread, ...thread } };
}

function starts(by: string, approvalPolicy: string, sandbox: Thread["sandbox"]): Difference["own"] {
  return () => ({
    config: { approval_policy: `"${approvalPolicy}" ${by}` },
    thread: { approvalPolicy, sandbox, approvalsReviewer: "user" },
  });
}

/** Names of `values()` in codex-config-inputs.mjs. */
function inFile(value: string): string {
  return `approval_policy = ${value} in the user's file`;
}
function inTrusted(value: string): string {
  return `approval_policy = ${value} in the user's file of a trusted project`;
}
function typed(value: string): string {
  return `approval_policy = ${value} typed`;
}
const STRICTEST = ['"untrusted"', '"unless-trusted"'];
const GRANULAR = "{ granular = { sandbox_approval = true, rules = false, mcp_elicitations = true } }";

function unset(by: string): Difference["own"] {
  return changed({
    "approval_policy.granular.request_permissions": `false ${by}`,
    "approval_policy.granular.skill_approval": `false ${by}`,
  });
}

const ACCEPTED = "it is the strictest setting; nothing is gained by refusing it, and both of its names are one";
const KEPT = "on-failure works as it did, and says once that it is deprecated";
const WHOLE = "a policy is one value, and whoever sets it sets all of it";

export const DIFFERENCES: readonly Difference[] = [
  { names: STRICTEST.map(inFile), why: ACCEPTED, own: starts(USER, "untrusted", READ_ONLY) },
  { names: STRICTEST.map(inTrusted), why: ACCEPTED, own: starts(USER, "untrusted", WORKSPACE) },
  { names: STRICTEST.map(typed), why: ACCEPTED, own: starts("by command-line", "untrusted", READ_ONLY) },
  { names: [inFile('"on-failure"')], why: KEPT, own: starts(USER, "on-failure", READ_ONLY) },
  { names: [inTrusted('"on-failure"')], why: KEPT, own: starts(USER, "on-failure", WORKSPACE) },
  { names: [typed('"on-failure"')], why: KEPT, own: starts("by command-line", "on-failure", READ_ONLY) },
  { names: [inFile(GRANULAR), inTrusted(GRANULAR)], why: WHOLE, own: unset(USER) },
  { names: [typed(GRANULAR)], why: WHOLE, own: unset("by command-line") },
  {
    names: [
      "nothing set, untrusted",
      "untrusted root, below it",
      "untrusted folder in a trusted repository",
      "untrusted, with a mode",
      "an untrusted project's file, loose",
    ],
    why: "who marked the project has said so: the policy is told with the place of the mark, not as nobody's",
    own: changed({ approval_policy: `"untrusted" ${USER}` }),
  },
  {
    names: ["untrusted, with a policy"],
    why: "a project that is marked untrusted is asked about, whatever the file says of others; only what is typed wins",
    own: changed({ approval_policy: `"untrusted" ${USER}` }, { approvalPolicy: "untrusted" }),
  },
  {
    names: ["an unknown project's file, loose"],
    why: "files of a project that nobody has trusted may tighten: under never nothing is asked and so nothing more is done",
    own: changed({ approval_policy: `"never" ${PROJECT}` }, { approvalPolicy: "never" }),
  },
  {
    names: ["an unknown project's file, tight"],
    why: "files of a project that nobody has trusted may tighten, and are named for it",
    own: changed({ sandbox_mode: `"read-only" ${PROJECT}` }),
  },
  {
    names: ["sandbox_mode: managed over typed", "sandbox_workspace_write.network_access: managed over typed"],
    why: "who typed the stricter value must not get less without a word",
    own: () => "error",
  },
  {
    names: ["no TOML in an unknown project"],
    why: "a file that cannot be read might have tightened",
    own: () => "error",
  },
  {
    names: ["a granular policy with a key that is none"],
    why: "a mistyped category would be refused without a word",
    own: () => "error",
  },
  {
    names: ["all of workspace-write"],
    why: "an empty list is a value that somebody set",
    own: changed({ "sandbox_workspace_write.writable_roots": `[] ${USER}` }),
  },
  {
    names: ["an old name of the reviewer", "an old name of the reviewer among the features"],
    why: "old names keep their meaning, with a notice",
    own: changed({ approvals_reviewer: `"auto_review" ${USER}` }, { approvalsReviewer: "auto_review" }),
  },
  {
    names: ["a profile in a table"],
    why: "profiles in tables are read as they were, beside those with a file of their own",
    own: starts("by profile in $ROOT/home/config.toml", "never", READ_ONLY),
  },
];
