/** `assent log`: stories, crashes, damaged logs, hostile text, choosing, listing. */
import { describe, expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Entry } from "../../../src/core/approval/record.ts";
import { printLine } from "../../../src/core/audit/line.ts";
import { READ_ONLY } from "../../../src/core/permissions/permissions.ts";
import { LOG } from "../../../src/surfaces/cli/commands-run.ts";
import { commandHelp } from "../../../src/surfaces/cli/help.ts";
import { log } from "../../../src/surfaces/cli/log.ts";
import { ESCALATED } from "../tui/questions-reviews.ts";

const TIME = Date.UTC(2026, 10, 21, 11, 15, 2);
const HEADER = printLine({
  kind: "header",
  format: 1,
  version: "0.1.0",
  time: TIME,
  pid: 7,
  host: "h",
  cwd: "/w",
  argv: ["run", "--", "npm", "test"],
});
const HEAD = ["  2026-11-21 11:15:02 UTC, in /w, assent 0.1.0, process 7 on h", "  arguments: run -- npm test"];

/** Each entry a second after the one before. */
function textOf(...entries: readonly (readonly [id: string, entry: Entry])[]): string {
  const lines = entries.map(([id, entry], index) =>
    printLine({ kind: "record", seq: index + 1, time: TIME + 1000 * (index + 1), case: id, entry }),
  );
  return HEADER + lines.join("");
}

const command = (argv: readonly [string, ...string[]], why: string | null = null): Request => ({
  action: { kind: "command", argv, cwd: "/w", escalate: why !== null, why },
  mode: "run",
});

const RESTRICTED = { ...READ_ONLY, writable: [] } as const;
const RECEIVED: Entry = { kind: "received", request: command(["npm", "test"]) };
const JUDGED: Entry = {
  kind: "judged",
  requirement: "run",
  under: RESTRICTED,
  reasons: [{ kind: "match", match: { kind: "other", command: ["npm", "test"] } }],
  reading: { kind: "plain", commands: [["npm", "test"]] },
};
const GRANTED: Entry = { kind: "granted", permissions: RESTRICTED, from: "policy" };
const STARTED: Entry = { kind: "started" };
const ENDED: Entry = {
  kind: "settled",
  outcome: { kind: "ran", inner: [], status: 0, stopped: null, denied: null, taken: [], output: null },
};

type Ran = { readonly status: number; readonly out: string; readonly error: string };

async function run(args: readonly string[], files: Readonly<Record<string, string>>, colour = false): Promise<Ran> {
  let out = "";
  let error = "";
  const status = await log(args, {
    list: async () => Object.keys(files),
    read: async (name) => files[name] ?? Promise.reject(new Error(`${name}: gone`)),
    lines: async function* (name) {
      yield* (files[name] ?? "").split("\n");
    },
    out: (text) => (out += text),
    error: (text) => (error += text),
    colour,
  });
  return { status, out, error };
}

const told = (...lines: readonly string[]): Ran => ({
  status: 0,
  out: ["Session a", ...HEAD, ...lines, ""].join("\n"),
  error: "",
});

test("reviews of all sessions, or of one", async () => {
  const files = {
    "a.jsonl": textOf(["1", { kind: "reviewed", review: ESCALATED }]),
    "b.jsonl": textOf(["1", { kind: "reviewed", review: { ...ESCALATED, id: "1-7" } }]),
  };
  const told = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await run(["--reviews", ...args], files)).out.match(/review \S+ of session \S+|\d+ reviews?$/gmu) ?? [];
  expect(await told()).toEqual(["review 1-1 of session a", "review 1-7 of session b", "2 reviews"]);
  expect(await told("b")).toEqual(["review 1-7 of session b", "1 review"]);
  expect(await told("-n", "1")).toEqual(["review 1-7 of session b", "1 review"]);
  expect((await run(["--reviews", "--list"], files)).status).toBe(64);
});

