/** What real bash runs is among the commands that are seen in a script, or under an unknown. */
import { describe, expect, test } from "vitest";
import { follow } from "../../../src/core/script/follow.ts";
import { mayBe } from "../../../src/core/script/value.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";
import { runInBash, whyNoOracle } from "../shell/oracle/bash.ts";
import type { Run, Traced } from "../shell/oracle/trace.ts";
import { wildScripts } from "./wild-scripts.ts";

const COUNT = 2_000;
/** Another one: `ASSENT_SEED=7 npm test -- follow-bash`. */
const SEED = Number(process.env["ASSENT_SEED"] ?? 1);
/** Runs of thousands of scripts, beside other tests. */
const TIMEOUT_MS = 300_000;

/** The folder of the first script; those that follow one that writes a file have another. */
const AROUND = { cwd: "/w/0", home: "/home/oracle" };

/** Commands that bash ran and that were not seen; null where an unknown stands for any. */
function missedIn(script: string, runs: readonly Run[]): readonly Traced[] | null {
  const { sightings, unknowns } = follow(["bash", "-c", script], AROUND, seeThrough);
  if (unknowns.some(({ kind }) => kind === "text")) return null;
  const commands = runs.flatMap((run) => run.commands);
  return commands.filter(
    (command) => !isWrittenOtherwise(command) && !sightings.some((one) => mayBe(one, inFirstFolder(command))),
  );
}

function inFirstFolder({ words }: Traced): readonly string[] {
  return words.map((word) => word.replaceAll(/\/w\/\d+/g, AROUND.cwd));
}

/** An assignment is no command, and bash traces `x=(a b)` without quotes. */
function isWrittenOtherwise({ words, isMaybeAssignment }: Traced): boolean {
  const [name = ""] = words;
  return isMaybeAssignment || /^\w+\+?=\(/.test(name) || /^(?:declare|typeset|local|export|readonly)$/.test(name);
}

const reason = whyNoOracle();

describe.skipIf(reason !== null)(`bash runs what was seen${reason === null ? "" : ` (${reason})`}`, () => {
  test(
    `in ${COUNT} scripts from the seed ${SEED}`,
    async () => {
      const scripts = wildScripts(SEED, COUNT);
      const runs = await runInBash(scripts);
      const missed = scripts.map((script, at) => ({ script, missed: missedIn(script, runs[at] ?? []) }));
      expect(missed.filter((one) => one.missed !== null && one.missed.length > 0)).toEqual([]);
      // Unknowns must not be the reason why nothing is missed.
      expect(missed.filter((one) => one.missed !== null).length).toBeGreaterThan(COUNT / 3);
    },
    TIMEOUT_MS,
  );
});
