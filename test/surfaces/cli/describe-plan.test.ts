/** What `assent debug` tells of how a command is held. */
import { expect, test } from "vitest";
import { READ_ONLY, type Permissions, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { Plan } from "../../../src/core/sandbox/plan.ts";
import { describePlan } from "../../../src/surfaces/cli/describe-plan.ts";

const HELD: Plan = {
  sandbox: "bubblewrap",
  program: "/usr/bin/bwrap",
  args: ["--ro-bind", "/", "/", "inner", "--landlock", "--", "x"],
  around: 6,
  command: ["x"],
  cwd: "/w",
  scrub: { scrub: [], keep: [] },
  env: {},
  seccomp: new Uint8Array(8),
  mounts: [],
  supervised: true,
  notices: [],
};
const BARE: Plan = { ...HELD, sandbox: "none", program: "x", args: [], around: 0, seccomp: null, supervised: false };
const WRITING: Permissions = { ...READ_ONLY, writable: [{ path: "/w", protected: ["/w/.git"] }] };
const RUNS = "runs /usr/bin/bwrap --ro-bind / / inner --landlock -- x";
const LAYERS =
  "held by namespaces and mounts (bubblewrap), a system call filter, Landlock, where the kernel has it, a supervisor";

const CASES: readonly [name: string, permissions: Permissions, plan: Plan, lines: readonly string[]][] = [
  ["reading", READ_ONLY, HELD, ["read-only: may read everything, write nothing; no network", LAYERS, RUNS]],
  [
    "writing, with steps of git",
    WRITING,
    HELD,
    [
      "workspace-write: may write /w; .git read-only; no network",
      "git writes no repository here; assent run opens it for local steps that git can undo",
      LAYERS,
      RUNS,
    ],
  ],
  [
    "a command of its own that is named like a layer",
    READ_ONLY,
    { ...HELD, args: ["inner", "--", "x", "--landlock"], around: 2, supervised: false },
    [
      "read-only: may read everything, write nothing; no network",
      "held by namespaces and mounts (bubblewrap), a system call filter; there is no supervisor, so programs inside " +
        "are not seen one by one",
      "runs /usr/bin/bwrap inner -- x --landlock",
    ],
  ],
  [
    "nothing",
    UNRESTRICTED,
    BARE,
    ["no sandbox: may read, write and reach everything you can", "held by nothing", "runs x"],
  ],
];
test.each(CASES)("%s", (_name, permissions, plan, lines) => {
  expect(describePlan(permissions, plan, [])).toEqual(lines);
});
