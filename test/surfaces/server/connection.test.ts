/** Clients and threads together: what is answered, told and asked, and who may answer. */
import { expect, test } from "vitest";
import type { Turn } from "../../../src/core/agent/item.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import { type Hall, newHall, type Seat, type Stage } from "./hall.ts";
import { questionAbout, ruled, TOUCH } from "./questions.ts";

const EXPERIMENTAL = { capabilities: { experimentalApi: true } };

async function started(hello: object = EXPERIMENTAL): Promise<{ hall: Hall; seat: Seat; stage: Stage }> {
  const hall = newHall();
  const seat = await hall.join(hello);
  await seat.heard();
  await seat.ask("thread/start", { cwd: "/w" });
  const [stage] = hall.stages;
  if (stage === undefined) throw new Error("no thread was opened");
  return { hall, seat, stage };
}

/** Asks as the thread does; the verdict, once there is one. */
function ask(
  stage: Stage,
  more: Parameters<typeof questionAbout>[1] = {},
): {
  readonly verdicts: Verdict[];
  readonly takeBack: () => void;
} {
  const verdicts: Verdict[] = [];
  const taking = new AbortController();
  const asking = { thread: stage.id, turn: "turn-1", question: questionAbout(TOUCH, more) };
  void stage.options.ask(asking, taking.signal).then((verdict) => verdicts.push(verdict));
  return { verdicts, takeBack: () => taking.abort() };
}

const methods = (messages: readonly unknown[]): readonly unknown[] =>
  messages.map(
    (message) => (Object(message) as { method?: string; error?: { message: string } }).method ?? answerIn(message),
  );

function haveDetails(messages: readonly unknown[]): readonly boolean[] {
  return messages.map((message) =>
    Object.hasOwn(Object((Object(message) as { params?: unknown }).params) as object, "details"),
  );
}

function answerIn(message: unknown): unknown {
  const { error, result } = Object(message) as { error?: { message: string }; result?: unknown };
  return error === undefined ? Object.keys(Object(result) as object) : error.message;
}

test("tells who it is, and is told twice that it was told", async () => {
  const hall = newHall();
  const seat = await hall.join();
  await seat.heard();
  expect(methods(await seat.ask("initialize", { clientInfo: { name: "x", version: "1" } }))).toEqual([
    "Already initialized",
  ]);
});

test("a thread is answered first and announced then", async () => {
  const hall = newHall();
  const seat = await hall.join(EXPERIMENTAL);
  await seat.heard();
  const heard = await seat.ask("thread/start", { cwd: "/w", approvalPolicy: "on-request", sandbox: "workspace-write" });
  expect(methods(heard)).toEqual([expect.arrayContaining(["thread", "approvalPolicy", "sandbox"]), "thread/started"]);
  expect(heard[0]).toMatchObject({
    result: {
      thread: { id: "t1", status: { type: "idle" }, turns: [], originator: "test", createdAt: 7 },
      approvalPolicy: "on-request",
      sandbox: { type: "workspaceWrite", writableRoots: [] },
      cwd: "/w",
      activePermissionProfile: null,
    },
  });
  expect(hall.stages[0]?.options.wish).toEqual({
    cwd: "/w",
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
  });
});

const REFUSED: readonly [name: string, method: string, params: object, why: string | RegExp][] = [
  ["a thread that cannot be opened", "thread/start", { model: "none" }, "there is no such model"],
  ["a turn of an unknown thread", "turn/start", { threadId: "x", input: [] }, "thread not found: x"],
  [
    "a turn under a policy that is not allowed",
    "turn/start",
    { threadId: "t1", input: [], approvalPolicy: "never" },
    "never is not allowed",
  ],
  ["an interrupt of nothing", "turn/interrupt", { threadId: "t1", turnId: "u" }, "no active turn to interrupt"],
  [
    "sound",
    "turn/start",
    { threadId: "t1", input: [{ type: "audio", url: "x" }] },
    "input of the type audio is not supported",
  ],
  [
    "a sandbox that nobody sees",
    "turn/start",
    { threadId: "t1", input: [], sandboxPolicy: { type: "externalSandbox" } },
    /externalSandbox is not supported/,
  ],
  ["what is not there yet", "thread/compact/start", { threadId: "t1" }, /is not supported by this version/],
  ["a thread that is not kept", "thread/read", { threadId: "x" }, "thread not loaded: x"],
  ["a login", "account/login/start", { type: "apiKey", apiKey: "k" }, /logs nobody in/],
];