describe("the story of", () => {
  const STORIES: readonly [name: string, entries: readonly (readonly [string, Entry])[], lines: readonly string[]][] = [
    [
      "a command that ran in its sandbox",
      [RECEIVED, JUDGED, GRANTED, STARTED, ENDED].map((entry) => ["1", entry]),
      [
        "",
        "[1] run npm test",
        "  11:15:03  received  in /w",
        "  11:15:04  judged    it may run",
        "            read as   npm test",
        "            because   no rule covers npm test",
        "  11:15:05  granted   by the rules and the policy",
        "            run in    read-only: may read everything, write nothing; no network",
        "  11:15:06  started",
        "  11:15:07  ended     done",
      ],
    ],
    [
      "a question, a rule saved, a second run outside",
      [
        ["1", { kind: "received", request: command(["bash", "-c", "echo $X"], "needs it") }],
        [
          "1",
          {
            kind: "judged",
            requirement: "ask",
            under: { kind: "unrestricted" },
            reasons: [{ kind: "escalation" }],
            reading: { kind: "opaque", command: ["bash"], why: "expansion", at: 5 },
          },
        ],
        [
          "1",
          {
            kind: "asked",
            amendment: { kind: "prefix", pattern: ["npm", "test"] },
            under: { kind: "unrestricted" },
            attempt: 2,
          },
        ],
        [
          "1",
          {
            kind: "answered",
            verdict: {
              outcome: { kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["npm"] } },
              by: "user",
              note: null,
            },
          },
        ],
        ["1", { kind: "amended", amendment: { kind: "prefix", pattern: ["npm"] } }],
        ["1", { kind: "denied", status: 1, denial: { kind: "guess", line: "read-only file system" } }],
        [
          "1",
          {
            kind: "settled",
            outcome: { kind: "ran", inner: [], status: 3, stopped: null, denied: null, taken: [], output: null },
          },
        ],
      ],
      [
        "",
        "[1] run bash -c 'echo $X'",
        "  11:15:03  received  in /w",
        "            wants     to run outside the sandbox",
        "            says      needs it",
        "  11:15:04  judged    to be asked",
        "            read as   one unknown command, for it has a variable or other expansion",
        "            because   it asks to run outside the sandbox",
        "  11:15:05  asked     whether to run it again",
        "            to run in no sandbox: may read, write and reach everything you can",
        "            proposed  allow npm test …",
        "  11:15:06  answered  accepted, with the rule: allow npm … (by the user)",
        "  11:15:07  saved     allow npm …",
        "  11:15:08  stopped   status 1; the sandbox seems to have stopped it: read-only file system",
        "  11:15:09  ended     ended with status 3",
      ],
    ],
    [
      "a patch and a connection",
      [
        [
          "1",
          {
            kind: "received",
            request: {
              action: {
                kind: "patch",
                cwd: "/w",
                why: null,
                text: "*** Begin Patch\n*** Add File: a\n*** Update File: b\n*** Move to: c\n@@\n-x\n*** End Patch",
              },
              mode: "judge",
            },
          },
        ],
        ["1", { kind: "settled", outcome: { kind: "allowed" } }],
        [
          "2",
          {
            kind: "received",
            request: {
              action: {
                kind: "network",
                host: "h",
                port: 443,
                protocol: "https",
                command: ["curl", "h"],
                chain: [["make"], ["sh", "-c", "curl h"]],
                why: null,
              },
              mode: "judge",
            },
          },
        ],
        ["2", { kind: "asked", amendment: null, under: { kind: "unrestricted" }, attempt: 1 }],
        ["2", { kind: "granted", permissions: { kind: "unrestricted" }, from: "user" }],
        ["2", { kind: "settled", outcome: { kind: "allowed" } }],
      ],
      [
        "",
        "[1] change a, b",
        "  11:15:03  received  in /w; only to be judged, the caller runs it",
        "            add       a",
        "            move      b to c",
        "  11:15:04  ended     allowed; the caller carries it out",
        "",
        "[2] connect to h:443 (https)",
        "  11:15:05  received  a connection",
        "            by        make > sh -c 'curl h' > curl h",
        "  11:15:06  asked     whether to go on",
        "  11:15:07  granted   by the answer",
        "  11:15:08  ended     allowed",
      ],
    ],
    [
      "a session that crashed while a command ran",
      [RECEIVED, JUDGED, GRANTED, STARTED].map((entry) => ["1", entry]),
      [
        "",
        "[1] run npm test",
        "  11:15:03  received  in /w",
        "  11:15:04  judged    it may run",
        "            read as   npm test",
        "            because   no rule covers npm test",
        "  11:15:05  granted   by the rules and the policy",
        "            run in    read-only: may read everything, write nothing; no network",
        "  11:15:06  started",
        "            no end    it had been started; whether and how it ended is unknown",
      ],
    ],
    ["a session without actions", [], ["  nothing was asked for"]],
  ];

  test.each(STORIES)("%s", async (_name, entries, lines) => {
    expect(await run([], { "a.jsonl": textOf(...entries) })).toEqual(told(...lines));
  });
});

test("text from outside is shown escaped and adds no line", async () => {
  const entry: Entry = { kind: "received", request: command(["x\u001b[2J\n[9] fake", "\u202e"], "a\r\nb") };
  const { out } = await run([], { "a.jsonl": textOf(["1", entry]) });
  expect(out.split("\n").slice(3, -1)).toEqual([
    "",
    "[1] run 'x\\x1b[2J\\n[9] fake' '\\u{202e}'",
    "  11:15:03  received  in /w",
    "            wants     to run outside the sandbox",
    "            says      a\\r\\nb",
    "            no end    it had not been judged; nothing was run",
  ]);
});

