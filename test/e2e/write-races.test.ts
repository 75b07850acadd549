/** Two processes that write at once and are killed at random; the short form. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const RACES = fileURLToPath(new URL("../../scripts/write-races.mjs", import.meta.url));

test("nothing is lost, twice or torn in 20 rounds of which most are killed", { timeout: 120_000 }, () => {
  const { status, stdout } = spawnSync(process.execPath, [RACES, "--rounds", "20", "--seed", "5"], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^nothing is lost, twice or torn: 20 rounds, \d{3,} writes told, \d{2} processes killed\n$/u);
  expect(status).toBe(0);
});
