/** What becomes of a run when its supervisor, a stand-in, asks, tells, fails or dies. */
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Plan } from "../../src/core/sandbox/plan.ts";
import { type Attempt, type ExecEvent, type Supervision, UNSUPERVISED } from "../../src/core/sandbox/supervision.ts";
import { exec, type ExecResult } from "../../src/effects/exec.ts";
import { newWorld } from "./world.ts";

const STAND_IN = fileURLToPath(new URL("fixtures/supervisor.mjs", import.meta.url));

async function runUnder(
  words: readonly string[],
  supervision: Supervision = UNSUPERVISED,
  onReady: () => void = () => undefined,
  mayOpen: (path: string) => boolean = () => false,
): Promise<ExecResult> {
  const { ws, home } = newWorld();
  const args = [STAND_IN, ...words];
  const plan: Plan = {
    sandbox: "bubblewrap",
    program: process.execPath,
    args,
    around: args.length,
    command: ["true"],
    cwd: ws,
    scrub: { scrub: [], keep: [] },
    env: {},
    seccomp: new Uint8Array([1, 2, 3]),
    supervised: true,
    mounts: [],
    notices: [],
  };
  const streams = { kind: "capture", input: null, bytesMax: 1000 } as const;
  const options = {
    env: process.env,
    streams,
    timeoutMs: 20_000,
    supervision,
    onReady,
    mayOpen,
    folder: `${home}/assent`,
  };
  return exec(plan, options, new AbortController().signal);
}

const NONSENSE = [
  "null",
  '"ready"',
  "{}",
  '{"kind":"ready"}',
  '{"kind":"unknown"}',
  '{"kind":"exec","id":1,"pid":2,"ancestors":[],"path":null,"argv":["a",1],"cwd":"/","first":false}',
  '{"kind":"exec","id":"1","pid":2,"ancestors":[],"path":null,"argv":["a"],"cwd":"/","first":false}',
  '{"kind":"exec","id":1,"pid":2,"ancestors":["a"],"path":null,"argv":["a"],"cwd":"/","first":false}',
  '{"kind":"exec","id":1,"pid":2,"ancestors":[],"path":5,"argv":["a"],"cwd":"/","first":false}',
  '{"kind":"attempt","what":"write"}',
  '{"kind":"attempt","what":"address","address":"1.2.3.4"}',
  '{"kind":"attempt","what":"other","path":"/x"}',
  '{"kind":"proxy"}',
  '{"kind":"open","id":1}',
  '{"kind":"open","path":"/w/.env"}',
];
test.each(NONSENSE)("what is not understood ends the run: %s", async (message) => {
  expect(await runUnder(["speaks nonsense", message])).toMatchObject({
    kind: "ended",
    stopped: "fault",
    fault: "the sandbox lost its supervisor: the supervisor said what assent does not understand",
  });
});

test("what is handed over when the run is over keeps nothing open", async () => {
  const path = `${newWorld().home}/socket`;
  expect(await runUnder(["hands over too late", path])).toMatchObject({ kind: "ended", stopped: "fault" });
  const refused = await new Promise((resolve) => {
    const socket = connect(path, () => resolve(null)).once("error", (error) => resolve("code" in error && error.code));
    socket.unref();
  });
  expect(refused).toBe("ECONNREFUSED");
});

const LOST = "the sandbox lost its supervisor";
const ENDS: readonly [what: string, result: object][] = [
  ["ends well", { kind: "ended", status: 3, stopped: null, fault: null }],
  ["fails later", { kind: "ended", stopped: "fault", fault: `${LOST}: a path could not be covered` }],
  ["is killed", { kind: "ended", stopped: "fault", fault: `${LOST}: it was ended by SIGKILL` }],
  ["hangs up", { kind: "ended", stopped: "fault", fault: `${LOST}: the supervisor hung up` }],
  [
    "fails before it is ready",
    {
      kind: "not-started",
      fault: "sandbox",
      why: "the sandbox could not be completed (--cgroup: Permission denied); nothing was run",
    },
  ],
  [
    "is killed at once",
    {
      kind: "not-started",
      fault: "sandbox",
      why: "the sandbox could not be completed (it was ended by SIGKILL); nothing was run",
    },
  ],
  [
    "cannot execute the command",
    { kind: "not-started", fault: "program", why: "true could not be executed: ./x: Exec format error" },
  ],
];
test.each(ENDS)("one that %s", async (what, result) => {
  expect(await runUnder([what])).toMatchObject(result);
});

test("each thing that was stopped is told once, its bytes as text", async () => {
  const attempts: Attempt[] = [];
  await runUnder(["tells of attempts"], { ...UNSUPERVISED, attempt: (attempt) => attempts.push(attempt) });
  expect(attempts).toEqual([
    { kind: "write", path: "/etc/hösts" },
    { kind: "address", address: "10.0.0.1", port: 22 },
    { kind: "socket", path: "/run/docker.sock" },
  ]);
});

const ANSWERS: readonly [name: string, answer: Supervision["exec"], told: string][] = [
  ["allowed", () => Promise.resolve("allow"), "allow 1\n"],
  ["allowed for the run", () => Promise.resolve("allow-same"), "allow-same 1\n"],
  ["refused", () => Promise.resolve("refuse"), "refuse 1\n"],
  ["refused where nobody is asked", null, "refuse 1\n"],
  ["refused where asking fails", () => Promise.reject(new Error("fault")), "refuse 1\n"],
  [
    "refused where asking fails at once",
    () => {
      throw new Error("fault");
    },
    "refuse 1\n",
  ],
];
test.each(ANSWERS)("a program is %s", async (_name, answer, told) => {
  const seen: ExecEvent[] = [];
  const ask = answer === null ? null : (event: ExecEvent) => (seen.push(event), answer(event));
  const result = await runUnder(["asks about a program"], { ...UNSUPERVISED, exec: ask });
  expect(result.kind === "ended" && Buffer.from(result.output).toString()).toBe(told);
  const event = { pid: 7, ancestors: [["make"]], path: "/bin/rm", argv: ["rm", "ä"], cwd: "/w" };
  expect(seen).toEqual(answer === null ? [] : [event]);
});

test("what is to be opened is allowed or refused by its path, links resolved", async () => {
  const seen: string[] = [];
  const mayOpen = (path: string): boolean => (seen.push(path), path === "/w/ä");
  const result = await runUnder(["asks about openings"], UNSUPERVISED, () => undefined, mayOpen);
  expect(result.kind === "ended" && Buffer.from(result.output).toString()).toBe("allow 1\nrefuse 2\n");
  expect(seen).toEqual(["/w/ä", "/w/.env"]);
});

test("the filter is read to its end, and readiness is told once", async () => {
  let ready = 0;
  const result = await runUnder(["reads the filter"], UNSUPERVISED, () => (ready += 1));
  expect([result.kind === "ended" && Buffer.from(result.output).toString(), ready]).toEqual(["010203", 1]);
});
