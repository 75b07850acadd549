/** One connection in memory: who may ask what when, and which answers count. */
import { expect, test } from "vitest";
import type { Received, Wire, WireObserver } from "../../../src/engine/wire.ts";
import { unknownMethod } from "../../../src/protocol/messages.ts";
import type { Answered } from "../../../src/surfaces/server/answer.ts";
import type { Reply } from "../../../src/surfaces/server/client.ts";
import {
  BACKLOG_DROP_BYTES,
  BACKLOG_END_BYTES,
  BACKLOG_SLOW_BYTES,
  connectPeer,
  OPEN_REQUESTS_MAX,
  type Peer,
  SLOW_MS_MAX,
} from "../../../src/surfaces/server/json-rpc.ts";

const HELLO = { id: 0, method: "initialize", params: { clientInfo: { name: "test", version: "1" } } };
const SHUT = { id: 1, method: "account/logout" };

type Line = {
  readonly peer: Peer;
  /** Hands over a message, or what came instead of one. */
  readonly say: (message: object | string) => void;
  readonly receive: (received: Received) => void;
  /** What was sent since the last look, times left out. */
  readonly heard: () => Promise<readonly unknown[]>;
  readonly strays: unknown[];
  readonly endings: string[];
  readonly setBacklog: (bytes: number) => void;
  readonly faults: unknown[];
  readonly wait: (ms: number) => void;
  readonly hangUp: () => void;
};

type Answer = (method: string, params: unknown) => Promise<Answered>;

const ECHO: Answer = async (method) => ({ ok: true, value: { result: { method }, after: null } });

async function connected(answer: Answer = ECHO, mayExperiment = false): Promise<Line> {
  const sent: string[] = [];
  const strays: unknown[] = [];
  const endings: string[] = [];
  let observer: WireObserver | null = null;
  let backlog = 0;
  let time = 5;
  const faults: unknown[] = [];
  const wire: Wire = {
    start: (given) => void (observer = given),
    send: (text) => void sent.push(text),
    backlog: () => backlog,
    end: (why) => void endings.push(why),
  };
  const peer = connectPeer(
    wire,
    {
      request: answer,
      notified: () => undefined,
      stray: (id) => strays.push(id),
      mayExperiment: () => mayExperiment,
      failed: (fault) => void faults.push(fault),
      ended: () => void endings.push("ended"),
    },
    () => time,
  );
  const heard = async (): Promise<readonly unknown[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return sent.splice(0).map((text) => JSON.parse(text) as unknown);
  };
  const receive = (received: Received): void => observer?.received(received);
  const say = (message: object | string): void =>
    receive({ kind: "text", text: typeof message === "string" ? message : JSON.stringify(message) });
  await heard();
  const hangUp = (): void => observer?.ended();
  const setBacklog = (bytes: number): void => void (backlog = bytes);
  const wait = (ms: number): void => void (time += ms);
  return { peer, say, receive, heard, strays, endings, faults, setBacklog, wait, hangUp };
}

async function welcomed(answer: Answer = ECHO): Promise<Line> {
  const line = await connected(answer);
  line.say(HELLO);
  await line.heard();
  return line;
}

const refused = (id: unknown, message: string, code = -32_600): object => ({ error: { code, message }, id });

test("nothing but initialize is answered first, and that once", async () => {
  const { say, heard } = await connected();
  say(SHUT);
  say(HELLO);
  say(SHUT);
  say({ ...HELLO, id: "again" });
  expect(await heard()).toEqual([
    refused(1, "Not initialized"),
    refused("again", "Already initialized"),
    { id: 0, result: { method: "initialize" } },
    { id: 1, result: { method: "account/logout" } },
  ]);
});

test("an initialize that is refused may be tried again", async () => {
  let isWell = false;
  const { say, heard } = await connected(async () =>
    isWell
      ? { ok: true, value: { result: {}, after: null } }
      : { ok: false, error: { message: "broken", data: { a: 1 } } },
  );
  say(HELLO);
  expect(await heard()).toEqual([{ error: { code: -32_600, data: { a: 1 }, message: "broken" }, id: 0 }]);
  say(SHUT);
  expect(await heard()).toEqual([refused(1, "Not initialized")]);
  isWell = true;
  say(HELLO);
  expect(await heard()).toEqual([{ id: 0, result: {} }]);
});

test.each<[what: string, message: Received | object | string, answer: object]>([
  ["what is no JSON", "{garbage", refused(null, "Parse error: the message is no JSON", -32_700)],
  ["what is no UTF-8", { kind: "not-text" }, refused(null, "Parse error: the message is no UTF-8", -32_700)],
  [
    "what is too long",
    { kind: "too-long", bytesMax: 9 },
    refused(null, "Invalid request: the message is longer than 9 bytes"),
  ],
  ["a batch", "[]", refused(null, "Invalid request: one message at a time, no batches")],
  ["a method that there is none of", { id: 4, method: "nope" }, refused(4, unknownMethod("nope"))],
  [
    "parameters that do not fit",
    { id: 4, method: "turn/interrupt", params: {} },
    refused(4, "Invalid request: missing field `threadId`"),
  ],
  [
    "what is experimental",
    { id: 4, method: "thread/settings/update", params: { threadId: "t" } },
    refused(4, "thread/settings/update requires experimentalApi capability"),
  ],
])("%s is answered, and the connection goes on", async (_what, message, answer) => {
  const { say, receive, heard } = await welcomed();
  if (typeof message === "object" && "kind" in message) receive(message);
  else say(message);
  expect(await heard()).toEqual([answer]);
  say(SHUT);
  expect(await heard()).toEqual([{ id: 1, result: { method: "account/logout" } }]);
});

