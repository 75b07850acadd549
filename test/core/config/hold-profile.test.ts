/** Profiles where requirements name those that may be chosen. */
import { expect, test } from "vitest";
import { ALLOWED, DEFAULT, type Given, chosen, flags } from "./required.ts";

const BOTH = '":read-only" = true\n":workspace" = true';
const MINE = 'default_permissions = "mine"\n[permissions.mine]\nextends = ":workspace"\n';
const NARROW = 'default_permissions = ":read-only"';
const PROFILES: readonly [name: string, given: Given, ...expected: string[]][] = [
  ["the usual mode, where its profile is allowed", { by: { system: ALLOWED(BOTH) } }, DEFAULT],
  [
    "a mode counts as the built-in profile",
    { by: { system: ALLOWED(BOTH) }, user: 'sandbox_mode = "danger-full-access"' },
    DEFAULT,
    "default_permissions is :workspace instead of :danger-full-access, which /system:2:1 (system) does not allow",
  ],
  [
    "a profile of one's own that is not named",
    { by: { system: ALLOWED(BOTH) }, user: MINE },
    DEFAULT,
    "default_permissions is :workspace instead of mine, which /system:2:1 (system) does not allow",
  ],
  ["one that is", { by: { system: ALLOWED(`${BOTH}\nmine = true`) }, user: MINE }, DEFAULT],
  [
    "what requirements name holds instead",
    { by: { system: ALLOWED(BOTH, NARROW) }, user: MINE },
    "on-request read-only user",
    "default_permissions is :read-only instead of mine, which /system:2:1 (system) does not allow",
  ],
  ["and where nobody chooses", { by: { system: ALLOWED(BOTH, NARROW) } }, "on-request read-only user"],
  [
    "one that is typed",
    { by: { system: ALLOWED(BOTH) }, typed: ["default_permissions=:danger-full-access"] },
    "-c default_permissions=:danger-full-access: default_permissions :danger-full-access is not allowed: " +
      "/system:2:1 (system) allows :read-only, :workspace",
  ],
  [
    "a mode that is typed",
    { by: { system: ALLOWED('":read-only" = true', NARROW) }, ...flags({ fullAuto: true }) },
    "--full-auto: sandbox_mode :workspace is not allowed: /system:2:1 (system) allows :read-only",
  ],
  [
    "nothing narrow enough is left",
    {
      by: { system: ALLOWED('":workspace" = true', 'default_permissions = ":workspace"') },
      user: 'sandbox_mode = "read-only"',
    },
    "/system:2:1: default_permissions :read-only is not allowed: /system:2:1 (system) allows :workspace",
  ],
  [
    "a profile that requirements bring along",
    {
      by: {
        system: `${ALLOWED("ours = true", 'default_permissions = "ours"')}\n[permissions.ours]\nextends = ":read-only"`,
      },
    },
    "on-request read-only user",
    "default_permissions is ours instead of :workspace, which /system:2:1 (system) does not allow",
  ],
  [
    "nobody else may say what it is",
    {
      by: {
        system: `${ALLOWED("mine = true", 'default_permissions = "mine"')}\n[permissions.mine]\nextends = ":read-only"`,
      },
      user: MINE,
    },
    "/system:4:1: permissions.mine is there, but must be named otherwise: a profile of that name stands elsewhere, and only one of them can be meant",
  ],
];
test.each(PROFILES)("profiles: %s", (_name, given, ...expected) => {
  expect(chosen(given)).toEqual(expected);
});
