/** Config texts and `-c` values against the layers and errors they give. */
import { expect, test } from "vitest";
import { type ConfigError, describeConfigError, type Place } from "../../../src/core/config/error.ts";
import type { Layer } from "../../../src/core/config/settings.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";
import { ok, type Result } from "../../../src/kit/result.ts";

const read = (text: string): Result<Layer, ConfigError> => {
  const layer = readConfigText({ name: "user", file: "/h/config.toml", text, base: "/h", userHome: "/home/u" });
  return layer.ok ? ok(layer.value.layer) : layer;
};
const override = (text: string): Result<Layer, ConfigError> => {
  const layer = readOverrides([text], "/w/sub", "/home/u");
  return layer.ok ? ok(layer.value.layer) : layer;
};

const at = (line: number, column: number): Place => ({ kind: "file", file: "/h/config.toml", line, column });

const unknown = (key: string, place: Place): Layer => ({
  notices: [{ kind: "unknown-key", place, key, meant: null }],
});

const LAYERS: readonly [name: string, text: string, expected: Layer][] = [
  ["an empty file", "", {}],
  ["comments only", "# sandbox_mode = 3\n", {}],
  [
    "both top keys",
    'approval_policy = "never"\nsandbox_mode = "read-only"\n',
    { approvalPolicy: "never", sandboxMode: "read-only" },
  ],
  ["the other name of untrusted", 'approval_policy = "unless-trusted"', { approvalPolicy: "untrusted" }],
  ["the deprecated policy", "approval_policy = 'on-failure'", { approvalPolicy: "on-failure" }],
  ["a quoted key", '"sandbox_mode" = "danger-full-access"', { sandboxMode: "danger-full-access" }],
  ["a preset", 'preset = "full-access"', { approvalPolicy: "never", sandboxMode: "danger-full-access" }],
  [
    "a preset and a key over it",
    'sandbox_mode = "workspace-write"\npreset = "read-only"',
    { approvalPolicy: "on-request", sandboxMode: "workspace-write" },
  ],
  [
    "the name of a permission profile",
    'default_permissions = ":workspace"',
    { defaultPermissions: { name: ":workspace", place: at(1, 23) } },
  ],
  ["keys that only Codex knows", 'model_verbosity = "low"\n[tui]\ntheme = 1\n', {}],
  [
    "an unknown key in the table",
    "[sandbox_workspace_write]\nfuture = [1, 2]\n",
    unknown("sandbox_workspace_write.future", at(2, 10)),
  ],
  [
    "the whole table",
    '[sandbox_workspace_write]\nwritable_roots = ["/a/../b", "rel", "~/c", "~"]\nnetwork_access = true\nexclude_tmpdir_env_var = true\nexclude_slash_tmp = false\n',
    {
      workspaceWrite: {
        writableRoots: ["/b", "/h/rel", "/home/u/c", "/home/u"],
        networkAccess: true,
        excludeTmpdirEnvVar: true,
        excludeSlashTmp: false,
      },
    },
  ],
  [
    "what git and files of the workspace are to commands",
    '[sandbox_workspace_write]\ngit = "commit"\nworkspace_files = "writable"',
    { workspaceWrite: { git: "commit", workspaceFiles: "writable" } },
  ],
  ["where runs go", '[execpolicy]\nallow_runs = "outside"\n', { allowRuns: "outside" }],
  ["dotted keys", "sandbox_workspace_write.network_access = true", { workspaceWrite: { networkAccess: true } }],
  [
    "an inline table",
    "sandbox_workspace_write = { network_access = true }",
    { workspaceWrite: { networkAccess: true } },
  ],
  ["a key of the same name in another table", '[profiles.x]\nsandbox_mode = "read-only"\n', {}],
  ["an integer beyond what a number holds", "n = 9223372036854775807", unknown("n", at(1, 5))],
];

test.each(LAYERS)("reads %s", (_name, text, expected) => {
  expect(read(text)).toEqual({ ok: true, value: expected });
});

const POLICIES = 'one of "untrusted", "on-request", "on-failure", "never"';
const MODES = 'one of "read-only", "workspace-write", "danger-full-access"';

