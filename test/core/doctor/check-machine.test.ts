/** What the doctor says of versions, of what a sandbox is made of, and of one that was made. */
import { expect, test } from "vitest";
import { checkSandbox, checkVersions } from "../../../src/core/doctor/check-machine.ts";
import type { SandboxFacts, VersionFacts } from "../../../src/core/doctor/facts.ts";
import { shown } from "./shown.ts";

const BWRAP = { kind: "bubblewrap", program: "/usr/bin/bwrap" } as const;
const MACHINE: VersionFacts = {
  assent: "1.2.3",
  node: "20.20.2",
  platform: "linux",
  architecture: "x64",
  kernel: "6.18.0",
  system: "Debian GNU/Linux 12",
  backend: BWRAP,
  bubblewrap: { version: "0.8.0", isSetuid: false },
};

test("versions that are in order", () => {
  expect(shown(checkVersions(MACHINE))).toEqual([
    "ok versions.assent | assent: 1.2.3",
    "ok versions.node | Node.js: 20.20.2",
    "ok versions.system | system: Debian GNU/Linux 12, linux 6.18.0, x64",
    "ok versions.bubblewrap | bubblewrap: 0.8.0, /usr/bin/bwrap",
  ]);
});

const VERSIONS: readonly [name: string, over: Partial<VersionFacts>, id: string, expected: string][] = [
  ["a system without a name", { system: null }, "versions.system", "ok versions.system | system: linux 6.18.0, x64"],
  [
    "an old Node",
    { node: "20.18.3" },
    "versions.node",
    "problem versions.node | Node.js: 20.18.3 is too old -> install Node.js 20.19 or later",
  ],
  ["the oldest Node", { node: "20.19.0" }, "versions.node", "ok versions.node | Node.js: 20.19.0"],
  ["a newer Node", { node: "24.1.0" }, "versions.node", "ok versions.node | Node.js: 24.1.0"],
  [
    "no bubblewrap",
    { backend: { kind: "none", why: "bubblewrap was not found on PATH" }, bubblewrap: null },
    "versions.bubblewrap",
    "problem versions.bubblewrap | bubblewrap: bubblewrap was not found on PATH -> install it with " +
      "`sudo apt-get install bubblewrap` (Debian, Ubuntu), `sudo dnf install bubblewrap` (Fedora) or " +
      "`sudo pacman -S bubblewrap` (Arch)",
  ],
  [
    "a bubblewrap that does not run",
    { bubblewrap: { version: null, isSetuid: false } },
    "versions.bubblewrap",
    "problem versions.bubblewrap | bubblewrap: /usr/bin/bwrap does not tell its version -> run " +
      "`/usr/bin/bwrap --version` to see why",
  ],
  [
    "an old bubblewrap",
    { bubblewrap: { version: "0.7.1", isSetuid: false } },
    "versions.bubblewrap",
    "problem versions.bubblewrap | bubblewrap: /usr/bin/bwrap is 0.7.1, which is too old -> install version 0.8 or later",
  ],
  [
    "a bubblewrap that runs as root",
    { bubblewrap: { version: "0.11.0", isSetuid: true } },
    "versions.bubblewrap",
    "warning versions.bubblewrap | bubblewrap: 0.11.0, /usr/bin/bwrap, which runs as root (set-user-ID) -> where " +
      "user namespaces are allowed: `sudo chmod u-s /usr/bin/bwrap`",
  ],
];
test.each(VERSIONS)("%s", (_name, over, id, expected) => {
  const found = checkVersions({ ...MACHINE, ...over }).filter((finding) => finding.id === id);
  expect(shown(found)).toEqual([expected]);
});

