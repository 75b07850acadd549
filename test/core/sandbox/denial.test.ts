/** What counts as a sign that the sandbox denied something. */
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/sandbox/supervision.ts";
import { type Permissions, READ_ONLY, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { denialOf, describeDenial, describeNeed, type Denial } from "../../../src/core/sandbox/denial.ts";

const OPEN: Permissions = { ...READ_ONLY, network: "open" };

const CASES: readonly [status: number, stderr: string, permissions: Permissions, denial: string | null][] = [
  [1, "touch: cannot touch 'x': Read-only file system\n", READ_ONLY, "touch: cannot touch 'x': Read-only file system"],
  [1, "touch: cannot touch 'x': Read-only file system\n", UNRESTRICTED, null],
  [0, "warning: Read-only file system\n", READ_ONLY, null],
  [
    1,
    "Error: EROFS: read-only file system, open '/etc/x'",
    READ_ONLY,
    "Error: EROFS: read-only file system, open '/etc/x'",
  ],
  [1, "PermissionError: [Errno 1] Operation not permitted", OPEN, "PermissionError: [Errno 1] Operation not permitted"],
  [1, "first\nfatal: Permission denied\nlast\n", READ_ONLY, "fatal: Permission denied"],
  [126, "bash: ./x: Permission denied\n", READ_ONLY, null],
  [127, "bash: x: command not found: Permission denied\n", READ_ONLY, null],
  [6, "curl: (6) Could not resolve host: a.test\n", READ_ONLY, "curl: (6) Could not resolve host: a.test"],
  [6, "curl: (6) Could not resolve host: a.test\n", OPEN, null],
  [1, "npm error code EAI_AGAIN\n", READ_ONLY, "npm error code EAI_AGAIN"],
  [
    128,
    "ssh: connect to host h port 22: Network is unreachable\n",
    READ_ONLY,
    "ssh: connect to host h port 22: Network is unreachable",
  ],
  [
    1,
    "socket.gaierror: [Errno -3] Temporary failure in name resolution",
    READ_ONLY,
    "socket.gaierror: [Errno -3] Temporary failure in name resolution",
  ],
  [1, "2 tests failed\n", READ_ONLY, null],
  [2, "main.c:3: error: expected ';'\n", READ_ONLY, null],
];
const AROUND = { attempts: [], home: "/home/you", keep: ["/home/you/.codex"] } as const;

test.each(CASES)("guesses from status %i, %j", (status, stderr, permissions, line) => {
  const denial = line === null ? null : { kind: "guess", line };
  expect(denialOf({ ...AROUND, status, stderr, permissions })).toEqual(denial);
});

test("the evidence is short", () => {
  const stderr = `EPERM ${"x".repeat(300)}`;
  const denial = denialOf({ ...AROUND, status: 1, stderr, permissions: READ_ONLY });
  expect(denial?.kind === "guess" ? denial.line : "").toHaveLength(200);
});

const BOX: Permissions = {
  ...READ_ONLY,
  writable: [{ path: "/home/you/shop", protected: ["/home/you/shop/.git"] }],
  denied: { paths: ["/home/you/.cargo/credentials.toml"], watched: ["/home/you/.ssh"], globs: [] },
  guarded: { workspaceFiles: true, paths: ["/home/you/.config/autostart", "/home/you/.local/bin"] },
};
const write = (path: string): Attempt => ({ kind: "write", path });

const KNOWN: readonly [name: string, attempts: readonly Attempt[], words: string | null, need: string | null][] = [
  [
    "a folder of a program that does not exist yet",
    [write("/home/you/.npm/")],
    "the sandbox stopped: writing ~/.npm/",
    "it needs to write ~/.npm (the sandbox stopped: writing ~/.npm/)",
  ],
  [
    "what lies in it counts once",
    [write("/home/you/.npm/"), write("/home/you/.npm/_logs/"), write("/home/you/.npm/_cacache/tmp/1")],
    "the sandbox stopped: writing ~/.npm/",
    "it needs to write ~/.npm (the sandbox stopped: writing ~/.npm/)",
  ],
  [
    "files in several places",
    [write("/home/you/.cache/pip/a"), write("/srv/data/b"), write("/home/you/.local/share/x/y"), write("/var/tmp/z/1")],
    "the sandbox stopped: writing ~/.cache/pip/a, writing /srv/data/b, writing ~/.local/share/x/y and 1 more",
    "it needs to write ~/.cache/pip, /srv/data, ~/.local/share/x, /var/tmp/z (the sandbox stopped: " +
      "writing ~/.cache/pip/a, writing /srv/data/b, writing ~/.local/share/x/y and 1 more)",
  ],
  [
    "a file beside the workspace",
    [write("/home/you/shop2/a.ts")],
    "the sandbox stopped: writing ~/shop2/a.ts",
    "it needs to write ~/shop2 (the sandbox stopped: writing ~/shop2/a.ts)",
  ],
  ["a file at the top of the home", [write("/home/you/.toolrc")], "the sandbox stopped: writing ~/.toolrc", null],
  ["a folder for all programs", [write("/home/you/.cache/")], "the sandbox stopped: writing ~/.cache/", null],
  [
    "a file among those of all programs",
    [write("/home/you/.config/x.ini")],
    "the sandbox stopped: writing ~/.config/x.ini",
    null,
  ],
  ["a protected path", [write("/home/you/shop/.git/config")], "the sandbox stopped: writing ~/shop/.git/config", null],
  [
    "a repository elsewhere",
    [write("/home/you/lib/.git/index.lock")],
    "the sandbox stopped: writing ~/lib/.git/index.lock",
    null,
  ],
  ["assent's own", [write("/home/you/.codex/rules/a")], "the sandbox stopped: writing ~/.codex/rules/a", null],
  ["a key store", [write("/home/you/.ssh/known_hosts")], "the sandbox stopped: writing ~/.ssh/known_hosts", null],
  [
    "a start file",
    [write("/home/you/.config/autostart/x")],
    "the sandbox stopped: writing ~/.config/autostart/x",
    null,
  ],
  [
    "the system",
    [write("/etc/hosts"), write("/usr/local/bin/x")],
    "the sandbox stopped: writing /etc/hosts, writing /usr/local/bin/x",
    null,
  ],
  ["the top", [write("/x"), write("/home/x")], "the sandbox stopped: writing /x, writing /home/x", null],
  [
    "a socket",
    [{ kind: "socket", path: "/run/docker.sock" }],
    "the sandbox stopped: connecting to the socket /run/docker.sock",
    "it needs to connect to the socket /run/docker.sock (the sandbox stopped: connecting to the socket /run/docker.sock)",
  ],
  [
    "hosts and addresses",
    [
      { kind: "host", host: "a.test", port: 443 },
      { kind: "address", address: "2001:db8::1", port: 80 },
    ],
    "the sandbox stopped: connecting to a.test:443, connecting to [2001:db8::1]:80",
    null,
  ],
  ["what is tried in passing", [write("/usr/lib/python3/x/__pycache__/a.pyc.1")], null, null],
];
test.each(KNOWN)("names %s", (_name, attempts, words, need) => {
  const denial = denialOf({ ...AROUND, attempts, status: 1, stderr: "", permissions: BOX });
  expect(denial === null ? null : describeDenial(denial)).toBe(words);
  const opening = denial?.kind === "known" ? denial.opening : null;
  expect(denial === null || opening === null ? null : describeNeed(denial, opening)).toBe(need);
});

test("what is known comes before what is guessed, and says that it is not all", () => {
  const end = { ...AROUND, attempts: [write("/etc/x")], status: 159, stderr: "EPERM", permissions: BOX };
  expect(denialOf(end)).toEqual<Denial>({
    kind: "known",
    stopped: [{ kind: "call" }, write("/etc/x")],
    more: 0,
    opening: null,
    home: "/home/you",
  });
  expect(describeDenial({ kind: "guess", line: "EPERM" })).toBe("the sandbox seems to have stopped it: EPERM");
});

test.each([
  [0, BOX],
  [1, UNRESTRICTED],
] as const)("nothing is shown of what a command got over: status %i", (status, permissions) => {
  expect(denialOf({ ...AROUND, attempts: [write("/etc/x")], status, stderr: "EPERM", permissions })).toBeNull();
});
