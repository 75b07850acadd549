/** What is decided about connections and file changes, and about scripts that mean no good. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { ApprovalPolicy } from "../../../src/core/config/approval-policy.ts";
import { readPattern } from "../../../src/core/network/pattern.ts";
import type { HostPattern, HostRules } from "../../../src/core/permissions/hosts.ts";
import { MODE_ONLY, type Network, type SandboxMode } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { rulesOf } from "../../rules.ts";

const POLICIES: readonly ApprovalPolicy[] = ["untrusted", "on-request", "on-failure", "never"];

type Circumstances = {
  readonly rules?: string;
  readonly project?: string;
  readonly network?: Network;
  readonly mode?: SandboxMode;
};

function basisOf(
  approvalPolicy: ApprovalPolicy,
  { rules = "", project = "", network = "none", mode = "workspace-write" }: Circumstances,
  path = "",
): Basis {
  return {
    ...PLAIN_BASIS,
    approvalPolicy,
    sandboxMode: mode,
    workspace: { roots: ["/w"], keep: [], bounds: { ...MODE_ONLY, network } },
    rules: rulesOf({ user: rules, project }),
    targets: path === "" ? [] : [{ path, change: { kind: "create", path, after: "" } }],
  };
}

function decide(action: Action, around: Circumstances, path = ""): readonly string[] {
  return POLICIES.map((policy) => judge({ action, mode: "run" }, basisOf(policy, around, path)).requirement.kind);
}

const rule = (decision: string, protocol = "https"): string =>
  `network_rule(host="a.test", protocol="${protocol}", decision="${decision}")\n`;

const loopback = (decision: string): string => rule(decision).replace("a.test", "127.0.0.1");

function hosts(allow: string, ...deny: readonly string[]): HostRules {
  return { kind: "hosts", allow: [pattern(allow)], deny: deny.map(pattern), unlisted: "ask" };
}

function pattern(text: string): HostPattern {
  const read = readPattern(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}

describe("connections", () => {
  const CASES: readonly (readonly [name: string, host: string, around: Circumstances, decided: readonly string[]])[] = [
    ["denied", "a.test", { rules: rule("deny") }, ["forbid", "forbid", "forbid", "forbid"]],
    [
      "denied, spelled otherwise",
      "A.TEST.",
      { rules: rule("deny"), network: "open" },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "denied for another protocol",
      "a.test",
      { rules: rule("deny", "http"), network: "open" },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "denied, in letters of another script",
      "xn--bcher-kva.test",
      { rules: rule("deny").replace("a.test", "Bücher.test"), network: "open" },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "an address denied in another spelling",
      "127.0.0.1",
      { rules: rule("deny").replace("a.test", "0x7f.1"), network: "open" },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "allowed, in full-width letters",
      "a.test",
      { rules: rule("allow").replace("a.test", "ａ．test") },
      ["run", "run", "run", "run"],
    ],
    ["a broken file", "a.test", { rules: "network_rule(", network: "open" }, ["ask", "ask", "ask", "forbid"]],
    ["asked about", "a.test", { rules: rule("prompt"), network: "open" }, ["ask", "ask", "ask", "forbid"]],
    ["allowed", "a.test", { rules: rule("allow") }, ["run", "run", "run", "run"]],
    ["allowed for another protocol", "a.test", { rules: rule("allow", "http") }, ["ask", "ask", "ask", "forbid"]],
    ["allowed by the project", "a.test", { project: rule("allow") }, ["ask", "ask", "ask", "forbid"]],
    ["the network is open", "b.test", { network: "open" }, ["ask", "run", "run", "run"]],
    ["open, and a host that no rule can name", "b .test", { network: "open" }, ["ask", "ask", "ask", "forbid"]],
    ["nothing is known", "b.test", {}, ["ask", "ask", "ask", "forbid"]],
    ["nothing is known, and all are read only", "b.test", { mode: "read-only" }, ["ask", "ask", "ask", "forbid"]],
    ["listed", "b.test", { network: hosts("b.test") }, ["run", "run", "run", "run"]],
    ["listed, on another port", "b.test", { network: hosts("b.test:8443") }, ["ask", "ask", "ask", "forbid"]],
    ["listed, spelled otherwise", "B.TEST.", { network: hosts("*.test") }, ["run", "run", "run", "run"]],
    ["not listed", "c.test", { network: hosts("b.test") }, ["ask", "ask", "ask", "forbid"]],
    [
      "not listed where that is no question",
      "c.test",
      { network: { ...hosts("b.test"), unlisted: "deny" } },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "not listed where that is no question, and allowed",
      "a.test",
      { rules: rule("allow"), network: { ...hosts("b.test"), unlisted: "deny" } },
      ["run", "run", "run", "run"],
    ],
    ["denied by the settings", "b.test", { network: hosts("*", "b.test") }, ["forbid", "forbid", "forbid", "forbid"]],
    [
      "denied by the settings and allowed by a rule",
      "a.test",
      { rules: rule("allow"), network: hosts("*", "a.test") },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "listed and denied by a rule",
      "a.test",
      { rules: rule("deny"), network: hosts("a.test") },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "listed and asked about by a rule",
      "a.test",
      { rules: rule("prompt"), network: hosts("a.test") },
      ["ask", "ask", "ask", "forbid"],
    ],
    [
      "not listed, nothing else may be reached, and a broken file",
      "c.test",
      { rules: "(", network: { ...hosts("b.test"), unlisted: "deny" } },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "asked about by a project, and nothing else may be reached",
      "a.test",
      { project: rule("prompt"), network: { ...hosts("b.test"), unlisted: "deny" } },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "this machine, asked about by a project",
      "127.0.0.1",
      { project: rule("prompt").replace("a.test", "127.0.0.1") },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "allowed, and asked about by a project",
      "a.test",
      { rules: rule("allow"), project: rule("prompt") },
      ["ask", "ask", "ask", "forbid"],
    ],
    [
      "asked about by a project, and the network is open",
      "a.test",
      { project: rule("prompt"), network: "open" },
      ["ask", "ask", "ask", "forbid"],
    ],
    ["listed, and a broken file", "b.test", { rules: "(", network: hosts("b.test") }, ["ask", "ask", "ask", "forbid"]],
    ["this machine", "localhost", {}, ["forbid", "forbid", "forbid", "forbid"]],
    ["this machine, spelled otherwise", "0x7f.1", {}, ["forbid", "forbid", "forbid", "forbid"]],
    ["this machine, listed with all else", "[::1]", { network: hosts("*") }, ["forbid", "forbid", "forbid", "forbid"]],
    ["this machine, listed by its name", "127.0.0.1", { network: hosts("127.0.0.1") }, ["run", "run", "run", "run"]],
    ["this machine, and the network is open", "localhost", { network: "open" }, ["ask", "run", "run", "run"]],
    ["this machine, allowed by a rule", "127.0.0.1", { rules: loopback("allow") }, ["run", "run", "run", "run"]],
    [
      "this machine, asked about by a rule",
      "127.0.0.1",
      { rules: loopback("prompt") },
      ["ask", "ask", "ask", "forbid"],
    ],
    [
      "an address that hides a denied one",
      "64:ff9b::102:304",
      { rules: rule("deny").replace("a.test", "1.2.3.4"), network: "open" },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "an address that hides an allowed one",
      "64:ff9b::102:304",
      { rules: rule("allow").replace("a.test", "1.2.3.4") },
      ["ask", "ask", "ask", "forbid"],
    ],
  ];
  test.each(CASES)("%s", (_name, host, around, decided) => {
    const action = { kind: "network", host, port: 443, protocol: "https", command: null, why: null } as const;
    expect(decide(action, around)).toEqual(decided);
  });
});

const PROPOSED: readonly (readonly [host: string, proposed: string | null])[] = [
  ["EXAMPLE.test.", "example.test"],
  ["bücher.test", "xn--bcher-kva.test"],
  ["b .test", null],
];
test.each(PROPOSED)("the rule that is proposed for %s names %s", (host, proposed) => {
  const action = { kind: "network", host, port: 443, protocol: "https", command: null, why: null } as const;
  const { requirement } = judge({ action, mode: "judge" }, basisOf("on-request", {}));
  expect([requirement.kind, requirement.kind === "ask" ? requirement.amendment : null]).toEqual([
    "ask",
    proposed === null ? null : { kind: "network", host: proposed, protocol: "https" },
  ]);
});

describe("file changes", () => {
  const CASES: readonly (readonly [path: string, mode: SandboxMode, decided: readonly string[]])[] = [
    ["/w/a", "workspace-write", ["ask", "run", "run", "run"]],
    ["/w/a", "read-only", ["ask", "ask", "ask", "forbid"]],
    ["/other/a", "workspace-write", ["ask", "ask", "ask", "forbid"]],
    ["/w/.git/hooks/pre-commit", "workspace-write", ["ask", "ask", "ask", "forbid"]],
    ["/other/a", "danger-full-access", ["ask", "run", "run", "run"]],
  ];
  test.each(CASES)("%s in %s", (path, mode, decided) => {
    expect(decide({ kind: "patch", text: "", cwd: "/w", why: null }, { mode }, path)).toEqual(decided);
  });
});

describe("a script of any kind", () => {
  const RULES = rulesOf({
    user: `
prefix_rule(pattern=["git", "push", "-f"], decision="prompt")
prefix_rule(pattern=["rm", "-rf"], decision="forbidden")
prefix_rule(pattern=["LS"], decision="prompt", canonical_matching=True)
prefix_rule(pattern=["git", "add"], decision="allow")`,
  });
  const basisFor = (approvalPolicy: ApprovalPolicy): Basis => ({
    ...PLAIN_BASIS,
    approvalPolicy,
    sandboxMode: "workspace-write",
    rules: RULES,
    programs: [{ name: "git", path: "/usr/bin/git", writable: false, identity: null }],
    repositories: [{ folder: "/w", runs: [], remotes: [], top: null, submodules: [], nested: [], branches: [] }],
  });
  const judged = (script: string, shell = "bash", policy: ApprovalPolicy = "untrusted"): ReturnType<typeof judge> => {
    const action: Action = { kind: "command", argv: [shell, "-lc", script], cwd: "/w", escalate: false, why: null };
    return judge({ action, mode: "run" }, basisFor(policy));
  };

  const SHELLS = fc.constantFrom("bash", "sh", "zsh");
  const ENDS = ["run", "ask", "forbid"];
  const FRAGMENTS =
    'ls|rm -rf|git push|git add a|find . -exec|xargs|env|sudo|eval|bash -c|source|trap|cd|alias x=|set --|shift|$x|"$@"|${x:-|' +
    "${x//a/b}|$(|`|)|(|{|}|{a,b}|{1..9}|*|?|[a|'|\"|\\|;|&&||||&|!|<|>|>>|<<E|<<<|<(|2>&1|E|if|then|fi|while|do|done|for i in|" +
    "case|esac|in|function f|f()|[[|]]|((|$((|#|~|=|x=|a[0]=|-|--|-exec|+|{}|\u0000|\ud800|\u202e|é|日";
  const FRAGMENT = fc.oneof(
    fc.constantFrom(...FRAGMENTS.split("|"), "|", "||", " ", "\n", "\t"),
    fc.string({ maxLength: 3 }),
  );

  test("of random bytes is answered", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), SHELLS, (bytes, shell) => {
        expect(ENDS).toContain(judged(Buffer.from(bytes).toString("latin1"), shell).requirement.kind);
      }),
      { numRuns: 1000 },
    );
  });

  test("of pieces of shell in any order is answered", () => {
    fc.assert(
      fc.property(fc.array(FRAGMENT, { maxLength: 30 }), fc.constantFrom("", " "), SHELLS, (pieces, between, shell) => {
        expect(ENDS).toContain(judged(pieces.join(between), shell).requirement.kind);
      }),
      { numRuns: 1000 },
    );
  });

  test("of the same pieces very many times is answered, and what is looked at is bounded", () => {
    fc.assert(
      fc.property(fc.array(FRAGMENT, { minLength: 1, maxLength: 4 }), SHELLS, (pieces, shell) => {
        const { requirement, survey } = judged(`${pieces.join(" ")} `.repeat(2000), shell);
        expect(ENDS).toContain(requirement.kind);
        expect(survey?.course.sightings.length).toBeLessThanOrEqual(10_000);
        expect(survey?.course.unknowns.length).toBeLessThanOrEqual(10_001);
        expect(survey?.course.redirections.length).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: 30 },
    );
  });

  /** More words than a function can be given as arguments. */
  const WORDS = 130_000;
  const MANY = 30_000;
  test.each([
    ["a quote that does not end", `ls '${"a".repeat(MANY)}`],
    ["brackets", "(".repeat(WORDS)],
    ["substitutions", '"$('.repeat(MANY)],
    ["commands", "a;".repeat(MANY)],
    ["patterns in one word", `rm ${"*a".repeat(WORDS)}`],
    ["patterns in the place of a program", "*a".repeat(MANY)],
    ["values in a list", `a=(${"x ".repeat(WORDS)}); ls "\${a[@]}"; rm $x`],
    ["options of one command", `git ${"-C a ".repeat(MANY)}push $x`],
    ["sizes", `fallocate ${"-l 1 ".repeat(WORDS)}$x; rm $x`],
    ["commands of one find", `find . ${"-exec rm {} \\; ".repeat(MANY / 3)}`],
    ["letters in the mark of a program", `parallel -I ${"a".repeat(WORDS * 6)} "ls b" ::: a`],
    ["redirections", "> a\n".repeat(MANY)],
    ["folders", "cd a\n".repeat(MANY)],
    ["programs in programs", `${"env ".repeat(MANY)}ls`],
  ])("of very many %s asks", (_name, script) => {
    expect(judged(script).requirement.kind).toBe("ask");
  });

  test.each([
    ["digits", `python${"1".repeat(200)}x a; rm $x`],
    ["digits and dots", `python${"1.".repeat(100)}x a; rm $x`],
    ["digits and dashes", `python${"-1".repeat(100_000)}x a; rm $x`],
  ])("whose program is named by many %s asks", (_name, script) => {
    expect(judged(script).requirement.kind).toBe("ask");
  });

  test("that is allowed very many times is allowed", () => {
    const script = Array.from({ length: 5_000 }, () => "git add a").join(" && ");
    expect(judged(script, "bash", "on-request").requirement.kind).toBe("run");
  });
});
