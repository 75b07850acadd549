/** Threads on the disk: written, gone on with, forked, named, put away. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditRecord } from "../../../src/core/approval/record.ts";
import type { HistoryLine } from "../../../src/engine/agent/history.ts";
import { threadStore } from "../../../src/effects/threads/store.ts";
import { ALL, linesOf, metaOf, NOON, put, type ThreadsWorld, threadsWorld, turnOf } from "./threads-world.ts";

let world: ThreadsWorld;
beforeEach(() => {
  world = threadsWorld();
});
afterEach(() => world.end());

const DECISION: AuditRecord = {
  seq: 1,
  time: NOON,
  case: "1",
  entry: { kind: "settled", outcome: { kind: "cancelled" } },
};
const MODEL_ITEM: HistoryLine = { kind: "model-item", item: { type: "message", role: "developer", content: [] } };

test("a new thread has no file until its first turn, and that one is for the user alone", async () => {
  const meta = metaOf();
  const history = world.store.create(meta);
  await history.append([MODEL_ITEM]);
  expect(existsSync(`${world.home}/sessions`)).toBe(false);
  await Promise.all([history.append(turnOf("a", "hello")), history.append([{ kind: "decision", record: DECISION }])]);
  const path = history.path ?? "";
  expect(path).toMatch(/\/sessions\/2026\/01\/0[123]\/rollout-2026-01-0[123]T\d\d-\d\d-00-[0-9a-f-]{36}\.jsonl$/);
  expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(linesOf(path)).toEqual([
    "0 session_meta",
    "1 response_item message",
    "2 event_msg task_started",
    "3 turn_context",
    "4 response_item message",
    `5 event_msg item_completed ${meta.id}`,
    "6 response_item message",
    `7 event_msg item_completed ${meta.id}`,
    "8 event_msg task_complete",
    "9 assent",
    "",
  ]);
});

test("what was written is read back", async () => {
  const meta = metaOf({ git: { branch: "main", sha: "0123", origin: null }, forkedFrom: metaOf().id, source: "exec" });
  const history = world.store.create(meta);
  const lines = turnOf("a", "hello");
  await history.append([...lines, { kind: "decision", record: DECISION }]);
  const read = await world.store.read(meta.id);
  const ended = lines.find((line) => line.kind === "turn-ended");
  const updatedAt = Math.floor(statSync(history.path ?? "").mtimeMs);
  const { createdAt, ...about } = meta;
  expect(read).toEqual({
    ok: true,
    value: {
      summary: { ...about, path: history.path, preview: "hello", name: null, createdAt, updatedAt, isArchived: false },
      stored: {
        meta: { ...meta, model: "m" },
        name: null,
        updatedAt,
        conversation: lines.flatMap((line) => (line.kind === "model-item" ? [line.item] : [])),
        turns: [ended?.kind === "turn-ended" ? ended.turn : null],
        chosen: {},
        decisions: [DECISION],
      },
    },
  });
});

test("a thread goes on behind a line that a crash left", async () => {
  const id = await put(world.store, metaOf(), "one");
  const read = await world.store.read(id);
  const path = read.ok ? read.value.summary.path : "";
  appendFileSync(path, '{"timestamp":"2026-01-02T');
  const resumed = await world.store.resume(id);
  if (!resumed.ok) throw new Error(resumed.error);
  await resumed.value.history.append([MODEL_ITEM]);
  expect(linesOf(path).slice(-4)).toEqual([
    "7 event_msg task_complete",
    '{"timestamp":"2026-01-02T',
    "8 response_item message",
    "",
  ]);
});

test("a file whose lines are not counted stays so", async () => {
  const id = await put(world.store, metaOf(), "one");
  const read = await world.store.read(id);
  const path = read.ok ? read.value.summary.path : "";
  writeFileSync(path, readFileSync(path, "utf8").replace(/"ordinal":\d+,/g, ""));
  const resumed = await world.store.resume(id);
  if (resumed.ok) await resumed.value.history.append([MODEL_ITEM]);
  expect(linesOf(path).slice(-2)).toEqual(["response_item message", ""]);
});

test("a fork has what was said up to a turn, under its own name, and nothing that was decided", async () => {
  const meta = metaOf();
  const history = world.store.create(meta);
  await history.append([...turnOf("a", "one"), { kind: "decision", record: DECISION }, ...turnOf("b", "two")]);
  await world.store.setName(meta.id, "Mine");
  const own = metaOf({ forkedFrom: meta.id });
  const copied = await world.store.copy(meta.id, "a", own);
  expect(copied).toMatchObject({ value: { name: null, turns: [{ id: "a", status: "completed" }], decisions: [] } });
  expect(await world.store.read(own.id)).toMatchObject({ ok: false });
  const fork = await world.store.fork(meta.id, "a", own);
  if (!fork.ok || !copied.ok) throw new Error("no fork");
  expect(fork.value.stored).toEqual({ ...copied.value, name: "Mine" });
  expect(linesOf(fork.value.history.path ?? "")).toEqual([
    "0 session_meta",
    "1 event_msg task_started",
    "2 turn_context",
    "3 response_item message",
    `4 event_msg item_completed ${own.id}`,
    "5 response_item message",
    `6 event_msg item_completed ${own.id}`,
    "7 event_msg task_complete",
    "",
  ]);
  expect(await world.store.fork(meta.id, "c", metaOf())).toEqual({
    ok: false,
    error: `the thread ${meta.id} has no turn c`,
  });
});

test("a fork that Codex made begins in another file", async () => {
  const meta = metaOf();
  const base = world.store.create(meta);
  await base.append([...turnOf("a", "one"), ...turnOf("b", "two")]);
  const fork = metaOf();
  await put(world.store, fork, "three");
  const read = await world.store.read(fork.id);
  const path = read.ok ? read.value.summary.path : "";
  const reference = `"history_base":{"thread_id":"${meta.id}","end_ordinal_exclusive":8},"session_id"`;
  writeFileSync(path, readFileSync(path, "utf8").replace('"session_id"', reference));
  const whole = await world.store.read(fork.id);
  expect(whole.ok && whole.value.stored.conversation.map((item) => item["content"])).toEqual([
    [{ type: "input_text", text: "one" }],
    [{ type: "output_text", text: "one" }],
    [{ type: "input_text", text: "three" }],
    [{ type: "output_text", text: "three" }],
  ]);
  expect(await threadStore(world.home).list({ ...ALL, cwds: ["/w"] })).toMatchObject({
    value: { threads: [{ preview: "one" }, { preview: "one" }] },
  });
  await world.store.archive(meta.id, true);
  expect((await world.store.read(fork.id)).ok).toBe(true);
  renameSync(`${world.home}/archived_sessions`, `${world.home}/elsewhere`);
  expect(await world.store.read(fork.id)).toEqual({
    ok: false,
    error: `its beginning is kept with another thread: there is no thread ${meta.id}`,
  });
});

test("a thread is found by its path and by the end of it", async () => {
  const id = await put(world.store, metaOf(), "one");
  const read = await world.store.read(id);
  const path = read.ok ? read.value.summary.path : "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const each of [path, name, path.slice(world.home.length + 1)])
    expect((await world.store.read(each)).ok).toBe(true);
  for (const each of [
    `/elsewhere/${name}`,
    `x${name}`,
    "",
    "..",
    id.slice(0, 8),
    "00000000-0000-7000-8000-000000000000",
  ])
    expect(await world.store.read(each)).toEqual({ ok: false, error: `there is no thread ${each}` });
});

test("names are those that Codex wrote last, and are kept beside a torn line", async () => {
  const id = await put(world.store, metaOf(), "one");
  writeFileSync(`${world.home}/session_index.jsonl`, `{"id":"${id}","thread_name":"first"}\n{"id":"${id}","thre`);
  const name = async () => {
    const read = await world.store.read(id);
    return read.ok ? [read.value.summary.name, read.value.stored.name] : read.error;
  };
  expect(await name()).toEqual(["first", "first"]);
  expect(await world.store.setName(id, "second")).toEqual({ ok: true, value: null });
  expect(await name()).toEqual(["second", "second"]);
  const [, , last] = readFileSync(`${world.home}/session_index.jsonl`, "utf8").split("\n");
  expect(JSON.parse(last ?? "")).toEqual({ id, thread_name: "second", updated_at: new Date(NOON).toISOString() });
});

test("a thread that was put away is not in the list and not gone on with, until it is taken back", async () => {
  const id = await put(world.store, metaOf(), "one");
  const idsIn = async (isArchived: boolean) => {
    const page = await world.store.list({ ...ALL, isArchived });
    return page.ok ? page.value.threads.map((thread) => [thread.id, thread.isArchived]) : page.error;
  };
  for (let times = 0; times < 2; times += 1)
    expect(await world.store.archive(id, true)).toEqual({ ok: true, value: null });
  expect([await idsIn(false), await idsIn(true)]).toEqual([[], [[id, true]]]);
  expect(await world.store.resume(id)).toEqual({
    ok: false,
    error: `the thread ${id} was put away: take it back from the archive first`,
  });
  expect((await world.store.read(id)).ok).toBe(true);
  await world.store.archive(id, false);
  expect([await idsIn(false), await idsIn(true)]).toEqual([[[id, false]], []]);
  expect((await world.store.resume(id)).ok).toBe(true);
});

test("what is no thread is an error in one line", async () => {
  const missing = metaOf().id;
  const error = `there is no thread ${missing}`;
  const { store } = world;
  for (const tried of [
    store.read(missing),
    store.resume(missing),
    store.setName(missing, "x"),
    store.archive(missing, true),
  ])
    expect(await tried).toEqual({ ok: false, error });
  const id = await put(store, metaOf(), "one");
  const read = await store.read(id);
  const path = read.ok ? read.value.summary.path : "";
  writeFileSync(path, "{}\n");
  expect(await store.read(id)).toEqual({
    ok: false,
    error: `cannot read the thread ${id}: ${path} does not begin as one`,
  });
});

test("a link in the place of a thread's file is neither read nor written", async () => {
  const meta = metaOf();
  const history = world.store.create(meta);
  const path = history.path ?? "";
  const victim = `${world.home}/victim`;
  writeFileSync(victim, "mine\n");
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(victim, path);
  await expect(history.append(turnOf("a", "x"))).rejects.toThrow("EEXIST");
  await expect(history.append(turnOf("b", "y"))).rejects.toThrow("EEXIST");
  expect(await world.store.read(meta.id)).toEqual({
    ok: false,
    error: `cannot read the thread ${meta.id}: too many symbolic links`,
  });
  expect(await world.store.list(ALL)).toEqual({ ok: true, value: { threads: [], next: null } });
  expect(readFileSync(victim, "utf8")).toBe("mine\n");
});