test("a damaged log is told as far as it goes", async () => {
  const good = textOf(["1", RECEIVED]);
  const damaged = `${good}{"half\n${printLine({ kind: "repaired", time: TIME, bytes: 9 })}${printLine({
    kind: "record",
    seq: 3,
    time: TIME,
    case: "2",
    entry: { kind: "settled", outcome: { kind: "no-such" } as never },
  })}{"torn`;
  const { out, status } = await run([], { "a.jsonl": damaged });
  expect([status, out.split("\n").slice(3)]).toEqual([
    0,
    [
      "",
      "[1] run npm test",
      "  11:15:03  received  in /w",
      "            no end    it had not been judged; nothing was run",
      "",
      "[2] an action whose beginning is not in the log",
      "  11:15:02  settled   this record is damaged",
      "",
      "Log: line 3 cannot be read",
      "Log: line 4: after a crash, 9 bytes of an unfinished line were cut off on 2026-11-21 at 11:15:02",
      "Log: before line 5 records are missing or moved: number 2 should follow, not 3",
      "Log: line 6 has no end: the session crashed while it wrote, or is writing now",
      "",
    ],
  ]);
});

const usage = (why: string): Ran => ({ status: 64, out: "", error: `assent log: ${why}\nTry: assent log --help\n` });

describe("choosing", () => {
  const one = textOf(
    ["1", RECEIVED],
    ["1", ENDED],
    ["2", RECEIVED],
    ["2", { kind: "settled", outcome: { kind: "cancelled" } }],
    ["3", RECEIVED],
  );
  const files = { "a1.jsonl": one, "a2.jsonl": HEADER, "b.jsonl": textOf(["1", RECEIVED]) };
  const first = async (...args: readonly string[]): Promise<string> =>
    (await run(args, files)).out.split("\n")[0] ?? "";

  test("the last session, one by name, one by part of its name", async () => {
    expect([await first(), await first("a1"), await first("a2.jsonl"), await first("2")]).toEqual([
      "Session b",
      "Session a1",
      "Session a2",
      "Session a2",
    ]);
  });

  test("the last actions", async () => {
    const { out } = await run(["a1", "-n1"], files);
    expect(out.split("\n").slice(3, 6)).toEqual(["  2 earlier actions are not shown", "", "[3] run npm test"]);
  });

  const FAULTS: readonly [args: readonly string[], expected: Ran][] = [
    [["c"], usage("there is no session c; see assent log --list")],
    [["a"], usage("2 sessions match a; give more of the name")],
    [["a1", "a2"], usage("one session at a time")],
    [["--list", "a1"], usage("--list takes no session")],
    [["--lost\u001b"], usage("there is no option --lost\\x1b; did you mean --list?")],
    [["-n", "0"], usage("-n needs a whole number above 0")],
    [["-n"], usage("-n needs N behind it")],
  ];
  test.each(FAULTS)("refuses %j", async (args, expected) => {
    expect(await run(args, files)).toEqual(expected);
  });

  test("lists sessions with what became of them", async () => {
    expect((await run(["--list"], files)).out).toBe(
      "a1  2026-11-21 11:15:02  /w  3 actions, 1 refused, 1 unfinished\n" +
        "a2  2026-11-21 11:15:02  /w  0 actions\n" +
        "b  2026-11-21 11:15:02  /w  1 action, 1 unfinished\n",
    );
    expect((await run(["--list", "-n", "1"], files)).out).toBe("b  2026-11-21 11:15:02  /w  1 action, 1 unfinished\n");
  });

  test("lists sessions as JSON", async () => {
    const { out } = await run(["--list", "--json", "-n1"], files);
    expect(JSON.parse(out)).toMatchObject({ session: "b", actions: 1, refused: 0, unfinished: 1, flaws: [] });
  });
});

test("--json gives the lines as they were written, safe for a terminal", async () => {
  const text = textOf(["1", { kind: "received", request: command(["x\u009b31m\u{e0041}"]) }]);
  const { out } = await run(["--json"], { "a.jsonl": text });
  expect(out).toBe(text.replace("\u009b", "\\u009b").replace("\u{e0041}", "\\udb40\\udc41"));
  expect(
    out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown),
  );
  expect((await run(["--json", "-n1"], { "a.jsonl": text })).out.split("\n").length).toBe(2);
});

test("colours only where they are wanted", async () => {
  const { out } = await run([], { "a.jsonl": HEADER }, true);
  expect(out.split("\n")[0]).toBe("\u001b[1mSession a\u001b[0m");
});

test("says so when there is nothing to tell, or nothing to be read", async () => {
  expect(await run([], {})).toEqual({ status: 0, out: "", error: "assent log: no session has been recorded yet\n" });
  const gone = { status: 70, out: "", error: "assent log: cannot read the log: a.jsonl: gone\n" };
  expect(await run([], { "a.jsonl": undefined as never })).toEqual(gone);
});

test("the help", async () => {
  expect(await run(["--help"], {})).toEqual({ status: 0, out: commandHelp("log", LOG, false), error: "" });
});
