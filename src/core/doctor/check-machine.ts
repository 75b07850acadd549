/** Judges what the machine has: versions, what a sandbox is made of, and one that was made. */
import { INSTALL_HINT } from "../sandbox/failure.ts";
import { printCommand } from "../shell/print.ts";
import type { SandboxFacts, Trial, VersionFacts } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";

const NODE_MIN = [20, 19] as const;
/** The version that assent is tested with; older ones lack options that it uses. */
const BUBBLEWRAP_MIN = [0, 8] as const;
/** Since this version truncating is held as well. */
const LANDLOCK_MIN = 3;

export function checkVersions(facts: VersionFacts): readonly Finding[] {
  const { ok } = findingsOf("versions");
  const { assent, platform, architecture, kernel, system } = facts;
  const machine = [system, `${platform} ${kernel}`, architecture].filter((part) => part !== null).join(", ");
  return [ok("assent", "assent", assent), checkNode(facts.node), ok("system", "system", machine), ...bubblewrap(facts)];
}

function checkNode(node: string): Finding {
  const { ok, problem } = findingsOf("versions");
  if (isAtLeast(node, NODE_MIN)) return ok("node", "Node.js", node);
  return problem("node", "Node.js", `${node} is too old`, `install Node.js ${NODE_MIN.join(".")} or later`);
}

function bubblewrap({ backend, bubblewrap: found }: VersionFacts): readonly Finding[] {
  const { ok, problem, warning } = findingsOf("versions");
  const [name, title] = ["bubblewrap", "bubblewrap"];
  if (backend.kind === "none") return [problem(name, title, backend.why, INSTALL_HINT)];
  const { program } = backend;
  const version = found?.version ?? null;
  if (version === null) {
    return [
      problem(
        name,
        title,
        `${program} does not tell its version`,
        `run \`${printCommand([program, "--version"])}\` to see why`,
      ),
    ];
  }
  if (!isAtLeast(version, BUBBLEWRAP_MIN)) {
    return [problem(name, title, `${program} is ${version}, which is too old`, "install version 0.8 or later")];
  }
  if (found?.isSetuid !== true) return [ok(name, title, `${version}, ${program}`)];
  const detail = `${version}, ${program}, which runs as root (set-user-ID)`;
  return [
    warning(
      name,
      title,
      detail,
      `where user namespaces are allowed: \`${printCommand(["sudo", "chmod", "u-s", program])}\``,
    ),
  ];
}

export function checkSandbox(facts: SandboxFacts): readonly Finding[] {
  if (facts.platform !== "linux") return [];
  return [
    userNamespaces(facts),
    landlock(facts),
    filter(facts),
    supervisor(facts),
    groups(facts),
    ...trial(facts.trial),
  ];
}

function userNamespaces({ kernel, isRoot, isSetuid, trial: { kind } }: SandboxFacts): Finding {
  const { ok, problem, warning } = findingsOf("sandbox");
  const [name, title] = ["user-namespaces", "user namespaces"];
  const { unprivilegedUserns, apparmorRestrictsUserns, usernsMax } = kernel;
  if (usernsMax === 0 && !isSetuid && !isRoot) {
    const detail = "switched off: user.max_user_namespaces is 0";
    return problem(name, title, detail, "`sudo sysctl -w user.max_user_namespaces=15000`");
  }
  // What counts in the end is whether a sandbox could be made; a profile may let bubblewrap through.
  const isHeld = (unprivilegedUserns === 0 || apparmorRestrictsUserns === 1) && !isRoot && !isSetuid;
  if (!isHeld) return ok(name, title, isRoot ? "not needed by root" : "allowed");
  const [setting, wanted] =
    unprivilegedUserns === 0
      ? ["kernel.unprivileged_userns_clone", 1]
      : ["kernel.apparmor_restrict_unprivileged_userns", 0];
  const detail = `held back by ${setting} = ${1 - wanted}`;
  const advice = `\`sudo sysctl -w ${setting}=${wanted}\`, or a profile of AppArmor that allows them to bubblewrap`;
  if (kind === "ran") return warning(name, title, `${detail}, but bubblewrap gets them`, null);
  return problem(name, title, detail, advice);
}

