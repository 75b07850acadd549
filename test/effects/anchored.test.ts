/** Names are changed in the folder that was meant, whatever stands in its place by then. */
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { anchored, removeTree } from "../../src/effects/anchored.ts";
import { newWorld, type World } from "./world.ts";

function withFolder(): World {
  const world = newWorld();
  mkdirSync(`${world.ws}/a`);
  for (const folder of [`${world.ws}/a`, world.out]) writeFileSync(`${folder}/f`, "");
  return world;
}

test("a link in the place of the folder is refused", () => {
  const { ws, out } = withFolder();
  renameSync(`${ws}/a`, `${ws}/b`);
  symlinkSync(out, `${ws}/a`);
  expect(() => anchored(`${ws}/a/f`, unlinkSync)).toThrow(`ELOOP: ${ws}/a leads elsewhere`);
  expect(existsSync(`${out}/f`)).toBe(true);
});

test("a link that is put there meanwhile leads to nothing", () => {
  const { ws, out } = withFolder();
  anchored(`${ws}/a/f`, (name) => {
    renameSync(`${ws}/a`, `${ws}/b`);
    symlinkSync(out, `${ws}/a`);
    unlinkSync(name);
    writeFileSync(`${name}2`, "", { flag: "wx" });
  });
  expect([readdirSync(`${ws}/b`), readdirSync(out)]).toEqual([["f2"], ["f"]]);
});

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

test("no descriptor is left open", () => {
  const { ws } = withFolder();
  const before = openDescriptors();
  for (let each = 0; each < 20; each += 1) anchored(`${ws}/a/f`, existsSync);
  expect(openDescriptors()).toBe(before);
});

test("a tree is removed with its links, and without what they lead to", () => {
  const { ws, out } = withFolder();
  mkdirSync(`${ws}/a/deep/er`, { recursive: true });
  writeFileSync(`${ws}/a/deep/er/f`, "");
  symlinkSync(out, `${ws}/a/deep/link`);
  removeTree(`${ws}/a`);
  expect([readdirSync(ws), readdirSync(out)]).toEqual([[], ["f"]]);
});
