/** Turns at a terminal: shared in one process, waited for, given up when withdrawn. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { withLock } from "../../src/effects/lock.ts";
import { turnsAt } from "../../src/effects/turns.ts";
import { newWorld } from "./world.ts";

const NEVER = new AbortController().signal;

test("calls of one process share a turn, which others do not get afterwards", async () => {
  const lock = `${newWorld().out}/lock`;
  const turns = turnsAt(lock);
  const met: string[] = [];
  const meet = async (): Promise<number> => {
    met.push("here");
    while (met.length < 2) await new Promise(setImmediate);
    return met.length;
  };
  expect(await Promise.all([turns.take(meet, NEVER), turns.take(meet, NEVER)])).toEqual([2, 2]);
  await expect(withLock(lock, async () => "taken", 1)).rejects.toThrow(`is locked by process ${process.pid}`);
  await expect(turns.take(() => Promise.reject(new Error("mine")), NEVER)).rejects.toThrow("mine");
  expect(await turns.take(async () => "next", NEVER)).toBe("next");
});

test("who waits goes on when the other has ended", async () => {
  const lock = `${newWorld().out}/lock`;
  const order: string[] = [];
  const waiting: Promise<unknown>[] = [];
  await withLock(lock, async () => {
    waiting.push(turnsAt(lock).take(async () => order.push("second"), NEVER));
    await new Promise(setImmediate);
    order.push("first");
  });
  await Promise.all(waiting);
  expect(order).toEqual(["first", "second"]);
});

test("who is withdrawn waits no longer, and leaves nothing that others would wait for", async () => {
  const lock = `${newWorld().out}/lock`;
  const stop = new AbortController();
  await withLock(lock, async () => {
    const withdrawn = turnsAt(lock).take(async () => "shown", stop.signal);
    stop.abort();
    await expect(withdrawn).rejects.toThrow("it was withdrawn");
  });
  expect(await withLock(lock, async () => "taken")).toBe("taken");
  expect(readdirSync(lock)).toEqual([]);
});