test.each(REFUSED)("refuses %s, and the thread lives", async (_name, method, params, why) => {
  const { seat } = await started();
  expect(methods(await seat.ask(method, params))).toEqual([expect.stringMatching(why)]);
  expect(methods(await seat.ask("thread/loaded/list"))).toEqual([["data", "nextCursor"]]);
});

test("what happens in a turn is told after the answer that started it, with the thread's status", async () => {
  const { seat, stage } = await started();
  const turn: Turn = {
    id: "turn-1",
    status: "in-progress",
    error: null,
    startedAt: 1_000,
    completedAt: null,
    items: [],
  };
  stage.onStart = () => stage.options.emit({ kind: "turn-started", turn });
  expect(methods(await seat.ask("turn/start", { threadId: "t1", input: [{ type: "text", text: "go" }] }))).toEqual([
    ["turn"],
    "thread/status/changed",
    "turn/started",
  ]);
  stage.options.emit({ kind: "waiting", questions: 1 });
  stage.options.emit({ kind: "waiting", questions: 2 });
  stage.options.emit({ kind: "waiting", questions: 0 });
  stage.options.emit({ kind: "turn-ended", turn: { ...turn, status: "completed", completedAt: 2_500 } });
  expect(await seat.heard()).toMatchObject([
    { params: { status: { type: "active", activeFlags: ["waitingOnApproval"] } } },
    { params: { status: { type: "active", activeFlags: [] } } },
    { params: { status: { type: "idle" } } },
    { method: "turn/completed", params: { turn: { status: "completed", durationMs: 1_500, items: [] } } },
  ]);
});

test("an answer settles its question once; what comes later changes nothing and is told", async () => {
  const { seat, stage } = await started();
  const { verdicts } = ask(stage);
  expect(methods(await seat.heard())).toEqual(["item/commandExecution/requestApproval"]);
  expect(methods(await seat.say({ id: 0, result: { decision: "accept" } }))).toEqual(["serverRequest/resolved"]);
  expect(verdicts).toEqual([{ outcome: { kind: "accept" }, by: "user", note: null }]);
  expect(await seat.say({ id: 0, result: { decision: "cancel" } })).toEqual([
    { method: "warning", params: { threadId: null, message: "no question waits for an answer with the id 0" } },
  ]);
  expect(await seat.say({ id: 99, result: { decision: "accept" } })).toMatchObject([{ method: "warning" }]);
  expect(verdicts).toHaveLength(1);
});

test("an answer that does not fit its definition is none, though a decision can be read in it", async () => {
  const { seat, stage } = await started();
  const { verdicts } = ask(stage);
  await seat.heard();
  await seat.say({ id: 0, result: { decision: "accept", feedback: 5 } });
  expect(verdicts).toMatchObject([{ outcome: { kind: "decline" }, by: "fault" }]);
});

test("of several clients the first answer counts, and the others hear that it is over", async () => {
  const { hall, seat, stage } = await started();
  const other = await hall.join(EXPERIMENTAL);
  await other.ask("thread/resume", { threadId: "t1" });
  await other.heard();
  const { verdicts } = ask(stage);
  expect(methods(await seat.heard())).toEqual(["item/commandExecution/requestApproval"]);
  expect(methods(await other.say({ id: 0, result: { decision: "decline" } }))).toEqual([
    "item/commandExecution/requestApproval",
    "serverRequest/resolved",
  ]);
  expect(methods(await seat.heard())).toEqual(["serverRequest/resolved"]);
  expect(await seat.say({ id: 0, result: { decision: "accept" } })).toMatchObject([{ method: "warning" }]);
  expect(verdicts).toMatchObject([{ outcome: { kind: "decline" }, by: "user" }]);
});

