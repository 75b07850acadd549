/** What is sent to the state machine: a few of each kind. */
import type { Action, Request } from "../../src/core/approval/action.ts";
import type { Facts, Ran, Target } from "../../src/core/approval/facts.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { Terms } from "../../src/core/approval/session.ts";
import type { GrantLimits } from "../../src/core/approval/session-grant.ts";
import { FACTS, RAN, accept, answer, command, systemProgram } from "../engine/fake-ports.ts";
import { rulesOf } from "../rules.ts";
import { TIGHT } from "./machine-reports.ts";

export const RULES = rulesOf({
  user: 'prefix_rule(pattern=["deploy"], decision="forbidden")\nprefix_rule(pattern=["publish"], decision="prompt")\n',
  person: 'prefix_rule(pattern=["sign"], decision="prompt")\n',
});

const ON_REQUEST = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
} as const satisfies Terms;

export const TERMS: readonly [Terms, ...Terms[]] = [
  ON_REQUEST,
  { ...ON_REQUEST, approvalPolicy: "untrusted" },
  { ...ON_REQUEST, approvalPolicy: "on-failure", grantLimits: { forMs: 6, uses: 2, survivesResume: true } },
  { ...ON_REQUEST, approvalPolicy: "never" },
  { ...ON_REQUEST, approvalPolicy: "untrusted", asks: "hook", answerMsMax: 4 },
  { ...ON_REQUEST, asks: "reviewer", answerMsMax: 4 },
  { ...ON_REQUEST, approvalPolicy: "on-failure", asks: "reviewer", review: TIGHT },
  { ...ON_REQUEST, approvalPolicy: "untrusted", asks: "reviewer" },
];

const TOOL = {
  kind: "mcp",
  server: "notes",
  tool: "write",
  input: { text: "x" },
  about: {
    title: null,
    description: null,
    hints: { readOnly: null, destructive: null, openWorld: null, idempotent: null },
  },
  approval: null,
  why: null,
} as const satisfies Action;

const INPUT = {
  kind: "stdin",
  text: "yes\n",
  process: "7",
  argv: ["make"],
  cwd: "/w",
  isSandboxed: false,
  why: null,
} as const satisfies Action;

const ELICITATION = {
  kind: "elicitation",
  server: "notes",
  message: "Which one?",
  form: { kind: "form", schema: {} },
  why: null,
} as const satisfies Action;

const HOST = {
  kind: "network",
  host: "a.test",
  port: 443,
  protocol: "https",
  command: null,
  why: null,
} as const satisfies Action;

const MORE = {
  kind: "permissions",
  wanted: { read: [], write: ["/srv/a"], network: false },
  cwd: "/w",
  why: null,
} as const satisfies Action;

const patchOf = (...files: readonly string[]): Action => ({
  kind: "patch",
  text: files.join(" "),
  cwd: "/w",
  why: null,
});

/** Its parts are asked about one by one where programs that start are not. */
export const CHAIN = command(["bash", "-c", "make a && make b"]);
/** The same where a rule asks. */
export const RULED_CHAIN = command(["bash", "-c", "publish a && publish b"]);

const ACTIONS: readonly [Action, ...Action[]] = [
  command(["make"]),
  patchOf("/out/a"),
  HOST,
  TOOL,
  MORE,
  patchOf("/out/a", "/out/b"),
  command(["make"], true),
  INPUT,
  ELICITATION,
  command(["sign"]),
  { ...HOST, port: 80, protocol: "http" },
  CHAIN,
  patchOf("/w/c"),
  command(["deploy"]),
  RULED_CHAIN,
];

/** Each action, mostly in one turn and carried out by us; else in another, by another agent, or by the caller. */
export function requestOf(choice: number): Request {
  const action = ACTIONS[choice % 16] ?? ACTIONS[0];
  const variant = (choice >> 4) % 8;
  if (variant === 7) return { action, mode: "judge" };
  const agent = variant === 6 ? { agent: "sub" } : {};
  return { action, mode: "run", turn: variant === 5 ? "t2" : "t1", ...agent };
}

export const WANTS_MORE: Request = { action: MORE, mode: "run", turn: "t1" };

export function execIn(within: string, choice: number): Request {
  const argv = choice % 4 !== 0 ? (["publish", "x"] as const) : (["cc", "-v"] as const);
  const chain = [["make"], ["sh"]] as const;
  const action = {
    kind: "exec",
    argv,
    path: `/usr/bin/${argv[0]}`,
    cwd: "/w",
    chain,
    within,
    since: 0,
    why: null,
  } as const;
  return { action, mode: "judge", turn: "t1" };
}

const PROGRAMS = ["make", "deploy", "sign", "bash", "publish"].map(systemProgram);
const FILE = { real: "/usr/bin/x", isSteady: true, interpreter: [], copyOf: null };
const COMMAND_FACTS: Facts = { ...FACTS, programs: PROGRAMS };
const EXEC_FACTS: Facts = { ...FACTS, isSupervised: true, file: FILE };

export function factsFor(action: Action | null): Facts {
  if (action?.kind === "exec") return EXEC_FACTS;
  if (action?.kind !== "patch") return COMMAND_FACTS;
  return { ...FACTS, patch: { kind: "targets", targets: targetsOf(action.text) } };
}

function targetsOf(text: string): readonly Target[] {
  return text.split(" ").map((path) => ({ path, change: { kind: "create", path, after: "x" } }));
}

const WIDE = { read: ["/srv/b"], write: ["/srv/a/x", "/srv/a/../b", "/srv"], network: true };

export function limitsOf(forMs: number | null, uses: number | null, survivesResume: boolean): GrantLimits {
  return { forMs, uses, survivesResume };
}

export const VERDICTS: readonly [Verdict, ...Verdict[]] = [
  accept(),
  accept(),
  answer({ kind: "accept-for-session" }),
  answer({ kind: "accept-for-session" }),
  answer({ kind: "accept-for-session", limits: limitsOf(null, 1, false) }),
  answer({ kind: "accept-for-session", limits: limitsOf(5, null, true) }),
  answer({ kind: "decline", feedback: null }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["make"] } }),
  answer({ kind: "grant", extra: WIDE, scope: "turn" }),
  answer({ kind: "grant", extra: WIDE, scope: "session" }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["bash"] } }),
  answer({
    kind: "decline-and-amend",
    amendment: { kind: "network", host: "a.test", protocol: "https", decision: "forbidden" },
  }),
  answer({ kind: "accept-and-amend", amendment: { kind: "network", host: "a.test", protocol: "https" } }),
  answer({ kind: "reply", content: { a: 1 } }),
  { ...accept(), by: "answers" },
  answer({ kind: "cancel" }),
];

/** The grant of a person who wants all of the turn to be reviewed. */
export const STRICTLY = answer({ kind: "grant", extra: WIDE, scope: "turn", strict: true });

export const FAILED_RUNS: readonly [Ran, ...Ran[]] = [
  RAN,
  { ...RAN, status: 1, denied: { kind: "guess", line: "Read-only file system" } },
  { kind: "not-started", fault: "program", why: "gone" },
];
