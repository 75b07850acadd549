/** What permissions let a patch write, and an agent look at. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostRules } from "../../../src/core/permissions/hosts.ts";
import { type Extra, NO_EXTRA } from "../../../src/core/permissions/extra.ts";
import {
  type Bounds,
  mayRead,
  mayWrite,
  MODE_ONLY,
  type Permissions,
  permissionsOf,
  readOnly,
  rootAt,
  UNRESTRICTED,
  type Workspace,
} from "../../../src/core/permissions/permissions.ts";

const DENIED: Bounds["denied"] = {
  paths: ["/w/keys", "/home/you"],
  watched: ["/w/.netrc"],
  globs: [{ root: "/w", pattern: "**/.env", depthMax: null }],
};

const GUARDED: Bounds["guarded"] = { workspaceFiles: false, paths: ["/home/you/.bashrc"] };

const CASES: readonly [name: string, bounds: Partial<Bounds>, yes: readonly string[], no: readonly string[]][] = [
  [
    "roots and their protected names",
    {},
    ["/w/a", "/w/sub/.git/x", "/w/AGENTS.md"],
    ["/elsewhere", "/w/.git/config", "/w/.aws"],
  ],
  [
    "what is denied; a root in a denied folder is the exception",
    { denied: DENIED },
    ["/w/a", "/w/.envrc", "/home/you/w/a"],
    ["/w/keys", "/w/keys/a", "/w/.netrc", "/w/.env", "/w/a/b/.env", "/w/.env/x", "/home/you/a"],
  ],
  [
    "guarded paths",
    { guarded: { workspaceFiles: false, paths: ["/w/.bashrc", "/w/.config/fish"] } },
    ["/w/a", "/w/.config/x", "/w/AGENTS.md"],
    ["/w/.bashrc", "/w/.config/fish/config.fish"],
  ],
  [
    "workspace files, wherever they lie below the deepest root",
    { guarded: { workspaceFiles: true, paths: [] } },
    ["/w/a", "/w/agents.mdx", "/w/.github/x", "/home/you/w/a", "/w/.claude/w/a"],
    [
      "/w/AGENTS.md",
      "/w/sub/agents.md",
      "/w/.vscode/x",
      "/w/sub/.git/config",
      "/w/.github/workflows/ci.yml",
      "/w/.claude/x",
    ],
  ],
];
test.each(CASES)("%s", (_name, bounds, yes, no) => {
  const roots = ["/w", "/home/you/w", "/w/.claude/w"];
  const permissions = permissionsOf("workspace-write", { roots, keep: [], bounds: { ...MODE_ONLY, ...bounds } });
  const isWritable = (path: string): boolean => mayWrite(permissions, path);
  expect({ yes: yes.filter(isWritable), no: no.filter(isWritable) }).toEqual({ yes, no: [] });
});

const READS: readonly [name: string, bounds: Partial<Bounds>, yes: readonly string[], no: readonly string[]][] = [
  ["everything, protected names as well", {}, ["/", "/etc/passwd", "/w/.git/config"], []],
  [
    "what is denied; a root in a denied folder is the exception",
    { denied: DENIED },
    ["/etc/passwd", "/w/a", "/home/you/w", "/home/you/w/a", "/w/.envrc"],
    ["/w/keys", "/w/keys/a", "/w/.netrc", "/w/.env", "/home/you", "/home/you/a"],
  ],
  [
    "named folders and the roots alone",
    { readable: ["/usr", "/w/keys/open"], denied: { ...DENIED, globs: [] } },
    ["/usr/bin/ls", "/w/a", "/w/keys/open/a", "/home/you/w/a"],
    ["/etc/passwd", "/usrx", "/w/keys/a"],
  ],
];
test.each(READS)("reads %s", (_name, bounds, yes, no) => {
  const workspace = { roots: ["/w", "/home/you/w"], keep: [], bounds: { ...MODE_ONLY, ...bounds } };
  const permissions = permissionsOf("workspace-write", workspace);
  const isReadable = (path: string): boolean => mayRead(permissions, path);
  expect({ yes: yes.filter(isReadable), no: no.filter(isReadable) }).toEqual({ yes, no: [] });
});

test("nothing is held back without a sandbox", () => {
  expect([mayWrite(UNRESTRICTED, "/w/.git/config"), mayRead(UNRESTRICTED, "/w/.git/config")]).toEqual([true, true]);
});

