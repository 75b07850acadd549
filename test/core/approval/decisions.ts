/** Every decision about a command, as data for the tests and for docs/decisions.md. */
import {
  APPROVAL_POLICIES,
  type ApprovalPolicy,
  CATEGORIES,
  type Category,
} from "../../../src/core/config/approval-policy.ts";
import type { RulesTexts } from "../../rules.ts";

/** What a command counts as, with an example and the rules files it is judged by. */
export type Class = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly rules: RulesTexts;
};

export const CLASSES: readonly Class[] = [
  { name: "known safe", command: ["ls", "-l"], rules: {} },
  { name: "other", command: ["make", "all"], rules: {} },
  { name: "dangerous", command: ["git", "reset", "--hard"], rules: {} },
  { name: "allow rule", command: ["shellcheck", "x.sh"], rules: { user: rule("shellcheck", "allow") } },
  {
    name: "allow rule of a trusted project",
    command: ["shellcheck", "x.sh"],
    rules: { trusted: rule("shellcheck", "allow") },
  },
  { name: "allow rule, workspace content", command: ["make", "all"], rules: { user: rule("make", "allow") } },
  {
    name: "allow rule of another project",
    command: ["make", "all"],
    rules: { project: rule("make", "allow") },
  },
  { name: "prompt rule", command: ["ls", "-l"], rules: { user: rule("ls", "prompt") } },
  { name: "prompt rule, dangerous", command: ["git", "reset", "--hard"], rules: { project: rule("git", "prompt") } },
  { name: "prompt rule for a person", command: ["ls", "-l"], rules: { person: rule("ls", "prompt") } },
  {
    name: "prompt rule for a person, dangerous",
    command: ["git", "reset", "--hard"],
    rules: { person: rule("git", "prompt") },
  },
  { name: "forbidden rule", command: ["ls", "-l"], rules: { project: rule("ls", "forbidden") } },
  { name: "broken rules file", command: ["ls", "-l"], rules: { project: "prefix_rule(" } },
];

function rule(program: string, decision: string): string {
  return `prefix_rule(pattern=["${program}"], decision="${decision}")\n`;
}

/** `run X`, `ask X` (run so when accepted) or `forbid`; `+retry` asks to run again outside when the sandbox denied it. */
type Cell = string;
/** The cells of one row: read-only, workspace-write, danger-full-access. */
type Cells = readonly [Cell, Cell, Cell];

const RUN: Cells = ["run read-only", "run workspace-write", "run outside"];
const RETRY: Cells = ["run read-only +retry", "run workspace-write +retry", "run outside"];
const ASK: Cells = ["ask read-only", "ask workspace-write", "ask outside"];
const ASK_OUT: Cells = ["ask outside", "ask outside", "ask outside"];
const LEAVE: Cells = ["ask outside", "ask outside", "run outside"];
const OUT: Cells = ["run outside", "run outside", "run outside"];
const READ_ONLY: Cells = ["run read-only", "run read-only", "run read-only"];
const FORBID: Cells = ["forbid", "forbid", "forbid"];
/** Asking to leave is refused, where there is a sandbox to leave. */
const STAY: Cells = ["forbid", "forbid", "run outside"];
const STAY_ASK: Cells = ["forbid", "forbid", "ask outside"];

/** The policies of the tables by their titles. */
export const POLICIES: ReadonlyMap<string, ApprovalPolicy> = new Map([
  ...APPROVAL_POLICIES.map((policy) => [policy, policy] as const),
  ["granular, all true", granular([])] as const,
  ["granular, sandbox_approval = false", granular(["sandbox_approval"])] as const,
  ["granular, rules = false", granular(["rules"])] as const,
  ["granular, all false", granular(CATEGORIES)] as const,
]);

export function granular(off: readonly Category[]): ApprovalPolicy {
  const isOn = (key: Category): boolean => !off.includes(key);
  return {
    granular: {
      sandbox_approval: isOn("sandbox_approval"),
      rules: isOn("rules"),
      mcp_elicitations: isOn("mcp_elicitations"),
      request_permissions: isOn("request_permissions"),
      skill_approval: isOn("skill_approval"),
    },
  };
}

type Rows = Readonly<Record<string, readonly [plain: Cells, escalated: Cells]>>;

