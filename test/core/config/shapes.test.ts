/** Keys that nobody knows: the notice, and what was most likely meant. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../../src/core/config/catalogue.ts";
import { CODEX_FEATURES, CODEX_KEYS, CODEX_SERVER_KEYS } from "../../../src/core/config/codex-keys.ts";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";

/** What is said of a text: its notices, or its error. */
function said(text: string): readonly string[] {
  const layer = readConfigText({ name: "user", file: "/h/c.toml", text, base: "/h", userHome: "/home/u" });
  return layer.ok ? (layer.value.layer.notices ?? []).map(describeNotice) : [describeConfigError(layer.error)];
}

const UNKNOWN = "is no key that is known, and sets nothing";

const CASES: readonly [text: string, expected: readonly string[]][] = [
  ["", []],
  ['approval_polcy = "never"', [`/h/c.toml:1:18: approval_polcy ${UNKNOWN}: did you mean approval_policy?`]],
  ['sandbox = "read-only"', [`/h/c.toml:1:11: sandbox ${UNKNOWN}: did you mean sandbox_mode?`]],
  ['modle = "x"', [`/h/c.toml:1:9: modle ${UNKNOWN}: did you mean model?`]],
  [
    "hide_agent_reasonin = true",
    [`/h/c.toml:1:23: hide_agent_reasonin ${UNKNOWN}: did you mean hide_agent_reasoning?`],
  ],
  ["frobnicate = 1", [`/h/c.toml:1:14: frobnicate ${UNKNOWN}`]],
  ["[frobnicate.x]\na = 1", [`/h/c.toml:1:1: frobnicate ${UNKNOWN}`]],
  ["constructor = 1", [`/h/c.toml:1:15: constructor ${UNKNOWN}`]],
  ['"a\\u001bb" = 1', [`/h/c.toml:1:14: "a\\u001bb" ${UNKNOWN}`]],
  [
    "# a key that stands one level too high\nnetwork_access = true",
    [`/h/c.toml:2:18: network_access ${UNKNOWN}: did you mean sandbox_workspace_write.network_access?`],
  ],
  [
    "[sandbox_workspace_write]\nproject_doc_max_bytes = 1",
    [`/h/c.toml:2:25: sandbox_workspace_write.project_doc_max_bytes ${UNKNOWN}: did you mean project_doc_max_bytes?`],
  ],
  ['user_rules = ["a"]', [`/h/c.toml:1:14: user_rules ${UNKNOWN}: did you mean execpolicy.user_rules?`]],
  [
    '[sandbox_workspace_write]\nnetwork_acess = true\n\napproval_policy = "never"',
    [
      `/h/c.toml:2:17: sandbox_workspace_write.network_acess ${UNKNOWN}: did you mean sandbox_workspace_write.network_access?`,
      `/h/c.toml:4:19: sandbox_workspace_write.approval_policy ${UNKNOWN}: did you mean approval_policy?`,
    ],
  ],
  [
    "[features]\nsmart_aproval = false\nunified_exec = true\nunified_exek = true",
    [
      `/h/c.toml:2:17: features.smart_aproval ${UNKNOWN}: did you mean features.smart_approvals?`,
      `/h/c.toml:4:16: features.unified_exek ${UNKNOWN}: did you mean features.unified_exec?`,
    ],
  ],
  [
    '[projects."/a b"]\ntrust = "trusted"',
    [`/h/c.toml:2:9: projects."/a b".trust ${UNKNOWN}: did you mean projects."/a b".trust_level?`],
  ],
  [
    '[mcp_servers.s]\nurl = "u"\nheaders = {}\noauth = { client_id = 1 }',
    [`/h/c.toml:3:11: mcp_servers.s.headers ${UNKNOWN}`],
  ],
  [
    '[mcp_servers.s]\ncommand = "c"\n[mcp_servers.s.tools.t]\napproval = "auto"',
    [`/h/c.toml:4:12: mcp_servers.s.tools.t.approval ${UNKNOWN}: did you mean mcp_servers.s.tools.t.approval_mode?`],
  ],
  [
    '[model_providers.p]\nbase_ur = "u"\naws = { region = 1 }',
    [`/h/c.toml:2:11: model_providers.p.base_ur ${UNKNOWN}: did you mean model_providers.p.base_url?`],
  ],
  [
    "[shell_environment_policy]\ninclude = []\nset = { ANYTHING = '1' }",
    [
      `/h/c.toml:2:11: shell_environment_policy.include ${UNKNOWN}: did you mean shell_environment_policy.include_only?`,
    ],
  ],
  [
    "[execpolicy]\nallow_run = 1",
    [`/h/c.toml:2:13: execpolicy.allow_run ${UNKNOWN}: did you mean execpolicy.allow_runs?`],
  ],
  // What is surely meant for a key is no matter of a notice.
  [
    "[Sandbox-Workspace-Write]\na = 1",
    ["/h/c.toml:1:1: Sandbox-Workspace-Write is no key that is read, but must be written sandbox_workspace_write"],
  ],
  [
    "[execpolicy]\nallow-runs = 1",
    ["/h/c.toml:2:14: execpolicy.allow-runs is no key that is read, but must be written allow_runs"],
  ],
  [
    '[projects."/a"]\n"Trust-Level" = 1',
    ['/h/c.toml:2:17: projects."/a".Trust-Level is no key that is read, but must be written trust_level'],
  ],
  [
    "[mcp_servers.s]\nenabled-tools = []",
    ["/h/c.toml:2:17: mcp_servers.s.enabled-tools is no key that is read, but must be written enabled_tools"],
  ],
];
test.each(CASES)("says of %j", (text, expected) => {
  expect(said(text)).toEqual(expected);
});

test("of very many unknown keys the first are told and the others counted, and a mere spelling is found behind them", () => {
  const many = Array.from({ length: 50 }, (_, index) => `zz${index} = 1`).join("\n");
  const told = said(many);
  expect([told.length, told[0], told.at(-1)]).toEqual([
    20,
    "/h/c.toml:1:7: zz0 is no key that is known, and sets nothing",
    "/h/c.toml:20:8: zz19 is no key that is known, and sets nothing; nor are 30 more behind it",
  ]);
  expect(said(`${many}\nSandbox-Mode = "read-only"`)).toEqual([
    "/h/c.toml:51:16: Sandbox-Mode is no key that is read, but must be written sandbox_mode",
  ]);
});

test("says the same of what is typed", () => {
  const layer = readOverrides(["approval_polcy=never", "tui.x=1"], "/w", "/home/u");
  const typed = "-c approval_polcy=never";
  expect(layer.ok && layer.value.layer.notices).toEqual([
    { kind: "unknown-key", place: { kind: "flag", text: typed }, key: "approval_polcy", meant: "approval_policy" },
  ]);
});

test.each(CODEX_KEYS)("Codex's key %s is let pass with any value", (key) => {
  expect([said(`${key} = 1`), said(`[${key}.x]\na = 1`)]).toEqual([[], []]);
});

test("so are its features and keys of servers", () => {
  const features = CODEX_FEATURES.flatMap((name) => said(`features.${name} = { a = 1 }`));
  expect([...features, ...CODEX_SERVER_KEYS.flatMap((name) => said(`mcp_servers.s.${name} = 1`))]).toEqual([]);
});

test("no key is both read and let pass, and none is there twice", () => {
  const keys = [...Object.keys(CATALOGUE.keys), ...CODEX_KEYS];
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(CODEX_FEATURES.filter((name, index) => CODEX_FEATURES.indexOf(name) !== index)).toEqual([]);
});
