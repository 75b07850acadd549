/** What is decided about commands, each with its reason. */
import { describe, expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { describeReason } from "../../../src/core/approval/describe.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { Command } from "../../../src/core/shell/reading.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf, type RulesTexts } from "../../rules.ts";

const BASIS: Basis = {
  ...PLAIN_BASIS,
  programs: ["bash", "cd", "echo", "head", "cat", "ls", "rm", "make", "tar", "tool", "shellcheck"].map(systemProgram),
};

type Given = Partial<Basis> & RulesTexts;

function decide(script: string, { managed, person, user, trusted, project, ...given }: Given = {}): Requirement {
  const argv: Command = ["bash", "-lc", script];
  const texts = { managed, person, user, trusted, project };
  const basis = { ...BASIS, rules: rulesOf(texts), ...given };
  return judge({ action: { kind: "command", argv, cwd: "/w", escalate: false, why: null }, mode: "run" }, basis)
    .requirement;
}

/** `run inside`, `run outside`, `ask` or `forbid`. */
function outcome(requirement: Requirement): string {
  if (requirement.kind !== "run") return requirement.kind;
  return requirement.under === UNRESTRICTED ? "run outside" : "run inside";
}

function rule(decision: string, ...pattern: readonly string[]): string {
  return `prefix_rule(pattern=${JSON.stringify(pattern)}, decision="${decision}")\n`;
}

describe("a rule that holds back", () => {
  const FORBIDS = rule("forbidden", "rm");
  const MET: readonly (readonly [script: string, outcome: string])[] = [
    ["rm a", "forbid"],
    ["/bin/rm a", "forbid"],
    ["X=1 rm a > b", "forbid"],
    ["for f in a b; do sudo env rm $f; done", "forbid"],
    ["find . -name '*.o' -exec rm {} +", "forbid"],
    ["x=rm; $x a", "forbid"],
    ["$(cat list) a", "ask"],
    ['eval "$x"', "ask"],
    ["source .venv/bin/activate && pytest", "run inside"],
    ["rmdir a", "run inside"],
    ["echo rm a", "run inside"],
    ["cat $files", "run inside"],
  ];
  test.each(MET)("%s", (script, expected) => {
    expect(outcome(decide(script, { user: FORBIDS }))).toBe(expected);
  });

  test("names the strictest rule for what may be any", () => {
    const { reasons } = decide("$x", { user: rule("prompt", "ls") + rule("forbidden", "rm") + rule("prompt", "tar") });
    expect(reasons.map((reason) => describeReason(reason))).toEqual([
      "what runs is not known for sure, and rule `rm` at /home/u/.codex/rules/default.rules:2 forbids this: $x",
      "what runs is not known for sure, and rule `rm` at /home/u/.codex/rules/default.rules:2 forbids this: what $x runs",
    ]);
  });

  test("is heard before an allow rule for the same words", () => {
    expect(outcome(decide("rm a", { user: rule("allow", "rm", "a") + rule("prompt", "rm") }))).toBe("ask");
  });
});

