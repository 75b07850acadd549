/** What `[permission_profile]` makes of a mode or a profile. */
import { expect, test } from "vitest";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { REGISTRY_HOSTS } from "../../../src/core/network/registries.ts";
import { MINIMAL_FOLDERS, type Opened } from "../../../src/core/permissions/open-profile.ts";
import { env, FULL, type Given, host, NOTHING, openedBy, settingsFor, WORKSPACE } from "./machine.ts";

const table = (rest: string): string => `[permission_profile.${rest}`;

const REFINED: readonly [name: string, given: Given, expected: Opened][] = [
  [
    "a list of places to write takes the place of the mode's",
    { text: table('filesystem]\nwrite = ["/a", "./rel", ".", ":tmpdir"]') },
    { ...WORKSPACE, roots: ["/a", "/w/rel", "/w", "/var/t"], named: ["/a", "/w/rel", "/w", "/var/t"] },
  ],
  [
    "the same where read-only goes without saying",
    { text: table('filesystem]\nwrite = ["/a"]'), defaults: { sandboxMode: "read-only" } },
    { ...WORKSPACE, roots: ["/a"], named: ["/a"] },
  ],
  ["an empty list of places to write", { text: table("filesystem]\nwrite = []") }, NOTHING],
  [
    "a list of places to read is all that may be read, with the system's own",
    { text: table('filesystem]\nread = ["~/a", "/b"]') },
    { ...WORKSPACE, named: ["/home/u/a", "/b", ...WORKSPACE.named], readable: [...MINIMAL_FOLDERS, "/home/u/a", "/b"] },
  ],
  ["reading everything, by name", { text: table('filesystem]\nread = [":root"]') }, WORKSPACE],
  [
    "places to deny, whatever else is said of them",
    { text: table('filesystem]\ndeny = ["/a", ".env", "*.pem", "sub/*.key", "~/**/k", "**/x/y", "key/"]') },
    {
      ...WORKSPACE,
      denied: {
        paths: ["/a", "/w/.env", "/w/key"],
        globs: [
          env("/w", "**/.env"),
          env("/w", "**/*.pem"),
          env("/w/sub", "*.key"),
          env("/home/u", "**/k"),
          env("/w", "**/x/y"),
          env("/w", "**/key"),
        ],
      },
    },
  ],
  [
    "hosts",
    { text: table('network]\nallow = ["a.test", "*.b.test:8443"]\ndeny = ["*"]') },
    {
      ...WORKSPACE,
      network: { kind: "hosts", allow: [host("a.test"), host("*.b.test", 8443)], deny: [host("*")], unlisted: "ask" },
    },
  ],
  [
    "hosts to deny open nothing, and are not asked about",
    { text: table('network]\ndeny = ["a.test"]') },
    { ...WORKSPACE, network: { kind: "hosts", allow: [], deny: [host("a.test")], unlisted: "ask" } },
  ],
  [
    "all package registries by one word",
    { text: table('network]\nallow = [":registries", "a.test"]') },
    {
      ...WORKSPACE,
      network: {
        kind: "hosts",
        allow: [...REGISTRY_HOSTS.map((name) => ({ host: name, port: 443 })), host("a.test")],
        deny: [],
        unlisted: "ask",
      },
    },
  ],
  [
    "hosts to deny of an open network",
    { text: `sandbox_workspace_write.network_access = true\n${table('network]\ndeny = ["a.test"]')}` },
    { ...WORKSPACE, network: { kind: "hosts", allow: [host("*")], deny: [host("a.test")], unlisted: "ask" } },
  ],
  [
    "beside the mode read-only only what takes away",
    {
      text: `sandbox_mode = "read-only"\n${table('filesystem]\nwrite = ["/a"]\ndeny = ["/b"]\n')}${table('network]\nallow = ["a.test"]')}`,
    },
    { ...NOTHING, denied: { paths: ["/b"], globs: [] } },
  ],
  [
    "under a mode from a flag only what takes away",
    { text: table('filesystem]\nwrite = ["/a"]\ndeny = ["/b"]'), mode: "read-only" },
    { ...NOTHING, denied: { paths: ["/b"], globs: [] } },
  ],
  [
    "nothing under full access from a flag",
    { text: table('filesystem]\nwrite = ["/a"]\ndeny = ["/b"]'), mode: "danger-full-access" },
    FULL,
  ],
  [
    "something denied of full access, in a sandbox",
    { text: `sandbox_mode = "danger-full-access"\n${table('filesystem]\ndeny = ["/b"]')}` },
    { ...FULL, mode: "workspace-write", denied: { paths: ["/b"], globs: [] } },
  ],
  [
    "what a weaker source opens does not count beside a profile of a stronger one",
    { text: table('filesystem]\nwrite = ["/a"]'), typed: ['default_permissions=":workspace"'] },
    WORKSPACE,
  ],
  [
    "a stronger source's list in the place of a weaker one's",
    { text: table('filesystem]\nwrite = ["/a"]'), typed: ['permission_profile.filesystem.write=["/b"]'] },
    { ...WORKSPACE, roots: ["/b"], named: ["/b"] },
  ],
];
test.each(REFINED)("refines: %s", (_name, given, expected) => {
  expect(openedBy(given)).toEqual(expected);
});

const NOTICES: readonly [name: string, given: Given, notices: readonly string[]][] = [
  [
    "settings of workspace-write that a profile does not look at",
    { text: 'default_permissions = ":workspace"\nsandbox_workspace_write.network_access = true' },
    ["sandbox_workspace_write opens nothing where default_permissions chooses a profile: write it into the profile"],
  ],
  [
    "what is opened in vain",
    { text: table('filesystem]\nwrite = ["/a"]'), mode: "read-only" },
    [
      "what permission_profile opens for writing or by network does not count: a stronger source chooses the mode or profile",
    ],
  ],
  [
    "a profile in vain",
    { text: 'default_permissions = "x"\n[permissions.x]\nextends = ":read-only"', mode: "workspace-write" },
    ['the permission profile "x" does not count: a stronger source sets the sandbox mode'],
  ],
  ["nothing of a built-in profile", { text: 'default_permissions = ":read-only"', mode: "workspace-write" }, []],
  ["nothing where all counts", { text: table('filesystem]\nwrite = ["/a"]') }, []],
];
test.each(NOTICES)("says %s", (_name, given, notices) => {
  const settings = settingsFor(given);
  expect(typeof settings === "string" ? settings : settings.notices.map(describeNotice)).toEqual(notices);
});