describe("what a person granted", () => {
  const HOSTS: HostRules = { kind: "hosts", allow: [], deny: [{ host: "b.test", port: null }], unlisted: "ask" };
  const KEPT = "/srv/home";

  function workspaceOf(extra: Partial<Extra>, bounds: Partial<Bounds> = {}): Workspace {
    return { roots: ["/w"], keep: [KEPT], bounds: { ...MODE_ONLY, ...bounds }, extra: { ...NO_EXTRA, ...extra } };
  }

  function opened(extra: Partial<Extra>, bounds: Partial<Bounds> = {}): Permissions {
    return permissionsOf("workspace-write", workspaceOf(extra, bounds));
  }

  const PLAIN = permissionsOf("workspace-write", { roots: ["/w"], keep: [KEPT], bounds: MODE_ONLY });
  const W = rootAt("/w", [KEPT]);

  const OPENED: readonly [name: string, extra: Partial<Extra>, bounds: Partial<Bounds>, expected: object][] = [
    ["nothing", {}, {}, {}],
    ["a folder, with what is protected in it", { write: ["/srv"] }, {}, { writable: [W, rootAt("/srv", [KEPT])] }],
    ["a root that is one already", { write: ["/w"] }, {}, {}],
    ["what is kept", { write: [KEPT, `${KEPT}/config.toml`] }, {}, {}],
    ["what steers git or agents, wherever it lies", { write: ["/srv/a/.git/hooks", "/srv/.codex"] }, {}, {}],
    ["what is guarded", { write: ["/home/you/.bashrc"] }, { guarded: GUARDED }, { guarded: GUARDED }],
    ["what is denied", { write: ["/w/keys/a", "/w/.netrc", "/w/a/.env"] }, { denied: DENIED }, { denied: DENIED }],
    ["what may be read anyway", { read: ["/srv"] }, {}, {}],
    ["a place to read", { read: ["/srv"] }, { readable: ["/usr"] }, { readable: ["/usr", "/srv"] }],
    [
      "a place to read that is denied",
      { read: ["/w/keys/a"] },
      { readable: ["/usr"], denied: DENIED },
      { readable: ["/usr"], denied: DENIED },
    ],
    ["the network", { network: true }, {}, { network: "open" }],
    [
      "the network, where hosts are asked about: those that are denied stay so",
      { network: true },
      { network: HOSTS },
      { network: { ...HOSTS, allow: [{ host: "*", port: null }] } },
    ],
    [
      "the network, where only what is listed may be reached",
      { network: true },
      { network: { ...HOSTS, unlisted: "deny" } },
      { network: { ...HOSTS, unlisted: "deny" } },
    ],
  ];
  test.each(OPENED)("%s", (_name, extra, bounds, expected) => {
    expect(opened(extra, bounds)).toEqual({ ...PLAIN, ...expected });
  });

  test("is the only thing to write to where nothing else may be written", () => {
    expect(permissionsOf("read-only", workspaceOf({ write: ["/srv"] }))).toEqual({
      ...PLAIN,
      writable: [rootAt("/srv", [KEPT])],
    });
  });

  test("opens no more of the network than administrators leave to what has no sandbox", () => {
    const workspace = { ...workspaceOf({ network: true }), outside: { ...MODE_ONLY, network: HOSTS } };
    expect(permissionsOf("workspace-write", workspace)).toEqual({ ...PLAIN, network: HOSTS });
  });

  test("lets what only reads read more, and nothing else", () => {
    const extra = { read: ["/srv"], write: ["/opt"], network: true };
    const expected = readOnly({ roots: ["/w"], keep: [KEPT], bounds: { ...MODE_ONLY, readable: ["/usr", "/srv"] } });
    expect(readOnly(workspaceOf(extra, { readable: ["/usr"] }))).toEqual(expected);
  });

  const CLOSED = [
    "/w/keys/a",
    "/w/.netrc",
    "/w/a/.env",
    `${KEPT}/config.toml`,
    "/w/.git/config",
    "/w/.codex",
    "/home/you/.bashrc",
  ];
  const places = fc.array(
    fc.constantFrom("/", "/w", "/w/a", "/srv", "/home/you", "/w/.git", "/w/keys", KEPT, ...CLOSED),
  );
  const anyExtra: fc.Arbitrary<Extra> = fc.record({ read: places, write: places, network: fc.boolean() });

  test("whatever it is, what is closed for good stays closed", () => {
    fc.assert(
      fc.property(anyExtra, fc.constantFrom("read-only", "workspace-write"), (extra, mode) => {
        const workspace = workspaceOf(extra, { denied: DENIED, guarded: GUARDED, readable: ["/usr"], network: HOSTS });
        const after = permissionsOf(mode, workspace);
        expect(CLOSED.filter((path) => mayWrite(after, path))).toEqual([]);
        const { readable, network } = after.kind === "restricted" ? after : { readable: "everything", network: "open" };
        const denied = ["/w/keys", "/w/keys/a", "/w/.netrc", "/w/a/.env"];
        expect(denied.filter((path) => readable === "everything" || readable.includes(path))).toEqual([]);
        expect(network).toMatchObject({ deny: HOSTS.deny });
      }),
    );
  });

  test("adds nothing where there is no sandbox", () => {
    expect(permissionsOf("danger-full-access", workspaceOf({ write: ["/srv"] }))).toBe(UNRESTRICTED);
  });
});
