/** Pipes for the output of commands, made in advance. */
import { spawnSync } from "node:child_process";
import { closeSync, readdirSync, writeSync } from "node:fs";
import { expect, test } from "vitest";
import { makePipe, refillPipes } from "../../src/effects/pipes.ts";
import { newWorld } from "./world.ts";

const never = (): boolean => {
  throw new Error("it was made in advance");
};
const starts = (program: string, args: readonly string[]): Promise<boolean> =>
  Promise.resolve(spawnSync(program, [...args]).status === 0);
const failing = (): Promise<boolean> => Promise.resolve(false);

async function carried(text: string, run: () => boolean, folder: string): Promise<string | null> {
  const pipe = makePipe(folder, run);
  if (pipe === null) return null;
  writeSync(pipe.writeEnd, text);
  closeSync(pipe.writeEnd);
  let all = "";
  for await (const chunk of pipe.from as AsyncIterable<Buffer>) all += chunk.toString("utf8");
  return all;
}

test("what was made in advance is used, and nothing of it is left in the folder", async () => {
  const { home } = newWorld();
  const folder = `${home}/assent`;
  await refillPipes(folder, failing);
  expect(await carried("none", () => false, folder)).toBe(null);
  await Promise.all([refillPipes(folder, starts), refillPipes(folder, failing)]);
  expect(await carried("a", never, folder)).toBe("a");
  await refillPipes(folder, failing);
  expect([readdirSync(folder), await carried("b", never, folder)]).toEqual([[], "b"]);
});

test("a folder that cannot be made is no fault", async () => {
  for (let pipe = makePipe("", () => false); pipe !== null; pipe = makePipe("", () => false)) {
    pipe.from.destroy();
    closeSync(pipe.writeEnd);
  }
  await expect(refillPipes("/proc/nothing/there", starts)).resolves.toBe(undefined);
});
