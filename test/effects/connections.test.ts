/** The connections of one run: what is judged once, what anew, what waits together. */
import { expect, test } from "vitest";
import type { Action } from "../../src/core/approval/action.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import { connections, JUDGED_MAX, type Target } from "../../src/effects/connections.ts";
import { rulesOf } from "../rules.ts";

const A: Target = { host: "a.test", port: 443, protocol: "https" };
const OTHERS: readonly Target[] = [
  { ...A, host: "b.test" },
  { ...A, port: 444 },
  { ...A, protocol: "socks5_tcp" },
];
const CURL = { command: ["curl", "a.test"], chain: [["make"]] } as const;

const decline = (by: "user" | "fault"): Outcome => ({
  kind: "declined",
  verdict: { outcome: { kind: "decline", feedback: null }, by, note: null },
});

/** A run whose connections all end in `outcome` as soon as `release` is called. */
function run(outcome: Outcome) {
  const journal: string[] = [];
  const submitted: Action[] = [];
  const held: (() => void)[] = [];
  let rules = rulesOf({});
  const decide = connections({
    submit: (action) => {
      submitted.push(action);
      journal.push(`judge ${action.host}:${action.port} ${action.protocol}`);
      return new Promise((resolve) => held.push(() => resolve(outcome)));
    },
    rules: async () => rules,
  });
  const connect = async (target: Target): Promise<string> => {
    const answer = decide(target, () => {
      journal.push("look");
      return CURL;
    });
    // Rules may be read before it is judged.
    await Promise.resolve();
    for (const release of held.splice(0)) release();
    return (await answer).kind;
  };
  const change = (): void => {
    rules = rulesOf({});
  };
  return { journal, submitted, held, decide, connect, change };
}

test("what is asked names the command that connects and what led to it", async () => {
  const { submitted, connect } = run({ kind: "allowed" });
  await connect(A);
  expect(submitted).toEqual([{ kind: "network", ...A, ...CURL, why: null }]);
});

test("connections that wait share one judgement", async () => {
  const { journal, held, decide } = run({ kind: "allowed" });
  const all = Array.from({ length: 50 }, () => decide(A, () => CURL));
  expect(journal).toEqual(["judge a.test:443 https"]);
  for (const release of held) release();
  expect(new Set((await Promise.all(all)).map(({ kind }) => kind))).toEqual(new Set(["allow"]));
});

const AGAIN: readonly [name: string, outcome: Outcome, journal: readonly string[]][] = [
  ["allowed: not judged again", { kind: "allowed" }, ["look", "judge a.test:443 https"]],
  ["declined: not judged again", decline("user"), ["look", "judge a.test:443 https"]],
  [
    "declined by a fault: judged again",
    decline("fault"),
    ["look", "judge a.test:443 https", "look", "judge a.test:443 https"],
  ],
  ["forbidden: not judged again", { kind: "forbidden", reasons: [] }, ["look", "judge a.test:443 https"]],
];
test.each(AGAIN)("%s", async (_name, outcome, expected) => {
  const { journal, connect } = run(outcome);
  const kinds = [await connect(A), await connect(A)];
  expect(kinds).toEqual(outcome.kind === "allowed" ? ["allow", "allow"] : ["refuse", "refuse"]);
  expect(journal).toEqual(expected);
});

test.each(OTHERS)("an answer does not count for $host:$port by $protocol", async (other) => {
  const { submitted, connect } = run({ kind: "allowed" });
  await connect(A);
  await connect(other);
  expect(submitted).toHaveLength(2);
});

test("what rules forbade is judged again when they have changed", async () => {
  const { submitted, connect, change } = run({ kind: "forbidden", reasons: [] });
  await connect(A);
  change();
  await connect(A);
  await connect(A);
  expect(submitted).toHaveLength(2);
});

test("more hosts than a command may try are refused without being judged, and those that were allowed are not", async () => {
  const { submitted, connect } = run({ kind: "allowed" });
  for (let number = 0; number < JUDGED_MAX; number += 1) await connect({ ...A, host: `h${number}.test` });
  const kinds = [await connect(A), await connect({ ...A, host: "h0.test" })];
  expect([kinds, submitted.length]).toEqual([["refuse", "allow"], JUDGED_MAX]);
});
