/** The real engine with ports slow or broken by seed, and what must hold of each run. */
import * as fc from "fast-check";
import type { Action } from "../../src/core/approval/action.ts";
import type { Facts, ProgramFile } from "../../src/core/approval/facts.ts";
import { spend, type Grant } from "../../src/core/approval/grant.ts";
import { identityOf } from "../../src/core/approval/identity.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { Amendment } from "../../src/core/approval/requirement.ts";
import type { AuditRecord, Entry, Outcome } from "../../src/core/approval/record.ts";
import { APPROVAL_POLICIES } from "../../src/core/config/approval-policy.ts";
import { SANDBOX_MODES } from "../../src/core/permissions/permissions.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { InnerAction, Ports } from "../../src/engine/ports.ts";
import { never } from "../../src/kit/never.ts";
import { FACTS, RAN, accept, answer, command } from "../engine/fake-ports.ts";
import { rulesOf } from "../rules.ts";
import { REPORTS } from "./machine-reports.ts";

const RULES = rulesOf({
  user:
    'prefix_rule(pattern=["deploy"], decision="forbidden")\nprefix_rule(pattern=["make"], decision="allow")\n' +
    'prefix_rule(pattern=["publish"], decision="prompt")\n',
  person: 'prefix_rule(pattern=["sign"], decision="prompt")\n',
});

const ACTIONS: readonly Action[] = [
  command(["ls"]),
  command(["make", "all"]),
  command(["deploy", "now"]),
  command(["git", "reset", "--hard"]),
  command(["other"]),
  command(["other"], true),
  command(["publish"]),
  command(["sign"]),
  { kind: "network", host: "example.test", port: 443, protocol: "https", command: null, why: null },
];

/** What commands start while they run; `isSafe`: nobody need be asked. */
const PROGRAMS: readonly { readonly argv: readonly [string, ...string[]]; readonly isSafe: boolean }[] = [
  { argv: ["cc", "-v"], isSafe: true },
  { argv: ["deploy", "now"], isSafe: false },
  { argv: ["git", "push", "--force"], isSafe: false },
  { argv: ["publish", "x"], isSafe: false },
  { argv: ["sign", "x"], isSafe: false },
];

const VERDICTS: readonly Verdict[] = [
  accept(),
  answer({ kind: "accept-for-session" }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["other", "x"] } }),
  answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["bash"] } }),
  answer({ kind: "decline", feedback: null }),
  answer({ kind: "cancel" }),
  { ...accept(), by: "answers" },
];

const GRANULAR = fc.record({ sandbox_approval: fc.boolean(), rules: fc.boolean() }).map((keys) => ({
  granular: { ...keys, mcp_elicitations: false, request_permissions: false, skill_approval: false },
}));

/** What one call of a port does: wait some turns of the event loop, then work or fail. */
type Behaviour = { readonly turns: number; readonly fails: boolean };

const behaviours = fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean() }), { minLength: 1, maxLength: 12 });
export const runs = fc.record({
  approvalPolicy: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...APPROVAL_POLICIES) },
    { weight: 1, arbitrary: GRANULAR },
  ),
  sandboxMode: fc.constantFrom(...SANDBOX_MODES),
  allowRuns: fc.constantFrom("inside", "outside"),
  smartApprovals: fc.constantFrom(true, true, true, false),
  requests: fc.array(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      mode: fc.constantFrom("run", "judge"),
      cancelAfter: fc.option(fc.nat(6)),
      startAfter: fc.constantFrom(0, 0, 1, 20, 40),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  asks: fc.constantFrom("person", "person", "reviewer"),
  reports: fc.array(fc.constantFrom(...REPORTS), { minLength: 1, maxLength: 6 }),
  reviewing: behaviours,
  verdicts: fc.array(fc.constantFrom(...VERDICTS), { minLength: 1, maxLength: 5 }),
  gather: behaviours,
  ask: behaviours,
  amend: behaviours,
  perform: behaviours,
  append: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Behaviour[]>([{ turns: 1, fails: false }]) },
    { weight: 1, arbitrary: behaviours },
  ),
  programs: fc.array(fc.constantFrom(...PROGRAMS), { maxLength: 3 }),
  /** Whether commands wait for all that they start. */
  waits: fc.boolean(),
});

export type Run = typeof runs extends fc.Arbitrary<infer T> ? T : never;

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

/** Everything seen from outside, in one order: durable records, real answers, saved rules, actions carried out. */
type Seen =
  | { readonly kind: "record"; readonly record: AuditRecord }
  | { readonly kind: "answer"; readonly action: Action; readonly verdict: Verdict }
  | { readonly kind: "report"; readonly action: Action; readonly isApproval: boolean }
  | { readonly kind: "saved"; readonly amendment: Amendment }
  | { readonly kind: "performed"; readonly grant: Grant }
  | { readonly kind: "inner"; readonly argv: readonly string[]; readonly isSafe: boolean; readonly outcome: Outcome };

export type Result = { readonly seen: readonly Seen[]; readonly outcomes: readonly Outcome[] };

