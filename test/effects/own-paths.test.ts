/** Where assent's own files really are. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { behindLinks, ownPaths } from "../../src/effects/own-paths.ts";
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
  mkdirSync(`${home}/sessions`);
  writeFileSync(`${home}/execpolicy/b.rules`, "");
  writeFileSync(`${home}/config.toml`, "");
  expect(ownPaths(home, [])).toEqual([
    `${home}/rules`,
    `${home}/execpolicy`,
    `${home}/sessions`,
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
    `${ws}/missing.rules`,
  ]);
});

test("files of profiles and requirements are own, wherever links of theirs lead", () => {
  const { home, ws } = world;
  writeFileSync(`${ws}/work`, "");
  writeFileSync(`${ws}/required`, "");
  symlinkSync(`${ws}/work`, `${home}/work.config.toml`);
  symlinkSync(`${ws}/required`, `${home}/requirements.toml`);
  expect(ownPaths(home, [])).toEqual([`${ws}/required`, `${ws}/work`]);
});

test("what is missing is held where it would be made, links on the way resolved", () => {
  const { home, ws, out } = world;
  symlinkSync(out, `${ws}/link`);
  expect(ownPaths(home, [`${ws}/link/none/a.rules`, `${ws}/none`])).toEqual([`${out}/none/a.rules`, `${ws}/none`]);
});

test("a home that does not exist has nothing", () => {
  expect(ownPaths(`${world.out}/none`, [])).toEqual([]);
});

test("behind links are files that links lead to, and no others", () => {
  const { ws, out } = world;
  mkdirSync(`${ws}/real`);
  writeFileSync(`${ws}/real/a.rules`, "");
  symlinkSync("real", `${ws}/folder`);
  symlinkSync(`${out}/later.rules`, `${ws}/b.rules`);
  expect(behindLinks([`${ws}/real/a.rules`, `${ws}/folder/a.rules`, `${ws}/b.rules`, `${ws}/none.rules`])).toEqual([
    `${ws}/real/a.rules`,
    `${out}/later.rules`,
  ]);
});
