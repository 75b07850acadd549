/** Looks up what this machine has for a sandbox. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { release } from "node:os";
import type { SandboxFacts, VersionFacts } from "../../core/doctor/facts.ts";
import type { Backend } from "../../core/sandbox/backend.ts";
import type { Helper } from "../../core/sandbox/helper.ts";
import { VERSION } from "../../version.ts";
import { makeGroups } from "../cgroup.ts";

const SETUID = 0o4000;
const ANSWER_MS_MAX = 1_000;

export function versionFacts(backend: Backend): VersionFacts {
  return {
    assent: VERSION,
    node: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    kernel: release(),
    system: systemName(readText("/etc/os-release") ?? readText("/usr/lib/os-release")),
    backend,
    bubblewrap: backend.kind === "none" ? null : bubblewrapFacts(backend.program),
  };
}

/** `PRETTY_NAME` of an os-release file. */
export function systemName(text: string | null): string | null {
  const line = text?.split("\n").find((each) => each.startsWith("PRETTY_NAME="));
  return line === undefined ? null : line.slice("PRETTY_NAME=".length).replace(/^["']|["']$/g, "");
}

function bubblewrapFacts(program: string): VersionFacts["bubblewrap"] {
  const version = answerOf(program, ["--version"])?.match(/\d+(?:\.\d+)+/)?.[0] ?? null;
  return { version, isSetuid: isSetuid(program) };
}

function isSetuid(program: string): boolean {
  const stat = statSync(program, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mode & SETUID) !== 0 && stat.uid === 0;
}

/** All but the trial. */
export async function sandboxFacts(backend: Backend, helper: Helper): Promise<Omit<SandboxFacts, "trial">> {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    backend,
    isSetuid: backend.kind === "bubblewrap" && isSetuid(backend.program),
    kernel: {
      unprivilegedUserns: numberIn("/proc/sys/kernel/unprivileged_userns_clone"),
      apparmorRestrictsUserns: numberIn("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
      usernsMax: numberIn("/proc/sys/user/max_user_namespaces"),
      filterActions: readText("/proc/sys/kernel/seccomp/actions_avail")?.trim().split(/\s+/) ?? null,
    },
    helper,
    landlock: helper.kind === "found" ? landlockVersion(helper.program) : null,
    groups: await groupFacts(),
  };
}

/** As the supervisor sees it: 0 where it has no use for it; null where it does not run. */
function landlockVersion(program: string): number | null {
  const version = /^landlock (\d+)$/m.exec(answerOf(program, ["kernel"]) ?? "")?.[1];
  return version === undefined ? null : Number(version);
}

/** Makes groups as a run would, and removes them. */
async function groupFacts(): Promise<SandboxFacts["groups"]> {
  const groups = makeGroups({ processes: 1024, memory: 1024 ** 3, fileSize: null });
  const { held } = groups.confines;
  await groups.release();
  const lines = (readText("/proc/self/cgroup") ?? "").split("\n").filter((line) => line !== "");
  const version = lines.length === 0 ? null : lines.some((line) => !line.startsWith("0::")) ? "v1" : "v2";
  return { version, processes: held.includes("processes"), memory: held.includes("memory") };
}

/** What a program of this machine prints; null if it does not run or fails. */
function answerOf(program: string, args: readonly string[]): string | null {
  const ran = spawnSync(program, args, { encoding: "utf8", timeout: ANSWER_MS_MAX, env: {}, stdio: "pipe" });
  return ran.status === 0 ? ran.stdout : null;
}

function numberIn(file: string): number | null {
  const text = readText(file)?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // This system has no such file, or does not show it: the fact is not known.
    return null;
  }
}