describe("a rule that allows", () => {
  const LETS: readonly (readonly [script: string, given: Given, outcome: string, reason: string])[] = [
    ["shellcheck a.sh", { user: rule("allow", "shellcheck") }, "run outside", "rule `shellcheck` at"],
    ["shellcheck a.sh", { trusted: rule("allow", "shellcheck") }, "run outside", "rule `shellcheck` at"],
    ["shellcheck a.sh", { project: rule("allow", "shellcheck") }, "run inside", "no rule covers shellcheck a.sh"],
    ["make all", { user: rule("allow", "make") }, "run inside", "it runs what lies in the workspace"],
    ["make all", { user: rule("allow", "make"), allowRuns: "outside" }, "run outside", "rule `make` at"],
    ["tar cf a b", { user: rule("allow", "tar"), allowRuns: "outside" }, "run inside", "does not say which program"],
    ["unheard a", { user: rule("allow", "unheard"), allowRuns: "outside" }, "run inside", "may change the program"],
    ["tar cf a b", { user: rule("allow", "tar") }, "run inside", "its rule does not say which program is run"],
    ["unheard a", { user: rule("allow", "unheard") }, "run inside", "sandboxed commands may change the program"],
    [
      "tool a && sort --compress-program=./x b",
      { user: rule("allow", "tool") + rule("allow", "sort") },
      "run inside",
      "./x stays in the sandbox",
    ],
    [
      "cd sub && echo a && shellcheck a.sh | head -5",
      { user: rule("allow", "shellcheck") },
      "run outside",
      "rule `shellcheck` at",
    ],
    [
      "cat secret && shellcheck a.sh",
      { user: rule("allow", "shellcheck") },
      "run inside",
      "cat secret stays in the sandbox: no rule covers it",
    ],
    [
      "shellcheck a.sh | head -5 b",
      { user: rule("allow", "shellcheck") },
      "run inside",
      "head -5 b stays in the sandbox",
    ],
    ["shellcheck a.sh > b", { user: rule("allow", "shellcheck") }, "run inside", "no rule covers"],
    ["env shellcheck a.sh", { user: rule("allow", "shellcheck") }, "run inside", "no rule covers"],
  ];
  test.each(LETS)("%s", (script, given, expected, reason) => {
    const requirement = decide(script, given);
    expect(outcome(requirement)).toBe(expected);
    expect(requirement.reasons.map((one) => describeReason(one)).join("\n")).toContain(reason);
  });

  test("means no program that sandboxed commands may have put there", () => {
    const programs = [{ name: "shellcheck", path: "/w/bin/shellcheck", writable: true, identity: null }];
    const requirement = decide("shellcheck a", { user: rule("allow", "shellcheck"), allowRuns: "outside", programs });
    expect(outcome(requirement)).toBe("run inside");
    expect(requirement.reasons.some(({ kind }) => kind === "planted")).toBe(true);
  });

  test("lets the danger of another command of the script through no more", () => {
    const user = rule("allow", "npm", "publish") + rule("allow", "git", "push", "--force");
    expect(outcome(decide("npm publish && ls", { user }))).toBe("run inside");
    expect(outcome(decide("npm publish && cargo publish", { user }))).toBe("ask");
    expect(outcome(decide("git push --force && git push origin +main", { user }))).toBe("ask");
  });

  test("lets a danger through only where it spells it out", () => {
    expect(outcome(decide("git reset --hard", { user: rule("allow", "git") }))).toBe("ask");
    expect(outcome(decide("git reset --hard", { user: rule("allow", "git", "reset", "--hard") }))).toBe("run inside");
  });
});

/** Git in a folder, and what it runs there. */
function at(folder: string, runs: readonly string[] | null): Partial<Basis> {
  return {
    programs: ["git", "cd"].map(systemProgram),
    repositories: [{ folder, runs, remotes: ["origin"], top: null, submodules: [], nested: [], branches: [] }],
  };
}

describe("git under a rule that allows it", () => {
  const user = rule("allow", "git", "add") + rule("allow", "git", "push") + rule("allow", "git", "commit");
  const DECIDED: readonly (readonly [script: string, given: Partial<Basis>, outcome: string, reason: string])[] = [
    ["git add a", at("/w", []), "run outside", "rule `git add` at"],
    ["git add . && git commit -m x && git push", at("/w", []), "run outside", "rule `git push` at"],
    ["cd sub && git push origin main", at("/w/sub", []), "run outside", "rule `git push` at"],
    ["cd sub && git push origin main", at("/w", []), "run inside", "it cannot be told what git finds in its folder"],
    ["git add a", at("/w", null), "run inside", "it cannot be told what git finds in its folder"],
    ["git add a", { ...at("/w", []), repositories: [] }, "run inside", "it cannot be told"],
    ["git add a", at("/w", ["core.fsmonitor", "hook pre-commit"]), "run inside", "core.fsmonitor, hook pre-commit"],
    ["git push ./x", at("/w", []), "run inside", "./x is no remote of the repository"],
    ["git add x && git add y", at("/w", []), "run inside", "may have added"],
    ["git add a", { ...at("/w", ["hook a"]), allowRuns: "outside" }, "run outside", "rule `git add` at"],
    ["GIT_DIR=x git add a", at("/w", []), "run inside", "no rule covers"],
    ["./git add a", at("/w", []), "run inside", "no rule covers"],
  ];
  test.each(DECIDED)("%s", (script, given, expected, reason) => {
    const requirement = decide(script, { user, ...given });
    expect(outcome(requirement)).toBe(expected);
    expect(requirement.reasons.map((one) => describeReason(one)).join("\n")).toContain(reason);
  });
});

