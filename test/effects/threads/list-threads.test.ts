/** Pages of threads: their order, what they leave out, and where they go on. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ThreadMeta } from "../../../src/engine/agent/history.ts";
import type { ThreadQuery } from "../../../src/engine/agent/host.ts";
import { threadStore } from "../../../src/effects/threads/store.ts";
import { ALL, metaOf, NOON, put, type ThreadsWorld, threadsWorld } from "./threads-world.ts";

const HOUR = 3_600_000;

let world: ThreadsWorld;
beforeEach(() => {
  world = threadsWorld();
});
afterEach(() => world.end());

/** Words of the threads on a page, in its order, and where it goes on. */
async function page(
  query: Partial<ThreadQuery>,
  store = world.store,
): Promise<readonly [words: string, next: string | null]> {
  const found = await store.list({ ...ALL, ...query });
  if (!found.ok) throw new Error(found.error);
  return [found.value.threads.map(({ preview }) => preview).join(" "), found.value.next];
}

/** Threads that say "0", "1", …, one an hour. */
async function putSome(count: number, metas: readonly Partial<ThreadMeta>[] = []): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(await put(world.store, metaOf({ ...metas[index], createdAt: NOON + index * HOUR }), String(index)));
  return ids;
}

async function pathOf(id: string | undefined): Promise<string> {
  const read = await world.store.read(id ?? "");
  return read.ok ? read.value.summary.path : "";
}

test("pages follow one another, also while threads are added", async () => {
  await putSome(5);
  const [first, next] = await page({ limit: 2 });
  await put(world.store, metaOf({ createdAt: NOON + 9 * HOUR }), "new");
  const [second, after] = await page({ limit: 2, cursor: next });
  expect([first, second]).toEqual(["4 3", "2 1"]);
  expect(await page({ limit: 2, cursor: after })).toEqual(["0", null]);
  expect(await page({ limit: 6 })).toEqual(["new 4 3 2 1 0", null]);
  expect((await page({ order: "asc" }))[0]).toBe("0 1 2 3 4 new");
});

test("threads of the same moment have an order, too", async () => {
  for (const words of ["a", "b", "c"]) await put(world.store, metaOf(), words);
  const one = await page({ limit: 1 });
  const two = await page({ limit: 1, cursor: one[1] });
  const three = await page({ limit: 1, cursor: two[1] });
  expect([one[0], two[0], three[0]].toSorted()).toEqual(["a", "b", "c"]);
  expect(three[1]).toBeNull();
});

test("by last change", async () => {
  const ids = await putSome(3);
  for (const [index, seconds] of [300, 100, 200].entries()) utimesSync(await pathOf(ids[index]), seconds, seconds);
  const [first, next] = await page({ sortBy: "updated", limit: 2 });
  expect([first, (await page({ sortBy: "updated", limit: 2, cursor: next }))[0]]).toEqual(["0 2", "1"]);
  expect((await page({ sortBy: "updated", order: "asc" }))[0]).toBe("1 2 0");
});

const WISHES: readonly [name: string, query: Partial<ThreadQuery>, words: string][] = [
  ["of folders", { cwds: ["/a", "/c"] }, "2 0"],
  ["of a provider", { modelProviders: ["other"] }, "1"],
  ["of a kind, by the name in the file", { sources: ["vscode"] }, "2 1"],
  ["of both", { cwds: ["/a"], modelProviders: ["other"] }, ""],
  ["by words", { search: "2" }, "2"],
  ["by name, in any case", { search: "fIRSt" }, "0"],
  ["no words", { search: "" }, "2 1 0"],
];

test.each(WISHES)("only some: %s", async (_name, query, words) => {
  const [id] = await putSome(3, [{ cwd: "/a", source: "exec" }, { cwd: "/b", modelProvider: "other" }, { cwd: "/c" }]);
  await world.store.setName(id ?? "", "The First One");
  expect(await page(query)).toEqual([words, null]);
});

