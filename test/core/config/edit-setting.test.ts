/** Settings changed so that the file still loads. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readKey, readValue } from "../../../src/core/config/edit-key.ts";
import { type ChangeFault, changeSettings, type Setting } from "../../../src/core/config/edit-setting.ts";
import { readConfigText } from "../../../src/core/config/toml.ts";
import { tomlText } from "./toml-texts.ts";

const FILE = { name: "user", file: "/h/config.toml", base: "/h", userHome: "/u" } as const;
const TYPED = "config set x";

function change(text: string, ...settings: readonly Setting[]): ReturnType<typeof changeSettings> {
  return changeSettings(text, settings, FILE, TYPED);
}

test("several are set and removed at once, and what they were is told", () => {
  const text = 'preset = "default" # mine\nmodel = "a"\n';
  const settings = [
    { path: ["preset"], value: null },
    { path: ["approval_policy"], value: "never" },
    { path: ["sandbox_workspace_write", "writable_roots"], value: ["/a"] },
    { path: ["model"], value: "a" },
  ];
  expect(change(text, ...settings)).toEqual({
    ok: true,
    value: {
      text: 'model = "a"\napproval_policy = "never"\n\n[sandbox_workspace_write]\nwritable_roots = ["/a"]\n',
      values: [
        { before: "default", after: undefined },
        { before: undefined, after: "never" },
        { before: undefined, after: ["/a"] },
        { before: "a", after: "a" },
      ],
      notices: [],
    },
  });
});

test("what is so already needs no text", () => {
  expect(change("model = 'a'\n", { path: ["model"], value: "a" })).toEqual({
    ok: true,
    value: { text: null, values: [{ before: "a", after: "a" }], notices: [] },
  });
});

test("a key that Codex alone reads may be set, and an old name tells of the new one", () => {
  expect(change("", { path: ["tui", "theme"], value: "dark" }).ok).toBe(true);
  const renamed = change("", { path: ["guardian_approval"], value: true });
  expect(renamed.ok && renamed.value.notices.map(({ kind }) => kind)).toEqual(["renamed"]);
});

test("an unknown key may be taken out, and one of another setting is left", () => {
  const text = "aproval_policy = 1\n";
  const removed = change(text, { path: ["aproval_policy"], value: null });
  expect(removed.ok && removed.value.text).toBe("");
  const other = change(text, { path: ["model"], value: "a" });
  expect(other.ok && [other.value.text, other.value.notices]).toEqual([`${text}model = "a"\n`, []]);
});

test("a file that is broken can be mended where it is", () => {
  const mended = change('# mine\nsandbox_mode = "x"\n', { path: ["sandbox_mode"], value: "read-only" });
  expect(mended.ok && mended.value.text).toBe('# mine\nsandbox_mode = "read-only"\n');
});

const flag = { kind: "flag", text: TYPED };
const FAULTS: readonly [name: string, text: string, setting: Setting, fault: object][] = [
  [
    "a wrong value, named as it was typed",
    "",
    { path: ["sandbox_workspace_write", "network_access"], value: "yes" },
    {
      kind: "bad-value",
      place: flag,
      key: "sandbox_workspace_write.network_access",
      found: '"yes"',
      expected: "true or false",
    },
  ],
  [
    "another value that is wrong, where it stands",
    'sandbox_mode = "x"\n',
    { path: ["model"], value: "a" },
    {
      kind: "bad-value",
      place: { kind: "file", file: "/h/config.toml", line: 1, column: 16 },
      key: "sandbox_mode",
      found: '"x"',
      expected: 'one of "read-only", "workspace-write", "danger-full-access"',
    },
  ],
  [
    "the next of several that are wrong, where it stands",
    'sandbox_mode = "x"\nfeatures.smart_approvals = 1\n',
    { path: ["sandbox_mode"], value: "read-only" },
    {
      kind: "bad-value",
      place: { kind: "file", file: "/h/config.toml", line: 2, column: 28 },
      key: "features.smart_approvals",
      found: "1",
      expected: "true or false",
    },
  ],
  [
    "text that is no TOML, where it ends",
    "a = 1\nb = \n",
    { path: ["model"], value: "a" },
    expect.objectContaining({ kind: "syntax", place: expect.objectContaining({ line: 2 }) as object }) as object,
  ],
  [
    "a profile beside a mode",
    'sandbox_mode = "read-only"\n',
    { path: ["default_permissions"], value: ":workspace" },
    expect.objectContaining({ kind: "bad-value", place: flag, key: "default_permissions" }) as object,
  ],
];
test.each(FAULTS)("refuses %s", (_name, text, setting, error) => {
  expect(change(text, setting)).toEqual({ ok: false, error: { kind: "config", error } });
});

const OTHER: readonly [name: string, text: string, setting: Setting, fault: ChangeFault][] = [
  [
    "a key that nobody knows",
    "",
    { path: ["aproval_policy"], value: "never" },
    { kind: "unknown-key", key: "aproval_policy", meant: "approval_policy" },
  ],
  [
    "a table with such a key in it",
    "",
    { path: ["sandbox_workspace_write"], value: { networkaccess: true } },
    {
      kind: "unknown-key",
      key: "sandbox_workspace_write.networkaccess",
      meant: "sandbox_workspace_write.network_access",
    },
  ],
  [
    "a key in such a table",
    "",
    { path: ["exec_policy", "allow_runs"], value: "inside" },
    { kind: "unknown-key", key: "exec_policy", meant: "execpolicy" },
  ],
  [
    "a key below a value",
    "model = 'a'",
    { path: ["model", "b"], value: "c" },
    { kind: "unedited", why: "model is no table, so that it has no key inside" },
  ],
];
test("an unknown key is seen among many", () => {
  const text = Array.from({ length: 50 }, (_, at) => `unknown_${at} = 1\n`).join("");
  expect(change(text, { path: ["aproval_policy"], value: "never" })).toEqual({
    ok: false,
    error: { kind: "unknown-key", key: "aproval_policy", meant: "approval_policy" },
  });
});

test.each(OTHER)("refuses %s", (_name, text, setting, error) => {
  expect(change(text, setting)).toEqual({ ok: false, error });
});

const KEYS = [
  "approval_policy",
  "approval_policy.granular.rules",
  "sandbox_mode",
  "sandbox_workspace_write",
  "sandbox_workspace_write.writable_roots",
  "features.smart_approvals",
  "default_permissions",
  "permissions.a.filesystem",
  "mcp_servers.a",
  "projects.'/x.y'.trust_level",
  "tui.theme",
  "a.b",
];
const VALUES = [
  "never",
  "read-only",
  "true",
  "5",
  "['/a', '/b']",
  "{ a = 1 }",
  "{ command = 'x' }",
  "''",
  "[",
  "trusted",
  "",
];

const MINE = `# mine
approval_policy = "on-request" # why
projects."/x.y".trust_level = "untrusted"
mcp_servers = { a = { command = "c" } } # one

[sandbox_workspace_write]
writable_roots = [ # those
  '/a', # first
]
# above
[features]
smart_approvals = false
`;

function loads(text: string): boolean {
  return readConfigText({ ...FILE, text: text.replace(/^\ufeff/u, "") }).ok;
}

test("whatever is typed, what is written loads, and what is refused has a reason", () => {
  const key = fc.oneof(fc.constantFrom(...KEYS), fc.string());
  const value = fc.oneof(fc.constantFrom(...VALUES), fc.string());
  const text = fc.oneof(fc.constant(MINE), tomlText);
  let written = 0;
  fc.assert(
    fc.property(text, key, value, (before, typedKey, typedValue) => {
      const [path, wanted] = [readKey(typedKey), readValue(typedValue)];
      if (!path.ok || !wanted.ok) return true;
      const changed = change(before, { path: path.value, value: wanted.value });
      if (!changed.ok) return ["config", "unknown-key", "unedited"].includes(changed.error.kind);
      written += changed.value.text === null ? 0 : 1;
      return loads(changed.value.text ?? before);
    }),
    { seed: 4, numRuns: 1000 },
  );
  expect(written).toBeGreaterThan(50);
});