function landlock({ landlock: version, helper }: SandboxFacts): Finding {
  const { ok, warning } = findingsOf("sandbox");
  const [name, title] = ["landlock", "Landlock"];
  if (version === null) {
    const why =
      helper.kind === "missing" ? "the supervisor is missing, which puts it on" : "the supervisor does not run";
    return warning(name, title, `not used: ${why}`, null);
  }
  if (version === 0) {
    const advice = "the sandbox holds without it; it is a second lock, in kernels since 5.19 with `lsm=landlock,…`";
    return warning(name, title, "this kernel has none, or it is switched off", advice);
  }
  const detail = `version ${version} of its interface`;
  if (version >= LANDLOCK_MIN) return ok(name, title, detail);
  return warning(name, title, `${detail}, which does not hold truncating`, "a kernel since 6.2 has a later one");
}

function filter({ kernel: { filterActions } }: SandboxFacts): Finding {
  const { ok, problem, warning } = findingsOf("sandbox");
  const [name, title] = ["filter", "system call filter"];
  if (filterActions === null || !filterActions.includes("errno")) {
    const detail = "this kernel does not take any, without which nothing is run";
    return problem(name, title, detail, "use a kernel with CONFIG_SECCOMP_FILTER");
  }
  if (filterActions.includes("user_notif")) return ok(name, title, "with questions to the supervisor");
  const detail = "without questions to the supervisor: programs inside are not seen one by one";
  return warning(name, title, detail, "a kernel since 5.0 has them");
}

function supervisor({ helper, landlock: version }: SandboxFacts): Finding {
  const { ok, problem, warning } = findingsOf("sandbox");
  const [name, title] = ["supervisor", "supervisor"];
  if (helper.kind === "missing") {
    const consequence = "programs inside are not asked about, hosts cannot be allowed one by one";
    return warning(name, title, helper.why, `without it ${consequence}`);
  }
  if (version !== null) return ok(name, title, helper.program);
  return problem(name, title, `${helper.program} does not run`, "build assent again with `npm run build`");
}

function groups({ groups: { version, processes, memory }, isRoot }: SandboxFacts): Finding {
  const { ok, warning } = findingsOf("sandbox");
  const [name, title] = ["control-groups", "control groups"];
  const held = [...(processes ? ["processes"] : []), ...(memory ? ["memory"] : [])];
  const told = version === null ? "none here" : `version ${version === "v1" ? 1 : 2}`;
  if (held.length === 2) return ok(name, title, `${told}: processes and memory are limited by them`);
  const detail = held.length === 0 ? `${told}; this user can make none` : `${told}; only for ${held.join()}`;
  if (!isRoot || processes) return ok(name, title, `${detail}; the rest is left to the limits of each process`);
  const advice = "give assent a group of its own (`systemd-run --scope -p Delegate=yes`), or do not run it as root";
  return warning(name, title, `${detail}: the number of root's processes is not limited`, advice);
}

function trial(tried: Trial): readonly Finding[] {
  const { ok, problem } = findingsOf("sandbox");
  if (tried.kind === "failed") {
    const advice = "nothing can be run before this is mended; docs/sandbox.md tells what a sandbox needs";
    return [problem("trial", "a sandbox", tried.why, advice)];
  }
  const report = "do not rely on this sandbox; run `assent debug -- true` and report what it prints";
  return [
    tried.status === 0
      ? ok("trial", "a sandbox", "made, and a command ran in it")
      : problem("trial", "a sandbox", `made, but \`true\` ended with ${tried.status} in it`, report),
    verdict(tried.write, "trial-write", "a write outside", report),
    verdict(tried.network, "trial-network", "the network", report),
    tried.isFiltered
      ? ok("trial-filter", "the filter", "lies on what runs inside")
      : problem("trial-filter", "the filter", "does not lie on what runs inside", report),
  ];
}

function verdict(what: "stopped" | "done" | "unknown", name: string, title: string, report: string): Finding {
  const { ok, problem } = findingsOf("sandbox");
  switch (what) {
    case "stopped":
      return ok(name, title, "stopped");
    case "done":
      return problem(name, title, "was not stopped by the sandbox", report);
    default:
      return problem(name, title, "could not be tried in the sandbox", report);
  }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = Number.NaN, second = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return first > major || (first === major && second >= minor);
}
