/** The built program: runs that are killed at random leave nothing behind; the short form. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SOAK = fileURLToPath(new URL("../../scripts/soak.mjs", import.meta.url));
const NO_NAMESPACES = 77;

test("nothing is left of 24 runs of which most are killed", { timeout: 120_000 }, ({ skip }) => {
  const args = [SOAK, "--runs", "24", "--at-once", "6", "--seed", "5"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  skip(status === NO_NAMESPACES, stderr);
  expect(stdout).toContain("nothing is left of 24 runs");
  expect([status, stdout.includes("hung")]).toEqual([0, false]);
});