const ERRORS: readonly [name: string, text: string, expected: string][] = [
  [
    "a bad policy",
    'approval_policy = "always"',
    `/h/config.toml:1:19: approval_policy is "always", but must be ${POLICIES}, or { granular = { ... } }`,
  ],
  [
    "the wrong case",
    '\n\n  sandbox_mode="Read-Only"',
    `/h/config.toml:3:16: sandbox_mode is "Read-Only", but must be ${MODES}`,
  ],
  [
    "a preset that is none",
    'preset = "auto"',
    '/h/config.toml:1:10: preset is "auto", but must be one of "read-only", "default", "full-access"',
  ],
  [
    "a bad place for runs",
    '[execpolicy]\nallow_runs = "Outside"',
    '/h/config.toml:2:14: execpolicy.allow_runs is "Outside", but must be one of "inside", "outside"',
  ],
  [
    "true for runs",
    "execpolicy.allow_runs = true",
    '/h/config.toml:1:25: execpolicy.allow_runs is true, but must be one of "inside", "outside"',
  ],
  ["no table for rules", "execpolicy = 1", "/h/config.toml:1:14: execpolicy is 1, but must be a table"],
  [
    "a key nearly spelled right",
    "[execpolicy]\nallow-runs = 'outside'",
    "/h/config.toml:2:14: execpolicy.allow-runs is no key that is read, but must be written allow_runs",
  ],
  ["a number for a name", "sandbox_mode = 3", `/h/config.toml:1:16: sandbox_mode is 3, but must be ${MODES}`],
  ["a list for a name", "sandbox_mode = []", `/h/config.toml:1:16: sandbox_mode is a list, but must be ${MODES}`],
  [
    "a date for a name",
    "sandbox_mode = 2026-11-21",
    `/h/config.toml:1:16: sandbox_mode is a date, but must be ${MODES}`,
  ],
  [
    "a table for a name",
    "sandbox_mode.granular.rules = true",
    `/h/config.toml:1:1: sandbox_mode is a table, but must be ${MODES}`,
  ],
  [
    "a text for a switch",
    '[sandbox_workspace_write]\nnetwork_access = "yes" # no\n',
    '/h/config.toml:2:18: sandbox_workspace_write.network_access is "yes", but must be true or false',
  ],
  [
    "a number for a switch",
    "sandbox_workspace_write = { exclude_slash_tmp = 1 }",
    "/h/config.toml:1:49: sandbox_workspace_write.exclude_slash_tmp is 1, but must be true or false",
  ],
  [
    "a value for the table",
    'model = "a = [1]"\nsandbox_workspace_write = 1',
    "/h/config.toml:2:27: sandbox_workspace_write is 1, but must be a table",
  ],
  [
    "a list of tables for the table",
    "[[sandbox_workspace_write]]\nnetwork_access = true",
    "/h/config.toml:1:1: sandbox_workspace_write is a list, but must be a table",
  ],
  [
    "one text for a list",
    'sandbox_workspace_write.writable_roots = "/a"',
    '/h/config.toml:1:42: sandbox_workspace_write.writable_roots is "/a", but must be a list of paths in quotes',
  ],
  [
    "one wrong item of a list",
    '[sandbox_workspace_write]\nwritable_roots = [\n  "/a", # first\n  7,\n]\n',
    "/h/config.toml:4:3: sandbox_workspace_write.writable_roots is 7, but must be a path in quotes",
  ],
  [
    "an empty path, which would stand for the whole home",
    'sandbox_workspace_write.writable_roots = ["/a", ""]',
    '/h/config.toml:1:49: sandbox_workspace_write.writable_roots is "", but must be a path in quotes',
  ],
  [
    "a key that is nearly the one",
    'model = "a"\n"Sandbox-Mode" = "read-only"',
    "/h/config.toml:2:18: Sandbox-Mode is no key that is read, but must be written sandbox_mode",
  ],
  [
    "a nearly right key of the table",
    "[sandbox_workspace_write]\nexclude-slash-tmp = true",
    "/h/config.toml:2:21: sandbox_workspace_write.exclude-slash-tmp is no key that is read, " +
      "but must be written exclude_slash_tmp",
  ],
  [
    "a profile with a wrong value, chosen or not",
    '[profiles.x]\nsandbox_mode = "bogus"',
    `/h/config.toml:2:16: profiles.x.sandbox_mode is "bogus", but must be ${MODES}`,
  ],
  [
    "a very long value",
    `sandbox_mode = "${"x".repeat(99)}"`,
    `/h/config.toml:1:16: sandbox_mode is a long text, but must be ${MODES}`,
  ],
  [
    "characters that steer a terminal or reorder text",
    'sandbox_mode = "\\u001b[2J\u202e"',
    `/h/config.toml:1:16: sandbox_mode is "\\u001b[2J\\u{202e}", but must be ${MODES}`,
  ],
  ["a value that is missing", "sandbox_mode =\n", "/h/config.toml:1:15: this is not TOML: invalid value"],
  [
    "a string that does not end",
    'a = 1\nb = "x\n',
    "/h/config.toml:2:7: this is not TOML: control characters are not allowed in strings",
  ],
  [
    "a key given twice",
    "a = 1\na = 2",
    "/h/config.toml:2:1: this is not TOML: trying to redefine an already defined table or value",
  ],
];

