/** The process that is planned for each kind of permissions. */
import { expect, test } from "vitest";
import {
  type Limits,
  MODE_ONLY,
  type Permissions,
  permissionsOf,
  READ_ONLY,
  UNRESTRICTED,
} from "../../../src/core/permissions/permissions.ts";
import { NO_CONFINES } from "../../../src/core/sandbox/helper.ts";
import type { DiskFacts } from "../../../src/core/sandbox/mounts.ts";
import { describePlanError, type Machine, planOf } from "../../../src/core/sandbox/plan.ts";
import { seccompProgram } from "../../../src/core/sandbox/seccomp.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

const COMMAND: Command = ["npm", "test"];
const MACHINE: Machine = {
  architecture: "x64",
  backend: { kind: "bubblewrap", program: "/usr/bin/bwrap" },
  helper: { kind: "missing", why: "it is not built" },
  confines: NO_CONFINES,
  proc: ["/proc/sys", "/proc/kcore"],
  signalEnv: null,
};
const PROGRAM = "/opt/assent/supervisor";
const FOUND: Partial<Machine> = { helper: { kind: "found", program: PROGRAM, mountsOn: true } };
const OLD: Partial<Machine> = { helper: { kind: "found", program: PROGRAM, mountsOn: false } };
const SILENT = { asks: { exec: false, proxy: false }, told: [], tty: null };
const DISK: DiskFacts = {
  roots: ["/w", "/tmp"],
  standing: new Map([["/w", "7:9"]]),
  sealed: [
    { path: "/w/.git", is: "present" },
    { path: "/w/.codex", is: "placeholder" },
  ],
  links: [],
  readable: "everything",
  aliases: [],
  nothing: "/run/nothing",
};
const NO_DISK: DiskFacts = { ...DISK, roots: [], sealed: [] };
const WRITE = permissionsOf("workspace-write", { roots: ["/w", "/tmp"], keep: [], bounds: MODE_ONLY });
const OPEN = permissionsOf("workspace-write", {
  roots: ["/w", "/tmp"],
  keep: [],
  bounds: { ...MODE_ONLY, network: "open" },
});

function planFor(permissions: Permissions, machine: Partial<Machine> = {}, disk: DiskFacts = DISK) {
  return planOf({ command: COMMAND, cwd: "/w", permissions, ...SILENT }, { ...MACHINE, ...machine }, disk);
}

const NAMESPACES = "--unshare-user --unshare-pid --unshare-ipc --unshare-uts";
const HELD = "--die-with-parent --cap-drop ALL";
const KERNEL = "--dev /dev --proc /proc --ro-bind /proc/sys /proc/sys --ro-bind /dev/null /proc/kcore";
const MOUNTS = "--bind /tmp /tmp --bind /w /w --ro-bind /w/.codex /w/.codex --ro-bind /w/.git /w/.git";
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
    { ...DISK, roots: ["/"], sealed: [{ path: "/.git", is: "present" }] },
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
      around: 0,
      command: COMMAND,
      cwd: "/w",
      scrub: { scrub: [], keep: [] },
      env: {},
      seccomp: null,
      supervised: false,
      mounts: [],
      notices: [],
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
    { command, cwd: "/w", permissions: READ_ONLY, ...SILENT },
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

const HOSTS = permissionsOf("workspace-write", {
  roots: ["/w", "/tmp"],
  keep: [],
  bounds: { ...MODE_ONLY, network: { kind: "hosts", allow: [], deny: [], unlisted: "ask" }, sockets: ["/run/d.sock"] },
});
const LIMITED: Permissions = { ...READ_ONLY, limits: { processes: 100, memory: 4096, fileSize: 512 } };
const RUN = "/opt/assent/supervisor run";
const MOUNTS_ON = `${HELD} --cap-add CAP_SYS_ADMIN --cap-add CAP_SETPCAP`;
const JAILED = "--ro-bind / / --proc /proc";
const INNER = `--chdir /w --json-status-fd 4 -- ${PROGRAM} inner --filter 3 --link 5 --notify --keyring`;
const SEALED = "--dev --seal /proc/sys --mask /dev/null /proc/kcore";

