/** What `assent sandbox` and `assent debug` ask for, say and return. */
import { expect, test } from "vitest";
import type { Ran } from "../../../src/core/approval/facts.ts";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import type { Notice } from "../../../src/core/config/notice.ts";
import { READ_ONLY, type Restricted, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { Plan } from "../../../src/core/sandbox/plan.ts";
import { seatbeltProfile } from "../../../src/core/sandbox/seatbelt.ts";
import type { StartFault } from "../../../src/engine/host.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { bypassBanner } from "../../../src/surfaces/cli/banner.ts";
import { DEBUG, SANDBOX } from "../../../src/surfaces/cli/commands-run.ts";
import { commandHelp } from "../../../src/surfaces/cli/help.ts";
import { debug, sandbox, type SandboxIo } from "../../../src/surfaces/cli/sandbox.ts";

const PLAN: Plan = {
  sandbox: "bubblewrap",
  program: "/usr/bin/bwrap",
  args: ["--ro-bind", "/", "/", "--", "echo", "a b"],
  around: 4,
  command: ["echo", "a b"],
  cwd: "/w",
  scrub: { scrub: [], keep: [] },
  env: { CODEX_SANDBOX_NETWORK_DISABLED: "1" },
  seccomp: null,
  mounts: [
    { path: "/w", is: "writable" },
    { path: "/w/.git", is: "read-only" },
    { path: "/w/.codex", is: "covered" },
    { path: "/w/\u001b[31m", is: "pinned" },
  ],
  supervised: false,
  notices: [],
};
const ENDED: Ran = { kind: "ended", status: 0, stopped: null, denied: null, taken: [], output: null };

const HELD: Restricted = { ...READ_ONLY, limits: { processes: 256, memory: null, fileSize: null } };

type Seen = { status: number; out: string; error: string; opened: unknown[]; ran: unknown[] };

async function call(
  surface: typeof sandbox,
  args: readonly string[],
  ran: Ran = ENDED,
  fault: StartFault | null = null,
  notices: readonly Notice[] = [],
): Promise<Seen> {
  const seen: Seen = { status: 0, out: "", error: "", opened: [], ran: [] };
  const io: SandboxIo = {
    async open(options) {
      seen.opened.push(options);
      if (fault !== null) return err(fault);
      return ok({
        permissions: options.flags.yolo ? UNRESTRICTED : HELD,
        withheld: ["B_TOKEN", "A_KEY\u001b[31m"],
        notices,
        async run(command, watch, tell) {
          seen.ran.push({ command, watch });
          tell(PLAN);
          return ran;
        },
      });
    },
    out: (text) => (seen.out += text),
    error: (text) => (seen.error += text),
    colour: () => false,
    screen: () => null,
  };
  seen.status = await surface(args, io);
  return seen;
}

const NO_OPTIONS = { flags: NO_FLAGS, overrides: [], cwd: null, addDirs: [], timeoutMs: null };

const ASKED: readonly [args: readonly string[], options: object, command: readonly string[]][] = [
  [["linux", "--", "ls", "-l"], {}, ["ls", "-l"]],
  [["linux", "ls", "--help"], {}, ["ls", "--help"]],
  [["--", "linux"], {}, ["linux"]],
  [["linux", "--full-auto", "--", "x"], { flags: { ...NO_FLAGS, fullAuto: true } }, ["x"]],
  [
    ["linux", "--sandbox", "workspace-write", "--add-dir", "/a", "--add-dir", "b", "-C", "d", "--timeout", "1.5", "x"],
    { flags: { ...NO_FLAGS, sandboxMode: "workspace-write" }, addDirs: ["/a", "b"], cwd: "d", timeoutMs: 1500 },
    ["x"],
  ],
  [
    ["linux", "-c", "sandbox_workspace_write.network_access=true", "-c", "a=b", "--", "--", "x"],
    { overrides: ["sandbox_workspace_write.network_access=true", "a=b"] },
    ["--", "x"],
  ],
];
test.each(ASKED)("%j", async (args, options, command) => {
  expect(await call(sandbox, args)).toEqual({
    status: 0,
    out: "",
    error: "",
    opened: [{ ...NO_OPTIONS, ...options }],
    ran: [{ command, watch: false }],
  });
});

const MISUSED: readonly [args: readonly string[], why: string][] = [
  [[], "there is no command; write it after --"],
  [["linux"], "there is no command; write it after --"],
  [["linux", "--full-auto", "--"], "there is no command; write it after --"],
  [["macos", "ls"], "macos prints the profile and takes no command; use it with sandbox-exec -f FILE COMMAND"],
  [["seatbelt", "--", "ls"], "macos prints the profile and takes no command; use it with sandbox-exec -f FILE COMMAND"],
  [["windows", "--", "ls"], "there is no sandbox for Windows itself: run assent inside WSL 2, as on Linux"],
  [["landlock", "--", "ls"], 'Landlock is a part of "assent sandbox linux", where the kernel has it'],
  [["linux", "--escalate", "x", "--", "ls"], "--escalate is for other commands"],
  [["linux", "--rules", "x", "--", "ls"], "--rules is for other commands"],
  [["linux", "--answers", "x", "--", "ls"], "--answers is for other commands"],
  [["linux", "--timeout", "soon", "--", "ls"], '--timeout takes a number of seconds up to 2147483, not "soon"'],
];
test.each(MISUSED)("%j is refused, and nothing runs", async (args, why) => {
  expect(await call(sandbox, args)).toEqual({
    status: 64,
    out: "",
    error: `assent sandbox: ${why}\nTry: assent sandbox --help\n`,
    opened: [],
    ran: [],
  });
});

test("the profile for macOS is printed for the permissions of the options, and nothing runs", async () => {
  const seen = await call(sandbox, ["macos", "--sandbox", "read-only"]);
  expect(seen).toEqual({
    status: 0,
    out: seatbeltProfile(HELD),
    error: "",
    opened: [{ ...NO_OPTIONS, flags: { ...NO_FLAGS, sandboxMode: "read-only" } }],
    ran: [],
  });
});

test("what does not count is said, what is about asking is not", async () => {
  const notices: readonly Notice[] = [{ kind: "on-failure-deprecated" }, { kind: "profile-unused", name: "x" }];
  expect(await call(sandbox, ["linux", "x"], ENDED, null, notices)).toMatchObject({
    status: 0,
    error: 'assent: the permission profile "x" does not count: a stronger source sets the sandbox mode\n',
  });
});

const STATUSES: readonly [ran: Ran, status: number, error: string][] = [
  [{ ...ENDED, status: 3 }, 3, ""],
  [{ ...ENDED, status: 137 }, 137, ""],
  [{ kind: "not-started", fault: "sandbox", why: "no\u001bwhere" }, 71, "assent: no\\x1bwhere\n"],
  [
    { kind: "not-started", fault: "program", why: "there is no program x on PATH" },
    127,
    "assent: there is no program x on PATH\n",
  ],
];
test.each(STATUSES)("%j gives its status", async (ran, status, error) => {
  expect(await call(sandbox, ["linux", "x"], ran)).toMatchObject({ status, error, out: "" });
});

test("settings that are wrong are said, and nothing runs", async () => {
  const fault: StartFault = { kind: "usage", why: "cannot work in /x: there is no such folder" };
  expect(await call(sandbox, ["linux", "x"], ENDED, fault)).toMatchObject({
    status: 64,
    error: "assent: cannot work in /x: there is no such folder\n",
    ran: [],
  });
});

const TOLD = `assent: read-only: may read everything, write nothing; no network
assent: at most 256 processes
assent: held by namespaces and mounts (bubblewrap); there is no supervisor, so programs inside are not seen one by one
assent: /w: writable
assent: /w/.git: read-only
assent: /w/.codex: kept absent
assent: /w/\\x1b[31m: kept in place
assent: leaves out of the environment: A_KEY\\x1b[31m, B_TOKEN
assent: sets CODEX_SANDBOX_NETWORK_DISABLED=1
assent: runs /usr/bin/bwrap --ro-bind / / -- echo 'a b'
`;
const ENDS: readonly [ran: Ran, end: string][] = [
  [ENDED, "ended with 0"],
  [{ ...ENDED, status: 2 }, "ended with 2; nothing points to the sandbox"],
  [
    { ...ENDED, status: 1, stopped: null, denied: { kind: "guess", line: "touch: Read-only file system" } },
    "ended with 1; the sandbox seems to have stopped it: touch: Read-only file system",
  ],
];
test.each(ENDS)("debug tells how the command is held, and how it ended: %j", async (ran, end) => {
  expect(await call(debug, ["--", "echo", "a b"], ran)).toMatchObject({
    error: `${TOLD}assent: ${end}\n`,
    ran: [{ command: ["echo", "a b"], watch: true }],
  });
});

test("what a command left behind and was taken away is told, with the way back", async () => {
  const taken = [{ path: "/w/a b/.mcp.json", why: "makes agents start \u001b[31m", kept: "/h/taken/1/.mcp.json" }];
  expect(await call(sandbox, ["linux", "--", "x"], { ...ENDED, taken })).toMatchObject({
    status: 0,
    error:
      "assent: /w/a b/.mcp.json was taken away, for it makes agents start \\x1b[31m; " +
      "to put it back: mv -- /h/taken/1/.mcp.json '/w/a b/.mcp.json'\n",
  });
});

test.each([
  ["sandbox", sandbox, ["linux", "--help"], SANDBOX],
  ["debug", debug, ["-h"], DEBUG],
] as const)("the help of %s", async (name, surface, args, help) => {
  expect(await call(surface, args)).toMatchObject({ status: 0, out: commandHelp(name, help, false), error: "" });
});

test("--yolo runs without a sandbox, and says so each time", async () => {
  expect(await call(sandbox, ["linux", "--yolo", "--", "x"])).toMatchObject({
    status: 0,
    error: bypassBanner(null, false),
    opened: [{ ...NO_OPTIONS, flags: { ...NO_FLAGS, yolo: true } }],
  });
});
