/** A thread through its door: what is asked, shown, told and recorded, and in which order. */
import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Model } from "../../../src/engine/agent/model.ts";
import { makeGate } from "../../../src/engine/agent/gate.ts";
import type { Live } from "../../../src/engine/ports.ts";
import { answer, RAN } from "../fake-ports.ts";
import { call, factsOf, fakeThread, text } from "./fake-thread.ts";

const RUN = call("c1", "exec_command", { cmd: "make" });
const ESCALATE = { cmd: "deploy", sandbox_permissions: "require_escalated", justification: "why" };
const ASK = call("c1", "exec_command", ESCALATE);
const PATCH = { type: "custom_tool_call", id: "ctc", call_id: "p1", name: "apply_patch", input: "the patch" } as const;

const DECLINE = answer({ kind: "decline", feedback: null });
const CANCEL = answer({ kind: "cancel" });

const never = (_asking: unknown, signal: AbortSignal): Promise<Verdict> =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("withdrawn"))));

const patched = (path: string) => ({
  ports: { gather: () => Promise.resolve(factsOf(path)) },
  thread: { gatherPatch: () => Promise.resolve(factsOf(path).patch ?? { kind: "broken" as const, why: "" }) },
});

describe("a turn", () => {
  test("goes on until the model has nothing more to do", async () => {
    const thread = fakeThread({ steps: [[RUN], [text("bye")]] });
    await thread.say("go");
    expect(thread.shown).toEqual([
      "turn-started in-progress",
      "item-started user-message id-2",
      "item-completed user-message id-2",
      "item-started command c1 in-progress",
      "item-completed command c1 completed",
      "item-started agent-message msg",
      "item-completed agent-message msg",
      "turn-ended completed",
    ]);
    expect(thread.outputs()["c1"]).toMatch(/^Chunk ID: .*\nWall time: .*\nProcess exited with code 0\n/u);
  });

  test("asks for a command after it was shown, and shows its end after the answer", async () => {
    const thread = fakeThread({ steps: [[ASK]] });
    await thread.say("go");
    expect(thread.shown.slice(3, 7)).toEqual([
      "item-started command c1 in-progress",
      "waiting 1",
      "waiting 0",
      "item-completed command c1 completed",
    ]);
    expect(thread.questions.map(({ turn, question }) => [turn, question.item])).toEqual([["id-1", "c1"]]);
  });

  test("carries out all calls of a reply at once, and tells of them in their order", async () => {
    const answers = new Map<string, (verdict: Verdict) => void>();
    const thread = fakeThread({
      steps: [[ASK, call("c2", "exec_command", { ...ESCALATE, cmd: "other" })]],
      answer: ({ question }) => new Promise((resolve) => answers.set(question.item ?? "", resolve)),
    });
    const end = thread.say("go");
    await expect.poll(() => answers.size).toBe(2);
    answers.get("c2")?.(DECLINE);
    answers.get("c1")?.(answer({ kind: "accept" }));
    await end;
    const told = thread.requests[1]?.input.filter(({ type }) => type === "function_call_output");
    expect(told?.map((item) => item["call_id"])).toEqual(["c1", "c2"]);
    expect(thread.shown).toContain("item-completed command c2 declined");
  });

  test("hands what is typed meanwhile to the next request", async () => {
    const thread = fakeThread({
      steps: [[ASK]],
      answer: async () => {
        expect(
          thread.thread.start({ content: [{ kind: "text", text: "more" }], clientId: "k", outputSchema: null }),
        ).toBe("id-1");
        return answer({ kind: "accept" });
      },
    });
    await thread.say("go");
    const said = thread.requests[1]?.input.filter((item) => item["role"] === "user").map((item) => item["content"]);
    expect(said).toEqual([[{ type: "input_text", text: "go" }], [{ type: "input_text", text: "more" }]]);
  });

  test("ends as failed where the model does, and takes no call of that reply", async () => {
    const failed = { kind: "failed", fault: { message: "no such model", status: 404 } } as const;
    const thread = fakeThread({ steps: [[text("part"), RUN, failed]] });
    await thread.say("go");
    expect(thread.shown.slice(-2)).toEqual(["error no such model", "turn-ended failed"]);
    expect(thread.thread.turns()[0]?.error).toEqual({ message: "no such model", status: 404 });
    expect(thread.lines.flatMap((line) => (line.kind === "model-item" ? [line.item.type] : []))).toEqual([
      "message",
      "message",
    ]);
  });

  test("takes nothing of what came before a request was made again", async () => {
    const retry = { kind: "retry", attempt: 1, of: 3, why: "broke off" } as const;
    const thread = fakeThread({ steps: [[RUN, retry, text("bye")]] });
    await thread.say("go");
    expect(thread.shown).not.toContain("item-started command c1 in-progress");
    expect(thread.shown.at(-1)).toBe("turn-ended completed");
  });
});