const SUPERVISED: readonly [
  name: string,
  permissions: Permissions,
  disk: DiskFacts,
  machine: Partial<Machine>,
  line: string,
][] = [
  [
    "read-only",
    READ_ONLY,
    NO_DISK,
    FOUND,
    `${RUN} -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${MOUNTS_ON} ${JAILED} ${INNER} ${SEALED} --chdir /w ` +
      "--default-signals --landlock -- npm test",
  ],
  [
    "hosts and sockets",
    HOSTS,
    DISK,
    FOUND,
    `${RUN} --socket /run/d.sock -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${MOUNTS_ON} ${JAILED} ` +
      `--bind /tmp /tmp --bind /w /w ${INNER} --stands - /tmp --stands 7:9 /w ${SEALED} --seal /w/.codex --seal /w/.git --chdir /w ` +
      "--default-signals --landlock --write /tmp --write /w --proxy 61080 -- npm test",
  ],
  [
    "what is denied, and what stands above it",
    WRITE,
    {
      ...NO_DISK,
      roots: ["/w"],
      sealed: [
        { path: "/etc/key", is: "denied-file" },
        { path: "/w/a/keys", is: "denied-folder" },
      ],
    },
    FOUND,
    `${RUN} -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${MOUNTS_ON} ${JAILED} --bind /w /w ${INNER} --stands 7:9 /w ${SEALED} ` +
      "--mask /run/nothing /etc/key --pin /w/a --blank /w/a/keys --chdir /w " +
      "--default-signals --landlock --write /w -- npm test",
  ],
  [
    "a root in a folder that is held",
    WRITE,
    {
      ...NO_DISK,
      roots: ["/w", "/w/a/b"],
      sealed: [
        { path: "/w/.git", is: "present" },
        { path: "/w/a/b/.git", is: "present" },
      ],
    },
    FOUND,
    `${RUN} -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${MOUNTS_ON} ${JAILED} ` +
      `--bind /w /w --bind /w/a /w/a --bind /w/a/b /w/a/b ${INNER} ` +
      `--stands 7:9 /w --stands - /w/a --stands - /w/a/b ${SEALED} ` +
      "--seal /w/.git --seal /w/a/b/.git --chdir /w --default-signals --landlock --write /w --write /w/a/b -- npm test",
  ],
  [
    "limits, some of them held by groups",
    LIMITED,
    NO_DISK,
    { ...FOUND, confines: { groups: ["/cg/a"], held: ["processes"], beyond: [] } },
    `${RUN} --cgroup /cg/a -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${MOUNTS_ON} ${JAILED} ${INNER} ${SEALED} ` +
      "--chdir /w --default-signals --landlock --limit memory=4096 --limit file-size=512 -- npm test",
  ],
  [
    "a terminal, on an older kernel",
    WRITE,
    DISK,
    { ...OLD, signalEnv: "/usr/bin/env" },
    `${RUN} -- /usr/bin/bwrap ${NAMESPACES} --unshare-net ${HELD} --ro-bind / / --dev /dev ` +
      `--ro-bind ${PROGRAM} /dev/assent ${KERNEL.replace("--dev /dev ", "")} ${MOUNTS} ${INNER.replace(PROGRAM, "/dev/assent")} ` +
      "--stands - /tmp --stands 7:9 /w --stands - /w/.codex --stands - /w/.git " +
      "--default-signals --landlock --write /tmp --write /w -- npm test",
  ],
];
test("a supervisor is asked to tell of names that the command makes", () => {
  const wanted = { command: COMMAND, cwd: "/w", permissions: READ_ONLY, ...SILENT, told: [".git", "config"] };
  const plan = planOf(wanted, { ...MACHINE, ...FOUND }, DISK);
  expect(plan.ok && plan.value.args.slice(0, 4)).toEqual(["run", "--made", ".git/config", "--"]);
});

test.each(SUPERVISED)("the process of %s under a supervisor", (_name, permissions, disk, machine, line) => {
  const asks = { exec: true, proxy: permissions === HOSTS };
  const plan = planOf(
    { command: COMMAND, cwd: "/w", permissions, asks, told: [], tty: null },
    { ...MACHINE, ...machine },
    disk,
  );
  expect(plan.ok && [plan.value.program, ...plan.value.args].join(" ")).toBe(line);
  expect(plan.ok && plan.value.args.slice(plan.value.around)).toEqual(COMMAND);
  expect(plan.ok && plan.value.supervised).toBe(true);
});

test("what the supervisor is asked about is in the filter", () => {
  const filters = [true, false].map((exec) => {
    const wanted = {
      command: COMMAND,
      cwd: "/w",
      permissions: HOSTS,
      asks: { exec, proxy: false },
      told: [],
      tty: null,
    };
    const plan = planOf(wanted, { ...MACHINE, ...FOUND }, DISK);
    return plan.ok ? plan.value.seccomp : null;
  });
  expect(filters).toEqual([
    seccompProgram("x64", "own", { exec: true, reads: false }),
    seccompProgram("x64", "own", { exec: false, reads: false }),
  ]);
});

