/** Where assent's own files really are. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { ownPaths } from "../../src/effects/own-paths.ts";
import { newWorld } from "./world.ts";

let world: ReturnType<typeof newWorld>;
beforeEach(() => {
  world = newWorld();
});

test("files in the home are where they are", () => {
  const { home } = world;
  mkdirSync(`${home}/rules`);
  writeFileSync(`${home}/rules/a.rules`, "");
  mkdirSync(`${home}/execpolicy`);
  writeFileSync(`${home}/execpolicy/b.rules`, "");
  writeFileSync(`${home}/config.toml`, "");
  expect(ownPaths(home, [])).toEqual([
    `${home}/rules`,
    `${home}/execpolicy`,
    `${home}/config.toml`,
    `${home}/rules/a.rules`,
    `${home}/execpolicy/b.rules`,
  ]);
});

test("links are followed: of a folder, of a file, of one that does not exist yet, of a further file", () => {
  const { home, ws, out } = world;
  mkdirSync(`${ws}/rules`);
  writeFileSync(`${ws}/rules/a.rules`, "");
  writeFileSync(`${ws}/settings`, "");
  writeFileSync(`${out}/more.rules`, "");
  symlinkSync(`${ws}/rules`, `${home}/rules`);
  symlinkSync(`${ws}/settings`, `${home}/config.toml`);
  symlinkSync("../later/b.rules", `${ws}/rules/b.rules`);
  symlinkSync(`${out}/more.rules`, `${ws}/more.rules`);
  expect(ownPaths(home, [`${ws}/more.rules`, `${ws}/missing.rules`])).toEqual([
    `${ws}/rules`,
    `${ws}/settings`,
    `${ws}/rules/a.rules`,
    `${ws}/later/b.rules`,
    `${out}/more.rules`,
  ]);
});

test("a home that does not exist has nothing", () => {
  expect(ownPaths(`${world.out}/none`, [])).toEqual([]);
});
