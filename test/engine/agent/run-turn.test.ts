/** Ids that a model gives its calls: what a client looks up by one is what it is asked about. */
import { expect, test } from "vitest";
import { call, fakeThread, type Step } from "./fake-thread.ts";

const deploy = (id: string, target: string) =>
  call(id, "exec_command", { cmd: `deploy ${target}`, sandbox_permissions: "require_escalated", justification: "why" });

const CASES: readonly (readonly [name: string, steps: readonly Step[], asked: readonly string[]])[] = [
  ["in one reply", [[deploy("same", "this"), deploy("same", "that")]], ["deploy this"]],
  ["in a later reply", [[deploy("same", "this")], [deploy("same", "that")]], ["deploy this"]],
  ["of another kind of call", [[call("same", "update_plan", {}), deploy("same", "that")]], []],
  ["of its own each", [[deploy("one", "this"), deploy("two", "that")]], ["deploy this", "deploy that"]],
];

test.each(CASES)("a call with an id %s", async (_name, steps, asked) => {
  const thread = fakeThread({ steps });
  await thread.say("go");
  expect(
    thread.questions.map(({ question: { action } }) => (action.kind === "command" ? action.argv.at(-1) : action.kind)),
  ).toEqual(asked);
  const isRefused = asked.length < 2;
  expect(Object.values(thread.outputs()).join("\n").includes("the call id same was used before")).toBe(isRefused);
});

test("the id of another turn counts again", async () => {
  const thread = fakeThread({ steps: [[deploy("same", "this")], [], [deploy("same", "that")]] });
  await thread.say("go");
  await thread.say("go on");
  expect(thread.questions.map(({ turn, question }) => [turn, question.item])).toEqual([
    ["id-1", "same"],
    ["id-4", "same"],
  ]);
});
