/** What the supervisor tells of a program, as an action and its answer. */
import { expect, test } from "vitest";
import type { Outcome } from "../../src/core/approval/record.ts";
import type { ExecAnswer, ExecEvent } from "../../src/core/sandbox/supervision.ts";
import { askAbout } from "../../src/effects/inner-programs.ts";
import type { InnerAction } from "../../src/engine/ports.ts";

const EVENT: ExecEvent = {
  pid: 7,
  ancestors: [["make", "all"], [], ["sh", "-c", "x"]],
  path: "/usr/bin/rm",
  argv: ["rm", "x"],
  cwd: "/w",
};
const ASKED: InnerAction = {
  kind: "exec",
  argv: ["rm", "x"],
  path: "/usr/bin/rm",
  cwd: "/w",
  chain: [
    ["make", "all"],
    ["sh", "-c", "x"],
  ],
  since: 5,
  why: null,
};

async function told(outcome: Outcome, events: readonly ExecEvent[]): Promise<readonly [ExecAnswer[], InnerAction[]]> {
  const asked: InnerAction[] = [];
  const ask = askAbout((action) => {
    asked.push(action);
    return Promise.resolve(outcome);
  }, 5);
  const answers: ExecAnswer[] = [];
  for (const event of events) answers.push(await ask(event));
  return [answers, asked];
}

const STARTS: Outcome = { kind: "starts", isLasting: false };
const CANCELLED: Outcome = { kind: "cancelled" };

const ANSWERS: readonly (readonly [outcome: Outcome, answer: ExecAnswer])[] = [
  [STARTS, "allow"],
  [{ kind: "starts", isLasting: true }, "allow-same"],
  [{ kind: "allowed" }, "refuse"],
  [CANCELLED, "refuse"],
  [{ kind: "forbidden", reasons: [] }, "refuse"],
  [{ kind: "fault", doing: "record", why: "no" }, "refuse"],
];

test.each(ANSWERS)("%j: %s", async (outcome, answer) => {
  expect(await told(outcome, [EVENT])).toEqual([[answer], [ASKED]]);
});

const PATHS: readonly (readonly [path: string | null, named: string | null])[] = [
  [null, null],
  ["/w/../w/a", "/w/a"],
  ["bin/a", "/w/bin/a"],
  ["/proc/self/fd/5", null],
  ["/dev/fd/5", null],
  ["/dev/shm/a", "/dev/shm/a"],
];

test.each(PATHS)("a program at %s", async (path, named) => {
  expect(await told(STARTS, [{ ...EVENT, path }])).toEqual([["allow"], [{ ...ASKED, path: named }]]);
});

test("a program without any word of its own goes by its file", async () => {
  expect(await told(STARTS, [{ ...EVENT, argv: [] }])).toEqual([["allow"], [{ ...ASKED, argv: ["/usr/bin/rm"] }]]);
});

test("what a process was refused is refused wherever else it finds it, and asked about again for others", async () => {
  const elsewhere = { ...EVENT, path: "/bin/rm" };
  const events = [EVENT, elsewhere, { ...EVENT, pid: 8 }, { ...EVENT, argv: ["ls"] }, elsewhere];
  const [answers, asked] = await told(CANCELLED, events);
  expect([
    answers,
    asked.map(({ kind, ...rest }) => (kind === "exec" && "path" in rest ? [rest.path, rest.argv] : [])),
  ]).toEqual([
    ["refuse", "refuse", "refuse", "refuse", "refuse"],
    [
      ["/usr/bin/rm", ["rm", "x"]],
      ["/usr/bin/rm", ["rm", "x"]],
      ["/usr/bin/rm", ["ls"]],
      ["/bin/rm", ["rm", "x"]],
    ],
  ]);
});
