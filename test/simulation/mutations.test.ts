/** Breaks the sources line by line: the simulation must see each, or it shows nothing. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/assent-mutations-`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source with one text replaced; the text must stand in it just once. */
type Mutation = { readonly file: string; readonly from: string; readonly to: string };

function mutating({ file, from, to }: Mutation): Plugin {
  return {
    name: "one line broken",
    setup(builder) {
      builder.onLoad({ filter: new RegExp(`/${file}$`) }, ({ path }) => {
        const parts = readFileSync(path, "utf8").split(from);
        if (parts.length !== 2) return { errors: [{ text: `${file} has ${parts.length - 1} times: ${from}` }] };
        return { contents: parts.join(to), loader: "ts" };
      });
    },
  };
}

async function probe(name: string, mutation: Mutation | null, fixture = "probe"): Promise<string> {
  const outfile = `${folder}/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`test/simulation/fixtures/${fixture}.ts`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: mutation === null ? [] : [mutating(mutation)],
  });
  return execFileSync(process.execPath, [outfile], { encoding: "utf8" });
}

const MUTATIONS: readonly (readonly [seen: string, mutation: Mutation])[] = [
  [
    "carried out before it was started on record",
    { file: "engine/engine.ts", from: "await ports.append(records)", to: "void ports.append(records).catch(() => {})" },
  ],
  [
    "carried out in the name of a person who did not accept it",
    {
      file: "engine/engine.ts",
      from: "verdict: faultVerdict(errorText(error))",
      to: 'verdict: { outcome: { kind: "accept" }, by: "user", note: null }',
    },
  ],
  [
    "carried out in the name of a reviewer that did not approve it",
    {
      file: "engine/engine.ts",
      from: "report(failedReport(errorText(error)))",
      to: 'report({ ...failedReport(""), checks: { findings: [], level: "low", authorization: "high", isCleared: true, why: errorText(error) }, answer: { kind: "none", why: "" } })',
    },
  ],
  [
    "carried out in the name of a person who did not accept it",
    {
      file: "approval/step.ts",
      from: 'case "decline":',
      to: 'case "decline": return goOn(taken.session, { ...open, id, from: "user" }, [], now);',
    },
  ],
  [
    "carried out though a rule forbids it",
    {
      file: "approval/standing.ts",
      from: 'standing: "forbidden", because: forbidding',
      to: 'standing: "allowed", because: forbidding',
    },
  ],
  [
    "asked under the policy never",
    {
      file: "approval/asking.ts",
      from: 'if (approvalPolicy === "never") {',
      to: 'if (approvalPolicy === "on-failure") {',
    },
  ],
  [
    "asked about what the policy refuses",
    { file: "approval/asking.ts", from: "!approvalPolicy.granular[keyOf(reason)]", to: "false" },
  ],
  [
    "a rule was proposed though none are",
    {
      file: "approval/asking.ts",
      from: 'return smartApprovals ? { kind: "ask"',
      to: 'return asked.reasons.length > 0 ? { kind: "ask"',
    },
  ],
  [
    "carried out though a person must be asked each time",
    {
      file: "approval/answer.ts",
      from: "if (!onlyPerson(reasons)) return null;",
      to: "if (reasons.length > 0) return null;",
    },
  ],
  [
    "carried out though a person must be asked each time",
    { file: "approval/asking.ts", from: '"personOnly" in rule', to: "false" },
  ],
  [
    "carried out for a session that did not accept it",
    { file: "approval/identity.ts", from: '["command", action.argv,', to: '["command",' },
  ],
  [
    "a rule was saved that is too broad",
    {
      file: "approval/amending.ts",
      from: "if (!checked.ok) return checked.error;",
      to: "if (!checked.ok) return null;",
    },
  ],
  [
    "started though a rule forbids it",
    { file: "approval/judge-exec.ts", from: 'reasonsOf(found, "forbidden")', to: "[]" },
  ],
  [
    "started though nobody accepted it",
    { file: "approval/judge-exec.ts", from: "if (asking.length > 0) return ask(asking, all);", to: "" },
  ],
  ["something follows the end of a case", { file: "approval/moves.ts", from: "cases.delete(id);", to: "" }],
];

/** The same of the state machine, which is driven by itself. */
const MACHINE_MUTATIONS: readonly (readonly [seen: string, mutation: Mutation])[] = [
  [
    "expired was taken though it does not fit",
    { file: "approval/step.ts", from: "open.ticket !== event.ticket", to: "open.ticket === -1" },
  ],
  [
    "a question waits for another answer",
    { file: "approval/presence.ts", from: "move(at, id, { ...open, ticket: null }, []", to: "move(at, id, open, []" },
  ],
  [
    "waiting, and nothing will move it",
    {
      file: "approval/presence.ts",
      from: "return isForPerson(open) ? declineFor(at, id, nobodyFor(open.question)) : null;",
      to: "return null;",
    },
  ],
  [
    "asked though nobody is there",
    { file: "approval/presence.ts", from: 'session.presence.kind === "attached") return put', to: "true) return put" },
  ],
  [
    "other permissions are open than were granted",
    { file: "approval/session-grants.ts", from: "|| usesLeft === 0", to: "" },
  ],
  [
    "other permissions are open than were granted",
    { file: "approval/session-grants.ts", from: "(until !== null && now >= until)", to: "until === -1" },
  ],
  [
    "gone by a grant that does not hold",
    { file: "approval/session-grants.ts", from: "grant.agent !== agent ||", to: "" },
  ],
  [
    "other permissions are open than were granted",
    { file: "approval/session-grants.ts", from: "(grant.turn !== null && grant.turn !== turn)", to: "turn === ''" },
  ],
  [
    "something else is remembered than was granted",
    { file: "approval/answer.ts", from: "cutTo(wanted, tidy(outcome.extra))", to: "outcome.extra" },
  ],
  [
    "something else is remembered than was granted",
    { file: "approval/answer.ts", from: "cutTo(wanted, tidy(outcome.extra))", to: "cutTo(wanted, outcome.extra)" },
  ],
  [
    "carried out by a grant that is not named",
    { file: "approval/step.ts", from: '[judged, { kind: "used", grants: used }]', to: "[judged]" },
  ],
  [
    "the log replays to another state",
    {
      file: "approval/ending.ts",
      from: 'entry: { kind: "over", grant: grant.id } as const }));\n  return',
      to: 'entry: { kind: "started" } as const })).slice(1);\n  return',
    },
  ],
  [
    "a grant goes on that was not to last",
    { file: "approval/ending.ts", from: "grants.filter((grant) => survives(grant, now))", to: "grants" },
  ],
  [
    "other permissions are open than were granted",
    { file: "approval/holding.ts", from: "return isKnown ?", to: "return now > 0 ?" },
  ],
  [
    "something else is remembered than was granted",
    {
      file: "approval/identity.ts",
      from: "flatMap(writtenPaths))].map(",
      to: "flatMap(writtenPaths))].slice(0, 1).map(",
    },
  ],
  [
    "an action ended twice",
    {
      file: "approval/moves.ts",
      from: '{ id, kind: "reply", outcome },\n  ];',
      to: '{ id, kind: "reply", outcome }, { id, kind: "reply", outcome },\n  ];',
    },
  ],
  [
    "carried out before it was on record",
    { file: "approval/step.ts", from: '[...before, granted, { kind: "started" }]', to: "[...before, granted]" },
  ],
  [
    "a review came to something else",
    { file: "approval/ruling.ts", from: 'if (opinion.outcome === "deny") return { rationale };', to: "" },
  ],
  [
    "a review came to something else",
    {
      file: "approval/ruling.ts",
      from: 'riskier(riskier(checks?.level ?? "low", level), scored)',
      to: "riskier(level, scored)",
    },
  ],
  [
    "a review came to something else",
    { file: "approval/check-report.ts", from: "return isRisk(level) &&", to: "return" },
  ],
  [
    "granted in the reviewer's name without its approval",
    {
      file: "approval/reviewing.ts",
      from: 'case "escalated":',
      to: 'case "escalated": return { kind: "go-on", session: known, before: [reviewed], from: "guardian" };',
    },
  ],
  [
    "denied and not declined in the reviewer's name",
    {
      file: "approval/reviewing.ts",
      from: "return over(deny(known, id, reviewed));",
      to: 'return { kind: "go-on", session: known, before: [reviewed], from: "guardian" };',
    },
  ],
  [
    "answered was taken though it does not fit",
    { file: "approval/step.ts", from: "if (isReview) return refuse(", to: "if (now < 0) return refuse(" },
  ],
  [
    "reviewed was taken though it does not fit",
    { file: "approval/step.ts", from: "if (!isReview) return refuse(", to: "if (now < 0) return refuse(" },
  ],
  [
    "carried out in another name than that of the review that approved it",
    { file: "approval/step.ts", from: 'parts?.from === "guardian" ? "guardian" : open.from', to: "open.from" },
  ],
  [
    "reviewed though the policy wants a person",
    { file: "approval/presence.ts", from: 'approvalPolicy === "untrusted" || isEndless', to: "isEndless" },
  ],
  [
    "reviewed though only a person may answer",
    { file: "approval/presence.ts", from: "if (onlyPerson(reasons) || action", to: "if (action" },
  ],
  [
    "a model reviews beyond the budget, or not within it",
    { file: "approval/presence.ts", from: "+ underWay(session, id) < budget", to: "< budget" },
  ],
  [
    "the limit of denials is told at another time",
    { file: "approval/reviews.ts", from: "inRow >= DENIALS_IN_ROW_MAX", to: "inRow > DENIALS_IN_ROW_MAX" },
  ],
  [
    "something goes on though the limit of denials was reached",
    { file: "approval/reviewing.ts", from: "reached === null ? denied : join(denied, cancelAll)", to: "denied" },
  ],
  [
    "gone on by a denial that was not overruled for it",
    { file: "approval/overruling.ts", from: "reviews.overruled.toSpliced(at, 1)", to: "reviews.overruled" },
  ],
  [
    "gone on by a denial that was not overruled for it",
    { file: "approval/overruling.ts", from: "(one) => one.what === what", to: '(one) => one.what !== ""' },
  ],
  [
    "carried out without a review in a turn of which all is reviewed",
    { file: "approval/strict.ts", from: "if (!isReviewed(action) ||", to: "if (isReviewed(action) ||" },
  ],
  [
    "reviewed for a strictness that is over",
    { file: "approval/reviews.ts", from: ".filter((other) => other !== turn)", to: "" },
  ],
  [
    "something else is remembered than was granted",
    {
      file: "approval/answer.ts",
      from: 'extra: wanted, scope: "turn", limits',
      to: 'extra: wanted, scope: "session", limits',
    },
  ],
  ["the log replays to another state", { file: "approval/ending.ts", from: "spent: reviewsSpent", to: "spent: 0" }],
  [
    "an action was never settled",
    { file: "approval/ending.ts", from: "return eachCase(session, cancel);", to: "return nothing(session);" },
  ],
];

test.each(["probe", "machine-probe"])("the sources as they are: sound to the %s", async (fixture) => {
  expect(await probe(`whole-${fixture}`, null, fixture)).toBe("sound");
});

test.each(MACHINE_MUTATIONS.map(([seen, mutation], index) => [index, seen, mutation] as const))(
  "mutation %i of the state machine is seen: %s",
  async (index, seen, mutation) => {
    expect((await probe(`machine-${index}`, mutation, "machine-probe")).split("\n")).toContain(seen);
  },
);

test.each(MUTATIONS.map(([seen, mutation], index) => [index, seen, mutation] as const))(
  "mutation %i is seen: %s",
  async (index, seen, mutation) => {
    expect((await probe(`mutation-${index}`, mutation)).split("\n")).toContain(seen);
  },
);
