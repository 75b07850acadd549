/** A folder added to settings that a person wrote: where it goes, what stays. */
import { expect, test } from "vitest";
import { addRoot } from "../../../src/core/config/add-root.ts";

const CASES: readonly [name: string, before: string, after: string | null][] = [
  ["nothing yet", "", '[sandbox_workspace_write]\nwritable_roots = ["/a b"]\n'],
  [
    "other settings",
    'model = "x" # mine',
    'model = "x" # mine\n\n[sandbox_workspace_write]\nwritable_roots = ["/a b"]\n',
  ],
  [
    "the table",
    "[sandbox_workspace_write] # mine\nnetwork_access = true\n\n[x]\n",
    '[sandbox_workspace_write] # mine\nnetwork_access = true\nwritable_roots = ["/a b"]\n\n[x]\n',
  ],
  ["the table at the end", "[sandbox_workspace_write]", '[sandbox_workspace_write]\nwritable_roots = ["/a b"]\n'],
  [
    "a list over lines, with comments",
    "[sandbox_workspace_write]\nwritable_roots = [ # those\n  '/x', # one\n  '/y',\n]\n",
    "[sandbox_workspace_write]\nwritable_roots = [ # those\n  '/x', # one\n  '/y',\n  \"/a b\",\n]\n",
  ],
  [
    "an empty list",
    "[sandbox_workspace_write]\nwritable_roots = []\n",
    '[sandbox_workspace_write]\nwritable_roots = ["/a b"]\n',
  ],
  [
    "a table in one line",
    "sandbox_workspace_write = { network_access = true }\n",
    'sandbox_workspace_write = { network_access = true, writable_roots = ["/a b"] }\n',
  ],
  [
    "dotted keys",
    "sandbox_workspace_write.network_access = true\n[x]\n",
    'sandbox_workspace_write.network_access = true\nsandbox_workspace_write.writable_roots = ["/a b"]\n[x]\n',
  ],
  ["the folder itself", "[sandbox_workspace_write]\nwritable_roots = ['/a b']\n", null],
];
test.each(CASES)("adds to %s", (_name, before, after) => {
  expect(addRoot(before, "/a b")).toEqual({ ok: true, value: after });
});

test.each([
  ["broken text", "x = ", "it is no TOML"],
  [
    "a profile",
    'default_permissions = "x"',
    "it chooses a permission profile, which says what may be written: add the folder there",
  ],
  [
    "another kind of value",
    "sandbox_workspace_write = 1",
    "sandbox_workspace_write is no table, so that it has no key inside",
  ],
  [
    "no list",
    "sandbox_workspace_write.writable_roots = 1",
    "sandbox_workspace_write.writable_roots is no list of paths",
  ],
])("leaves alone %s", (_name, before, error) => {
  expect(addRoot(before, "/a b")).toEqual({ ok: false, error });
});

test.each([
  [
    "a control character",
    "/a\u007f",
    { ok: true, value: '[sandbox_workspace_write]\nwritable_roots = ["/a\\u007f"]\n' },
  ],
  ["half of a character", "/a\ud800", { ok: false, error: "half of a character cannot be written in TOML" }],
])("a path with %s", (_name, path, expected) => {
  expect(addRoot("", path)).toEqual(expected);
});
