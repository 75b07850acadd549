/** Which questions are asked: granular policies, proposals, what only a person answers. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askOrRefuse } from "../../../src/core/approval/asking.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { describeReason } from "../../../src/core/approval/describe.ts";
import { explain } from "../../../src/core/approval/explain.ts";
import { identityOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Question, Verdict } from "../../../src/core/approval/question.ts";
import { CATEGORIES, type Granular } from "../../../src/core/config/approval-policy.ts";
import { permissionsOf, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { createEngine, type Start } from "../../../src/engine/engine.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { accept, answer, command, FACTS, fakePorts, RAN, systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";
import { basisIn, managedTexts, requestIn, rulesTexts, situations, strictness } from "./situations.ts";

const ALL: Granular["granular"] = {
  sandbox_approval: true,
  rules: true,
  mcp_elicitations: true,
  request_permissions: true,
  skill_approval: true,
};
const NONE: Granular["granular"] = {
  sandbox_approval: false,
  rules: false,
  mcp_elicitations: false,
  request_permissions: false,
  skill_approval: false,
};
const granular = (over: Partial<Granular["granular"]>): Granular => ({ granular: { ...ALL, ...over } });

const FILE = "/home/u/.codex/rules/default.rules";
const SANDBOX_OFF = "approval_policy.granular.sandbox_approval is false: what it stands for is refused without asking";
const RULES_OFF = "approval_policy.granular.rules is false: what it stands for is refused without asking";
const PROMPTS = `rule \`make\` at ${FILE}:1 asks first`;
const RESETS = "dangerous: it throws away changes that are not committed";

const START: Start = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
};

type Given = Partial<Basis> & { readonly escalate?: boolean; readonly mode?: "judge" };
function decide(script: string, { escalate = false, mode, ...over }: Given): readonly string[] {
  const basis = { ...PLAIN_BASIS, programs: ["make", "ls", "bash", "git"].map(systemProgram), ...over };
  const [program = "", ...args] = script.includes("&") ? ["bash", "-c", script] : script.split(" ");
  const action = command([program, ...args], escalate);
  const { requirement } = judge({ action, mode: mode ?? "run" }, basis);
  return [requirement.kind, ...requirement.reasons.map((reason) => describeReason(reason, [program, ...args]))];
}

const PROMPT = rulesOf({ user: 'prefix_rule(pattern=["make"], decision="prompt")\n' });
const REFUSED: readonly (readonly [
  name: string,
  script: string,
  off: "sandbox_approval" | "rules",
  given: Given,
  expected: readonly string[],
])[] = [
  ["a prompt rule", "make", "rules", { rules: PROMPT }, ["forbid", PROMPTS, RULES_OFF]],
  ["a prompt rule, and all else may be asked", "make", "sandbox_approval", { rules: PROMPT }, ["ask", PROMPTS]],
  [
    "leaving the sandbox",
    "make",
    "sandbox_approval",
    { escalate: true },
    ["forbid", "it asks to run outside the sandbox", "no rule covers it", SANDBOX_OFF],
  ],
  [
    "a prompt rule for what asks to leave the sandbox",
    "make",
    "sandbox_approval",
    { escalate: true, rules: PROMPT },
    ["forbid", PROMPTS, "it asks to run outside the sandbox", SANDBOX_OFF],
  ],
  [
    "the same without a sandbox",
    "make",
    "sandbox_approval",
    { escalate: true, rules: PROMPT, sandboxMode: "danger-full-access" },
    ["ask", PROMPTS],
  ],
  [
    "a prompt rule for what the caller runs itself",
    "make",
    "sandbox_approval",
    { mode: "judge", rules: PROMPT },
    ["forbid", PROMPTS, "no sandbox: the agent runs this command itself, without a sandbox", SANDBOX_OFF],
  ],
  [
    "the same where there is no sandbox anyway",
    "make",
    "sandbox_approval",
    { mode: "judge", rules: PROMPT, sandboxMode: "danger-full-access" },
    ["ask", PROMPTS],
  ],
  ["a danger", "git reset --hard", "sandbox_approval", {}, ["forbid", RESETS, SANDBOX_OFF]],
  ["a danger, where rules may not ask", "git reset --hard", "rules", {}, ["ask", RESETS]],
  [
    "a danger that a rule asks about",
    "git reset --hard",
    "sandbox_approval",
    { rules: rulesOf({ project: 'prefix_rule(pattern=["git"], decision="prompt")\n' }) },
    ["forbid", "rule `git` at /w/.codex/rules/project.rules:1 asks first", RESETS, SANDBOX_OFF],
  ],
  [
    "a chain whose part would be refused when it is reached",
    "ls && git reset --hard",
    "sandbox_approval",
    { isSupervised: true },
    ["forbid", "dangerous: git reset --hard throws away changes that are not committed", SANDBOX_OFF],
  ],
  [
    "a broken file",
    "ls",
    "sandbox_approval",
    { rules: rulesOf({ user: "x" }) },
    ["forbid", expect.stringContaining("does not load"), SANDBOX_OFF],
  ],
  [
    "a broken file beside a rule that asks",
    "make",
    "rules",
    { rules: rulesOf({ user: 'prefix_rule(pattern=["make"], decision="prompt")\n', project: "x" }) },
    ["forbid", expect.stringContaining("does not load"), PROMPTS, RULES_OFF],
  ],
];
test.each(REFUSED)("refused without asking: %s", (_name, script, off, given, expected) => {
  expect(decide(script, { ...given, approvalPolicy: granular({ [off]: false }) })).toEqual(expected);
});

test("who chose the policy is told with it", () => {
  const ground = { policyBy: "set in /h/config.toml:3", smartApprovals: true };
  const asked = {
    under: UNRESTRICTED,
    reasons: [{ kind: "escalation" }],
    also: [],
    amendment: null,
    opens: false,
  } as const;
  expect(askOrRefuse(asked, { ...ground, approvalPolicy: "never" }).reasons).toEqual([
    { kind: "escalation" },
    { kind: "policy", policy: "never", by: "set in /h/config.toml:3" },
  ]);
  const basis = { ...PLAIN_BASIS, ...ground, approvalPolicy: "untrusted", programs: [systemProgram("make")] } as const;
  expect(judge({ action: command(["make"]), mode: "run" }, basis).requirement.reasons).toContainEqual({
    kind: "policy",
    policy: "untrusted",
    by: "set in /h/config.toml:3",
  });
});

test("explain names the key that would have to be true", () => {
  const approvalPolicy = granular({ ...NONE });
  const basis = { ...PLAIN_BASIS, approvalPolicy, rules: PROMPT, programs: [systemProgram("make")] };
  const { changes } = explain({ action: command(["make"]), mode: "run" }, basis);
  expect(changes.map(({ by, requirement }) => [by, requirement.kind])).toEqual([
    [{ kind: "granular", key: "rules" }, "ask"],
    [{ kind: "policy", policy: "untrusted" }, "ask"],
    [{ kind: "policy", policy: "on-request" }, "ask"],
    [{ kind: "policy", policy: "on-failure" }, "ask"],
  ]);
});

describe("whatever is asked for, by whatever rules", () => {
  test("a granular policy with all keys true decides as on-request", () => {
    fc.assert(
      fc.property(situations, rulesTexts, (situation, trusted) => {
        const request = requestIn(situation);
        const basis = basisIn(situation, { trusted });
        const asked = judge(request, { ...basis, approvalPolicy: "on-request" }).requirement;
        expect(judge(request, { ...basis, approvalPolicy: granular({}) }).requirement).toEqual(asked);
      }),
      { numRuns: 1500 },
    );
  });

  test("with all keys false nothing is asked, and nothing waits to be", () => {
    fc.assert(
      fc.property(situations, rulesTexts, managedTexts, (situation, project, person) => {
        const basis = { ...basisIn(situation, { project, person }), approvalPolicy: granular({ ...NONE }) };
        const { requirement } = judge(requestIn(situation), basis);
        expect(requirement.kind).not.toBe("ask");
        expect(requirement.reasons.filter(({ kind }) => kind === "waits")).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test("with all keys false a whole session asks nothing: chains, programs inside, second tries", async () => {
    const started = [
      ["git", "push", "--force"],
      ["rm", "-rf", "/"],
      ["make", "x"],
      ["sudo", "ls"],
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(situations, { minLength: 1, maxLength: 4 }), rulesTexts, async (all, project) => {
        let asked = 0;
        for (const situation of all.filter(({ kind }) => kind !== "exec")) {
          const { rules, workspace, programs, isSupervised, allowRuns, file } = basisIn(situation, { project });
          const ports = fakePorts({
            gather: () => Promise.resolve({ ...FACTS, workspace, programs, isSupervised, file }),
            rules: () => Promise.resolve(rules),
            approver: { ask: () => Promise.resolve({ ...accept(), note: String((asked += 1)) }) },
            perform: async (_grant, _facts, _watch, _signal, inner) => {
              const exec = { kind: "exec", cwd: "/w", chain: [["make"]], since: 0, why: null } as const;
              for (const argv of started) await inner({ ...exec, argv, path: `/usr/bin/${argv[0]}` });
              return { ...RAN, status: 1, denied: { kind: "guess", line: "Read-only file system" } };
            },
          });
          const engine = createEngine(ports, {
            ...START,
            ...situation,
            allowRuns,
            approvalPolicy: granular(NONE),
          });
          await engine.submit(requestIn(situation));
          await engine.submit(requestIn({ ...situation, kind: "escalated" }));
        }
        expect(asked).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test("a key that is set to false makes nothing looser", () => {
    fc.assert(
      fc.property(situations, rulesTexts, fc.constantFrom(...CATEGORIES), (situation, project, off) => {
        const request = requestIn(situation);
        const basis = basisIn(situation, { project });
        const before = judge(request, { ...basis, approvalPolicy: granular({}) }).requirement;
        const after = judge(request, { ...basis, approvalPolicy: granular({ [off]: false }) }).requirement;
        expect(strictness(after)).toBeGreaterThanOrEqual(strictness(before));
      }),
      { numRuns: 1500 },
    );
  });

  const BESIDE = [
    ["a project's file that nobody has trusted", "project", rulesTexts],
    ["what an administrator requires", "managed", managedTexts],
    ["what an administrator wants a person to answer", "person", managedTexts],
  ] as const;
  test.each(BESIDE)("%s makes nothing looser", (_name, whose, texts) => {
    fc.assert(
      fc.property(situations, texts, (situation, text) => {
        const request = requestIn(situation);
        const without = judge(request, basisIn(situation)).requirement;
        const beside = judge(request, basisIn(situation, { [whose]: text })).requirement;
        expect(strictness(beside)).toBeGreaterThanOrEqual(strictness(without));
      }),
      { numRuns: 2000 },
    );
  });

  test("a file that does not load, beside all others, makes nothing looser", () => {
    fc.assert(
      fc.property(situations, managedTexts, (situation, managed) => {
        const request = requestIn(situation);
        const without = judge(request, basisIn(situation, { managed })).requirement;
        const broken = judge(request, basisIn(situation, { managed, project: "prefix_rule(" })).requirement;
        expect(strictness(broken)).toBeGreaterThanOrEqual(strictness(without));
      }),
      { numRuns: 2000 },
    );
  });

  test("without smart approvals no question proposes a rule, and no part of one", () => {
    fc.assert(
      fc.property(situations, rulesTexts, (situation, trusted) => {
        const basis = { ...basisIn(situation, { trusted }), smartApprovals: false };
        const { requirement } = judge(requestIn(situation), basis);
        const proposed = requirement.kind === "ask" ? [requirement, ...(requirement.parts ?? [])] : [];
        expect(proposed.filter(({ amendment, opens }) => amendment !== null || opens)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});

const SIGN = { person: 'prefix_rule(pattern=["sign"], decision="prompt", justification="two keys")\n' };
const BY_PERSON =
  "an administrator's rule `sign` at /etc/codex/requirements.toml:1 asks a person, each time anew: two keys";

type Asked = { readonly outcome: string; readonly questions: readonly Question[] };

async function run(verdicts: readonly Verdict[], start: Partial<Start> = {}): Promise<readonly Asked[]> {
  const questions: Question[] = [];
  let asked = 0;
  const ports = fakePorts({
    gather: () => Promise.resolve({ ...FACTS, programs: [systemProgram("sign")] }),
    rules: () => Promise.resolve(rulesOf(SIGN)),
    approver: {
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(verdicts[asked++] ?? accept());
      },
    },
  });
  const engine = createEngine(ports, { ...START, ...start });
  const done: Asked[] = [];
  while (asked < verdicts.length && done.length < verdicts.length) {
    const outcome = await engine.submit({ action: command(["sign", "x"]), mode: "run" });
    const note = outcome.kind === "declined" ? `: ${outcome.verdict.note}` : "";
    done.push({ outcome: `${outcome.kind}${note}`, questions: questions.splice(0) });
  }
  return done;
}

test("only a person answers what an administrator wants a person to answer, each time anew", async () => {
  const verdicts: readonly Verdict[] = [
    accept(),
    answer({ kind: "accept-for-session" }),
    accept(),
    { ...accept(), by: "answers" },
    answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["sign", "x"] } }),
    answer({ kind: "decline", feedback: null }),
  ];
  const done = await run(verdicts);
  expect(done.map(({ outcome }) => outcome)).toEqual([
    "ran",
    "declined: an administrator requires that this is asked each time: accept it once",
    "ran",
    "declined: an administrator requires that a person answers this",
    "declined: an administrator requires that this is asked each time: accept it once",
    "declined: null",
  ]);
  for (const { questions } of done) {
    expect(questions.map(({ reasons, amendment }) => [reasons.map((one) => describeReason(one)), amendment])).toEqual([
      [[BY_PERSON], null],
    ]);
  }
});

test("it is refused under never, and by a granular policy without rules", async () => {
  for (const approvalPolicy of ["never", granular({ rules: false })] as const) {
    expect(await run([accept()], { approvalPolicy })).toEqual([{ outcome: "forbidden", questions: [] }]);
  }
});

test("a program inside a command asks a person as well, whatever was accepted for the session", () => {
  const argv = ["sign"] as const;
  const action = {
    kind: "exec",
    argv,
    path: "/usr/bin/sign",
    cwd: "/w",
    chain: [["make"]],
    within: "1",
    since: 0,
    why: null,
  } as const;
  const under = permissionsOf("workspace-write", PLAIN_BASIS.workspace);
  const rules = rulesOf(SIGN);
  for (const [approvalPolicy, decided] of [
    ["on-request", ["ask", BY_PERSON]],
    ["never", ["forbid", BY_PERSON, "approval policy never: nobody is asked"]],
  ] as const) {
    const basis: Basis = {
      ...PLAIN_BASIS,
      approvalPolicy,
      rules,
      remembered: new Set([identityOf(action, under)]),
      file: { real: "/usr/bin/sign", isSteady: true, interpreter: [], copyOf: null },
      within: { survey: null, rules, waiting: [], under, from: "policy" },
    };
    const { requirement } = judge({ action, mode: "judge" }, basis);
    expect([requirement.kind, ...requirement.reasons.map((one) => describeReason(one))]).toEqual(decided);
  }
});
