/** Who follows a thread: never a client that has gone while it was opened or joined. */
import { expect, test } from "vitest";
import { newHall } from "./hall.ts";

const OPENING: readonly (readonly [method: string, params: object])[] = [
  ["thread/start", {}],
  ["thread/resume", { threadId: "kept" }],
  ["thread/fork", { threadId: "kept" }],
];

test.each(OPENING)("a client that goes during %s is none that the thread waits for", async (method, params) => {
  const { join, stages } = newHall();
  const seat = await join();
  const asked = seat.ask(method, params);
  seat.leave();
  await asked;
  const other = await join();
  const [stage] = stages;
  expect(stage?.done).toEqual([{ detached: 30 }]);
  await other.ask("thread/resume", { threadId: stage?.id });
  expect(stage?.done).toEqual([{ detached: 30 }, "attached"]);
});

test("one that goes while it joins others changes nothing for them, and the last of them still counts", async () => {
  const { join, stages } = newHall();
  const seat = await join();
  await seat.ask("thread/start");
  const [stage] = stages;
  const late = await join();
  const asked = late.ask("thread/resume", { threadId: stage?.id, model: "m" });
  late.leave();
  await asked;
  expect(stage?.done).toEqual([]);
  seat.leave();
  await seat.heard();
  expect(stage?.done).toEqual([{ detached: 30 }]);
});

test("a thread that is resumed has the name that it was given before", async () => {
  const seat = await newHall().join();
  expect(await seat.ask("thread/resume", { threadId: "kept" })).toMatchObject([
    { result: { thread: { id: "kept", name: "as it was called" } } },
  ]);
});
