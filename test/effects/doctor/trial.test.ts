/** The trial of a sandbox: what a real one stops, and one that stops nothing. */
import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { trySandbox } from "../../../src/effects/doctor/trial.ts";
import { BACKEND, newWorld } from "../world.ts";

const never = new AbortController().signal;

test("a real sandbox stops what is tried in it, and nothing is left of the trial", async () => {
  const { out } = newWorld();
  vi.stubEnv("TMPDIR", out);
  const trial = await trySandbox(BACKEND, never);
  vi.unstubAllEnvs();
  expect(trial).toEqual({ kind: "ran", status: 0, write: "stopped", network: "stopped", isFiltered: true });
  expect(readdirSync(out)).toEqual([]);
});

test("what is not held is seen", async () => {
  expect(await trySandbox(BACKEND, never, () => ({ kind: "unrestricted" }))).toEqual({
    kind: "ran",
    status: 0,
    write: "done",
    network: "done",
    isFiltered: false,
  });
});

test("without a sandbox nothing is tried", async () => {
  const why = "bubblewrap was not found on PATH; install it";
  expect(await trySandbox({ kind: "none", why }, never)).toEqual({ kind: "failed", why });
});

test("a sandbox that cannot be made is told of in its own words", async () => {
  const trial = await trySandbox({ kind: "bubblewrap", program: "/usr/bin/false" }, never);
  expect(trial.kind === "failed" && trial.why).toMatch(/^bubblewrap could not build the sandbox/);
});