test.each(ERRORS)("refuses %s", (_name, text, expected) => {
  const result = read(text);
  expect(result.ok ? result.value : describeConfigError(result.error)).toBe(expected);
});

const OVERRIDES: readonly [name: string, text: string, expected: Layer][] = [
  ["a bare word", "sandbox_mode=read-only", { sandboxMode: "read-only" }],
  ["a TOML string", 'approval_policy="never"', { approvalPolicy: "never" }],
  ["blanks around both", " approval_policy =  never ", { approvalPolicy: "never" }],
  ["a quote that does not end, as Codex does", 'sandbox_mode="read-only', { sandboxMode: "read-only" }],
  ["a dotted key", "sandbox_workspace_write.network_access=true", { workspaceWrite: { networkAccess: true } }],
  [
    "a list, relative to where it was typed",
    'sandbox_workspace_write.writable_roots=["../a"]',
    { workspaceWrite: { writableRoots: ["/w/a"] } },
  ],
  ["a table", "sandbox_workspace_write={exclude_slash_tmp=true}", { workspaceWrite: { excludeSlashTmp: true } }],
  ["a value with another sign", "model=x=y", { model: "x=y" }],
  ["a key that only Codex knows", "model_verbosity=x=y", {}],
  [
    "a key that names the prototype",
    "__proto__.sandbox_mode=bogus",
    unknown("__proto__", { kind: "flag", text: "-c __proto__.sandbox_mode=bogus" }),
  ],
];

test.each(OVERRIDES)("reads from -c %s", (_name, text, expected) => {
  expect(override(text)).toEqual({ ok: true, value: expected });
});

const HOW = "write -c KEY=VALUE, for example -c sandbox_mode=read-only";

const BAD_OVERRIDES: readonly [name: string, text: string, expected: string][] = [
  ["no equals sign", "sandbox_mode", `-c sandbox_mode: there is no "="; ${HOW}`],
  [
    "a missing part of a key",
    ".sandbox_mode=read-only",
    `-c .sandbox_mode=read-only: there is no key before the "="; ${HOW}`,
  ],
  [
    "quotes around a key",
    '"sandbox_mode"=read-only',
    '-c "sandbox_mode"=read-only: "\\"sandbox_mode\\"" is no key that is read, but must be written sandbox_mode',
  ],
  [
    "blanks within a key",
    "sandbox_workspace_write .writable_roots=[]",
    '-c sandbox_workspace_write .writable_roots=[]: "sandbox_workspace_write " is no key that is read, ' +
      "but must be written sandbox_workspace_write",
  ],
  ["no key", " =x", `-c  =x: there is no key before the "="; ${HOW}`],
  ["a bad value", "sandbox_mode=rw", `-c sandbox_mode=rw: sandbox_mode is "rw", but must be ${MODES}`],
  [
    "a word for a switch",
    "sandbox_workspace_write.network_access=yes",
    '-c sandbox_workspace_write.network_access=yes: sandbox_workspace_write.network_access is "yes", but must be true or false',
  ],
  [
    "a key below a plain value",
    "sandbox_mode.x=1",
    `-c sandbox_mode.x=1: sandbox_mode is a table, but must be ${MODES}`,
  ],
];

test.each(BAD_OVERRIDES)("refuses in -c %s", (_name, text, expected) => {
  const result = override(text);
  expect(result.ok ? result.value : describeConfigError(result.error)).toBe(expected);
});
