/** Settings of files, `-c` and flags against what they open on a machine. */
import { expect, test } from "vitest";
import { MINIMAL_FOLDERS, type Opened } from "../../../src/core/permissions/open-profile.ts";
import { env, files, FULL, type Given, host, NOTHING, openedBy, WORKSPACE, x } from "./machine.ts";

const PROXY = 'features.network_proxy = { domains = { "a.test" = "allow", "b.test" = "deny" } }\n';
const below = (rest: string): string => x(`[permissions.x.filesystem.":workspace_roots"]\n${rest}`);

const OPENED: readonly [name: string, given: Given, expected: Opened][] = [
  ["nothing", {}, WORKSPACE],
  ["nothing where read-only goes without saying", { defaults: { sandboxMode: "read-only" } }, NOTHING],
  ["the built-in profile of reading", { text: 'default_permissions = ":read-only"' }, NOTHING],
  ["the built-in profile of the workspace", { text: 'default_permissions = ":workspace"' }, WORKSPACE],
  ["the built-in profile of everything", { text: 'default_permissions = ":danger-full-access"' }, FULL],
  [
    "a mode by flag over a profile",
    { text: 'default_permissions = ":danger-full-access"', mode: "read-only" },
    NOTHING,
  ],
  [
    "a mode by -c over a profile",
    { text: 'default_permissions = ":workspace"', typed: ["sandbox_mode=read-only"] },
    NOTHING,
  ],
  [
    "a profile by -c over a mode",
    { text: 'sandbox_mode = "read-only"', typed: ['default_permissions=":workspace"'] },
    WORKSPACE,
  ],
  [
    "what the mode workspace-write is told",
    {
      text: '[sandbox_workspace_write]\nwritable_roots = ["/a"]\nnetwork_access = true\nexclude_slash_tmp = true\nexclude_tmpdir_env_var = true',
    },
    { ...WORKSPACE, roots: ["/w", "/a"], named: ["/w", "/a"], network: "open" },
  ],
  [
    "of the same under a profile only what narrows it",
    {
      text: 'default_permissions = ":workspace"\n[sandbox_workspace_write]\nwritable_roots = ["/a"]\nnetwork_access = true\nexclude_slash_tmp = true',
    },
    { ...WORKSPACE, roots: ["/w", "/var/t"], named: ["/w", "/var/t"] },
  ],
  [
    "network of the mode workspace-write in read-only",
    { text: "sandbox_workspace_write.network_access = true", mode: "read-only" },
    NOTHING,
  ],
  [
    "network of the mode workspace-write by a proxy",
    { text: "features.network_proxy = true\nsandbox_workspace_write.network_access = true", mode: "workspace-write" },
    { ...WORKSPACE, network: { kind: "hosts", allow: [], deny: [], unlisted: "ask" } },
  ],
  [
    "hosts of the mode workspace-write, all of them",
    { text: `${PROXY}sandbox_workspace_write.network_access = true`, mode: "workspace-write" },
    {
      ...WORKSPACE,
      network: { kind: "hosts", allow: [host("a.test")], deny: [host("*"), host("b.test")], unlisted: "ask" },
    },
  ],
  [
    "no hosts of the mode workspace-write without network",
    { text: PROXY, mode: "workspace-write" },
    { ...WORKSPACE, network: { kind: "hosts", allow: [], deny: [host("b.test")], unlisted: "ask" } },
  ],
  [
    "hosts of a proxy that is off",
    {
      text: `${PROXY.replace("{", "{ enabled = false,")}sandbox_workspace_write.network_access = true`,
      mode: "workspace-write",
    },
    { ...WORKSPACE, network: "open" },
  ],
  [
    "a profile that extends nothing",
    { text: 'default_permissions = "x"\n[permissions.x.filesystem]\n":minimal" = "read"\n"/link/a" = "read"' },
    { ...NOTHING, named: ["/data/a"], readable: [...MINIMAL_FOLDERS, "/data/a"] },
  ],
  [
    "an empty profile, under which nothing can be read",
    { text: 'default_permissions = "x"\n[permissions.x]' },
    { ...NOTHING, readable: [] },
  ],
  [
    "places of each kind",
    { text: files('"/a" = "write"\n"~/b" = "deny"\n"/tmp" = "read"\n":tmpdir" = "deny"\n"/link" = "write"') },
    {
      ...WORKSPACE,
      roots: ["/w", "/a", "/data"],
      named: ["/tmp", "/w", "/a", "/data"],
      denied: { paths: ["/var/t", "/home/u/b"], globs: [] },
    },
  ],
  [
    "places below the workspace",
    { text: below('"." = "write"\n"ro" = "read"\n"**/.env" = "deny"\n"sub/" = "deny"\n"a/*.pem" = "deny"') },
    {
      ...WORKSPACE,
      named: ["/w/ro", "/w", "/tmp", "/var/t"],
      kept: ["/w/ro"],
      denied: { paths: ["/w/sub"], globs: [env("/w", "**/.env"), env("/w/a", "*.pem")] },
    },
  ],
  [
    "places below a folder",
    { text: x('[permissions.x.filesystem."/a"]\n"." = "read"\n"in" = "write"\n"in/k*" = "deny"') },
    {
      ...WORKSPACE,
      roots: [...WORKSPACE.roots, "/a/in"],
      named: ["/a", ...WORKSPACE.named, "/a/in"],
      denied: { paths: [], globs: [env("/a/in", "k*")] },
    },
  ],
  [
    "patterns of whole paths, and how deep they are looked for",
    {
      text: files(
        'glob_scan_max_depth = 3\n"/a/**/.env" = "deny"\n"~/*.pem" = "deny"\n"/*.key" = "deny"\n"/b/**" = "write"',
      ),
    },
    {
      ...WORKSPACE,
      roots: [...WORKSPACE.roots, "/b"],
      named: [...WORKSPACE.named, "/b"],
      denied: { paths: [], globs: [env("/a", "**/.env", 3), env("/home/u", "*.pem", 3), env("/", "*.key", 3)] },
    },
  ],
  ["the older word for deny", { text: files('"/a" = "none"') }, { ...WORKSPACE, denied: { paths: ["/a"], globs: [] } }],
  [
    "further workspace roots, for which all that holds that is said of the workspace",
    {
      text: x(
        'workspace_roots = { "/v" = true, "/u" = false }\n[permissions.x.filesystem.":workspace_roots"]\n"*.k" = "deny"',
      ),
    },
    {
      ...WORKSPACE,
      roots: ["/w", "/v", "/tmp", "/var/t"],
      named: ["/w", "/v", "/tmp", "/var/t"],
      denied: { paths: [], globs: [env("/w", "*.k"), env("/v", "*.k")] },
    },
  ],
  [
    "a folder that opens inside one that is denied",
    { text: files('"/a" = "deny"\n"/a/b" = "write"') },
    {
      ...WORKSPACE,
      roots: [...WORKSPACE.roots, "/a/b"],
      named: [...WORKSPACE.named, "/a/b"],
      denied: { paths: ["/a"], globs: [] },
    },
  ],
  [
    "a folder to read inside one that is denied",
    { text: files('"/a" = "deny"\n"/a/b" = "read"') },
    {
      ...WORKSPACE,
      named: ["/a/b", ...WORKSPACE.named],
      readable: ["/", "/a/b"],
      denied: { paths: ["/a"], globs: [] },
    },
  ],
  [
    "one place under two names, of which the stricter holds",
    { text: files('":root" = "write"\n"/" = "read"\n"/var/t" = "read"\n":tmpdir" = "deny"') },
    { ...WORKSPACE, roots: ["/w", "/tmp"], named: ["/w", "/tmp"], denied: { paths: ["/var/t"], globs: [] } },
  ],
  [
    "a profile over the one that it extends, place by place",
    {
      text: 'default_permissions = "x"\n[permissions.x]\nextends = "y"\n[permissions.x.filesystem]\n"/a" = "read"\n[permissions.y]\nextends = ":read-only"\n[permissions.y.filesystem]\n"/a" = "write"\n"/b" = "deny"',
    },
    { ...NOTHING, named: ["/a"], denied: { paths: ["/b"], globs: [] } },
  ],
  [
    "full access with something denied, in a sandbox",
    { text: files('"/a" = "deny"', ":danger-full-access") },
    { ...FULL, mode: "workspace-write", denied: { paths: ["/a"], globs: [] } },
  ],
  [
    "full access without network, in a sandbox",
    { text: x("network.enabled = false", ":danger-full-access") },
    { ...FULL, mode: "workspace-write", network: "none" },
  ],
  [
    "writing everywhere without the name of full access",
    { text: files('":root" = "write"', ":read-only") },
    { ...FULL, mode: "workspace-write", network: "none" },
  ],
  ["a network that is on", { text: x("network = { enabled = true }") }, { ...WORKSPACE, network: "open" }],
  [
    "the same with the switch of Codex for its proxy",
    { text: x("network = { enabled = true }"), typed: ["features.network_proxy=true"] },
    { ...WORKSPACE, network: { kind: "hosts", allow: [], deny: [], unlisted: "ask" } },
  ],
  [
    "hosts",
    {
      text: x(
        'network = { enabled = true, mode = "full", domains = { "A.test." = "allow", "*.b.test" = "allow", "c.b.test:8443" = "deny" } }',
      ),
    },
    {
      ...WORKSPACE,
      network: {
        kind: "hosts",
        allow: [host("a.test"), host("*.b.test")],
        deny: [host("c.b.test", 8443)],
        unlisted: "ask",
      },
    },
  ],
  ["hosts of a network that is off", { text: x('network = { domains = { "a.test" = "allow" } }') }, WORKSPACE],
  [
    "sockets",
    { text: x('network = { enabled = true, unix_sockets = { "/link/s" = "allow", "/t" = "deny" } }') },
    { ...WORKSPACE, network: "open", sockets: ["/data/s"] },
  ],
  [
    "a profile from pieces of -c, as one source",
    {
      typed: [
        'default_permissions="x"',
        'permissions.x.extends=":read-only"',
        'permissions.x={filesystem={"/a"="write"}}',
        "permissions.x.network.enabled=true",
      ],
    },
    { ...NOTHING, mode: "workspace-write", roots: ["/a"], named: ["/a"], network: "open" },
  ],
  [
    "a policy as one inline table of -c with every key in quotes",
    {
      typed: [
        "features.network_proxy=true",
        'default_permissions="p"',
        'permissions.p={"extends"=":workspace","filesystem"={"/s"="deny","/o"="write",":workspace_roots"={"**/.env"="deny"}},"network"={"enabled"=true,"domains"={"a.test"="allow","*.b.test"="allow","c.b.test"="deny"}}}',
      ],
    },
    {
      ...WORKSPACE,
      roots: [...WORKSPACE.roots, "/o"],
      named: [...WORKSPACE.named, "/o"],
      denied: { paths: ["/s"], globs: [env("/w", "**/.env")] },
      network: {
        kind: "hosts",
        allow: [host("a.test"), host("*.b.test")],
        deny: [host("c.b.test")],
        unlisted: "ask",
      },
    },
  ],
  [
    "a profile of the file with more from -c",
    { text: files('"/a" = "write"\n"/b" = "deny"'), typed: ['permissions.x.filesystem={"/a"="read"}'] },
    { ...WORKSPACE, named: ["/a", ...WORKSPACE.named], denied: { paths: ["/b"], globs: [] } },
  ],
];
test.each(OPENED)("opens by %s", (_name, given, expected) => {
  expect(openedBy(given)).toEqual(expected);
});