export async function simulate(run: Run): Promise<Result> {
  const seen: Seen[] = [];
  const engine = createEngine(portsOf(run, seen), run);
  const outcomes = await Promise.all(
    run.requests.map(async ({ action, mode, cancelAfter, startAfter }) => {
      await turns(startAfter);
      const stop = new AbortController();
      if (cancelAfter !== null) void turns(cancelAfter).then(() => stop.abort());
      return engine.submit({ action, mode: mode === "run" ? "run" : "judge" }, stop.signal);
    }),
  );
  await turns(20);
  return { seen, outcomes };
}

function portsOf(run: Run, seen: Seen[]): Ports {
  let asked = 0;
  const answerNext = behave(run.ask, () => run.verdicts[asked++ % run.verdicts.length] ?? accept());
  let reviewed = 0;
  const reportNext = behave(run.reviewing, () => run.reports[reviewed++ % run.reports.length] ?? REPORTS[0]);
  const amend = behave(run.amend, () => undefined);
  const perform = behave(run.perform, () => ({
    ...RAN,
    denied: { kind: "guess" as const, line: "Read-only file system" },
  }));
  const append = behave(run.append, () => undefined);
  const gather = behave(run.gather, () => FACTS);
  const behaveNext = async (action: Action): Promise<Facts> => {
    const facts = await gather();
    return action.kind === "exec" ? { ...facts, file: FILE } : facts;
  };
  return {
    now: () => 0,
    approver: {
      ask: async ({ action }) => {
        const verdict = await answerNext();
        seen.push({ kind: "answer", action, verdict });
        return verdict;
      },
    },
    reviewer: {
      review: async ({ question: { action } }) => {
        const { report, usual } = await reportNext();
        seen.push({ kind: "report", action, isApproval: usual === "approved" });
        return report;
      },
    },
    gather: (action) => behaveNext(action),
    rules: () => Promise.resolve(RULES),
    amend: async (amendment) => {
      seen.push({ kind: "saved", amendment });
      await amend();
    },
    perform: async (grant, _facts, _watch, _signal, inner) => {
      spend(grant);
      seen.push({ kind: "performed", grant });
      const started = Promise.all(
        run.programs.map(async ({ argv, isSafe }) => {
          const outcome = await inner(execOf(argv));
          seen.push({ kind: "inner", argv, isSafe, outcome });
        }),
      );
      // A command may also end while something inside still waits.
      const [ran] = await Promise.all([perform(), run.waits ? started : null]);
      return ran;
    },
    wake: () => new Promise(() => undefined),
    append: async (records) => {
      await append();
      seen.push(...records.map((record): Seen => ({ kind: "record", record })));
    },
  };
}

/** All that is wrong with a run, in words; nothing in a sound one. */
export function violationsOf(run: Run, { seen, outcomes }: Result): readonly string[] {
  const unanswered = outcomes.length === run.requests.length ? [] : ["an action was not answered"];
  return [
    ...unanswered,
    ...seen.flatMap((one, index) => faultsOf(one, seen.slice(0, index), run)),
    ...storyFaults(seen),
  ];
}

/** What is wrong with one thing that was seen, after all that was seen before it. */
function faultsOf(one: Seen, before: readonly Seen[], run: Run): readonly string[] {
  switch (one.kind) {
    case "record":
      return recordFaults(one.record, before, run);
    case "saved": {
      const isBroad = one.amendment.kind === "prefix" && one.amendment.pattern.length < 2;
      return [
        ...(isBroad ? ["a rule was saved that is too broad"] : []),
        ...(run.smartApprovals ? [] : ["a rule was saved though none are proposed"]),
      ];
    }
    case "answer":
    case "report":
      return [];
    case "performed":
      return performedFaults(one.grant, before);
    case "inner":
      return innerFaults(one, before);
    default:
      return never(one);
  }
}

function recordFaults({ case: id, entry }: AuditRecord, before: readonly Seen[], run: Run): readonly string[] {
  if (entry.kind !== "asked") return [];
  const received = before.flatMap((one) =>
    one.kind === "record" && one.record.case === id && one.record.entry.kind === "received"
      ? [one.record.entry.request.action]
      : [],
  );
  const words = received.flatMap((action) => ("argv" in action ? action.argv : [])).join(" ");
  const { approvalPolicy } = run;
  const isRefused = typeof approvalPolicy === "object" && !approvalPolicy.granular[keyFor(words, received, run)];
  return [
    ...(entry.review !== undefined && !isReviewed(words, run) ? ["reviewed though a person is to be asked"] : []),
    ...(approvalPolicy === "never" ? ["asked under the policy never"] : []),
    ...(isRefused ? ["asked about what the policy refuses"] : []),
    ...(entry.amendment !== null && !run.smartApprovals ? ["a rule was proposed though none are"] : []),
  ];
}

/** By itself: whether the reviewer is asked first. */
function isReviewed(words: string, { asks, approvalPolicy }: Run): boolean {
  return asks === "reviewer" && approvalPolicy !== "untrusted" && !words.startsWith("sign");
}

