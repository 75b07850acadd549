/** The lock between real processes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { withLock } from "../../src/effects/lock.ts";
import { bundle, ended, makeFolder, removeFolder, start } from "./processes.ts";

const folder = makeFolder("lock");
const script = bundle("count", folder);
afterAll(() => removeFolder(folder));

test("no count is lost between four processes that add at once", async () => {
  const file = `${folder}/count`;
  writeFileSync(file, "0");
  const children = [1, 2, 3, 4].map(() => start(script, ["add", `${folder}/shared`, file, "25"]));
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0]);
  expect(readFileSync(file, "utf8")).toBe("100");
  expect(readdirSync(`${folder}/shared`)).toEqual([]);
});

test("no count is lost between calls in one process", async () => {
  let count = 0;
  const addOne = async () => {
    const before = count;
    await new Promise(setImmediate);
    count = before + 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withLock(`${folder}/one`, addOne)));
  expect(count).toBe(20);
});

test("a killed holder is passed over, a living one is named", async () => {
  const lock = `${folder}/killed`;
  const holder = start(script, ["keep", lock]);
  const held = holder.stdout === null ? [] : await once(holder.stdout, "data");
  expect(String(held[0])).toBe("held\n");
  await expect(withLock(lock, async () => "taken", 1)).rejects.toThrow(`${lock} is locked by process ${holder.pid}`);
  holder.kill("SIGKILL");
  expect(await ended(holder)).toBe(null);
  expect(readdirSync(lock)).toHaveLength(1);
  expect(await withLock(lock, async () => "taken", 1)).toBe("taken");
  expect(readdirSync(lock)).toEqual([]);
});

test("a killed holder is passed over before its parent has asked for its end", async () => {
  const lock = `${folder}/zombie`;
  const parent = spawn("sh", ["-c", '"$0" "$1" keep "$2" & exec sleep 60', process.execPath, script, lock]);
  try {
    await once(parent.stdout, "data");
    const [name = ""] = readdirSync(lock);
    process.kill(Number(name.split(".")[0]), "SIGKILL");
    expect(await withLock(lock, async () => "taken")).toBe("taken");
  } finally {
    parent.kill();
  }
});

test("a process id that was given out again does not pass for the holder", async () => {
  const lock = `${folder}/again`;
  const [name = ""] = await withLock(lock, async () => readdirSync(lock));
  const [pid = "", ticks = "", ...rest] = name.split(".");
  writeFileSync(`${lock}/${[pid, Number(ticks) - 1, ...rest].join(".")}`, "");
  expect(await withLock(lock, async () => "taken", 1)).toBe("taken");
});

test("a holder that cannot be looked up is waited for", async () => {
  const lock = `${folder}/elsewhere`;
  await withLock(lock, async () => {});
  writeFileSync(`${lock}/1.1.0123456789abcdef.00`, "");
  await expect(withLock(lock, async () => "taken", 1)).rejects.toThrow(`${lock} is locked by process 1`);
});

test("what the act throws is passed on, and the lock is free again", async () => {
  const lock = `${folder}/throws`;
  await expect(withLock(lock, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  expect(await withLock(lock, async () => "taken", 1)).toBe("taken");
});
