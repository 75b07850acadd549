/** Folders that several listen to, and that are watched for those to come. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { watchFolder } from "../../src/effects/folder-watch.ts";
import { newWorld, until } from "./world.ts";

type Heard = { readonly names: Set<string | null>; readonly close: () => void };

function listen(folder: string, identity = "first"): Heard {
  const names = new Set<string | null>();
  const close = watchFolder(folder, identity, { notice: (name) => names.add(name), lost: () => names.add("lost") });
  return { names, close };
}

test("all listeners hear, until each has ended, and later ones hear again", async () => {
  const { ws } = newWorld();
  const [one, two] = [listen(ws), listen(ws)];
  writeFileSync(`${ws}/a`, "");
  await until(() => one.names.has("a") && two.names.has("a"));
  one.close();
  one.close();
  writeFileSync(`${ws}/b`, "");
  await until(() => two.names.has("b"));
  two.close();
  const three = listen(ws);
  writeFileSync(`${ws}/c`, "");
  await until(() => three.names.has("c"));
  expect([[...one.names], two.names.has("c"), three.names.has("b")]).toEqual([["a"], false, false]);
  three.close();
});

test("what stands there in place of another is watched anew", async () => {
  const { ws } = newWorld();
  const folder = `${ws}/x`;
  mkdirSync(folder);
  const before = listen(folder, "first");
  renameSync(folder, `${ws}/y`);
  mkdirSync(folder);
  const after = listen(folder, "second");
  writeFileSync(`${folder}/new`, "");
  writeFileSync(`${ws}/y/old`, "");
  await until(() => after.names.has("new") && before.names.has("old"));
  expect([before.names.has("new"), after.names.has("old")]).toEqual([false, false]);
  before.close();
  after.close();
  rmSync(folder, { recursive: true });
  expect(() => listen(folder, "third")).toThrow("ENOENT");
});
