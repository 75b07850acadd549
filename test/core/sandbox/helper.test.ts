/** What is planned with the supervisor's program: a terminal of the command's own. */
import { expect, test } from "vitest";
import { type Permissions, READ_ONLY, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { NO_CONFINES } from "../../../src/core/sandbox/helper.ts";
import type { DiskFacts } from "../../../src/core/sandbox/mounts.ts";
import { describePlanError, type Machine, planOf } from "../../../src/core/sandbox/plan.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

const COMMAND: Command = ["npm", "test"];
const MACHINE: Machine = {
  architecture: "x64",
  backend: { kind: "bubblewrap", program: "/usr/bin/bwrap" },
  helper: { kind: "missing", why: "it is not built" },
  confines: NO_CONFINES,
  proc: [],
  signalEnv: null,
};
const FOUND: Partial<Machine> = { helper: { kind: "found", program: "/opt/assent/supervisor", mountsOn: true } };
const NO_DISK: DiskFacts = {
  roots: [],
  standing: new Map(),
  sealed: [],
  links: [],
  readable: "everything",
  aliases: [],
  nothing: "/run/nothing",
};

const TTY = { columns: 80, rows: 24 };
const SUPERVISOR_MISSING =
  "only assent's supervisor makes a terminal for a command, and it is not built; nothing was run";
const TERMINALS: readonly [name: string, permissions: Permissions, machine: Partial<Machine>, expected: unknown][] = [
  ["with a sandbox", READ_ONLY, FOUND, ["run", "--pty", "80x24", "--"]],
  ["without one", UNRESTRICTED, FOUND, ["terminal", "80x24", "--", "npm", "test"]],
  ["with a sandbox and no supervisor", READ_ONLY, {}, SUPERVISOR_MISSING],
  ["without either", UNRESTRICTED, {}, SUPERVISOR_MISSING],
];
test.each(TERMINALS)("a terminal of its own, %s", (_name, permissions, machine, expected) => {
  const wanted = { command: COMMAND, cwd: "/w", permissions, asks: { exec: false, proxy: false }, told: [], tty: TTY };
  const plan = planOf(wanted, { ...MACHINE, ...machine }, NO_DISK);
  const args = plan.ok ? plan.value.args.slice(0, plan.value.sandbox === "none" ? undefined : 4) : [];
  expect(plan.ok ? args : describePlanError(plan.error)).toEqual(expected);
  expect(plan.ok ? plan.value.args.slice(plan.value.around) : COMMAND).toEqual(COMMAND);
});