test("an answer under the id of another client's question is none", async () => {
  const { hall, seat, stage } = await started();
  const stranger = await hall.join(EXPERIMENTAL);
  await stranger.heard();
  const { verdicts } = ask(stage);
  await seat.heard();
  expect(await stranger.say({ id: 0, result: { decision: "accept" } })).toMatchObject([{ method: "warning" }]);
  expect(verdicts).toEqual([]);
});

test("whoever comes while a question waits is sent it", async () => {
  const { hall, stage } = await started();
  ask(stage);
  const other = await hall.join(EXPERIMENTAL);
  await other.heard();
  expect(methods(await other.ask("thread/resume", { threadId: "t1" }))).toEqual([
    expect.arrayContaining(["thread"]),
    "item/commandExecution/requestApproval",
  ]);
});

test("a question that is taken back is over for its clients", async () => {
  const { seat, stage } = await started();
  const { verdicts, takeBack } = ask(stage);
  await seat.heard();
  takeBack();
  expect(methods(await seat.heard())).toEqual(["serverRequest/resolved"]);
  expect(verdicts).toMatchObject([{ outcome: { kind: "decline" }, by: "fault" }]);
});

test("when the last client has gone the thread waits for another one, which is asked", async () => {
  const { hall, seat, stage } = await started();
  const { verdicts } = ask(stage);
  await seat.heard();
  seat.leave();
  expect(stage.done).toEqual([{ detached: 30 }]);
  const other = await hall.join(EXPERIMENTAL);
  await other.heard();
  expect(methods(await other.ask("thread/resume", { threadId: "t1" }))).toContain(
    "item/commandExecution/requestApproval",
  );
  expect(stage.done).toEqual([{ detached: 30 }, "attached"]);
  await other.say({ id: 0, result: { decision: "accept" } });
  expect(verdicts).toMatchObject([{ outcome: { kind: "accept" } }]);
});

test("leaving a thread is like going away, and may be done once", async () => {
  const { seat, stage } = await started();
  const leave = (): Promise<readonly unknown[]> => seat.ask("thread/unsubscribe", { threadId: "t1" });
  expect(await leave()).toMatchObject([{ result: { status: "unsubscribed" } }]);
  expect(await leave()).toMatchObject([{ result: { status: "notSubscribed" } }]);
  expect(stage.done).toEqual([{ detached: 30 }]);
  stage.options.emit({ kind: "warning", text: "unheard" });
  expect(await seat.heard()).toEqual([]);
});

test("what only a person may answer never reaches a client without one, and fails where there is no other", async () => {
  const { hall, seat, stage } = await started();
  expect(ask(stage, { reasons: [ruled(true)] }).verdicts).toEqual([]);
  expect(await seat.heard()).toEqual([]);
  const person = await hall.join({ capabilities: { experimentalApi: true, requiredHumanApproval: true } });
  await person.ask("thread/resume", { threadId: "t1" });
  await person.heard();
  const { verdicts } = ask(stage, { id: "2", reasons: [ruled(true)] });
  expect(methods(await person.heard())).toEqual(["item/commandExecution/requestApproval"]);
  expect(await seat.heard()).toEqual([]);
  person.leave();
  await seat.heard();
  expect(verdicts).toMatchObject([{ outcome: { kind: "decline" }, by: "fault" }]);
});

test("details go to the client that wants them, and to no other", async () => {
  const { hall, seat, stage } = await started();
  const curious = await hall.join({ capabilities: { experimentalApi: true, assent: { details: true } } });
  await curious.ask("thread/resume", { threadId: "t1" });
  await curious.heard();
  ask(stage, { reasons: [{ kind: "escalation" }] });
  expect(haveDetails(await seat.heard())).toEqual([false]);
  expect(haveDetails(await curious.heard())).toEqual([true]);
});

test("notifications that a client opted out of are not sent", async () => {
  const { seat, stage } = await started({
    capabilities: { experimentalApi: true, optOutNotificationMethods: ["warning"] },
  });
  stage.options.emit({ kind: "warning", text: "a" });
  stage.options.emit({ kind: "diff", turn: "u", diff: "d" });
  expect(methods(await seat.heard())).toEqual(["turn/diff/updated"]);
});