/** By itself: which key of a granular policy a question stands under. */
function keyFor(words: string, [action]: readonly Action[], { sandboxMode }: Run): "rules" | "sandbox_approval" {
  const isLeaving = action?.kind === "command" && action.escalate && sandboxMode !== "danger-full-access";
  return /publish|sign/u.test(words) && !isLeaving ? "rules" : "sandbox_approval";
}

const FILE: ProgramFile = { real: "/usr/bin/x", isSteady: true, interpreter: [], copyOf: null };

function execOf(argv: readonly [string, ...string[]]): InnerAction {
  return { kind: "exec", argv, path: `/usr/bin/${argv[0]}`, cwd: "/w", chain: [["make"], ["sh"]], since: 0, why: null };
}

function innerFaults(
  { argv, isSafe, outcome }: Seen & { readonly kind: "inner" },
  before: readonly Seen[],
): readonly string[] {
  if (outcome.kind !== "starts" || isSafe) return [];
  if (argv[0] === "deploy") return ["started though a rule forbids it"];
  const answers = before.flatMap((one) => (one.kind === "answer" && isProgram(one.action, argv) ? [one.verdict] : []));
  const approved = before.filter(
    (one) => one.kind === "report" && one.isApproval && isProgram(one.action, argv),
  ).length;
  const accepted = answers.filter(({ outcome: { kind } }) => kind.startsWith("accept")).length + approved;
  const isForSession = answers.some((verdict) => verdict.outcome.kind === "accept-for-session");
  const started = before.filter((one) => one.kind === "inner" && one.argv === argv && one.outcome.kind === "starts");
  const granted = before.filter(
    (one) => one.kind === "record" && one.record.case.includes(".") && one.record.entry.kind === "granted",
  );
  return [
    ...(accepted === 0 || (!isForSession && started.length >= accepted) ? ["started though nobody accepted it"] : []),
    ...(granted.length === 0 ? ["started before that was on record"] : []),
  ];
}

function isProgram(action: Action, argv: readonly string[]): boolean {
  return action.kind === "exec" && JSON.stringify(action.argv) === JSON.stringify(argv);
}

function performedFaults(
  { action, permissions, targets, programs, identity, from }: Grant,
  before: readonly Seen[],
): readonly string[] {
  const entries = before.flatMap((one) => (one.kind === "record" ? [one.record.entry] : []));
  const count = (kind: Entry["kind"]): number => entries.filter((entry) => entry.kind === kind).length;
  const performed = before.filter((one) => one.kind === "performed");
  const answers = before.flatMap((one) =>
    one.kind === "answer" && isSame(one.action, action) ? [one.verdict.outcome.kind] : [],
  );
  const isSigning = action.kind === "command" && action.argv[0] === "sign";
  const isSigned = before.some(
    (one) =>
      one.kind === "answer" &&
      isSame(one.action, action) &&
      one.verdict.by === "user" &&
      one.verdict.outcome.kind === "accept",
  );
  const accepted = answers.filter((kind) => kind.startsWith("accept")).length;
  const byPerson = performed.filter((one) => one.grant.from === "user" && isSame(one.grant.action, action)).length;
  const approved = before.filter((one) => one.kind === "report" && one.isApproval && isSame(one.action, action)).length;
  const byReview = performed.filter((one) => one.grant.from === "guardian" && isSame(one.grant.action, action)).length;
  const granted = entries.some((entry) => entry.kind === "granted" && entry.permissions === permissions);
  const checks: readonly (readonly [broken: boolean, words: string])[] = [
    [count("started") <= performed.length, "carried out before it was started on record"],
    [!granted, "carried out under permissions that were not granted on record"],
    [identity !== identityOf(action, permissions, targets, programs), "carried out with an altered grant"],
    [action.kind === "command" && action.argv[0] === "deploy", "carried out though a rule forbids it"],
    [isSigning && (from !== "user" || !isSigned), "carried out though a person must be asked each time"],
    [from === "user" && byPerson >= accepted, "carried out in the name of a person who did not accept it"],
    [from === "guardian" && byReview >= approved, "carried out in the name of a reviewer that did not approve it"],
    [from === "session" && !answers.includes("accept-for-session"), "carried out for a session that did not accept it"],
  ];
  return checks.filter(([broken]) => broken).map(([, words]) => words);
}

/** By itself, so that a fault in how the sources compare actions is seen. */
function isSame(one: Action, other: Action): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What is wrong with the order of the records: of each case, and of the whole log. */
function storyFaults(seen: readonly Seen[]): readonly string[] {
  const records = seen.flatMap((one) => (one.kind === "record" ? [one.record] : []));
  const cases = [...new Set(records.map((record) => record.case))].map((id) =>
    records.filter((record) => record.case === id).map((record) => record.entry.kind),
  );
  return [
    ...(cases.every(([first]) => first === "received") ? [] : ["a case does not begin with what was received"]),
    ...(cases.some((kinds) => kinds.slice(0, -1).includes("settled")) ? ["something follows the end of a case"] : []),
    ...(records.every(({ seq }, index) => seq === index + 1) ? [] : ["the records are not numbered in order"]),
  ];
}
