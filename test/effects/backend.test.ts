/** Which bubblewrap is taken, and which is passed over. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findBackend } from "../../src/effects/backend.ts";
import { BACKEND, newWorld, type World } from "./world.ts";

function plant(folder: string, mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/bwrap`, "#!/bin/sh\n");
  chmodSync(`${folder}/bwrap`, mode);
  return folder;
}

const NONE = "bubblewrap was not found on PATH";

const IGNORED: readonly [name: string, path: (world: World) => string, roots: (world: World) => readonly string[]][] = [
  ["nothing is on PATH", () => "", () => []],
  ["PATH has no bubblewrap", ({ out }) => out, () => []],
  ["it lies in the workspace", ({ ws }) => plant(`${ws}/node_modules/.bin`), ({ ws }) => [ws]],
  ["it lies below a folder of everybody, as /tmp is", ({ out }) => plant(`${out}/bin`), () => []],
  ["it is no program", ({ out }) => plant(`${out}/bin`, 0o644), () => []],
  ["PATH names the current folder", ({ ws }) => `:.:${plant(`${ws}/x`) && "x"}`, () => []],
  [
    "a link leads into the workspace",
    ({ ws, out }) => {
      plant(`${ws}/bin`);
      symlinkSync(`${ws}/bin/bwrap`, `${out}/bwrap`);
      return out;
    },
    ({ ws }) => [ws],
  ],
];
test.each(IGNORED)("there is no sandbox if %s", (_name, path, roots) => {
  const world = newWorld();
  expect(findBackend({ path: path(world), roots: roots(world) })).toEqual({
    kind: "none",
    why: expect.stringMatching(new RegExp(`^${NONE}.*apt-get install bubblewrap`)),
  });
});

test.skipIf(BACKEND.kind === "none")("a planted one does not hide the system's", () => {
  const { ws } = newWorld();
  plant(`${ws}/bin`);
  expect(findBackend({ path: `${ws}/bin:${process.env["PATH"]}`, roots: [ws] })).toEqual(BACKEND);
});
