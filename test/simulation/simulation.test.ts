/** The real engine with ports that are slow or broken by seed: every run is sound. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runs, simulate, violationsOf } from "./world.ts";

test("whatever the ports do: nothing is carried out, asked, saved or recorded that must not be", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      expect(violationsOf(run, await simulate(run))).toEqual([]);
    }),
    { numRuns: 800 },
  );
});
