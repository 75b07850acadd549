/** The process that is planned for each kind of permissions. */
import { MODE_ONLY } from "../../../src/core/permissions/permissions.ts";
import { expect, test } from "vitest";
import { READ_ONLY, type Permissions, permissionsOf, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { DiskFacts } from "../../../src/core/sandbox/mounts.ts";
import { describePlanError, type Machine, planOf } from "../../../src/core/sandbox/plan.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

const COMMAND: Command = ["npm", "test"];
const MACHINE: Machine = {
  architecture: "x64",
  backend: { kind: "bubblewrap", program: "/usr/bin/bwrap" },
  proc: ["/proc/sys", "/proc/kcore"],
  signalEnv: null,
};
const DISK: DiskFacts = {
  roots: ["/w", "/tmp"],
  sealed: [
    { path: "/w/.git", is: "present" },
    { path: "/w/.codex", is: "placeholder" },
  ],
  links: [],
};
const NO_DISK: DiskFacts = { roots: [], sealed: [], links: [] };
const WRITE = permissionsOf("workspace-write", { roots: ["/w", "/tmp"], keep: [], bounds: MODE_ONLY });
const OPEN = permissionsOf("workspace-write", {
  roots: ["/w", "/tmp"],
  keep: [],
  bounds: { ...MODE_ONLY, network: "open" },
});

function planFor(permissions: Permissions, machine: Partial<Machine> = {}, disk: DiskFacts = DISK) {
  return planOf({ command: COMMAND, cwd: "/w", permissions }, { ...MACHINE, ...machine }, disk);
}

const NAMESPACES = "--unshare-user --unshare-pid --unshare-ipc --unshare-uts";
const HELD = "--die-with-parent --cap-drop ALL";
const KERNEL = "--dev /dev --proc /proc --ro-bind /proc/sys /proc/sys --ro-bind /dev/null /proc/kcore";
const MOUNTS =
  "--bind /tmp /tmp --bind /w /w --perms 0555 --tmpfs /w/.codex --remount-ro /w/.codex --ro-bind /w/.git /w/.git";
const END = "--chdir /w --seccomp 3 --json-status-fd 4 -- npm test";

const LINES: readonly [name: string, permissions: Permissions, disk: DiskFacts, line: string][] = [
  ["unrestricted", UNRESTRICTED, NO_DISK, "npm test"],
  [
    "read-only",
    READ_ONLY,
    NO_DISK,
    `/usr/bin/bwrap ${NAMESPACES} --unshare-net ${HELD} --ro-bind / / ${KERNEL} ${END}`,
  ],
  [
    "workspace-write",
    WRITE,
    DISK,
    `/usr/bin/bwrap ${NAMESPACES} --unshare-net ${HELD} --ro-bind / / ${KERNEL} ${MOUNTS} ${END}`,
  ],
  [
    "workspace-write with the network",
    OPEN,
    DISK,
    `/usr/bin/bwrap ${NAMESPACES} ${HELD} --ro-bind / / ${KERNEL} ${MOUNTS} ${END}`,
  ],
  [
    "the whole disk",
    { ...READ_ONLY, writable: [{ path: "/", protected: ["/.git"] }] },
    { roots: ["/"], sealed: [{ path: "/.git", is: "present" }], links: [] },
    `/usr/bin/bwrap ${NAMESPACES} --unshare-net ${HELD} --bind / / ${KERNEL} --ro-bind /.git /.git ${END}`,
  ],
];
test.each(LINES)("the process of %s", (_name, permissions, disk, line) => {
  const plan = planFor(permissions, {}, disk);
  expect(plan.ok && [plan.value.program, ...plan.value.args].join(" ")).toBe(line);
});

test("without a sandbox nothing is added to the command", () => {
  expect(planFor(UNRESTRICTED, { backend: { kind: "none", why: "none" } }, NO_DISK)).toEqual({
    ok: true,
    value: {
      sandbox: "none",
      program: "npm",
      args: ["test"],
      command: COMMAND,
      cwd: "/w",
      env: {},
      seccomp: null,
      mounts: [],
    },
  });
});

test.each<[string, Permissions, Record<string, string>]>([
  ["without network", READ_ONLY, { CODEX_SANDBOX_NETWORK_DISABLED: "1" }],
  ["with network", OPEN, {}],
])("the environment %s", (_name, permissions, env) => {
  const plan = planFor(permissions);
  expect(plan.ok && plan.value.env).toEqual(env);
});

test("at a terminal bubblewrap ignores the interrupt keys and the command gets them back", () => {
  const plan = planFor(READ_ONLY, { signalEnv: "/usr/bin/env" }, NO_DISK);
  expect(plan.ok && [plan.value.program, ...plan.value.args]).toEqual([
    "/bin/sh",
    "-c",
    'trap "" INT QUIT; exec "$@"',
    "sh",
    ..."/usr/bin/bwrap".split(" "),
    ...`${NAMESPACES} --unshare-net ${HELD} --ro-bind / / ${KERNEL}`.split(" "),
    ..."--chdir /w --seccomp 3 --json-status-fd 4 -- /usr/bin/env --default-signal=INT,QUIT npm test".split(" "),
  ]);
});

test.each(["./a=b", "-S", "A=B"])("at a terminal, %s is still the program", (program) => {
  const command: Command = [program, "rm"];
  const plan = planOf(
    { command, cwd: "/w", permissions: READ_ONLY },
    { ...MACHINE, signalEnv: "/usr/bin/env" },
    NO_DISK,
  );
  expect(plan.ok && [plan.value.program, ...plan.value.args.slice(-3)]).toEqual([
    "/usr/bin/bwrap",
    "--",
    program,
    "rm",
  ]);
});

const ERRORS: readonly [name: string, machine: Partial<Machine>, disk: DiskFacts, message: string][] = [
  ["no bubblewrap", { backend: { kind: "none", why: "bubblewrap was not found" } }, DISK, "bubblewrap was not found"],
  [
    "an unknown architecture",
    { architecture: "riscv64" },
    DISK,
    "the sandbox has no system call filter for riscv64 machines; nothing was run",
  ],
  [
    "a protected name that is a link",
    {},
    { ...DISK, links: ["/w/.agents"] },
    "/w/.agents is a symbolic link, which no sandbox can keep in place; " +
      "replace it by what it points to, or use the read-only mode; nothing was run",
  ],
];
test.each(ERRORS)("there is no plan with %s", (_name, machine, disk, message) => {
  const plan = planFor(WRITE, machine, disk);
  expect(plan.ok ? null : describePlanError(plan.error)).toBe(message);
});
