/** Which rules speak of a command, by its words and by where its program lies. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexRules, lookUp } from "../../../src/core/policy/index-rules.ts";
import { combine, readRulesFile } from "../../../src/core/policy/load.ts";
import { checkCommand, matchCommand, matchHost, strictest } from "../../../src/core/policy/match.ts";
import type { Decision, FileRules, PrefixRule, RuleLayer, Rules } from "../../../src/core/policy/rules.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

function fileOf(source: string, layer: RuleLayer = "user"): FileRules {
  const file = readRulesFile({ file: `${layer}.rules`, layer, source });
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  return file.value;
}

/** The justifications of the rules that match, in order. */
function says(rules: Rules, command: Command): readonly (string | null)[] {
  return matchCommand(rules, command).map(({ rule }) => rule.justification);
}

function rule(words: string, decision: Decision, why: string): string {
  return `prefix_rule(pattern=${JSON.stringify(words.split(" "))}, decision="${decision}", justification="${why}")\n`;
}

const BASE = rule("git push", "prompt", "push") + rule("git", "allow", "git") + rule("rm", "forbidden", "rm");

const BY_WORDS: readonly [command: string, matches: readonly string[]][] = [
  ["git status", ["git"]],
  ["git push origin", ["push", "git"]],
  ["git pushx", ["git"]],
  ["Git push", []],
  ["/usr/bin/git push", ["push", "git"]],
  ["/bin/rm a", ["rm"]],
  // Held back wherever it lies; allowed only where the system's own lie.
  ["./git push", ["push"]],
  ["/w/git push", ["push"]],
  ["/usr/bin/../../w/git status", []],
  ["/w/rm a", ["rm"]],
  ["rm/ a", []],
  ["toString a", []],
];

test.each(BY_WORDS)("%s", (command, matches) => {
  const [program = "", ...args] = command.split(" ");
  expect(says(combine([fileOf(BASE)]), [program, ...args])).toEqual(matches);
});

describe("host_executable", () => {
  const listed = 'host_executable(name="git", paths=["/w/bin/git"])\n';

  test("limits which paths an allow rule covers", () => {
    const rules = combine([fileOf(BASE + listed)]);
    expect(says(rules, ["/w/bin/git", "a"])).toEqual(["git"]);
    expect(says(rules, ["/usr/bin/git", "a"])).toEqual([]);
    expect(says(rules, ["git", "a"])).toEqual(["git"]);
    expect(says(rules, ["/usr/bin/git", "push"])).toEqual(["push"]);
  });

  test("a trusted project's counts for the project's rules alone", () => {
    const project = fileOf(rule("git", "allow", "project") + listed, "trusted-project");
    const rules = combine([fileOf(BASE), project]);
    expect(says(rules, ["/w/bin/git", "a"])).toEqual(["project"]);
    expect(says(rules, ["/usr/bin/git", "a"])).toEqual(["git"]);
  });

  test("the user's holds for a project that has none", () => {
    const rules = combine([fileOf(BASE + listed), fileOf(rule("git", "allow", "project"), "trusted-project")]);
    expect(says(rules, ["/w/bin/git", "a"])).toEqual(["git", "project"]);
    expect(says(rules, ["/usr/bin/git", "a"])).toEqual([]);
  });
});

test("a rule for the very path takes the place of those for the name, in its own layer only", () => {
  const exact = rule("/usr/bin/git push", "allow", "exact");
  expect(says(combine([fileOf(BASE + exact)]), ["/usr/bin/git", "push"])).toEqual(["exact"]);
  const rules = combine([fileOf(BASE), fileOf(exact, "trusted-project")]);
  expect(says(rules, ["/usr/bin/git", "push"])).toEqual(["exact", "push", "git"]);
});

test("a match carries the rule with its place, the command and the words that matched", () => {
  const [file] = [fileOf(`\n  ${rule("git push", "prompt", "ask").trim()}`.replace("  ", "if True:\n  "))];
  expect(matchCommand(combine([file]), ["/usr/bin/git", "push", "x"])).toEqual([
    {
      kind: "rule",
      command: ["/usr/bin/git", "push", "x"],
      matched: ["git", "push"],
      rule: {
        pattern: ["git", "push"],
        decision: "prompt",
        justification: "ask",
        source: { layer: "user", file: "user.rules", line: 3, column: 3 },
      },
    },
  ]);
});

