/** What is looked up of this machine, against what it says itself. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { VersionFacts } from "../../../src/core/doctor/facts.ts";
import { sandboxFacts, systemName, versionFacts } from "../../../src/effects/doctor/machine.ts";
import { findHelper } from "../../../src/effects/native.ts";
import { BACKEND, newWorld } from "../world.ts";

const NAMES: readonly [name: string, text: string | null, expected: string | null][] = [
  ["a name in quotes", 'NAME="x"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', "Debian GNU/Linux 12 (bookworm)"],
  ["a bare name", "PRETTY_NAME=Alpine", "Alpine"],
  ["no name", "NAME=x\n", null],
  ["no file", null, null],
];
test.each(NAMES)("the system's name: %s", (_name, text, expected) => {
  expect(systemName(text)).toBe(expected);
});

test("bubblewrap tells its version", () => {
  if (BACKEND.kind === "none") throw new Error(BACKEND.why);
  const said = execFileSync(BACKEND.program, ["--version"], { encoding: "utf8" });
  const { bubblewrap, node } = versionFacts(BACKEND);
  expect([`bubblewrap ${bubblewrap?.version}\n`, node]).toEqual([said, process.versions.node]);
});

function versionOf(program: string): VersionFacts["bubblewrap"] {
  return versionFacts({ kind: "bubblewrap", program }).bubblewrap;
}

test("a program that fails, or that is none, has no version", () => {
  const { home } = newWorld();
  const program = `${home}/bwrap`;
  writeFileSync(program, "#!/bin/sh\necho bubblewrap 0.8.0\nexit 1\n");
  chmodSync(program, 0o755);
  expect([versionOf(program), versionOf(`${home}/none`)]).toEqual([
    { version: null, isSetuid: false },
    { version: null, isSetuid: false },
  ]);
  chmodSync(program, 0o4755);
  expect(versionOf(program)?.isSetuid).toBe(process.getuid?.() === 0);
});

test("the kernel's settings are those in /proc", async () => {
  const { kernel, groups, landlock, helper } = await sandboxFacts(BACKEND, findHelper());
  const filter = readFileSync("/proc/sys/kernel/seccomp/actions_avail", "utf8");
  expect([kernel.filterActions?.join(" "), kernel.usernsMax]).toEqual([
    filter.trim(),
    Number(readFileSync("/proc/sys/user/max_user_namespaces", "utf8")),
  ]);
  const apparmor = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
  expect(kernel.apparmorRestrictsUserns === null).toBe(!existsSync(apparmor));
  const isSecond = readFileSync("/proc/self/cgroup", "utf8")
    .split("\n")
    .filter(Boolean)
    .every((l) => l.startsWith("0::"));
  expect([helper.kind, typeof landlock, groups.version]).toEqual(["found", "number", isSecond ? "v2" : "v1"]);
});

test("a supervisor that does not run tells nothing", async () => {
  const helper = { kind: "found", program: "/usr/bin/false", mountsOn: true } as const;
  expect((await sandboxFacts(BACKEND, helper)).landlock).toBe(null);
});
