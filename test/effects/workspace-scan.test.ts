/** What is found in writable roots, and how much of them is looked at. */
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Scanned, scanRoots } from "../../src/effects/workspace-scan.ts";
import { newWorld } from "./world.ts";

function worldWith(...folders: readonly string[]): string {
  const { ws } = newWorld();
  for (const folder of folders) mkdirSync(`${ws}/${folder}`, { recursive: true });
  return ws;
}

/** Without the folder of the test. */
function below(ws: string, { repositories, bare, bareRoots, scripts }: Scanned): object {
  const short = (paths: readonly string[]) => paths.map((path) => path.slice(ws.length + 1)).toSorted();
  return { repositories: short(repositories), bare: short(bare), bareRoots: short(bareRoots), scripts: short(scripts) };
}

const NOTHING = { repositories: [], bare: [], bareRoots: [], scripts: [] };

test("repositories of all kinds, but not in what package managers keep", () => {
  const ws = worldWith(
    ".git",
    "a/.git",
    "a/b/c/.git",
    "node_modules/x/.git",
    ".cache/y/.git",
    "d",
    "e",
    "f/.git/modules/m",
  );
  writeFileSync(`${ws}/d/.git`, "gitdir: ../a/.git\n");
  symlinkSync("../a/.git", `${ws}/e/.git`);
  expect(below(ws, scanRoots([ws], null))).toEqual({
    ...NOTHING,
    repositories: ["a/.git", "a/b/c/.git", "d/.git", "e/.git", "f/.git"],
  });
});

test("repositories without a work tree, below a root and as the root", () => {
  const ws = worldWith("a.git/objects", "a.git/refs/x/.git", "not/objects", "b");
  for (const path of ["a.git/HEAD", "not/HEAD", "b/HEAD", "b/commondir"]) writeFileSync(`${ws}/${path}`, "");
  expect(below(ws, scanRoots([ws], null))).toEqual({ ...NOTHING, bare: ["a.git", "b"] });
  expect(scanRoots([`${ws}/a.git`], null).bareRoots).toEqual([`${ws}/a.git`]);
});

test("scripts of virtual environments", () => {
  const ws = worldWith("v/bin", "w/Scripts", "src");
  for (const path of [
    "v/bin/activate",
    "v/bin/activate.fish",
    "v/bin/python",
    "w/Scripts/Activate.ps1",
    "src/activate",
  ]) {
    writeFileSync(`${ws}/${path}`, "");
  }
  expect(below(ws, scanRoots([ws], null))).toEqual({
    ...NOTHING,
    scripts: ["v/bin/activate", "v/bin/activate.fish", "w/Scripts/Activate.ps1"],
  });
});

test("links with what they say, and where they are not followed", () => {
  const ws = worldWith("a/.git");
  symlinkSync("a", `${ws}/b`);
  symlinkSync("/nowhere", `${ws}/a/c`);
  const { links, repositories } = scanRoots([ws], null);
  expect({ links: [...links], repositories }).toEqual({
    links: [
      [`${ws}/b`, "a"],
      [`${ws}/a/c`, "/nowhere"],
    ],
    repositories: [`${ws}/a/.git`],
  });
});

test("a folder that lies between two roots, however much else is there", () => {
  const ws = worldWith("deep/on/the/way/in");
  mkdirSync(`${ws}/deep/on/.git`);
  expect(scanRoots([ws, `${ws}/deep/on/the/way/in`], null).repositories).toEqual([`${ws}/deep/on/.git`]);
});

test("more folders than are looked at, the upper ones first; what is new among them always", () => {
  const ws = worldWith("z/deep/.git", "z2/.git");
  for (let at = 0; at < 4_100; at += 1) mkdirSync(`${ws}/m${at}`);
  const before = scanRoots([ws], null);
  mkdirSync(`${ws}/zz/deep/.git`, { recursive: true });
  const after = scanRoots([ws], before);
  expect({
    isWhole: before.isWhole,
    hasDeep: before.repositories.includes(`${ws}/z/deep/.git`),
    hasNew: after.repositories.includes(`${ws}/zz/deep/.git`),
  }).toEqual({ isWhole: false, hasDeep: false, hasNew: true });
});

test("nothing is told from memory of a folder that has changed, whatever time it is given", async () => {
  const ws = worldWith("a", "b");
  utimesSync(`${ws}/a`, 1, 1);
  utimesSync(`${ws}/b`, 1, 1);
  // Old enough to be remembered.
  await sleep(80);
  scanRoots([ws], null);
  mkdirSync(`${ws}/a/.git`);
  utimesSync(`${ws}/a`, 1, 1);
  renameSync(`${ws}/b`, `${ws}/c`);
  mkdirSync(`${ws}/b/.git`, { recursive: true });
  utimesSync(`${ws}/b`, 1, 1);
  const found = scanRoots([ws], null).repositories.toSorted();
  rmSync(`${ws}/a/.git`, { recursive: true });
  expect([found, scanRoots([ws], null).repositories]).toEqual([[`${ws}/a/.git`, `${ws}/b/.git`], [`${ws}/b/.git`]]);
});
