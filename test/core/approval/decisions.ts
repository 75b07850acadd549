/** Every decision about a command, as data for the tests and for docs/decisions.md. */
import type { NamedPolicy } from "../../../src/core/config/approval-policy.ts";

/** What a command counts as, with an example and the rules file it is judged by. */
export type Class = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly user: string;
  readonly project: string;
};

export const CLASSES: readonly Class[] = [
  { name: "known safe", command: ["ls", "-l"], user: "", project: "" },
  { name: "other", command: ["make", "all"], user: "", project: "" },
  { name: "dangerous", command: ["git", "reset", "--hard"], user: "", project: "" },
  { name: "allow rule of the user", command: ["shellcheck", "x.sh"], user: rule("shellcheck", "allow"), project: "" },
  {
    name: "allow rule of the user, workspace content",
    command: ["make", "all"],
    user: rule("make", "allow"),
    project: "",
  },
  { name: "allow rule of the project", command: ["make", "all"], user: "", project: rule("make", "allow") },
  { name: "prompt rule", command: ["ls", "-l"], user: rule("ls", "prompt"), project: "" },
  { name: "forbidden rule", command: ["ls", "-l"], user: rule("ls", "forbidden"), project: "" },
  { name: "broken rules file", command: ["ls", "-l"], user: "prefix_rule(", project: "" },
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

/** By policy and class: the plain command, and the same command asking to leave the sandbox. */
export const DECISIONS: Readonly<
  Record<NamedPolicy, Readonly<Record<string, readonly [plain: Cells, escalated: Cells]>>>
> = {
  untrusted: {
    "known safe": [READ_ONLY, ["ask outside", "ask outside", "run read-only"]],
    other: [ASK, ASK_OUT],
    dangerous: [ASK, ASK_OUT],
    "allow rule of the user": [OUT, OUT],
    "allow rule of the user, workspace content": [RUN, LEAVE],
    "allow rule of the project": [RUN, LEAVE],
    "prompt rule": [ASK, ASK_OUT],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [ASK, ASK_OUT],
  },
  "on-request": {
    "known safe": [RUN, LEAVE],
    other: [RUN, LEAVE],
    dangerous: [ASK, ASK_OUT],
    "allow rule of the user": [OUT, OUT],
    "allow rule of the user, workspace content": [RUN, LEAVE],
    "allow rule of the project": [RUN, LEAVE],
    "prompt rule": [ASK, ASK_OUT],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [ASK, ASK_OUT],
  },
  "on-failure": {
    "known safe": [RETRY, LEAVE],
    other: [RETRY, LEAVE],
    dangerous: [ASK, ASK_OUT],
    "allow rule of the user": [OUT, OUT],
    "allow rule of the user, workspace content": [RETRY, LEAVE],
    "allow rule of the project": [RETRY, LEAVE],
    "prompt rule": [ASK, ASK_OUT],
    "forbidden rule": [FORBID, FORBID],
    "broken rules file": [ASK, ASK_OUT],
  },
  never: {
    "known safe": [RUN, FORBID],
    other: [RUN, FORBID],
    dangerous: [FORBID, FORBID],
    "allow rule of the user": [OUT, FORBID],
    "allow rule of the user, workspace content": [RUN, FORBID],
    "allow rule of the project": [RUN, FORBID],
    "prompt rule": [FORBID, FORBID],
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
