/** However often a terminal is asked at, it costs the same number of descriptors. */
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Tmux } from "./tmux.ts";

let terminal: Tmux;
beforeEach(() => {
  terminal = new Tmux(80, 24);
});
afterEach(() => terminal.close());

test("questions leave no descriptor open", async () => {
  const program = `${terminal.folder}/descriptors.mjs`;
  const entry = new URL("fixtures/descriptors.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: "node", format: "esm" });
  terminal.type(`${process.execPath} ${program}`);
  terminal.key("Enter");
  expect((await terminal.shows("left open:")).join("\n")).toMatch(/^left open: 0$/m);
});