test("what the agent asks a person is put to the clients, and answered once", async () => {
  const { seat, stage } = await started();
  const questions = [{ id: "a", header: "A", question: "Which?" }];
  stage.running = "turn-1";
  const answer = stage.options.askUser?.("call_1", questions, new AbortController().signal);
  expect(await seat.heard()).toMatchObject([
    { method: "item/tool/requestUserInput", params: { itemId: "call_1", questions, isBlocking: false } },
    { method: "thread/status/changed", params: { status: { activeFlags: ["waitingOnUserInput"] } } },
  ]);
  await seat.say({ id: 0, result: { answers: { a: { answers: ["x"] } } } });
  expect(await answer).toEqual({ answers: { a: { answers: ["x"] } } });
});

test("an interrupt names the turn that runs, and what follows waits for its end", async () => {
  const { seat, stage } = await started();
  await seat.ask("turn/start", { threadId: "t1", input: [{ type: "text", text: "go" }] });
  expect(methods(await seat.ask("turn/interrupt", { threadId: "t1", turnId: "u" }))).toEqual([
    "expected active turn id u but found turn-1",
  ]);
  expect(await seat.ask("turn/interrupt", { threadId: "t1", turnId: "turn-1" })).toMatchObject([{ result: {} }]);
  expect(stage.done).toEqual([
    { content: [{ kind: "text", text: "go" }], clientId: null, outputSchema: null },
    { interrupted: "turn-1" },
  ]);
});

test("settings for a turn and all later ones are wished for before it starts", async () => {
  const { seat, stage } = await started();
  await seat.ask("turn/start", {
    threadId: "t1",
    input: [],
    approvalPolicy: { granular: { sandbox_approval: true, rules: false, mcp_elicitations: true } },
    approvalsReviewer: "guardian_subagent",
    sandboxPolicy: { type: "workspaceWrite", writableRoots: ["/o"], networkAccess: true },
  });
  expect(stage.wishes).toEqual([
    {
      approvalPolicy: {
        granular: {
          sandbox_approval: true,
          rules: false,
          mcp_elicitations: true,
          request_permissions: false,
          skill_approval: false,
        },
      },
      reviewer: "auto_review",
      sandboxMode: "workspace-write",
      workspaceWrite: {
        writable_roots: ["/o"],
        network_access: true,
        exclude_tmpdir_env_var: false,
        exclude_slash_tmp: false,
      },
    },
  ]);
});

test("a list of threads asks for what people talked to, newest first", async () => {
  const { seat, stage } = await started();
  expect(await seat.ask("thread/list", { limit: 1000, cwd: "/w" })).toMatchObject([
    {
      result: { data: [{ id: "kept", status: { type: "notLoaded" }, createdAt: 1, source: "cli" }], nextCursor: null },
    },
  ]);
  expect(stage.done).toEqual([
    {
      limit: 100,
      cursor: null,
      sortBy: "created",
      order: "desc",
      isArchived: false,
      modelProviders: [],
      sources: ["cli", "vscode", "appServer"],
      cwds: ["/w"],
      search: null,
    },
  ]);
});

test("archiving a thread that is open ends it, and everybody hears of it", async () => {
  const { hall, seat, stage } = await started();
  const other = await hall.join();
  await other.heard();
  expect(methods(await seat.ask("thread/archive", { threadId: "t1" }))).toEqual([
    "thread/status/changed",
    "thread/closed",
    [],
    "thread/archived",
  ]);
  expect(stage.done).toContain("closed");
  expect(methods(await other.heard())).toEqual(["thread/archived"]);
});

test("a client finds a model to name, whatever the settings say", async () => {
  const { seat } = await started();
  expect(await seat.ask("model/list")).toMatchObject([{ result: { data: [{ id: "usual", isDefault: true }] } }]);
});

test("processes that run on can be listed and ended", async () => {
  const { seat } = await started();
  expect(await seat.ask("thread/backgroundTerminals/list", { threadId: "t1" })).toMatchObject([
    { result: { data: [{ processId: "5", itemId: "call_1", command: "sleep 9", osPid: null }] } },
  ]);
  expect(await seat.ask("thread/backgroundTerminals/terminate", { threadId: "t1", processId: "6" })).toMatchObject([
    { result: { terminated: false } },
  ]);
});
