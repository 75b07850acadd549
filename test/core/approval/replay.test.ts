/** Records read back, as they stand in a log, and a thread that goes on from them. */
import { expect, test } from "vitest";
import { parseLine, printLine } from "../../../src/core/audit/line.ts";
import type { Request } from "../../../src/core/approval/action.ts";
import type { AuditRecord } from "../../../src/core/approval/record.ts";
import { NOTHING_YET, replay } from "../../../src/core/approval/replay.ts";
import type { Replayed } from "../../../src/core/approval/session.ts";
import { type Desk, openDesk, storyOf, UNTRUSTED } from "../../engine/desk.ts";
import { accept, answer, command } from "../../engine/fake-ports.ts";

const MAKE: Request = { action: command(["make"]), mode: "run" };
const LASTING = answer({ kind: "accept-for-session", limits: { forMs: 5_000, uses: 3, survivesResume: true } });

/** Nothing is ever known of it. */
const NEVER = command(["never"]);

/** As they come back from the file. */
function logged(records: readonly AuditRecord[]): readonly AuditRecord[] {
  return records.flatMap((record) => {
    const line = parseLine(printLine({ kind: "record", ...record }).trimEnd());
    return line?.kind === "record" ? [line] : [];
  });
}

async function answerNext(desk: Desk, verdict = accept()): Promise<void> {
  await desk.settle();
  desk.asked.at(-1)?.answer(verdict);
  await desk.settle();
}

/** One case at each stage, one that has ended, and a grant of each kind of end. */
async function busy(): Promise<Desk> {
  const desk = openDesk({
    perform: () => new Promise(() => undefined),
    amend: () => new Promise(() => undefined),
    gather: (action) => (action === NEVER ? new Promise(() => undefined) : openDesk().ports.gather(action)),
  });
  void desk.engine.submit(MAKE);
  await answerNext(desk, LASTING);
  void desk.engine.submit({ ...MAKE, action: command(["make", "b"]) });
  await answerNext(desk, answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["make", "b"] } }));
  void desk.engine.submit({ ...MAKE, action: command(["make", "c"]) });
  void desk.engine.submit({ ...MAKE, action: NEVER });
  void desk.engine.submit({ ...MAKE, action: command(["make", "d"]) });
  await answerNext(desk, answer({ kind: "decline", feedback: null }));
  void desk.engine.submit({ ...MAKE, action: command(["make", "e"]) });
  await answerNext(desk, answer({ kind: "accept-for-session" }));
  void desk.engine.submit(MAKE);
  await desk.settle();
  return desk;
}

test("nothing is known before the first record", () => {
  expect(replay([])).toEqual(NOTHING_YET);
});

test("how far each case came, and which grants there are, is in the log", async () => {
  const desk = await busy();
  const { open, grants, lastCase, lastGrant, lastSeq } = replay(logged(desk.ports.records));
  expect([...open].map(([id, stage]) => `${id} ${stage}`)).toEqual([
    "1 running",
    "2 amending",
    "3 waiting",
    "4 gathering",
    "6 running",
    "7 running",
  ]);
  expect(grants).toEqual(desk.engine.grants());
  expect(grants.map(({ id, usesLeft }) => [id, usesLeft])).toEqual([
    ["g1", 2],
    ["g2", null],
  ]);
  expect([lastCase, lastGrant, lastSeq]).toEqual([7, 2, desk.ports.records.length]);
});

test("what was open is told as unfinished, once, and nothing of it is carried out again", async () => {
  const earlier = replay(logged((await busy()).ports.records));
  const desk = openDesk({}, UNTRUSTED, earlier);
  await desk.settle();
  expect(storyOf(desk)).toEqual([
    "1 settled",
    "2 settled",
    "3 settled",
    "4 settled",
    "6 settled",
    "7 settled",
    "6 over",
    "1 remembered",
  ]);
  expect(desk.ports.records.map(({ entry }) => (entry.kind === "settled" ? entry.outcome : null)).slice(0, 3)).toEqual([
    { kind: "fault", doing: "perform", why: "assent ended while it ran: whether and how it ended is not known" },
    { kind: "fault", doing: "ask", why: "assent ended before it was decided: nothing more was run" },
    { kind: "fault", doing: "ask", why: "assent ended before it was decided: nothing more was run" },
  ]);
  expect([desk.asked, desk.ports.journal.includes("perform")]).toEqual([[], false]);
});

test("the thread goes on with new numbers, and with the grants that were made to last", async () => {
  const before = (await busy()).ports.records;
  const desk = openDesk({}, UNTRUSTED, replay(before));
  const outcomes = [desk.engine.submit(MAKE), desk.engine.submit({ ...MAKE, action: command(["make", "e"]) })];
  await answerNext(desk, answer({ kind: "accept-for-session" }));
  await Promise.all(outcomes);
  const [first] = desk.ports.records;
  const received = desk.ports.records.filter(({ entry }) => entry.kind === "received").map(({ case: id }) => id);
  const grants = desk.engine.grants().map(({ id, usesLeft }) => [id, usesLeft]);
  expect([first?.seq, received, desk.asked.length, grants]).toEqual([
    before.length + 1,
    ["8", "9"],
    1,
    [
      ["g1", 1],
      ["g3", null],
    ],
  ]);
  // The whole story, over both sessions, reads as the living one.
  const { open, grants: replayed } = replay([...before, ...desk.ports.records]);
  expect([open, replayed]).toEqual([new Map(), desk.engine.grants()]);
});

test("a grant whose time is over is not taken over", async () => {
  const earlier: Replayed = replay((await busy()).ports.records);
  const desk = openDesk({ now: () => 6_000 }, UNTRUSTED, earlier);
  await desk.settle();
  expect(desk.engine.grants()).toEqual([]);
});

test("a log that cannot be written ends a resumed thread as any other", async () => {
  const earlier: Replayed = replay((await busy()).ports.records);
  const desk = openDesk({ append: () => Promise.reject(new Error("disk full")) }, UNTRUSTED, earlier);
  expect(await desk.engine.submit(MAKE)).toEqual({
    kind: "fault",
    doing: "record",
    why: "cannot write the log: disk full",
  });
});