describe("a person's answer", () => {
  const TOLD: readonly [name: string, verdict: Verdict, told: RegExp, ended: string][] = [
    ["a no", DECLINE, /rejected by user/u, "item-completed command c1 declined"],
    [
      "a no with words",
      answer({ kind: "decline", feedback: "use make" }),
      /The person says: use make/u,
      "item-completed command c1 declined",
    ],
  ];
  test.each(TOLD)("%s is told to the model, and the turn goes on", async (_name, verdict, told, ended) => {
    const thread = fakeThread({ steps: [[ASK]], answer: () => Promise.resolve(verdict) });
    await thread.say("go");
    expect(thread.outputs()["c1"]).toMatch(told);
    expect(thread.shown).toContain(ended);
    expect(thread.shown.at(-1)).toBe("turn-ended completed");
  });

  test("that cannot be had is told as such, and runs nothing", async () => {
    const thread = fakeThread({ steps: [[ASK]], answer: () => Promise.reject(new Error("gone")) });
    await thread.say("go");
    expect(thread.outputs()["c1"]).toMatch(/approval request failed: gone/u);
    expect(thread.shown).toContain("item-completed command c1 failed");
  });

  test("cancel ends the turn, with all that is open in it", async () => {
    const thread = fakeThread({
      steps: [[ASK, call("c2", "exec_command", { ...ESCALATE, cmd: "other" })], [RUN]],
      answer: ({ question }, signal) => (question.item === "c1" ? Promise.resolve(CANCEL) : never(null, signal)),
    });
    await thread.say("go");
    expect(thread.requests).toHaveLength(1);
    expect(thread.shown.at(-1)).toBe("turn-ended interrupted");
    expect(thread.shown).toEqual(
      expect.arrayContaining(["item-completed command c1 declined", "item-completed command c2 declined"]),
    );
    expect(thread.outputs()).toEqual({
      c1: expect.stringMatching(/aborted by user/u),
      c2: expect.stringMatching(/aborted by user/u),
    });
  });
});

describe("an interrupt", () => {
  test("takes questions back and completes what is open", async () => {
    const thread = fakeThread({ steps: [[ASK]], answer: never });
    const asked = thread.until("waiting 1");
    const end = thread.say("go");
    await asked;
    expect(await thread.thread.interrupt("id-1")).toEqual({ ok: true, value: null });
    await end;
    expect(thread.shown.slice(-3).toSorted()).toEqual([
      "item-completed command c1 declined",
      "turn-ended interrupted",
      "waiting 0",
    ]);
    expect(thread.thread.turns().map(({ status }) => status)).toEqual(["interrupted"]);
  });

  const WRONG: readonly [name: string, turn: string, error: string][] = [
    ["of another turn", "id-9", "the turn that runs is id-1, not id-9"],
  ];
  test.each(WRONG)("%s changes nothing", async (_name, turn, error) => {
    const gate = makeGate();
    const thread = fakeThread({ steps: [[ASK]], answer: () => gate.opened.then(() => answer({ kind: "accept" })) });
    const asked = thread.until("waiting 1");
    const end = thread.say("go");
    await asked;
    expect(await thread.thread.interrupt(turn)).toEqual({ ok: false, error });
    gate.open();
    await end;
    expect(thread.shown.at(-1)).toBe("turn-ended completed");
  });

  test("takes nothing more of a model that is still answering", async () => {
    const begun = makeGate();
    const model: Model = {
      async *stream(_request, signal) {
        yield { kind: "item-started", item: text("", "msg") };
        yield { kind: "text", item: "msg", delta: "half" };
        begun.open();
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      },
    };
    const thread = fakeThread({ steps: [], standing: { model } });
    const end = thread.say("go");
    await begun.opened;
    await thread.thread.interrupt("id-1");
    await end;
    expect(thread.shown.slice(-3)).toEqual([
      "message-delta",
      "item-completed agent-message msg",
      "turn-ended interrupted",
    ]);
  });

  test("without a turn is refused", async () => {
    expect(await fakeThread({ steps: [] }).thread.interrupt("id-1")).toEqual({
      ok: false,
      error: "no turn is running",
    });
  });
});

