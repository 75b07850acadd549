/** The profile text for each kind of permissions; no Mac is needed to read it. */
import { expect, test } from "vitest";
import { READ_ONLY, UNRESTRICTED, type Permissions } from "../../../src/core/permissions/permissions.ts";
import { seatbeltProfile } from "../../../src/core/sandbox/seatbelt.ts";

/** What follows the part that all profiles share. */
function own(permissions: Permissions): readonly string[] {
  const lines = seatbeltProfile(permissions).split("\n");
  return lines.slice(lines.indexOf("; what may be read") + 1, -1);
}

const WORKSPACE: Permissions = {
  ...READ_ONLY,
  writable: [
    { path: "/w", protected: ["/w/.git", "/w/sub/deep/.git"] },
    { path: "/tmp", protected: [] },
  ],
};
const NOBODY = ["; what may be reached", "; nobody: without a network of its own, loopback is the machine's"];

const PROFILES: readonly [name: string, permissions: Permissions, lines: readonly string[]][] = [
  ["read-only", READ_ONLY, ["(allow file-read*)", ...NOBODY]],
  [
    "workspace-write: protected paths stay, and so do the folders above them",
    WORKSPACE,
    [
      "(allow file-read*)",
      "; what may be written",
      '(allow file-write* (require-all (subpath "/w")',
      '  (require-not (subpath "/w/.git"))',
      '  (require-not (subpath "/w/sub/deep/.git"))))',
      '(allow file-write* (require-all (subpath "/tmp")))',
      '(deny file-write-unlink (literal "/w") (literal "/w/sub") (literal "/w/sub/deep"))',
      ...NOBODY,
    ],
  ],
  [
    "denied paths and globs come after what may be read and written",
    {
      ...READ_ONLY,
      denied: {
        watched: [],
        paths: ["/home/you/.ssh/id"],
        globs: [{ root: "/w", pattern: "**/.env*", depthMax: null }],
      },
    },
    [
      "(allow file-read*)",
      "; what may not be read",
      String.raw`(deny file-read* file-write* (subpath "/home/you/.ssh/id") (regex #"^/w/(.*/)?\.env[^/]*(/.*)?$"))`,
      '(deny file-write-unlink (literal "/home") (literal "/home/you") (literal "/home/you/.ssh"))',
      ...NOBODY,
    ],
  ],
  [
    "a quote in a path does not end its text",
    { ...READ_ONLY, writable: [{ path: '/w/a") (allow default) ("\\', protected: [] }] },
    [
      "(allow file-read*)",
      "; what may be written",
      String.raw`(allow file-write* (require-all (subpath "/w/a\") (allow default) (\"\\")))`,
      ...NOBODY,
    ],
  ],
  [
    "hosts: only the proxy is reached",
    { ...READ_ONLY, network: { kind: "hosts", allow: [], deny: [], unlisted: "deny" } },
    ["(allow file-read*)", "; what may be reached", '(allow network-outbound (remote ip "localhost:61080"))'],
  ],
  [
    "a socket of the host",
    { ...READ_ONLY, sockets: ["/run/docker.sock"] },
    [
      "(allow file-read*)",
      ...NOBODY,
      '(allow network-outbound (remote unix-socket (path-literal "/run/docker.sock")))',
    ],
  ],
  [
    "what a profile cannot hold is said",
    {
      ...READ_ONLY,
      environment: { scrub: ["*_TOKEN"], keep: [] },
      limits: { processes: 256, memory: null, fileSize: null },
    },
    [
      "(allow file-read*)",
      ...NOBODY,
      "; not held by this profile: variables of the environment stay as they are",
      "; not held by this profile: limits of processes, memory and file size",
    ],
  ],
];
test.each(PROFILES)("%s", (_name, permissions, lines) => {
  expect(own(permissions)).toEqual(lines);
});

test("an open network brings the services that TLS needs", () => {
  const lines = own({ ...READ_ONLY, network: "open" });
  expect(lines.slice(0, 5)).toEqual([
    "(allow file-read*)",
    "; what may be reached",
    "(allow network-outbound)",
    "(allow network-inbound)",
    "(allow network-bind)",
  ]);
  expect(lines.join("\n")).toContain("com.apple.trustd.agent");
});

test("where reading is not open, only the system's own files and what is listed may be read", () => {
  const profile = seatbeltProfile({ ...WORKSPACE, readable: ["/data/set"] });
  expect(profile).not.toContain("(allow file-read*)\n");
  expect(profile).toMatch(/^\(allow file-read\* \(subpath "\/System"\) .*\(subpath "\/data\/set"\) \(subpath "\/w"\)/m);
  expect(profile).toMatch(/^\(allow file-read-metadata \(literal "\/"\).*\(literal "\/data"\)/m);
});

test("everything starts from a denial, and parentheses are balanced", () => {
  for (const [, permissions] of PROFILES.filter(([name]) => !name.includes("quote"))) {
    const profile = seatbeltProfile(permissions);
    expect(profile.startsWith("(version 1)\n(deny default)\n")).toBe(true);
    const plain = profile.replaceAll(/#?"(?:\\.|[^"])*"|;.*$/gm, "");
    expect(plain.split("(").length).toBe(plain.split(")").length);
  }
});

test("without a restriction all is allowed", () => {
  expect(seatbeltProfile(UNRESTRICTED)).toBe("(version 1)\n(allow default)\n");
});
