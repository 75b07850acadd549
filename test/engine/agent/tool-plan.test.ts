/** What an agent wants to know of the person: what is asked, and where nobody is. */
import { expect, test } from "vitest";
import type { ThreadOptions } from "../../../src/engine/agent/host.ts";
import { call, fakeThread } from "./fake-thread.ts";

const CHOICE = { id: "a", header: "A", question: "Which?", options: [{ label: "x", description: "X" }] };

test("what the agent wants to know is asked as its call and nothing else, and what was answered is told", async () => {
  const asked: unknown[] = [];
  const input = { questions: [{ ...CHOICE, threadId: "t" }], threadId: "another", itemId: "another" };
  const askUser: ThreadOptions["askUser"] = (item, questions) => {
    asked.push([item, questions]);
    return Promise.resolve({ answers: { a: { answers: ["x"] } } });
  };
  const thread = fakeThread({ steps: [[call("c1", "request_user_input", input)]], thread: { askUser } });
  await thread.say("go");
  expect(asked).toEqual([["c1", [{ ...CHOICE, isOther: true, isSecret: false }]]]);
  expect(thread.outputs()["c1"]).toBe('{"answers":{"a":{"answers":["x"]}}}');
});

test("without the feature nobody is asked what the agent wants to know", async () => {
  const features = { additionalPermissions: false, requestPermissions: false, asksUser: false };
  const call1 = call("c1", "request_user_input", { questions: [CHOICE] });
  const thread = fakeThread({ steps: [[call1]], standing: { features } });
  await thread.say("go");
  expect(thread.outputs()["c1"]).toBe("request_user_input is unavailable in Default mode");
});

const REFUSED: readonly [name: string, questions: readonly object[], told: string][] = [
  ["no question", [], "request_user_input needs a question"],
  [
    "a question without its words",
    [{ id: "a", header: "A" }],
    "failed to parse function arguments: missing field `questions.0.question`",
  ],
];
const askUser = (): never => expect.fail("nobody is to be asked");

test.each(REFUSED)("%s is told, and not asked", async (_name, questions, told) => {
  const thread = fakeThread({ steps: [[call("c1", "request_user_input", { questions })]], thread: { askUser } });
  await thread.say("go");
  expect(thread.outputs()["c1"]).toBe(told);
});