describe("patches", () => {
  test("are shown with their files, applied, and told", async () => {
    const thread = fakeThread({ steps: [[PATCH]], ...patched("/w/a") });
    await thread.say("go");
    expect(thread.outputs()["p1"]).toBe(
      "Exit code: 0\nWall time: 0.0000 seconds\nOutput:\nSuccess. Updated the following files:\nA a\n",
    );
    expect(thread.shown.slice(3, 6)).toEqual([
      "item-started file-change p1 in-progress",
      "item-completed file-change p1 completed",
      "diff",
    ]);
  });

  test("are not asked about where a file changed since it was shown", async () => {
    const { ports } = patched("/o/a");
    const { thread: shown } = patched("/o/b");
    const thread = fakeThread({ steps: [[PATCH]], ports, thread: shown });
    await thread.say("go");
    expect(thread.questions).toEqual([]);
    expect(thread.outputs()["p1"]).toMatch(/^approval request failed: a file changed/u);
  });

  test("in a here-document are patches as well", async () => {
    const cmd = "apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF\n";
    const thread = fakeThread({ steps: [[call("p1", "exec_command", { cmd })]], ...patched("/w/a") });
    await thread.say("go");
    expect(thread.shown[3]).toBe("item-started file-change p1 in-progress");
  });

  test("that cannot be read are told and not shown", async () => {
    const thread = fakeThread({ steps: [[PATCH]] });
    await thread.say("go");
    expect(thread.outputs()["p1"]).toBe("apply_patch verification failed: invalid patch: no patch");
    expect(thread.shown).not.toContain("item-started file-change p1 in-progress");
  });
});

/** It starts, prints, and ends when it is told `quit`, or when it is aborted. */
function runner(typed: string[]) {
  return {
    perform: (
      ...[, , , signal, , live]: readonly [unknown, unknown, unknown, AbortSignal, unknown, (Live | undefined)?]
    ) =>
      new Promise<typeof RAN>((resolve) => {
        const print = (words: string): void => live?.output(new TextEncoder().encode(words));
        signal.addEventListener("abort", () => resolve({ ...RAN, status: 143, stopped: "cancelled" }));
        live?.started({
          isSandboxed: true,
          write: (words) => {
            typed.push(words);
            print(`got ${words}`);
            if (words === "quit") resolve(RAN);
            return true;
          },
        });
        print("ready\n");
      }),
  };
}

function type(id: string, chars: string): ReturnType<typeof call> {
  return call(id, "write_stdin", { session_id: 1, chars });
}

