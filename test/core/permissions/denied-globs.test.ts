/** What patterns of denied paths match, and where they may still match further down. */
import { expect, test } from "vitest";
import { isDenied, matcherOf, namesIn } from "../../../src/core/permissions/denied-globs.ts";

const MATCHES: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
  ["**/.env", [".env", "a/.env", "a/b/c/.env"], [".envrc", "a/x.env", "a/.env/b"]],
  [".env", [".env"], ["a/.env"]],
  ["**/.env*", [".env", ".env.local", "a/.envrc"], ["env", "a/b"]],
  ["*.pem", ["a.pem", ".pem"], ["a/b.pem", "a.pem2"]],
  ["secrets/**", ["secrets/a", "secrets/a/b"], ["secrets", "a/secrets/b"]],
  ["**/secrets/**", ["secrets/a", "x/secrets/a/b"], ["secrets", "x/secrets"]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a", "b", "x/a/b"]],
  ["**", ["a", "a/b"], []],
  ["?.key", ["a.key"], [".key", "ab.key", "a/b.key"]],
  ["**/id_{rsa,ed25519}", ["id_rsa", ".ssh/id_ed25519"], ["id_dsa", "id_{rsa,ed25519}"]],
  ["*.{p{em,12},key}", ["a.pem", "a.p12", "a.key"], ["a.p", "a.{pem"]],
  ["[a-c]*", ["a", "cx"], ["d", "A"]],
  ["[!.]*", ["a"], [".a"]],
  ["[]]x", ["]x"], ["x"]],
  ["[x", ["[x"], ["x"]],
  ["./a//b", ["a/b"], ["a"]],
  ["a**b", ["ab", "axxb"], ["a/b"]],
  ["*a*a*a*a*a*b", [`${"a".repeat(60)}b`], ["a".repeat(60)]],
];
test.each(MATCHES)("%s", (pattern, matching, others) => {
  const { matches } = matcherOf(pattern);
  expect({ matching: matching.filter(matches), others: others.filter(matches) }).toEqual({ matching, others: [] });
});

test.each(MATCHES)("whatever %s matches has one of its names somewhere", (pattern, matching) => {
  const names = namesIn([{ root: "/w", pattern, depthMax: null }]);
  const fits = (part: string): boolean => names.some((name) => matcherOf(name).matches(part));
  expect(matching.filter((path) => !path.split("/").some(fits))).toEqual([]);
});

test("most names are told apart by what a pattern must have somewhere", () => {
  const globs = ["**/.env", "**/.env", "secrets/**", "**/*.p?m"].map((pattern) => ({
    root: "/w",
    pattern,
    depthMax: 3,
  }));
  expect(namesIn(globs)).toEqual([".env", "secrets", "*.p?m"]);
});

const HOLDING: readonly [pattern: string, folders: readonly string[], others: readonly string[]][] = [
  ["**/.env", ["a", "a/b"], []],
  ["conf/*.key", ["conf"], ["src", "conf/sub"]],
  ["conf/**/x", ["conf", "conf/a/b"], ["src"]],
  [".env", [], ["a", ".env"]],
];
test.each(HOLDING)("where %s may still match", (pattern, folders, others) => {
  const { mayHold } = matcherOf(pattern);
  expect({ folders: folders.filter(mayHold), others: others.filter(mayHold) }).toEqual({ folders, others: [] });
});

test.each([
  ["/w/.env", true],
  ["/w/a/.env", true],
  ["/w/.env/inside", true],
  ["/elsewhere/.env", false],
  ["/w", false],
])("what lies at %s or in what matches is denied: %s", (path, expected) => {
  expect(isDenied([{ root: "/w", pattern: "**/.env", depthMax: null }], path)).toBe(expected);
});

test("a pattern that takes too long to compare denies", () => {
  const pattern = Array.from({ length: 12 }, () => "**/a").join("/");
  const path = Array.from({ length: 60 }, () => "a").join("/");
  expect(matcherOf(`${pattern}/b`).matches(path)).toBe(true);
});
