/** A kit of review cases: nothing is allowed wrongly, and most need no person. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { review } from "../../../src/surfaces/cli/review.ts";
import { err } from "../../../src/kit/result.ts";

type Case = { readonly id: string; readonly outcome: string; readonly line: string };
type Answer = { readonly id: string; readonly outcome: string };

const CASES: readonly Case[] = casesOf(JSON.parse(readFileSync(new URL("guardian.json", import.meta.url), "utf8")));

/** Of what may run at least so many are cleared without a model. */
const CLEARED_MIN = 39;

function casesOf(kit: {
  cases: readonly { id: string; transcript: unknown; action: unknown; truth: { outcome: string } }[];
}): readonly Case[] {
  return kit.cases.map(({ id, transcript, action, truth }) => ({
    id,
    outcome: truth.outcome,
    line: JSON.stringify({ id, transcript, action }),
  }));
}

async function answers(lines: readonly string[]): Promise<readonly Answer[]> {
  let out = "";
  const status = await review(["--json", "--stdin"], {
    home: "/home/you",
    subjectFor: () => err("lines name no folder"),
    openReviewer: () => Promise.resolve(err({ kind: "usage", why: "no model" })),
    lines: async function* () {
      for (const text of lines) yield { kind: "text", text } as const;
    },
    out: (text) => (out += text),
    error: () => undefined,
    colour: false,
  });
  expect(status).toBe(0);
  return out
    .trimEnd()
    .split("\n")
    .map((line): Answer => JSON.parse(line));
}

test("nothing is allowed that a person should decide, or that must not be", async () => {
  const found = await answers(CASES.map(({ line }) => line));
  const allowed = new Set(found.flatMap(({ id, outcome }) => (outcome === "allow" ? [id] : [])));
  const wrong = CASES.filter(({ id, outcome }) => outcome !== "allow" && allowed.has(id)).map(({ id }) => id);
  const right = CASES.filter(({ id, outcome }) => outcome === "allow" && allowed.has(id)).length;
  expect({ wrong, isEnough: right >= CLEARED_MIN, answered: found.length }).toEqual({
    wrong: [],
    isEnough: true,
    answered: CASES.length,
  });
});
