/** What `exec_command` and `request_permissions` may be asked for, and what they refuse. */
import { expect, test } from "vitest";
import {
  absoluteExtra,
  execArguments,
  type ExecWanted,
  permissionsArguments,
} from "../../../src/core/agent/exec-arguments.ts";

const PLAIN: ExecWanted = {
  cmd: "ls",
  workdir: null,
  shell: null,
  isLogin: true,
  hasTerminal: false,
  yieldMs: null,
  tokensMax: null,
  escalate: false,
  more: null,
  justification: null,
  prefixRule: null,
};
const MORE = { additional_permissions: { file_system: { write: ["out"] } } };
const WANTED = { read: [], write: ["out"], network: false };

const TAKEN: readonly [name: string, input: object, expected: Partial<ExecWanted>][] = [
  ["a command alone", {}, {}],
  [
    "how it is run",
    { workdir: "sub", shell: "sh", login: false, tty: true, yield_time_ms: 300, max_output_tokens: 5 },
    { workdir: "sub", shell: "sh", isLogin: false, hasTerminal: true, yieldMs: 300, tokensMax: 5 },
  ],
  [
    "to be let out of the sandbox",
    { sandbox_permissions: "require_escalated", justification: "why", prefix_rule: ["ls"] },
    { escalate: true, justification: "why", prefixRule: ["ls"] },
  ],
  [
    "an explicit default with a reason",
    { sandbox_permissions: "use_default", justification: "a" },
    { justification: "a" },
  ],
  ["more", { sandbox_permissions: "with_additional_permissions", ...MORE }, { more: WANTED }],
  ["more that is named without a word for it", MORE, { more: WANTED }],
  [
    "the network",
    { additional_permissions: { network: { enabled: true } } },
    { more: { read: [], write: [], network: true } },
  ],
];
test.each(TAKEN)("takes %s", (_name, input, expected) => {
  const read = execArguments(JSON.stringify({ cmd: "ls", ...input }), true);
  expect(read).toEqual({ ok: true, value: { ...PLAIN, ...expected } });
});

const OFF =
  "additional permissions are disabled; enable `features.exec_permission_approvals` before using `with_additional_permissions`";
const MISSING =
  "missing `additional_permissions`; provide at least one of `network` or `file_system` when using `with_additional_permissions`";
const REFUSED: readonly [name: string, input: object, mayWantMore: boolean, error: RegExp | string][] = [
  ["no command", {}, true, "failed to parse function arguments: missing field `cmd`"],
  ["a command with a NUL", { cmd: "a\0b" }, true, /NUL/],
  ["another permission", { cmd: "ls", sandbox_permissions: "root" }, true, /expected one of `use_default`/],
  ["a reason for nothing", { cmd: "ls", justification: "why" }, true, /^`justification` requires an explicit/],
  ["more where that is off", { cmd: "ls", ...MORE }, false, OFF],
  ["more by its word where that is off", { cmd: "ls", sandbox_permissions: "with_additional_permissions" }, false, OFF],
  [
    "more of nothing",
    { cmd: "ls", additional_permissions: { network: { enabled: false } } },
    true,
    /must include at least one/,
  ],
  ["more without saying what", { cmd: "ls", sandbox_permissions: "with_additional_permissions" }, true, MISSING],
  [
    "both at once",
    { cmd: "ls", sandbox_permissions: "require_escalated", ...MORE },
    true,
    /requires `sandbox_permissions` set to/,
  ],
];
test.each(REFUSED)("refuses %s", (_name, input, mayWantMore, error) => {
  const read = execArguments(JSON.stringify(input), mayWantMore);
  expect(read.ok ? "" : read.error).toMatch(error);
});

test("takes a wish for permissions with its reason", () => {
  const text = JSON.stringify({ permissions: { file_system: { read: ["a"], write: ["b"] } }, reason: "why" });
  expect(permissionsArguments(text)).toEqual({
    ok: true,
    value: { wanted: { read: ["a"], write: ["b"], network: false }, reason: "why" },
  });
});

const EMPTY: readonly [text: string, error: string][] = [
  ["{}", "failed to parse function arguments: missing field `permissions`"],
  ['{"permissions":{}}', "request_permissions requires at least one permission"],
  ['{"permissions":{"file_system":{"write":[]}}}', "request_permissions requires at least one permission"],
];
test.each(EMPTY)("refuses the wish %s", (text, error) => {
  expect(permissionsArguments(text)).toEqual({ ok: false, error });
});

test("paths are made absolute from the folder, each once", () => {
  expect(absoluteExtra({ read: ["a", "/w/./a", ""], write: ["../b"], network: true }, "/w")).toEqual({
    read: ["/w/a", "/w"],
    write: ["/b"],
    network: true,
  });
});