test("a program at home or in the working directory is found for execpolicy check", () => {
  const rules = combine([fileOf('prefix_rule(pattern=["git"])\nhost_executable("git", ["/w/git", "/h/git"])')]);
  const where = { cwd: "/w", home: "/h" };
  const path = (program: string) => checkCommand(rules, [program], where).map((hit) => hit.resolvedProgram);
  expect(path("./git")).toEqual(["/w/git"]);
  expect(path("~/git")).toEqual(["/h/git"]);
  expect(path("../git")).toEqual([]);
  expect(path("git")).toEqual([null]);
  expect(checkCommand(rules, ["./git"], null)).toEqual([]);
});

test("letters of any case match where the rule says so", () => {
  const rules = combine([
    fileOf(
      'prefix_rule(["Git", ["PUSH", "straße"]], canonical_matching=True, justification="any")\nprefix_rule(["git"])',
    ),
  ]);
  expect(says(rules, ["GIT", "push"])).toEqual(["any"]);
  expect(says(rules, ["git", "STRASSE"])).toEqual([null, "any"]);
  expect(says(rules, ["gıt", "push"])).toEqual([]);
});

test("the strictest decision wins", () => {
  expect(strictest([])).toBeNull();
  expect(strictest(["allow"])).toBe("allow");
  expect(strictest(["allow", "forbidden", "prompt"])).toBe("forbidden");
  expect(strictest(["prompt", "allow"])).toBe("prompt");
});

describe("network rules", () => {
  const user = fileOf(
    'network_rule("API.Example.com.", "https", "allow")\nnetwork_rule("[::1]:80", "http", "deny")\n' +
      'network_rule("api.example.com", "http-connect", "prompt")\n',
  );
  const rules = combine([
    user,
    fileOf('network_rule("a.b", "http", "allow")\nnetwork_rule("a.c", "http", "deny")', "project"),
  ]);
  const decisions = (host: string, protocol: "http" | "https" | "socks5_tcp") =>
    matchHost(rules, host, protocol).map(({ decision }) => decision);

  test("match one host however it is spelled; one that allows, one protocol", () => {
    expect(decisions("api.example.com", "https")).toEqual(["allow", "prompt"]);
    expect(decisions("API.EXAMPLE.COM.", "https")).toEqual(["allow", "prompt"]);
    expect(decisions("api.example.com:443", "https")).toEqual(["allow", "prompt"]);
    expect(decisions("api.example.com", "http")).toEqual(["prompt"]);
    expect(decisions("x.api.example.com", "https")).toEqual([]);
    expect(decisions("::1", "http")).toEqual(["forbidden"]);
    expect(decisions("", "http")).toEqual([]);
    expect(decisions("*", "http")).toEqual([]);
  });

  test("a project closes but opens nothing", () => {
    expect(decisions("a.b", "http")).toEqual([]);
    expect(decisions("a.c", "http")).toEqual(["forbidden"]);
  });
});

describe("the index", () => {
  const word = fc.constantFrom("a", "b", "c", "A", "é");
  const token = fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 }));
  const rules = fc.array(fc.tuple(word, fc.array(token, { maxLength: 4 }), fc.boolean()), { maxLength: 80 });

  test("finds what walking all rules finds", () => {
    fc.assert(
      fc.property(rules, fc.array(word, { minLength: 1, maxLength: 6 }), (drafts, words) => {
        const source = { layer: "user", file: "", line: 1, column: 1 } as const;
        const all = drafts.map(([first, rest, caseless]): PrefixRule => {
          const made = { pattern: [first, ...rest], decision: "allow", justification: null, source } as const;
          return caseless ? { ...made, caseless } : made;
        });
        const matching = all.filter(({ pattern, caseless }) =>
          pattern.every((token, at) =>
            [token]
              .flat()
              .some((one) => (caseless === true ? one.toLowerCase() === words[at]?.toLowerCase() : one === words[at])),
          ),
        );
        const found = lookUp(indexRules(all), words);
        expect(new Set(found)).toEqual(new Set(matching));
        expect(found.length).toBe(matching.length);
        const spelled = found.filter((one) => one.pattern[0] === words[0]);
        expect(spelled).toEqual(matching.filter((one) => one.pattern[0] === words[0]));
      }),
    );
  });

  test("holds thousands of rules of one program, and alternatives that would multiply", () => {
    const many = Array.from({ length: 3000 }, (_none, at) => rule(`git push origin b${at}`, "allow", `${at}`)).join("");
    const loops = 'a = [str(i) for i in range(300)]\n[prefix_rule(["x", a, a, a], justification=i) for i in a]\n';
    const all = combine([fileOf(many + loops)]);
    expect(says(all, ["git", "push", "origin", "b2999"])).toEqual(["2999"]);
    expect(says(all, ["x", "7", "8", "9"])).toHaveLength(300);
  });
});
