/** What is left to write, read and reach where a mode or profile gives way. */
import { expect, test } from "vitest";
import { openProfile } from "../../../src/core/permissions/open-profile.ts";
import { ALLOWED, BOXED, type Given, READ_ONLY, held } from "./required.ts";

const BOTH = '":read-only" = true\n":workspace" = true';
const NARROW = 'default_permissions = ":read-only"';
const GROUND = { workspaceRoots: ["/w"], tmpdir: null, real: (path: string) => path };

function opened(given: Given): unknown {
  const settings = held(given);
  if (typeof settings === "string") return settings;
  const result = openProfile(settings.sandbox.profile, settings.sandbox.refinement, GROUND);
  return result.ok
    ? [result.value.mode, result.value.roots, result.value.denied.paths, result.value.network]
    : result.error;
}

const HIDING =
  'default_permissions = "x"\n[permissions.x]\nextends = ":workspace"\n[permissions.x.filesystem]\n"/srv/keys" = "deny"\n';
const NO_HOST = '[permissions.x.network]\nenabled = true\n[permissions.x.network.domains]\n"bad.example" = "deny"\n';
const DENIED = [{ host: "bad.example", port: null }];
const NARROWED: readonly [name: string, given: Given, expected: unknown][] = [
  [
    "what a profile denies stays denied where its mode gives way",
    { by: { system: READ_ONLY }, user: `${HIDING}${NO_HOST}` },
    ["read-only", [], ["/srv/keys"], { kind: "hosts", allow: [], deny: DENIED, unlisted: "ask" }],
  ],
  [
    "and where it gives way itself",
    { by: { system: ALLOWED(BOTH, NARROW) }, user: `${HIDING}${NO_HOST}` },
    ["read-only", [], ["/srv/keys"], { kind: "hosts", allow: [], deny: DENIED, unlisted: "ask" }],
  ],
  [
    "full access becomes the workspace",
    { by: { system: BOXED }, user: 'sandbox_mode = "danger-full-access"' },
    ["workspace-write", ["/w", "/tmp"], [], "none"],
  ],
  [
    "full access but for something keeps the exception",
    {
      by: { system: BOXED },
      user: 'default_permissions = "x"\n[permissions.x]\nextends = ":danger-full-access"\n[permissions.x.filesystem]\n"/w/keys" = "deny"',
    },
    ["workspace-write", ["/w", "/tmp"], ["/w/keys"], "none"],
  ],
  [
    "lists of one's own write nothing",
    { by: { system: READ_ONLY }, user: '[permission_profile.filesystem]\nwrite = ["/srv"]\ndeny = ["/srv/x"]' },
    ["read-only", [], ["/srv/x"], "none"],
  ],
  [
    "what nobody reads",
    { by: { system: '[permissions.filesystem]\ndeny_read = ["/srv/keys"]' } },
    ["workspace-write", ["/w", "/tmp"], ["/srv/keys"], "none"],
  ],
];
test.each(NARROWED)("%s", (_name, given, expected) => {
  expect(opened(given)).toEqual(expected);
});