const TRIAL = { kind: "ran", status: 0, write: "stopped", network: "stopped", isFiltered: true } as const;
const SANDBOX: SandboxFacts = {
  platform: "linux",
  isRoot: false,
  backend: BWRAP,
  isSetuid: false,
  kernel: {
    unprivilegedUserns: 1,
    apparmorRestrictsUserns: 0,
    usernsMax: 15000,
    filterActions: ["kill_process", "errno", "user_notif", "allow"],
  },
  helper: { kind: "found", program: "/opt/assent/assent-supervisor", mountsOn: true },
  landlock: 7,
  groups: { version: "v2", processes: true, memory: true },
  trial: TRIAL,
};

test("a machine with all that a sandbox is made of", () => {
  expect(shown(checkSandbox(SANDBOX))).toEqual([
    "ok sandbox.user-namespaces | user namespaces: allowed",
    "ok sandbox.landlock | Landlock: version 7 of its interface",
    "ok sandbox.filter | system call filter: with questions to the supervisor",
    "ok sandbox.supervisor | supervisor: /opt/assent/assent-supervisor",
    "ok sandbox.control-groups | control groups: version 2: processes and memory are limited by them",
    "ok sandbox.trial | a sandbox: made, and a command ran in it",
    "ok sandbox.trial-write | a write outside: stopped",
    "ok sandbox.trial-network | the network: stopped",
    "ok sandbox.trial-filter | the filter: lies on what runs inside",
  ]);
});

test("elsewhere than on Linux there is nothing to be said of it", () => {
  expect(checkSandbox({ ...SANDBOX, platform: "darwin" })).toEqual([]);
});

