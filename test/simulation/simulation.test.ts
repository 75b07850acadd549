/** The real engine with ports that are slow or broken by seed: what always holds. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Action } from "../../src/core/approval/action.ts";
import { spend, type Grant } from "../../src/core/approval/grant.ts";
import { identityOf } from "../../src/core/approval/identity.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { AuditRecord, Outcome } from "../../src/core/audit/record.ts";
import { APPROVAL_POLICIES } from "../../src/core/config/approval-policy.ts";
import { SANDBOX_MODES } from "../../src/core/permissions/permissions.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { FACTS, RAN, accept, answer, command } from "../engine/fake-ports.ts";
import { rulesOf } from "../rules.ts";

const RULES = rulesOf({
  user: 'prefix_rule(pattern=["deploy"], decision="forbidden")\nprefix_rule(pattern=["make"], decision="allow")\n',
});

const ACTIONS: readonly Action[] = [
  command(["ls"]),
  command(["make", "all"]),
  command(["deploy", "now"]),
  command(["rm", "-rf", "x"]),
  command(["other"]),
  command(["other"], true),
  { kind: "network", host: "example.test", port: 443, protocol: "https", command: null, why: null },
];

const VERDICTS: readonly Verdict[] = [
  accept(),
  answer({ kind: "accept-for-session" }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["other", "x"] } }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["bash"] } }),
  answer({ kind: "decline", feedback: null }),
  answer({ kind: "cancel" }),
];

/** What one call of a port does: wait some turns of the event loop, then work or fail. */
type Behaviour = { readonly turns: number; readonly fails: boolean };

const behaviours = fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean() }), { minLength: 1, maxLength: 12 });
const runs = fc.record({
  approvalPolicy: fc.constantFrom(...APPROVAL_POLICIES),
  sandboxMode: fc.constantFrom(...SANDBOX_MODES),
  requests: fc.array(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      mode: fc.constantFrom("run", "judge"),
      cancelAfter: fc.option(fc.nat(6)),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  verdicts: fc.array(fc.constantFrom(...VERDICTS), { minLength: 1, maxLength: 5 }),
  gather: behaviours,
  ask: behaviours,
  amend: behaviours,
  perform: behaviours,
  append: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Behaviour[]>([{ turns: 1, fails: false }]) },
    { weight: 1, arbitrary: behaviours },
  ),
});

type Run = typeof runs extends fc.Arbitrary<infer T> ? T : never;

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Takes the behaviours in turn, again from the start when they are used up. */
function behave<T>(list: readonly Behaviour[], work: () => T): () => Promise<T> {
  let calls = 0;
  return async () => {
    const { turns: wait, fails } = list[calls++ % list.length] ?? { turns: 0, fails: true };
    await turns(wait);
    if (fails) throw new Error("injected");
    return work();
  };
}

/** Everything seen from outside, in one order: records that became durable and actions that were carried out. */
type Seen =
  | { readonly kind: "record"; readonly record: AuditRecord }
  | { readonly kind: "performed"; readonly grant: Grant };

async function simulate(run: Run): Promise<{ readonly seen: readonly Seen[]; readonly outcomes: readonly Outcome[] }> {
  const seen: Seen[] = [];
  let asked = 0;
  const ports: Ports = {
    now: () => 0,
    approver: { ask: behave(run.ask, () => run.verdicts[asked++ % run.verdicts.length] ?? accept()) },
    gather: behave(run.gather, () => FACTS),
    rules: () => Promise.resolve(RULES),
    amend: behave(run.amend, () => undefined),
    perform: (grant) => {
      spend(grant);
      seen.push({ kind: "performed", grant });
      return behave(run.perform, () => ({ ...RAN, denied: "Read-only file system" }))();
    },
    append: (() => {
      const write = behave(run.append, () => undefined);
      return async (records: readonly AuditRecord[]) => {
        await write();
        seen.push(...records.map((record): Seen => ({ kind: "record", record })));
      };
    })(),
  };
  const engine = createEngine(ports, run);
  const outcomes = await Promise.all(
    run.requests.map(async ({ action, mode, cancelAfter }) => {
      const stop = new AbortController();
      if (cancelAfter !== null) void turns(cancelAfter).then(() => stop.abort());
      return engine.submit({ action, mode: mode === "run" ? "run" : "judge" }, stop.signal);
    }),
  );
  await turns(20);
  return { seen, outcomes };
}

/** What was carried out without being granted and started on record, in words; none in a sound run. */
function unrecorded(seen: readonly Seen[]): readonly string[] {
  const faults: string[] = [];
  const granted = new Set<Grant["permissions"]>();
  let started = 0;
  for (const one of seen) {
    if (one.kind === "record") {
      if (one.record.entry.kind === "granted") granted.add(one.record.entry.permissions);
      if (one.record.entry.kind === "started") started += 1;
      continue;
    }
    const { action, permissions, targets, identity } = one.grant;
    if (started === 0) faults.push("carried out before it was started on record");
    if (!granted.has(permissions)) faults.push("carried out under permissions that were not granted on record");
    if (identity !== identityOf(action, permissions, targets)) faults.push("carried out with an altered grant");
    started -= 1;
  }
  return faults;
}

test("every action is answered, and nothing is carried out that was not granted and started on record", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const { seen, outcomes } = await simulate(run);
      expect(outcomes).toHaveLength(run.requests.length);
      expect(unrecorded(seen)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test("what a rule forbids is never carried out, and under never nobody is asked", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const { seen } = await simulate(run);
      const programs = seen.flatMap((one) =>
        one.kind === "performed" && one.grant.action.kind === "command" ? [one.grant.action.argv[0]] : [],
      );
      const asked = seen.filter((one) => one.kind === "record" && one.record.entry.kind === "asked");
      expect(programs).not.toContain("deploy");
      expect(run.approvalPolicy === "never" ? asked : []).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("each case on record begins with what was received, and nothing follows its end", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const { seen } = await simulate(run);
      const records = seen.flatMap((one) => (one.kind === "record" ? [one.record] : []));
      const cases = [...new Set(records.map((record) => record.case))].map((id) =>
        records.filter((record) => record.case === id).map((record) => record.entry.kind),
      );
      expect(cases.map((kinds) => kinds[0])).toEqual(cases.map(() => "received"));
      expect(cases.flatMap((kinds) => kinds.slice(0, -1))).not.toContain("settled");
      expect(records.map((record) => record.seq)).toEqual(records.map((_record, index) => index + 1));
    }),
    { numRuns: 200 },
  );
});
