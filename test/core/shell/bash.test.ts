/** What is read as plain, real bash runs: the same commands, the same words, no others. */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { read } from "../../../src/core/shell/read.ts";
import { whyNoOracle } from "./oracle/bash.ts";
import { faultsOf, type Read } from "./oracle/faults.ts";
import { makeScripts } from "./oracle/scripts.ts";

const COUNT = 20_000;
/** Another one: `ASSENT_SEED=7 npm test -- bash`. */
const SEED = Number(process.env["ASSENT_SEED"] ?? 1);
/** Runs of thousands of scripts, beside other tests. */
const TIMEOUT_MS = 300_000;

const RECORDED: readonly string[] = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8")).flatMap(
  ({ script }: { readonly script?: string }) => (script === undefined ? [] : [script]),
);
const MADE = makeScripts(
  SEED,
  COUNT,
  RECORDED.filter((script) => script.length < 200),
);

function plainOnes(scripts: readonly string[]): readonly Read[] {
  return scripts.flatMap((script) => {
    const reading = read(["bash", "-c", script]);
    return reading.kind === "plain" ? [{ script, commands: reading.commands }] : [];
  });
}

async function unsound(readings: readonly Read[]): Promise<readonly unknown[]> {
  const faults = await faultsOf(readings);
  return readings.flatMap((reading, at) => (faults[at]?.length === 0 ? [] : [{ ...reading, faults: faults[at] }]));
}

const reason = whyNoOracle();

describe.skipIf(reason !== null)(`bash runs what is read as plain${reason === null ? "" : ` (${reason})`}`, () => {
  test("in the recorded scripts", async () => {
    expect(await unsound(plainOnes(RECORDED))).toEqual([]);
  });

  test(
    `in ${COUNT} scripts from the seed ${SEED}`,
    async () => {
      const plain = plainOnes(MADE.map(({ script }) => script));
      expect(plain.length).toBeGreaterThan(COUNT / 5);
      expect(await unsound(plain)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test("and it is seen where a reading is wrong", async () => {
    const wrong: readonly Read[] = [
      { script: "a; rm b", commands: [["a"]] },
      { script: "a || rm b", commands: [["a"]] },
      { script: "a && a", commands: [["a"]] },
      { script: "a b", commands: [["a", "c"]] },
      { script: "a b", commands: [["a"]] },
      { script: "A=1 a", commands: [["a"]] },
      { script: "a > f", commands: [["a"]] },
      { script: "a $(rm b)", commands: [["a"]] },
      { script: "[[ a ]]", commands: [["[[", "a", "]]"]] },
      { script: "bash -c 'rm b'", commands: [["a"]] },
      { script: "while :; do :; done", commands: [[":"]] },
      { script: "a\0b", commands: [["a\0b"]] },
    ];
    expect((await faultsOf(wrong)).map((faults) => faults.length > 0)).toEqual(wrong.map(() => true));
  });
});

test(`scripts made from plain commands are read as these, from the seed ${SEED}`, () => {
  const known = MADE.filter(({ commands }) => commands !== null);
  expect(known.length).toBeGreaterThan(COUNT / 5);
  const misread = known.flatMap(({ script, commands }) => {
    const reading = read(["bash", "-c", script]);
    return isDeepStrictEqual(reading, { kind: "plain", commands }) ? [] : [{ script, reading }];
  });
  expect(misread).toEqual([]);
});