describe("what the disk says", () => {
  const path = "/w/notes";
  const lost = [{ path, kind: "lost", why: "notes/a.md is in no commit" }] as const;
  const DISK: readonly (readonly [script: string, given: Given, outcome: string, reason: string])[] = [
    ["rm -rf notes", {}, "run inside", ""],
    ["rm -rf notes", { losses: lost }, "ask", "deletes notes for good: notes/a.md is in no commit"],
    ["rm -rf notes", { losses: [{ path, kind: "unclear", why: "too much in it" }] }, "ask", "too much in it"],
    ["rm -rf notes", { losses: [{ path, kind: "restorable", why: "" }] }, "run inside", ""],
    ["rm notes", { losses: lost }, "run inside", ""],
    ["cat note", {}, "run inside", ""],
    [
      "cat note",
      { links: [{ path: "/w/note", real: "/home/you/.ssh/id_rsa" }] },
      "ask",
      "reads a secret (note -> /home/you/.ssh/id_rsa)",
    ],
    ["cat note", { links: [{ path: "/w/note", real: "/w/other" }] }, "run inside", ""],
    ["cat note", { links: [{ path: "/w/note", real: null }] }, "ask", "where that leads cannot be told"],
    ["echo x >> rc", { links: [{ path: "/w/rc", real: "/home/you/.bashrc" }] }, "ask", ""],
  ];
  test.each(DISK)("%s %j", (script, given, expected, reason) => {
    const requirement = decide(script, given);
    expect(outcome(requirement)).toBe(expected);
    expect(requirement.reasons.map((one) => describeReason(one)).join("\n")).toContain(reason);
  });
});

describe("under untrusted", () => {
  const UNTRUSTED: readonly (readonly [script: string, given: Given, outcome: string])[] = [
    ["ls -l", {}, "run inside"],
    ["ls -l 2>/dev/null | wc -l", {}, "run inside"],
    ["ls -l > list", {}, "ask"],
    ["ls -l; x.sh", {}, "ask"],
    ["git status", {}, "ask"],
    ["git status", { sandboxMode: "read-only" }, "run inside"],
    ["find . -exec touch {} +", {}, "ask"],
    ["timeout 5 ls", {}, "run inside"],
    ["ls -l", { hasFolder: false }, "ask"],
  ];
  test.each(UNTRUSTED)("%s %j", (script, given, expected) => {
    expect(outcome(decide(script, { approvalPolicy: "untrusted", ...given }))).toBe(expected);
  });

  const PROPOSED: readonly (readonly [script: string, proposed: boolean, opens: boolean])[] = [
    ["ls -l", false, false],
    ["unknown-tool sub", true, false],
    ["tool sub a", true, true],
    ["make all", true, false],
    ["tool sub > f", false, false],
  ];
  test.each(PROPOSED)("a rule is proposed for: %s", (script, proposed, opens) => {
    const requirement = decide(script, { approvalPolicy: "untrusted" });
    const asked = requirement.kind === "ask" ? requirement : { amendment: null, opens: false };
    expect([asked.amendment !== null, asked.opens]).toEqual([proposed, opens]);
  });
});

test("what a person cannot see always asks, and nothing is proposed", () => {
  const requirement = decide("ls a\u200bb");
  expect(requirement).toMatchObject({ kind: "ask", amendment: null });
  expect(requirement.reasons.map((one) => one.kind)).toEqual(["unseen"]);
});
