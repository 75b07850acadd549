/** Profiles that cannot be chosen, or that no sandbox can hold. */
import { expect, test } from "vitest";
import { files, type Given, openedBy, x } from "./machine.ts";

const FILE = "/h/config.toml";
const BUILT_IN = '":read-only", ":workspace", ":danger-full-access"';

const ERRORS: readonly [name: string, given: Given, expected: string][] = [
  [
    "a profile that is not there",
    { text: 'default_permissions = "x"\n[permissions.y]' },
    `${FILE}:1:23: default_permissions is "x", but must be one of ${BUILT_IN}, "y"`,
  ],
  [
    "a built-in profile that is none",
    { typed: ['default_permissions=":full"'] },
    `-c default_permissions=":full": default_permissions is ":full", but must be one of ${BUILT_IN}`,
  ],
  [
    "an ancestor that is not there",
    { text: x("", "y") },
    `${FILE}:3:11: permissions.x.extends is "y", but must be one of ${BUILT_IN}, "x"`,
  ],
  [
    "a circle",
    { text: `${x("", "y")}\n[permissions.y]\nextends = "x"` },
    `${FILE}:6:11: permissions.y.extends is "x", but must be a profile that does not come back to this one: x -> y -> x`,
  ],
  [
    "a profile that extends itself",
    { text: x("", "x") },
    `${FILE}:3:11: permissions.x.extends is "x", but must be a profile that does not come back to this one: x -> x`,
  ],
  [
    "profiles of which none is chosen",
    { text: "[permissions.x]\n[permissions.y]" },
    `${FILE}:1:1: permissions is there, but must be accompanied by default_permissions, which chooses one: one of "x", "y"`,
  ],
  [
    "a mode and a profile in one place",
    { text: 'sandbox_mode = "read-only"\ndefault_permissions = ":workspace"' },
    `${FILE}:2:23: default_permissions is ":workspace", but must be left out where sandbox_mode is set in the same place: both choose what holds`,
  ],
  [
    "the same in two -c",
    { typed: ['default_permissions=":workspace"', "sandbox_mode=read-only"] },
    '-c default_permissions=":workspace": default_permissions is ":workspace", but must be left out where sandbox_mode is set in the same place: both choose what holds',
  ],
  [
    "everything denied",
    { text: files('":root" = "deny"') },
    "the permissions deny the root folder, so that nothing could run; deny less",
  ],
  [
    "writing inside reading inside writing",
    { text: files('"/a" = "write"\n"/a/b" = "read"\n"/a/b/c" = "write"') },
    "the permissions open /a/b/c for writing inside /a/b, which is read-only inside a folder that may be written; " +
      "no sandbox can hold that: open less, or name the folders side by side",
  ],
];
test.each(ERRORS)("refuses %s", (_name, given, expected) => {
  expect(openedBy(given)).toBe(expected);
});