const ON_REQUEST: Rows = {
  "known safe": [RUN, LEAVE],
  other: [RUN, LEAVE],
  dangerous: [ASK, ASK_OUT],
  "allow rule": [OUT, OUT],
  "allow rule of a trusted project": [OUT, OUT],
  "allow rule, workspace content": [RUN, LEAVE],
  "allow rule of another project": [RUN, LEAVE],
  "prompt rule": [ASK, ASK_OUT],
  "prompt rule, dangerous": [ASK, ASK_OUT],
  "prompt rule for a person": [ASK, ASK_OUT],
  "prompt rule for a person, dangerous": [ASK, ASK_OUT],
  "forbidden rule": [FORBID, FORBID],
  "broken rules file": [ASK, ASK_OUT],
};

/** By policy and class: the plain command, and the same command asking to leave the sandbox. */
export const DECISIONS: Readonly<Record<string, Rows>> = {
  untrusted: {
    ...ON_REQUEST,
    "known safe": [READ_ONLY, ["ask outside", "ask outside", "run read-only"]],
    other: [ASK, ASK_OUT],
    "allow rule of another project": [ASK, ASK_OUT],
  },
  "on-request": ON_REQUEST,
  "on-failure": {
    ...ON_REQUEST,
    "known safe": [RETRY, LEAVE],
    other: [RETRY, LEAVE],
    "allow rule, workspace content": [RETRY, LEAVE],
    "allow rule of another project": [RETRY, LEAVE],
  },
  never: {
    "known safe": [RUN, FORBID],
    other: [RUN, FORBID],
    dangerous: [FORBID, FORBID],
    "allow rule": [OUT, FORBID],
    "allow rule of a trusted project": [OUT, FORBID],
    "allow rule, workspace content": [RUN, FORBID],
    "allow rule of another project": [RUN, FORBID],
    "prompt rule": [FORBID, FORBID],
    "prompt rule, dangerous": [FORBID, FORBID],
    "prompt rule for a person": [FORBID, FORBID],
    "prompt rule for a person, dangerous": [FORBID, FORBID],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [FORBID, FORBID],
  },
  "granular, all true": ON_REQUEST,
  "granular, sandbox_approval = false": {
    "known safe": [RUN, STAY],
    other: [RUN, STAY],
    dangerous: [FORBID, FORBID],
    "allow rule": [OUT, OUT],
    "allow rule of a trusted project": [OUT, OUT],
    "allow rule, workspace content": [RUN, STAY],
    "allow rule of another project": [RUN, STAY],
    "prompt rule": [ASK, STAY_ASK],
    "prompt rule, dangerous": [FORBID, FORBID],
    "prompt rule for a person": [ASK, STAY_ASK],
    "prompt rule for a person, dangerous": [FORBID, FORBID],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [FORBID, FORBID],
  },
  "granular, rules = false": {
    ...ON_REQUEST,
    "prompt rule": [FORBID, FORBID],
    "prompt rule, dangerous": [FORBID, FORBID],
    "prompt rule for a person": [FORBID, FORBID],
    "prompt rule for a person, dangerous": [FORBID, FORBID],
  },
  "granular, all false": {
    "known safe": [RUN, STAY],
    other: [RUN, STAY],
    dangerous: [FORBID, FORBID],
    "allow rule": [OUT, OUT],
    "allow rule of a trusted project": [OUT, OUT],
    "allow rule, workspace content": [RUN, STAY],
    "allow rule of another project": [RUN, STAY],
    "prompt rule": [FORBID, FORBID],
    "prompt rule, dangerous": [FORBID, FORBID],
    "prompt rule for a person": [FORBID, FORBID],
    "prompt rule for a person, dangerous": [FORBID, FORBID],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [FORBID, FORBID],
  },
};

/** The tables as the Markdown that stands in docs/decisions.md. */
export function renderDecisions(): string {
  const tables = Object.entries(DECISIONS).map(([policy, rows]) => {
    const lines = Object.entries(rows).flatMap(([name, [plain, escalated]]) => [
      `| ${name} | no | ${plain.join(" | ")} |`,
      `| ${name} | yes | ${escalated.join(" | ")} |`,
    ]);
    const head = "| the command is | asks to leave the sandbox | read-only | workspace-write | danger-full-access |";
    return [`### ${policy}`, "", head, "|---|---|---|---|---|", ...lines, ""].join("\n");
  });
  return tables.join("\n");
}
