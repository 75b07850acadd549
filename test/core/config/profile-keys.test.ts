/** What is wrong with the text of a permission profile, and where. */
import { expect, test } from "vitest";
import { type Given, settingsFor } from "./machine.ts";

const x = (rest: string): string => `[permissions.x]\n${rest}`;
const FILE = "/h/config.toml";
const PLACE = "an absolute path, one below ~/ or one of :workspace_roots, :tmpdir, :slash_tmp, :root, :minimal";
const BELOW = "a path below the workspace, without . and .., or a glob to deny";
const HOST = 'a host such as "api.example.com", "*.example.com", "**.example.com", "example.com:8443" or "*"';
const ACCESS = 'one of "read", "write", "deny"';
const GLOB = '"deny": a pattern can only be denied; write a path, or a folder with /** behind it';

const ERRORS: readonly [name: string, given: Given, expected: string][] = [
  ["no table", { text: "permissions = 1" }, `${FILE}:1:15: permissions is 1, but must be a table`],
  [
    "a profile that is no table",
    { text: "permissions.x = 1" },
    `${FILE}:1:17: permissions.x is 1, but must be a table`,
  ],
  [
    "the name of a built-in one",
    { text: '[permissions.":workspace"]' },
    `${FILE}:1:1: permissions.":workspace" is a built-in name, but must be named without a colon in front, as the built-in profiles are`,
  ],
  [
    "a key that is no key of a profile",
    { text: x("filesytem = {}") },
    `${FILE}:2:13: permissions.x.filesytem is no key that is read, but must be one of description, extends, filesystem, network, workspace_roots`,
  ],
  [
    "no name to extend",
    { text: x("extends = 1") },
    `${FILE}:2:11: permissions.x.extends is 1, but must be the name of a profile in quotes`,
  ],
  [
    "an access that is none",
    { text: x('filesystem = { "/a" = "rw" }') },
    `${FILE}:2:23: permissions.x.filesystem."/a" is "rw", but must be ${ACCESS}`,
  ],
  [
    "a relative path",
    { text: x('filesystem = { a = "read" }') },
    `${FILE}:2:20: permissions.x.filesystem.a is no place, but must be ${PLACE}`,
  ],
  [
    "a special place that is none",
    { text: x('filesystem = { ":cwd" = "read" }') },
    `${FILE}:2:25: permissions.x.filesystem.":cwd" is no place, but must be ${PLACE}`,
  ],
  [
    "writing to the system",
    { text: x('filesystem = { ":minimal" = "write" }') },
    `${FILE}:2:29: permissions.x.filesystem.":minimal" is "write", but must be "read": the system's folders can be opened for reading as a whole, and nothing else`,
  ],
  [
    "a pattern to read",
    { text: x('filesystem = { "/a/*" = "read" }') },
    `${FILE}:2:25: permissions.x.filesystem."/a/*" is "read", but must be ${GLOB}`,
  ],
  [
    "a pattern in the middle to write",
    { text: x('filesystem = { "/a/?/b" = "write" }') },
    `${FILE}:2:27: permissions.x.filesystem."/a/?/b" is "write", but must be ${GLOB}`,
  ],
  [
    "a depth of nothing",
    { text: x("filesystem = { glob_scan_max_depth = 0 }") },
    `${FILE}:2:38: permissions.x.filesystem.glob_scan_max_depth is 0, but must be a whole number of at least 1`,
  ],
  [
    "a way up",
    { text: x('filesystem = { ":workspace_roots" = { "../a" = "read" } }') },
    `${FILE}:2:48: permissions.x.filesystem.":workspace_roots"."../a" is no place, but must be ${BELOW}`,
  ],
  [
    "an absolute path below",
    { text: x('filesystem = { "/a" = { "/b" = "read" } }') },
    `${FILE}:2:32: permissions.x.filesystem."/a"."/b" is no place, but must be ${BELOW}`,
  ],
  [
    "entries below a temporary folder",
    { text: x('filesystem = { ":tmpdir" = { a = "read" } }') },
    `${FILE}:2:28: permissions.x.filesystem.":tmpdir" is a table, but must be ${ACCESS}: there are no entries below :tmpdir`,
  ],
  [
    "a key path of -c, which holds no quotes",
    { typed: ['permissions.x.filesystem."/a"="deny"'] },
    `-c permissions.x.filesystem."/a"="deny": permissions.x.filesystem."\\"/a\\"" is no place, but must be ${PLACE}`,
  ],
  [
    "a key of the network that is none",
    { text: x("network = { enable = true }") },
    `${FILE}:2:22: permissions.x.network.enable is no key that is read, but must be one of enabled, mode, domains, unix_sockets, enable_socks5, allow_local_binding, allow_upstream_proxy, dangerously_allow_all_unix_sockets, dangerously_allow_non_loopback_proxy, enable_socks5_udp, proxy_url, socks_url, mitm`,
  ],
  [
    "reading alone by network",
    { text: x('network = { mode = "limited" }') },
    `${FILE}:2:20: permissions.x.network.mode is "limited", but must be "full": assent does not open encrypted connections, so it cannot hold them to reading`,
  ],
  [
    "opening connections",
    { text: x("network = { mitm = {} }") },
    `${FILE}:2:20: permissions.x.network.mitm is a table, but must be left out: assent does not open encrypted connections`,
  ],
  [
    "a proxy without SOCKS",
    { text: x("network = { enable_socks5 = false }") },
    `${FILE}:2:29: permissions.x.network.enable_socks5 is false, but must be true: assent's proxy always speaks SOCKS`,
  ],
  [
    "a switch that is none",
    { text: x('network = { enabled = "yes" }') },
    `${FILE}:2:23: permissions.x.network.enabled is "yes", but must be true or false`,
  ],
  [
    "a word for a host that is none",
    { text: x('network = { domains = { "a.test" = "ask" } }') },
    `${FILE}:2:36: permissions.x.network.domains."a.test" is "ask", but must be one of "allow", "deny"`,
  ],
  [
    "no host",
    { text: x('network = { domains = { "a b" = "deny" } }') },
    `${FILE}:2:33: permissions.x.network.domains."a b" is no host, but must be ${HOST}`,
  ],
  [
    "a star in the middle of a host",
    { text: x('network = { domains = { "a.*.test" = "deny" } }') },
    `${FILE}:2:38: permissions.x.network.domains."a.*.test" is no host, but must be ${HOST}`,
  ],
  [
    "a relative socket",
    { text: x('network = { unix_sockets = { "a.sock" = "allow" } }') },
    `${FILE}:2:41: permissions.x.network.unix_sockets."a.sock" is no such path, but must be the absolute path of a Unix socket`,
  ],
  [
    "a relative workspace root",
    { text: x("workspace_roots = { a = true }") },
    `${FILE}:2:25: permissions.x.workspace_roots.a is no such path, but must be an absolute path or one below ~/`,
  ],
];
test.each(ERRORS)("refuses %s", (_name, given, expected) => {
  expect(settingsFor({ ...given, typed: [...(given.typed ?? []), 'default_permissions="x"'] })).toBe(expected);
});
