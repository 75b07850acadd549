/** The engine while people come and go, and turns are interrupted: each action ends once. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Ran } from "../../src/core/approval/facts.ts";
import { replay } from "../../src/core/approval/replay.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import { type Desk, openDesk, UNTRUSTED } from "../engine/desk.ts";
import { RAN, accept, answer, command } from "../engine/fake-ports.ts";

type World = {
  readonly desk: Desk;
  readonly running: (() => void)[];
  readonly outcomes: Outcome[];
  readonly submitted: Promise<unknown>[];
};

const VERDICTS = [accept(), answer({ kind: "accept-for-session" }), answer({ kind: "cancel" })] as const;

const ACTS: readonly ((world: World, choice: number) => void)[] = [
  ({ desk, outcomes, submitted }, choice) => {
    const action = command(["make", String(choice % 3)]);
    const request = { action, mode: "run", turn: "t" } as const;
    submitted.push(desk.engine.submit(request).then((outcome) => outcomes.push(outcome)));
  },
  // Whichever was asked, also what was taken back or answered long ago.
  ({ desk }, choice) => desk.asked[choice % Math.max(1, desk.asked.length)]?.answer(VERDICTS[choice % 7] ?? accept()),
  ({ desk }) => desk.asked.at(-1)?.answer(accept()),
  ({ running }) => running.shift()?.(),
  ({ desk }, choice) => desk.engine.detach(choice % 3 === 0 ? null : choice),
  ({ desk }) => desk.engine.attach(),
  ({ desk }) => desk.alarms.at(-1)?.ring(),
  ({ desk }, choice) => {
    if (choice % 3 === 0) desk.engine.interrupt();
  },
  ({ desk }, choice) => desk.engine.configure(choice % 2 === 0 ? UNTRUSTED : { ...UNTRUSTED, answerMsMax: 5 }),
  ({ desk }) => desk.engine.endTurn("t"),
  ({ desk }) => void desk.engine.changeGrant({ kind: "revoked", id: desk.engine.grants()[0]?.id ?? "g9" }),
];

function newWorld(): World {
  const running: (() => void)[] = [];
  const perform = (): Promise<Ran> => new Promise((resolve) => void running.push(() => resolve(RAN)));
  return { desk: openDesk({ perform }), running, outcomes: [], submitted: [] };
}

test("whatever happens around it", async () => {
  const act = fc.record({ kind: fc.nat(ACTS.length - 1), choice: fc.nat(60), isQuick: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
      const world = newWorld();
      const { desk, running, outcomes, submitted } = world;
      for (const { kind, choice, isQuick } of acts) {
        ACTS[kind]?.(world, choice);
        if (!isQuick) await desk.settle();
      }
      desk.engine.interrupt();
      await desk.settle();
      for (const end of running) end();
      await Promise.all(submitted);

      const kinds = desk.ports.records.map(({ entry }) => entry.kind);
      const count = (kind: string): number => kinds.filter((each) => each === kind).length;
      expect([outcomes.length, count("settled")]).toEqual([submitted.length, submitted.length]);
      expect(desk.ports.journal.filter((line) => line === "perform")).toHaveLength(count("started"));
      const { open, grants } = replay(desk.ports.records);
      expect([open.size, grants]).toEqual([0, desk.engine.grants()]);
      // Who was asked may put it away: it was answered, or taken back.
      expect(desk.asked.every(({ signal }) => signal.aborted)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
