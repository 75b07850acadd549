/** What a thread is shown to be in, and by which words, after what happened in it. */
import { expect, test } from "vitest";
import type { Item, Turn } from "../../../src/core/agent/item.ts";
import type { ThreadEvent } from "../../../src/engine/agent/thread.ts";
import type { JsonObject } from "../../../src/kit/json.ts";
import { followedFrom } from "../../../src/surfaces/server/followed.ts";

const TIMES = { startedAt: 1, completedAt: null };
const COMMAND: Item = {
  ...TIMES,
  id: "c1",
  kind: "command",
  argv: ["/bin/bash", "-lc", "ls"],
  cwd: "/w",
  actions: [],
  status: "in-progress",
  process: null,
  output: null,
  exitCode: null,
  isUsers: false,
  note: null,
};
const said = (text: string): Item => {
  return { ...TIMES, id: text, kind: "user-message", content: [{ kind: "text", text }], clientId: null };
};
const turn = (status: Turn["status"], items: readonly Item[] = []): Turn => {
  return { id: "t", status, error: null, startedAt: 1, completedAt: null, items };
};
const started = (item: Item): ThreadEvent => ({ kind: "item-started", turn: "t", item });
const BEGUN: ThreadEvent = { kind: "turn-started", turn: turn("in-progress") };
const ended = (status: Turn["status"]): ThreadEvent => ({ kind: "turn-ended", turn: turn(status) });
const waiting = (questions: number): ThreadEvent => ({ kind: "waiting", questions });

const ACTIVE = { type: "active", activeFlags: [] };
const ASKING = { type: "active", activeFlags: ["waitingOnApproval"] };
const IDLE = { type: "idle" };

const STATES: readonly [name: string, events: readonly ThreadEvent[], told: readonly JsonObject[]][] = [
  ["a turn", [BEGUN, ended("completed")], [ACTIVE, IDLE]],
  ["a turn that failed", [BEGUN, ended("failed")], [ACTIVE, { type: "systemError" }]],
  ["a question", [BEGUN, waiting(1), waiting(2), waiting(0)], [ACTIVE, ASKING, ACTIVE]],
  ["a question after its turn", [BEGUN, ended("completed"), waiting(1)], [ACTIVE, IDLE]],
  ["a turn that begins with a question", [waiting(1), BEGUN], [ASKING]],
];
test.each(STATES)("tells the status once for each change: %s", (_name, events, told) => {
  const heard: JsonObject[] = [];
  const followed = followedFrom(
    [],
    () => 0,
    (status) => heard.push(status),
  );
  for (const event of events) followed.follow(event);
  expect([heard, followed.status()]).toEqual([told, told.at(-1)]);
});

test("texts that are asked for show beside questions", () => {
  const heard: JsonObject[] = [];
  let inputs = 1;
  const followed = followedFrom(
    [],
    () => inputs,
    (status) => heard.push(status),
  );
  followed.follow(BEGUN);
  followed.follow(waiting(1));
  inputs = 0;
  followed.inputsChanged();
  expect(heard.map((status) => status["activeFlags"])).toEqual([
    ["waitingOnUserInput"],
    ["waitingOnApproval", "waitingOnUserInput"],
    ["waitingOnApproval"],
  ]);
});

const COMMANDS: readonly [name: string, events: readonly ThreadEvent[], found: Item | null][] = [
  ["while it goes on", [started(COMMAND)], COMMAND],
  ["not after its end", [started(COMMAND), { kind: "item-completed", turn: "t", item: COMMAND }], null],
  ["not after its turn", [started(COMMAND), ended("interrupted")], null],
];
test.each(COMMANDS)("knows a command %s", (_name, events, found) => {
  const followed = followedFrom(
    [],
    () => 0,
    () => undefined,
  );
  for (const event of events) followed.follow(event);
  expect(followed.command("c1")).toEqual(found);
});

test.each([
  ["the first words of a new thread", [], "Mend it"],
  ["those of a thread that is resumed", [turn("completed", [COMMAND, said("Find it"), said("Well?")])], "Find it"],
])("shows %s", (_name, turns, preview) => {
  const followed = followedFrom(
    turns,
    () => 0,
    () => undefined,
  );
  for (const words of ["Mend it", "and test"]) followed.follow(started(said(words)));
  expect(followed.preview()).toBe(preview);
});
