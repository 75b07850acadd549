/** Rules files that load, and what is said of those that do not. */
import { expect, test } from "vitest";
import { combine, NO_RULES, readRulesFile, tighteningOnly, withoutAllowing } from "../../../src/core/policy/load.ts";
import { brokenFile, type RulesError } from "../../../src/core/policy/rules-error.ts";

function load(source: string) {
  return readRulesFile({ file: "a.rules", layer: "user", source });
}

/** `FILE:LINE:COLUMN: what is wrong`, and in the next line what to do. */
function wordsOf(error: RulesError): string {
  const { file, line, column, message, help } = brokenFile(error);
  return `${file}:${line}:${column}: ${message}\n${help}`;
}

function at(line: number) {
  return { layer: "user", file: "a.rules", line, column: 1 };
}

test("a file says its rules in order", () => {
  const source = `prefix_rule([["a", "b"], ["c", "d"], ["e"]], decision="prompt", justification="why")
network_rule(host="X.com:443", protocol="https_connect", decision="deny")
host_executable(name="git", paths=["/old/git"])
host_executable(name="git", paths=["/usr//bin/git/", "/x/../git"])
`;
  const common = { decision: "prompt", justification: "why", source: at(1) };
  expect(load(source)).toEqual({
    ok: true,
    value: {
      file: "a.rules",
      layer: "user",
      prefixRules: [
        { pattern: ["a", ["c", "d"], "e"], ...common },
        { pattern: ["b", ["c", "d"], "e"], ...common },
      ],
      networkRules: [{ host: "x.com", protocol: "https", decision: "forbidden", justification: null, source: at(2) }],
      hostExecutables: [{ name: "git", paths: ["/usr/bin/git", "/git"], source: at(4) }],
    },
  });
});

function inProject(line: number) {
  return { ...at(line), layer: "project" };
}

test("a project's file that nobody has trusted only holds back", () => {
  const source = `prefix_rule(["a"], decision="allow", match=["/x/a"])
prefix_rule(["b"], decision="prompt")
prefix_rule(["c"], decision="forbidden", canonical_matching=True)
host_executable(name="a", paths=["/x/a"])
network_rule(host="a.test", protocol="https", decision="allow")
network_rule(host="b.test", protocol="https", decision="prompt")
`;
  const common = { justification: null };
  const held = {
    file: "a.rules",
    layer: "project",
    prefixRules: [
      { pattern: ["b"], decision: "prompt", ...common, source: inProject(2) },
      { pattern: ["c"], decision: "forbidden", ...common, caseless: true, source: inProject(3) },
    ],
    hostExecutables: [],
    networkRules: [{ host: "b.test", protocol: "https", decision: "prompt", ...common, source: inProject(6) }],
  };
  expect(readRulesFile({ file: "a.rules", layer: "project", source })).toEqual({ ok: true, value: held });
  const trusted = readRulesFile({ file: "a.rules", layer: "trusted-project", source });
  expect(trusted.ok && tighteningOnly(trusted.value)).toEqual(held);
});

const BROKEN: readonly [source: string, words: string][] = [
  [
    'x = 1\nprefix_rule(pattern=["a"], match=["a b", "c d"])',
    "a.rules:2:1: no rule here matches its example `c d`\n" +
      "Change the pattern or take the example out of match; the words must start like the pattern.",
  ],
  [
    'prefix_rule(pattern=["a"], not_match=["b", "a \'b c\'"])',
    "a.rules:1:1: this rule matches `a 'b c'`, which not_match says it must not\n" +
      "Make the pattern longer, or take the example out of not_match.",
  ],
  [
    '\n prefix_rule(pattern=["a"])',
    "a.rules:2:1: Parse error: unexpected new indentation block, expected expression\n" +
      "Mend this place in the file; the change takes effect at once.",
  ],
  [
    'prefix_rule(pattern=["a"], decision="deny")',
    "a.rules:1:1: invalid decision: deny\nMend this place in the file; the change takes effect at once.",
  ],
];

test.each(BROKEN)("%j is told with its place and what to do", (source, words) => {
  const loaded = load(source);
  expect(loaded.ok ? "" : wordsOf(loaded.error)).toBe(words);
});

test("a file that would never end is refused", () => {
  const loaded = load("[i for i in range(100000000) for j in range(100000000)]");
  expect(loaded.ok ? "" : wordsOf(loaded.error)).toMatch(/^a\.rules:1:\d+: .*\nMake the file smaller/);
});

test("host_executable of a file read earlier counts for the examples of a later one", () => {
  const hosts = load('host_executable(name="git", paths=["/usr/bin/git"])');
  if (!hosts.ok) throw new Error("the first file loads");
  const source = 'prefix_rule(["git"], match=["/usr/bin/git"], not_match=["/x/git"])';
  expect(load(source).ok).toBe(false);
  expect(readRulesFile({ file: "b.rules", layer: "user", source, earlier: [hosts.value] }).ok).toBe(true);
});

test("one broken file takes nothing away from the others and stays known", () => {
  const good = load('prefix_rule(["a"], decision="forbidden")');
  const bad = readRulesFile({ file: "b.rules", layer: "project", source: "prefix_rule(" });
  if (!good.ok || bad.ok) throw new Error("one loads, one does not");
  const rules = combine([good.value, brokenFile(bad.error)]);
  expect(rules.prefixes.rules).toEqual(good.value.prefixRules);
  expect(rules.broken).toEqual([
    {
      file: "b.rules",
      layer: "project",
      line: 1,
      column: 13,
      message: "Parse error: unexpected new line, expected expression",
      help: "Mend this place in the file; the change takes effect at once.",
    },
  ]);
  expect(combine([])).toEqual(NO_RULES);
});

test("where nothing is allowed, what holds back stays as it is", () => {
  const allowing = 'prefix_rule(["ls"])\nnetwork_rule(host="a.com", protocol="http", decision="allow")\n';
  const holding = `prefix_rule(["rm"], decision="forbidden")
prefix_rule(["mv"], decision="prompt")
network_rule(host="b.com", protocol="http", decision="deny")
host_executable(name="git", paths=["/usr/bin/git"])
`;
  const files = [allowing, holding].map((source, index) => {
    const file = readRulesFile({ file: `${index}.rules`, layer: "user", source });
    if (!file.ok) throw new Error("a file does not load");
    return file.value;
  });
  expect(withoutAllowing(combine(files))).toEqual(combine(files.slice(1)));
});