describe("a command that runs on", () => {
  /** Long enough for all that is under way by then. */
  const atOnce = { sleep: () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve))) };
  const START = call("c1", "exec_command", { cmd: "make", tty: true });

  test("gives its number, takes input, and its item ends when it does", async () => {
    const typed: string[] = [];
    const thread = fakeThread({
      steps: [[START], [type("w1", "hello")], [type("w2", "quit")]],
      ports: runner(typed),
      thread: atOnce,
    });
    await thread.say("go");
    expect(typed).toEqual(["hello", "quit"]);
    const told = Object.values(thread.outputs()).map((output) => output.split("\n").slice(2));
    expect(told).toEqual([
      ["Process running with session ID 1", "Original token count: 2", "Output:", "ready", ""],
      ["Process running with session ID 1", "Original token count: 3", "Output:", "got hello"],
      ["Process exited with code 0", "Original token count: 2", "Output:", "got quit"],
    ]);
    expect(thread.shown.filter((line) => line.includes("c1"))).toEqual([
      "item-started command c1 in-progress",
      "item-completed command c1 completed",
    ]);
  });

  test("outlives its turn, and ends with the thread", async () => {
    const thread = fakeThread({ steps: [[START]], ports: runner([]), thread: atOnce });
    await thread.say("go");
    expect(thread.thread.processes().map(({ process, item }) => [process, item])).toEqual([["1", "c1"]]);
    await thread.thread.close();
    expect([thread.thread.processes(), thread.shown.at(-1)]).toEqual([[], "item-completed command c1 failed"]);
  });

  test("can be ended by its name", async () => {
    const thread = fakeThread({ steps: [[START]], ports: runner([]), thread: atOnce });
    await thread.say("go");
    expect([await thread.thread.endProcess("2"), await thread.thread.endProcess("1")]).toEqual([false, true]);
    expect(thread.thread.processes()).toEqual([]);
  });
});

const UNKNOWN: readonly [name: string, item: ReturnType<typeof call>, told: string][] = [
  ["a tool that is not there", call("c1", "shell", {}), "unsupported call: shell"],
  [
    "a plan, where the model has no tool for it",
    call("c1", "update_plan", { plan: [] }),
    "unsupported call: update_plan",
  ],
  ["permissions, where that is off", call("c1", "request_permissions", {}), "unsupported call: request_permissions"],
  [
    "a custom tool that is not there",
    { type: "custom_tool_call", id: "x", call_id: "c1", name: "shell", input: "" },
    "unsupported custom tool call: shell",
  ],
  ["a patch as a function", call("c1", "apply_patch", {}), "unsupported call: apply_patch"],
  [
    "a tool of a server, where there is none",
    { ...call("c1", "look", {}), namespace: "mcp__kit" },
    "unsupported call: mcp__kitlook",
  ],
  [
    "input for what does not run",
    call("c1", "write_stdin", { session_id: 9 }),
    "write_stdin failed: Unknown process id 9",
  ],
  [
    "questions, where nobody is there",
    call("c1", "request_user_input", { questions: [{ id: "a", header: "A", question: "Which?" }] }),
    "request_user_input is unavailable: nobody is there to answer",
  ],
  [
    "a picture that cannot be read",
    call("c1", "view_image", { path: "a.png" }),
    "unable to read the image at /w/a.png: no picture",
  ],
];
test.each(UNKNOWN)("the model is told of %s", async (_name, item, told) => {
  const thread = fakeThread({ steps: [[item]] });
  await thread.say("go");
  expect(thread.outputs()["c1"]).toBe(told);
});

test("each decision is in the history before what comes of it", async () => {
  const thread = fakeThread({ steps: [[ASK]] });
  await thread.say("go");
  const kinds = thread.lines.map((line): string => {
    if (line.kind === "decision") return line.record.entry.kind;
    return line.kind === "item" ? line.item.kind : line.kind;
  });
  expect(kinds.join(" ")).toBe(
    "turn user-message model-item model-item received judged asked answered granted started settled command model-item " +
      "agent-message model-item turn-ended",
  );
});

test("a history that cannot be written ends the turn, and nothing is carried out", async () => {
  const history = { path: null, append: () => Promise.reject(new Error("disk full")), close: () => Promise.resolve() };
  const thread = fakeThread({ steps: [[RUN]], thread: { history } });
  await thread.say("go");
  expect(thread.requests).toEqual([]);
  expect(thread.shown).toEqual(["error disk full", "turn-ended failed"]);
});

test("what holds is told once, and again when it has changed", async () => {
  let words = "a";
  const told = (): Promise<[ReturnType<typeof text>]> =>
    Promise.resolve([{ type: "message", role: "developer", content: [words] }]);
  const thread = fakeThread({ steps: [[RUN]], standing: { told } });
  await thread.say("go");
  words = "b";
  await thread.say("on");
  const heard = thread.requests
    .at(-1)
    ?.input.filter((item) => item["role"] === "developer")
    .map((item) => item["content"]);
  expect(heard).toEqual([["a"], ["b"]]);
});
