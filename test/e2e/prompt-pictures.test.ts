/** The pictures in the documentation are what the prompt looks like. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the pictures are current", () => {
  const script = new URL("../../scripts/pictures.mjs", import.meta.url).pathname;
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
