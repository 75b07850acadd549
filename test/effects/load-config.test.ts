/** Finding the home and loading the settings, on a real disk. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { describeConfigError } from "../../src/core/config/error.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import { workspaceProfile } from "../../src/core/config/workspace-profile.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config/settings.ts";

import { findHome } from "../../src/effects/home.ts";
import { loadConfig } from "../../src/effects/load-config.ts";

// Not in /tmp: while sandboxes run there, a folder stands in for its .git.
const base = realpathSync(mkdtempSync("/var/tmp/assent-config-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let home = "";
let file = "";
let count = 0;
beforeEach(() => {
  count += 1;
  home = `${base}/home-${count}`;
  file = `${home}/config.toml`;
  mkdirSync(home);
});

async function load(overrides: readonly string[] = [], flags = NO_FLAGS): Promise<unknown> {
  const result = await loadConfig({
    home,
    userHome: "/home/u",
    cwd: "/w",
    overrides,
    flags,
    surface: "run",
    systemFolder: `${base}/system`,
  });
  return result.ok ? result.value.settings : describeConfigError(result.error);
}

test("a home without a config file gives the defaults", async () => {
  expect(await load()).toEqual(DEFAULT_SETTINGS);
});

test("flags win over -c, the later -c over the earlier, and -c over the file", async () => {
  const text =
    'approval_policy = "untrusted"\nsandbox_mode = "read-only"\n[sandbox_workspace_write]\nwritable_roots = ["x"]';
  writeFileSync(file, text);
  const overrides = ["sandbox_mode=danger-full-access", "approval_policy=on-request", "approval_policy=on-failure"];
  expect(await load(overrides, { ...NO_FLAGS, sandboxMode: "workspace-write" })).toEqual({
    ...DEFAULT_SETTINGS,
    approvalPolicy: "on-failure",
    sandboxMode: "workspace-write",
    workspaceWrite: { ...DEFAULT_SETTINGS.workspaceWrite, writableRoots: [`${home}/x`] },
    sandbox: {
      ...DEFAULT_SETTINGS.sandbox,
      profile: workspaceProfile({ ...DEFAULT_SETTINGS.workspaceWrite, writableRoots: [`${home}/x`] }),
    },
    notices: [{ kind: "on-failure-deprecated" }],
  });
});

test("what an allow rule lets out is said by the file, or by -c over it", async () => {
  writeFileSync(file, '[execpolicy]\nallow_runs = "outside"\n');
  expect(await load()).toEqual({ ...DEFAULT_SETTINGS, allowRuns: "outside" });
  expect(await load(["execpolicy.allow_runs=inside"])).toEqual({ ...DEFAULT_SETTINGS, allowRuns: "inside" });
  writeFileSync(file, "");
  expect(await load(["execpolicy.allow_runs=outside"])).toEqual({ ...DEFAULT_SETTINGS, allowRuns: "outside" });
});

test("a bad value in the file stops even where a flag would win", async () => {
  writeFileSync(file, "\nsandbox_mode = 1");
  const expected = `${file}:2:16: sandbox_mode is 1, but must be one of "read-only", "workspace-write", "danger-full-access"`;
  expect(await load([], { ...NO_FLAGS, yolo: true })).toBe(expected);
});

test("a byte order mark is no part of the text", async () => {
  writeFileSync(file, '\ufeffapproval_policy = "never"');
  expect(await load()).toEqual({ ...DEFAULT_SETTINGS, approvalPolicy: "never" });
});

const UNREADABLE: readonly [name: string, make: () => void, why: string][] = [
  ["a folder", () => mkdirSync(file), "it is a folder"],
  ["a pipe", () => execFileSync("mkfifo", [file]), "it is no regular file"],
  ["a device", () => symlinkSync("/dev/zero", file), "it is no regular file"],
  ["a link to nothing", () => symlinkSync("gone", file), "it is a symbolic link to a file that does not exist"],
  ["a link to itself", () => symlinkSync("config.toml", file), "too many symbolic links"],
  ["bytes that are not UTF-8", () => writeFileSync(file, Buffer.from([0x61, 0xff])), "it is not UTF-8 text"],
  ["more than 1 MiB", () => writeFileSync(file, "#".repeat(1024 * 1024 + 1)), "it is larger than 1048576 bytes"],
];

test.each(UNREADABLE)("%s in the place of the file stops with the reason", async (_name, make, why) => {
  make();
  expect(await load()).toBe(`cannot read ${file}: ${why}; mend it or move it away`);
});

// The superuser may read everything, so there is nothing to see.
test.skipIf(process.getuid?.() === 0)("a file without permission stops with the reason", async () => {
  writeFileSync(file, "");
  chmodSync(file, 0);
  expect(await load()).toBe(`cannot read ${file}: permission denied; mend it or move it away`);
});

test("exactly 1 MiB is read", async () => {
  writeFileSync(file, "#".repeat(1024 * 1024));
  expect(await load()).toEqual(DEFAULT_SETTINGS);
});

const HOMES: readonly [name: string, env: () => Record<string, string>, expected: () => string][] = [
  ["ASSENT_HOME first", () => ({ ASSENT_HOME: home, CODEX_HOME: "/nowhere" }), () => home],
  ["then CODEX_HOME", () => ({ ASSENT_HOME: "", CODEX_HOME: `${home}/../${home.split("/").at(-1)}/` }), () => home],
  ["else .codex in the user's home, there or not", () => ({}), () => `${base}/.codex`],
  [
    "not a link to nothing",
    () => {
      mkdirSync(`${home}/user`);
      symlinkSync("gone", `${home}/user/.codex`);
      return { HOME: `${home}/user` };
    },
    () => `assent's home is "${home}/user/.codex": it is a symbolic link to a folder that does not exist`,
  ],
  [
    "not a relative path",
    () => ({ ASSENT_HOME: "relative" }),
    () => '$ASSENT_HOME is "relative": it must be an absolute path',
  ],
  [
    "not a file",
    () => {
      writeFileSync(file, "");
      return { CODEX_HOME: file };
    },
    () => `$CODEX_HOME is "${file}": it is no folder; name a folder or move the file away`,
  ],
  [
    "not a path below a file",
    () => {
      writeFileSync(file, "");
      return { ASSENT_HOME: `${file}/x` };
    },
    () => `$ASSENT_HOME is "${file}/x": a part of the path is no folder`,
  ],
  [
    "not a folder that does not exist",
    () => ({ ASSENT_HOME: `${home}/gone` }),
    () => `$ASSENT_HOME is "${home}/gone": there is no such folder; create it or unset the variable`,
  ],
];

test.each(HOMES)("the home is %s", async (_name, env, expected) => {
  const variables = env();
  const found = await findHome(variables, variables["HOME"] ?? base);
  expect(found.ok ? found.value : describeConfigError(found.error)).toBe(expected());
});