test("notifications are never answered", async () => {
  const { say, heard } = await welcomed();
  say({ method: "initialized" });
  say({ method: "zork", params: 1 });
  expect(await heard()).toEqual([]);
});

test("a fault of ours is told without its words", async () => {
  const { say, heard } = await connected(async () => {
    throw new Error("secret");
  });
  say(HELLO);
  expect(await heard()).toEqual([refused(0, "Internal error: initialize failed", -32_603)]);
});

test("what belongs behind an answer comes behind it", async () => {
  const line: Line = await connected(async () => ({
    ok: true,
    value: { result: {}, after: () => void line.peer.notify("warning", { message: "x" }) },
  }));
  line.say(HELLO);
  expect(await line.heard()).toEqual([
    { id: 0, result: {} },
    { method: "warning", params: { message: "x" }, emittedAtMs: 5 },
  ]);
});

test("questions are counted from 0, and each takes one answer", async () => {
  const { peer, say, heard, strays } = await welcomed();
  const replies: unknown[] = [];
  const reply =
    (name: string) =>
    (given: Reply): void =>
      void replies.push([name, given]);
  expect([
    peer.request("a", {}, reply("a")),
    peer.request("b", {}, reply("b")),
    peer.request("c", {}, reply("c")),
  ]).toEqual([0, 1, 2]);
  expect(await heard()).toEqual([
    { method: "a", id: 0, params: {} },
    { method: "b", id: 1, params: {} },
    { method: "c", id: 2, params: {} },
  ]);
  peer.withdraw(2);
  say({ id: 1, result: { decision: "accept" } });
  say({ id: 1, result: { decision: "decline" } });
  say({ id: 0, error: { code: 1, message: "no" } });
  say({ id: "0", result: {} });
  say({ id: 2, result: {} });
  say({ id: 99, result: {} });
  expect(replies).toEqual([
    ["b", { kind: "result", id: 1, result: { decision: "accept" } }],
    ["a", { kind: "error", why: "no" }],
  ]);
  expect(strays).toEqual([1, "0", 2, 99]);
});

test("at the end questions are left unanswered, and nothing is sent any more", async () => {
  const { peer, say, hangUp, heard, endings } = await welcomed();
  const replies: unknown[] = [];
  peer.request("a", {}, (reply) => void replies.push(reply));
  await heard();
  hangUp();
  hangUp();
  say({ id: 0, result: {} });
  say(SHUT);
  peer.notify("warning", {});
  expect([replies, await heard(), endings]).toEqual([[], [], ["ended"]]);
});

test("more requests at a time than are answered are turned away", async () => {
  const open: (() => void)[] = [];
  const { say, heard } = await welcomed(
    (method) =>
      new Promise((resolve) => {
        const done = (): void => resolve({ ok: true, value: { result: {}, after: null } });
        if (method === "initialize") done();
        else open.push(done);
      }),
  );
  for (let id = 0; id <= OPEN_REQUESTS_MAX; id += 1) say({ id, method: "account/logout" });
  expect(await heard()).toEqual([
    refused(OPEN_REQUESTS_MAX, `${OPEN_REQUESTS_MAX} requests are open: wait for their answers`, -32_001),
  ]);
  for (const done of open) done();
  expect(await heard()).toHaveLength(OPEN_REQUESTS_MAX);
  say(SHUT);
  await heard();
  expect(open).toHaveLength(OPEN_REQUESTS_MAX + 1);
});

test("a client that reads slowly goes without pieces of texts, and hears all else", async () => {
  const { peer, setBacklog, heard } = await welcomed();
  setBacklog(BACKLOG_DROP_BYTES + 1);
  const methods = ["item/agentMessage/delta", "item/commandExecution/outputDelta", "item/completed", "turn/completed"];
  expect(methods.map((method) => peer.notify(method, {}))).toEqual([false, false, true, true]);
  expect(await heard()).toHaveLength(2);
});

test("a client that does not read is given up, and whoever looks after the server is told", async () => {
  const { peer, setBacklog, endings, faults, heard } = await welcomed();
  setBacklog(BACKLOG_END_BYTES + 1);
  peer.notify("item/completed", {});
  peer.notify("item/completed", {});
  const why = `the client reads too slowly: ${BACKLOG_END_BYTES + 1} bytes wait for it`;
  expect([endings, faults, await heard()]).toEqual([[why, "ended"], [new Error(why)], []]);
});

test("what one long message leaves to be read has its time, and no more", async () => {
  const { peer, setBacklog, endings, heard, wait } = await welcomed();
  setBacklog(BACKLOG_SLOW_BYTES + 1);
  peer.notify("item/completed", {});
  wait(SLOW_MS_MAX);
  peer.notify("item/completed", {});
  setBacklog(0);
  peer.notify("item/completed", {});
  setBacklog(BACKLOG_SLOW_BYTES + 1);
  wait(1);
  peer.notify("item/completed", {});
  expect([endings, (await heard()).length]).toEqual([[], 4]);
  wait(SLOW_MS_MAX + 1);
  peer.notify("item/completed", {});
  expect(endings).toEqual([`the client reads too slowly: ${BACKLOG_SLOW_BYTES + 1} bytes wait for it`, "ended"]);
});

test("nesting that no stack is deep enough for leaves the connection alive", async () => {
  const { say, heard } = await welcomed();
  const deep = 200_000;
  say(`{"id":3,"method":"thread/start","params":{"cwd":${"[".repeat(deep)}${"]".repeat(deep)}}}`);
  expect(await heard()).toHaveLength(1);
  say(SHUT);
  expect(await heard()).toEqual([{ id: 1, result: { method: "account/logout" } }]);
});