const { kernel } = SANDBOX;
const FAILED = { kind: "failed", why: "bubblewrap could not build the sandbox" } as const;
const RELY = "do not rely on this sandbox; run `assent debug -- true` and report what it prints";
const PARTS: readonly [name: string, over: Partial<SandboxFacts>, id: string, expected: string][] = [
  [
    "no user namespaces at all",
    { kernel: { ...kernel, usernsMax: 0 } },
    "user-namespaces",
    "problem sandbox.user-namespaces | user namespaces: switched off: user.max_user_namespaces is 0 -> " +
      "`sudo sysctl -w user.max_user_namespaces=15000`",
  ],
  [
    "none for ordinary users, as in an old Debian",
    { kernel: { ...kernel, unprivilegedUserns: 0 }, trial: FAILED },
    "user-namespaces",
    "problem sandbox.user-namespaces | user namespaces: held back by kernel.unprivileged_userns_clone = 0 -> " +
      "`sudo sysctl -w kernel.unprivileged_userns_clone=1`, or a profile of AppArmor that allows them to bubblewrap",
  ],
  [
    "none by AppArmor, as in Ubuntu",
    { kernel: { ...kernel, apparmorRestrictsUserns: 1 }, trial: FAILED },
    "user-namespaces",
    "problem sandbox.user-namespaces | user namespaces: held back by kernel.apparmor_restrict_unprivileged_userns = 1 -> " +
      "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or a profile of AppArmor that allows them to bubblewrap",
  ],
  [
    "none by AppArmor, but for bubblewrap",
    { kernel: { ...kernel, apparmorRestrictsUserns: 1 } },
    "user-namespaces",
    "warning sandbox.user-namespaces | user namespaces: held back by kernel.apparmor_restrict_unprivileged_userns = 1, but bubblewrap gets them",
  ],
  [
    "root, who needs no permission",
    { kernel: { ...kernel, apparmorRestrictsUserns: 1, usernsMax: 0 }, isRoot: true },
    "user-namespaces",
    "ok sandbox.user-namespaces | user namespaces: not needed by root",
  ],
  [
    "a kernel that knows none of the settings",
    { kernel: { ...kernel, unprivilegedUserns: null, apparmorRestrictsUserns: null, usernsMax: null } },
    "user-namespaces",
    "ok sandbox.user-namespaces | user namespaces: allowed",
  ],
  [
    "no Landlock",
    { landlock: 0 },
    "landlock",
    "warning sandbox.landlock | Landlock: this kernel has none, or it is switched off -> the sandbox holds without it; " +
      "it is a second lock, in kernels since 5.19 with `lsm=landlock,…`",
  ],
  [
    "an early Landlock",
    { landlock: 2 },
    "landlock",
    "warning sandbox.landlock | Landlock: version 2 of its interface, which does not hold truncating -> " +
      "a kernel since 6.2 has a later one",
  ],
  [
    "no supervisor",
    { helper: { kind: "missing", why: "assent's supervisor is not built" }, landlock: null },
    "landlock",
    "warning sandbox.landlock | Landlock: not used: the supervisor is missing, which puts it on",
  ],
  [
    "no supervisor, told where it would stand",
    { helper: { kind: "missing", why: "assent's supervisor is not built" }, landlock: null },
    "supervisor",
    "warning sandbox.supervisor | supervisor: assent's supervisor is not built -> without it programs inside are not " +
      "asked about, hosts cannot be allowed one by one",
  ],
  [
    "a supervisor that does not run",
    { landlock: null },
    "supervisor",
    "problem sandbox.supervisor | supervisor: /opt/assent/assent-supervisor does not run -> build assent again with `npm run build`",
  ],
  [
    "a kernel without filters",
    { kernel: { ...kernel, filterActions: null } },
    "filter",
    "problem sandbox.filter | system call filter: this kernel does not take any, without which nothing is run -> " +
      "use a kernel with CONFIG_SECCOMP_FILTER",
  ],
  [
    "a kernel without questions from the filter",
    { kernel: { ...kernel, filterActions: ["errno", "allow"] } },
    "filter",
    "warning sandbox.filter | system call filter: without questions to the supervisor: programs inside are not seen " +
      "one by one -> a kernel since 5.0 has them",
  ],
  [
    "a user who can make no control group",
    { groups: { version: "v1", processes: false, memory: false } },
    "control-groups",
    "ok sandbox.control-groups | control groups: version 1; this user can make none; the rest is left to the limits of each process",
  ],
  [
    "root, whose processes nothing counts",
    { groups: { version: null, processes: false, memory: false }, isRoot: true },
    "control-groups",
    "warning sandbox.control-groups | control groups: none here; this user can make none: the number of root's processes " +
      "is not limited -> give assent a group of its own (`systemd-run --scope -p Delegate=yes`), or do not run it as root",
  ],
  [
    "a sandbox that could not be made",
    { trial: FAILED },
    "trial",
    "problem sandbox.trial | a sandbox: bubblewrap could not build the sandbox -> nothing can be run before this is " +
      "mended; docs/sandbox.md tells what a sandbox needs",
  ],
  [
    "a sandbox in which nothing works",
    { trial: { ...TRIAL, status: 127 } },
    "trial",
    `problem sandbox.trial | a sandbox: made, but \`true\` ended with 127 in it -> ${RELY}`,
  ],
  [
    "a sandbox that lets writes through",
    { trial: { ...TRIAL, write: "done" } },
    "trial-write",
    `problem sandbox.trial-write | a write outside: was not stopped by the sandbox -> ${RELY}`,
  ],
  [
    "a sandbox that lets connections through",
    { trial: { ...TRIAL, network: "done" } },
    "trial-network",
    `problem sandbox.trial-network | the network: was not stopped by the sandbox -> ${RELY}`,
  ],
  [
    "a try that said nothing is no success",
    { trial: { ...TRIAL, network: "unknown" } },
    "trial-network",
    `problem sandbox.trial-network | the network: could not be tried in the sandbox -> ${RELY}`,
  ],
  [
    "a sandbox without its filter",
    { trial: { ...TRIAL, isFiltered: false } },
    "trial-filter",
    `problem sandbox.trial-filter | the filter: does not lie on what runs inside -> ${RELY}`,
  ],
];
test.each(PARTS)("%s", (_name, over, id, expected) => {
  const found = checkSandbox({ ...SANDBOX, ...over }).filter((finding) => finding.id === `sandbox.${id}`);
  expect(shown(found)).toEqual([expected]);
});
