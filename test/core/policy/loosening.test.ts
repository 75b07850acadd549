/** What of a rules file a person is told that it would open. */
import { expect, test } from "vitest";
import { looseningRules } from "../../../src/core/policy/loosening.ts";

const CASES: readonly [name: string, text: string, expected: readonly string[] | undefined][] = [
  ["nothing", "", undefined],
  [
    "what holds back",
    'prefix_rule(pattern = ["rm"], decision = "forbidden")\nprefix_rule(["ls"], "prompt")',
    undefined,
  ],
  ["an allow rule", 'prefix_rule(pattern = ["git", "push"], decision = "allow")', ["allow git push"]],
  ["a rule that says no decision", 'prefix_rule(pattern = ["git", "push"])', ["allow git push"]],
  ["alternatives", 'prefix_rule(["git", ["push", "pull now"]])', ["allow git [push|'pull now']"]],
  ["words that a shell reads otherwise", 'prefix_rule(["a b", "$x"])', ["allow 'a b' '$x'"]],
  [
    "hosts",
    'network_rule(host = "example.com", protocol = "https", decision = "allow")\n' +
      'network_rule(host = "a.example", protocol = "https", decision = "deny")',
    ["allow https to example.com"],
  ],
  [
    "where a program lies",
    'host_executable(name = "git", paths = ["/opt/a b/git", "/opt/git"])',
    ["git is '/opt/a b/git' or /opt/git"],
  ],
  ["a file that does not load", 'prefix_rule(["git"])\nnonsense(', undefined],
];

test.each(CASES)("%s", (_name, text, expected) => {
  expect(looseningRules([{ path: "a.rules", text }]).get("a.rules")).toEqual(expected);
});

test("each file by itself, but for where programs lie, which later examples need", () => {
  const files = [
    { path: "a", text: 'host_executable(name = "git", paths = ["/opt/git"])' },
    { path: "b", text: "x(" },
    { path: "c", text: 'prefix_rule(pattern = ["git", "push"], match = ["/opt/git push"])' },
  ];
  expect([...looseningRules(files)]).toEqual([
    ["a", ["git is /opt/git"]],
    ["c", ["allow git push"]],
  ]);
});