test("what is no thread, or says nothing, is not in the list", async () => {
  const [id] = await putSome(2);
  const path = await pathOf(id);
  const folder = path.slice(0, path.lastIndexOf("/"));
  const name = (end: string) => `${folder}/rollout-2026-01-02T12-00-00-01a20064-9c59-7cd1-935d-00000000000${end}.jsonl`;
  writeFileSync(`${folder}/notes.jsonl`, "");
  writeFileSync(name("1"), "not json\n");
  writeFileSync(name("2"), readFileSync(path, "utf8").split("\n")[0] ?? "");
  writeFileSync(name("3"), "");
  symlinkSync(path, name("4"));
  mkdirSync(name("5"));
  writeFileSync(`${world.home}/sessions/rollout`, "");
  expect((await page({}))[0]).toBe("1 0");
  expect((await page({ sortBy: "updated" }))[0].split(" ").toSorted()).toEqual(["0", "1"]);
});

test("a thread that speaks for the first time after it was looked at is in the list", async () => {
  const [id] = await putSome(1);
  const path = await pathOf(id);
  const whole = readFileSync(path, "utf8");
  const empty = threadStore(world.home, () => NOON);
  writeFileSync(path, `${whole.split("\n")[0]}\n`);
  expect((await page({}, empty))[0]).toBe("");
  writeFileSync(path, whole);
  expect((await page({}, empty))[0]).toBe("0");
});

function long(length: number): string {
  return JSON.stringify({ type: "response_item", payload: { text: "x".repeat(length) } });
}

test("words behind a long line are found, and behind an endless one taken as there", async () => {
  const [id] = await putSome(1);
  const path = await pathOf(id);
  const [first, ...rest] = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, [first, long(300_000), ...rest].join("\n"));
  expect((await page({}, threadStore(world.home)))[0]).toBe("0");
  writeFileSync(path, [first, long(20_000_000), ...rest].join("\n"));
  const found = await threadStore(world.home).list(ALL);
  expect(found.ok && found.value.threads.map(({ preview }) => preview)).toEqual([""]);
});

test("no home, no threads", async () => {
  expect(await page({}, threadStore(`${world.home}/missing`))).toEqual(["", null]);
});

test.each(["x", "|", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z|..", "x|01a20064-9c59-7cd1-935d-360b2b4acd1c"])(
  "a page that was never begun: %s",
  async (cursor) => {
    expect(await world.store.list({ ...ALL, cursor })).toEqual({
      ok: false,
      error: `there is no page "${cursor}": give a cursor as it was received`,
    });
  },
);

test("long lists are kept for the next process, which shows what the files say where that is broken or gone", async () => {
  const ids = await putSome(140);
  const index = `${world.home}/assent/threads.jsonl`;
  const all = Array.from({ length: 140 }, (_, at) => String(139 - at)).join(" ");
  const fresh = () => threadStore(world.home, () => NOON);
  expect(await page({ limit: 200 }, fresh())).toEqual([all, null]);
  const kept = readFileSync(index, "utf8");
  expect(kept.trim().split("\n").length).toBe(140);
  writeFileSync(index, `${kept}{"file":"torn`);
  await put(world.store, metaOf({ createdAt: NOON - HOUR }), "older");
  expect(await page({ limit: 200 }, fresh())).toEqual([`${all} older`, null]);
  expect(await page({ limit: 200 }, fresh())).toEqual([`${all} older`, null]);
  expect(readFileSync(index, "utf8").split("\n").length).toBe(144);
  writeFileSync(index, kept.replaceAll('"cwd"', '"was"'));
  expect((await page({ limit: 200 }, fresh()))[0]).toBe(`${all} older`);
  rmSync(await pathOf(ids[0]));
  expect((await page({ limit: 200 }, fresh()))[0]).toBe(`${all} older`.replace(" 0 ", " "));
  rmSync(index);
  mkdirSync(index);
  expect((await page({ limit: 200 }, fresh()))[0]).toBe(`${all} older`.replace(" 0 ", " "));
});