const PLACES: Permissions = { ...READ_ONLY, readable: ["/usr", "/w/docs"] };
test.each([{}, FOUND])("only what may be read is there, and nothing can be added", (machine) => {
  const disk: DiskFacts = {
    ...NO_DISK,
    readable: ["/usr", "/w/docs"],
    sealed: [
      { path: "/usr/key", is: "denied-file" },
      { path: "/usr/keys", is: "denied-folder" },
    ],
  };
  const plan = planFor(PLACES, machine, disk);
  const mounts =
    "--ro-bind /usr /usr --ro-bind /run/nothing /usr/key --perms 0000 --tmpfs /usr/keys --remount-ro /usr/keys " +
    "--ro-bind /w/docs /w/docs --remount-ro / --chdir /w";
  const line = plan.ok ? plan.value.args.join(" ") : "";
  expect(line.slice(line.indexOf("--ro-bind /usr"), line.indexOf(" --chdir /w") + 11)).toBe(mounts);
  expect(line).not.toContain("--ro-bind / /");
});

test("what is open in a denied folder is mounted before that is closed", () => {
  const sealed = [{ path: "/home/you", is: "denied-folder" }] as const;
  const plan = planFor(WRITE, {}, { ...NO_DISK, roots: ["/home/you/w"], sealed });
  const mounts = "--perms 0111 --tmpfs /home/you --bind /home/you/w /home/you/w --remount-ro /home/you";
  expect(plan.ok && plan.value.args.join(" ")).toBe(
    `${NAMESPACES} --unshare-net ${HELD} --ro-bind / / ${KERNEL} ${mounts} ${END}`,
  );
});

const NOTICED: readonly [
  name: string,
  permissions: Permissions,
  machine: Partial<Machine>,
  notices: readonly string[],
][] = [
  ["a supervisor that holds all", LIMITED, FOUND, []],
  ["no wishes", READ_ONLY, {}, ["the programs that a command starts are not asked about: it is not built"]],
  [
    "no supervisor",
    { ...READ_ONLY, limits: { processes: 256, memory: null, fileSize: null } },
    { confines: { groups: ["/cg/a"], held: ["processes"], beyond: [] } },
    [
      "the number of processes is not limited: it is not built",
      "the programs that a command starts are not asked about: it is not built",
    ],
  ],
  [
    "root without groups",
    LIMITED,
    { ...FOUND, confines: { groups: [], held: [], beyond: ["processes"] } },
    [
      "the number of processes is not limited: " +
        "root's processes are counted by control groups only, and none can be made here",
    ],
  ],
];
test.each(NOTICED)("with %s it is said what is not held", (_name, permissions, machine, notices) => {
  const wanted = { command: COMMAND, cwd: "/w", permissions, ...SILENT, asks: { exec: true, proxy: false } };
  const plan = planOf(wanted, { ...MACHINE, ...machine }, NO_DISK);
  expect(plan.ok && plan.value.notices).toEqual(notices);
});

const SET: readonly [limits: Partial<Limits>, why: string][] = [
  [{ memory: 1 }, "memory cannot be limited as the settings say: it is not built; nothing was run"],
  [{ fileSize: 1 }, "the size of files cannot be limited as the settings say: it is not built; nothing was run"],
];
test.each(SET)("nothing runs without the limit that a person has set: %j", (limits, why) => {
  const plan = planFor({ ...READ_ONLY, limits: { ...READ_ONLY.limits, ...limits } });
  expect(plan.ok || describePlanError(plan.error)).toBe(why);
});

test("hosts need the supervisor, unless nobody would answer for them or none is allowed", () => {
  const network = { kind: "hosts", allow: [{ host: "a.test", port: null }], deny: [], unlisted: "ask" } as const;
  const cases: readonly (readonly [Permissions, boolean])[] = [
    [{ ...READ_ONLY, network }, true],
    [{ ...READ_ONLY, network }, false],
    [{ ...READ_ONLY, network: { ...network, allow: [], deny: network.allow } }, true],
  ];
  const plans = cases.map(([permissions, proxy]) =>
    planOf(
      { command: COMMAND, cwd: "/w", permissions, asks: { exec: false, proxy }, told: [], tty: null },
      MACHINE,
      DISK,
    ),
  );
  expect(plans.map((plan) => (plan.ok ? plan.value.env : describePlanError(plan.error)))).toEqual([
    "single hosts can be reached only through assent's own proxy, and it is not built; " +
      "allow the whole network, or none; nothing was run",
    { CODEX_SANDBOX_NETWORK_DISABLED: "1" },
    { CODEX_SANDBOX_NETWORK_DISABLED: "1" },
  ]);
});

test("too many words are told with how many there may be", () => {
  const command: Command = ["echo", ...Array.from({ length: 9_000 }, () => "x")];
  const plans = [{}, FOUND].map((machine) =>
    planOf({ command, cwd: "/w", permissions: READ_ONLY, ...SILENT }, { ...MACHINE, ...machine }, NO_DISK),
  );
  expect(plans).toEqual(
    [8_971, 8_958].map((wordsMax) => ({ ok: false, error: { kind: "too-many-words", words: 9_001, wordsMax } })),
  );
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
