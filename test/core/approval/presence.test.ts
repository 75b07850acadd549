/** Questions while people come and go. */
import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Request } from "../../../src/core/approval/action.ts";
import { openDesk, storyOf, UNTRUSTED } from "../../engine/desk.ts";
import { FACTS, RAN, accept, answer, command } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

const MAKE: Request = { action: command(["make"]), mode: "run" };
const DONE: Outcome = { ...RAN, kind: "ran", inner: [] };
const declined = (note: string): Outcome => ({
  kind: "declined",
  verdict: { outcome: { kind: "decline", feedback: null }, by: "nobody", note },
});
const NOBODY = declined("nobody was there to answer");

test("whoever comes back in time is asked anew, and no earlier answer counts", async () => {
  const desk = openDesk();
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.engine.detach(1000);
  await desk.settle();
  desk.asked[0]?.answer(answer({ kind: "cancel" }));
  await desk.settle();
  expect([desk.asked.length, desk.asked[0]?.signal.aborted, desk.alarms[0]?.ms]).toEqual([1, true, 1000]);
  desk.engine.attach();
  await desk.settle();
  expect([desk.asked.length, desk.alarms[0]?.signal.aborted]).toEqual([2, true]);
  desk.asked[1]?.answer(accept());
  expect(await done).toEqual(DONE);
  expect(storyOf(desk)).toEqual(
    ["received", "judged", "asked", "asked", "answered", "granted", "started", "settled"].map((kind) => `1 ${kind}`),
  );
});

test("where nobody comes back in time all that waits is declined, in the name of nobody", async () => {
  const desk = openDesk();
  const done = [desk.engine.submit(MAKE), desk.engine.submit({ ...MAKE, action: command(["make", "b"]) })];
  await desk.settle();
  desk.engine.detach(1000);
  const later = desk.engine.submit({ ...MAKE, action: command(["make", "c"]) });
  await desk.settle();
  desk.alarms[0]?.ring();
  expect(await Promise.all([...done, later])).toEqual([NOBODY, NOBODY, NOBODY]);
  expect(storyOf(desk).filter((line) => line.startsWith("3 "))).toEqual(
    ["received", "judged", "waits", "answered", "settled"].map((kind) => `3 ${kind}`),
  );
  expect([desk.asked.length, desk.ports.journal.includes("perform")]).toEqual([2, false]);
});

test("after that questions are declined at once, until somebody is there", async () => {
  const desk = openDesk();
  desk.engine.detach(0);
  await desk.settle();
  desk.alarms[0]?.ring();
  await desk.settle();
  expect(await desk.engine.submit(MAKE)).toEqual(NOBODY);
  desk.engine.attach();
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.asked[0]?.answer(accept());
  expect(await done).toEqual(DONE);
});

test("what is asked while nobody is there is asked of whoever comes", async () => {
  const desk = openDesk();
  desk.engine.detach(null);
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  expect([desk.asked.length, desk.alarms.length, storyOf(desk).at(-1)]).toEqual([0, 0, "1 waits"]);
  desk.engine.attach();
  await desk.settle();
  desk.asked[0]?.answer(accept());
  expect(await done).toEqual(DONE);
});

test("a time that was waited for and taken back ends nothing", async () => {
  const desk = openDesk();
  const done = desk.engine.submit(MAKE);
  desk.engine.detach(1000);
  await desk.settle();
  desk.engine.attach();
  desk.engine.detach(5000);
  await desk.settle();
  desk.alarms[0]?.ring();
  await desk.settle();
  desk.engine.attach();
  await desk.settle();
  desk.asked.at(-1)?.answer(accept());
  expect([await done, desk.alarms.map(({ ms }) => ms)]).toEqual([DONE, [1000, 5000]]);
});

test("what a person must not miss waits for them; what another one is asked goes on", async () => {
  const rules = rulesOf({ person: 'prefix_rule(pattern=["sign"], decision="prompt")' });
  const desk = openDesk({ rules: () => Promise.resolve(rules) }, { ...UNTRUSTED, asks: "hook" });
  const done = desk.engine.submit(MAKE);
  const signed = desk.engine.submit({ ...MAKE, action: command(["sign"]) });
  await desk.settle();
  desk.engine.detach(1000);
  await desk.settle();
  expect(desk.asked.map(({ of, signal }) => [of, signal.aborted])).toEqual([
    ["hook", false],
    ["person", true],
  ]);
  desk.asked[0]?.answer(accept());
  expect(await done).toEqual(DONE);
  desk.alarms[0]?.ring();
  expect(await signed).toEqual(NOBODY);
});

test("a question that nobody answers in time is declined, and its answer comes too late", async () => {
  const desk = openDesk({}, { ...UNTRUSTED, answerMsMax: 60_000 });
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.alarms[0]?.ring();
  expect(await done).toEqual(declined("nobody answered in time"));
  desk.asked[0]?.answer(accept());
  await desk.settle();
  expect([desk.asked[0]?.signal.aborted, desk.ports.journal.includes("perform")]).toEqual([true, false]);
});

test("a question that was answered in time does not expire", async () => {
  const desk = openDesk({}, { ...UNTRUSTED, answerMsMax: 60_000 });
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.asked[0]?.answer(accept());
  expect([await done, desk.alarms[0]?.signal.aborted]).toEqual([DONE, true]);
});

test("a program inside a command waits as well, and is refused where nobody comes", async () => {
  const told: Outcome[] = [];
  const desk = openDesk(
    {
      rules: () => Promise.resolve(rulesOf({ user: 'prefix_rule(pattern=["rm"], decision="prompt")' })),
      gather: (action) => {
        const file = { real: "/usr/bin/rm", isSteady: true, interpreter: [], copyOf: null };
        return Promise.resolve({ ...FACTS, isSupervised: true, file: action.kind === "exec" ? file : null });
      },
      perform: async (_grant, _facts, _watch, _signal, inner) => {
        const argv = ["rm", "x"] as const;
        told.push(
          await inner({ kind: "exec", argv, path: "/usr/bin/rm", cwd: "/w", chain: [["make"]], since: 0, why: null }),
        );
        return RAN;
      },
    },
    { ...UNTRUSTED, approvalPolicy: "on-request" },
  );
  desk.engine.detach(1000);
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.alarms[0]?.ring();
  const outcome = await done;
  expect([told, outcome.kind === "ran" && outcome.inner.map((inner) => inner.outcome)]).toEqual([[NOBODY], [NOBODY]]);
});

test("where no time can be waited for, it is over at once", async () => {
  const desk = openDesk({ wake: () => Promise.reject(new Error("no timer")) });
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.engine.detach(1000);
  expect(await done).toEqual(NOBODY);
});
