/** The ignore files as git reads them, by asking git. */
import * as fc from "fast-check";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { matches, patternsOf } from "../../src/effects/ignore-pattern.ts";
import { ignoredIn } from "../../src/effects/ignored.ts";
import { git, write } from "./git-world.ts";
import { newWorld } from "./world.ts";

const { ws: pool } = newWorld();
git(pool, ["init", "-q"]);
/** All else that is asked about does not exist, so that only what lies in it makes it a folder. */
const FOLDERS: ReadonlySet<string> = new Set(["aa", "aa/b"]);
write(pool, { "aa/b/": "" });

/** Those of `paths` that the patterns ignore by what git says. */
function byGit(patterns: string, paths: readonly string[]): readonly string[] {
  writeFileSync(`${pool}/.git/info/exclude`, Buffer.from(patterns, "latin1"));
  const input = Buffer.from(`${paths.join("\0")}\0`, "latin1");
  const answer = git(pool, ["check-ignore", "--no-index", "-z", "--stdin"], input);
  return answer === "" ? [] : answer.split("\0").slice(0, -1);
}

/** The same by the patterns of one file, for a path and the folders that it lies in. */
function byUs(patterns: string, paths: readonly string[]): readonly string[] {
  const list = patternsOf(patterns);
  return paths.filter((path) => {
    const parts = path.split("/");
    return parts.some((_, at) => {
      const upTo = parts.slice(0, at + 1).join("/");
      const isFolder = at < parts.length - 1 || FOLDERS.has(upTo);
      const deciding = list.findLast((pattern) => matches(pattern, upTo, isFolder));
      return deciding !== undefined && !deciding.negated;
    });
  });
}

const PATHS = [
  ["a", "b", "ab", "aa", "aa/b", "aa/b/c", "a/b", "a/b/c", "b/a", "ab/a/b", "a/b/a/b", "c/a/c/b", "a.b", "a.o"],
  ["!a", "#a", "a ", "a\\", "[a]", "a-b", "aab", "*", "**", "a*b", "A", "1", "-", "]", "a]", "b/a/a", "b/aa"],
].flat();

const PATTERNS: readonly string[] = [
  ["a", "a/", "/a", "a/b", "/a/b/", "*.o", "*", "*/", "/*", "**", "**/", "**/b", "a/**", "a/**/b", "/**/b", "a**"],
  ["a**/b", "**a", "a/*", "a/*/c", "a/?", "?", "??", "[ab]", "[!a]", "[^a]", "[a-b]", "[b-a]", "[a", "[]]", "[]a]"],
  ["[!]a]", "[a\\]]", "[[:alpha:]]", "[[:alpha:][:digit:]]", "[[:nope:]]", "[[:alpha]", "[a-]", "[-a]", "[\\--a]"],
  ["\\a", "\\!a", "\\#a", "#a", "!a", "a\\", "a\\\\", "a ", "a\\ ", "a  ", " a", "a\t", "a\r", "\\*", "a\\*b"],
  ["*\n!a", "*\n!a/", "a/\n!a/b", "/*\n!/a\n/a/*\n!/a/b", "/", "//", "!", "!/", "a//b", "a/b//", "***", "a/***/b"],
  ["\xef\xbb\xbfa", "**\\/b", "**/**/b", "a/**/", "*/b", "*a*b*", "a*/b", "a/**b", "/**", "?/b", "[a/]b", "a[/]b"],
  ["a\0b", ".", "..", "./a", "a/./b"],
].flat();

test.each(PATTERNS.map((patterns) => [JSON.stringify(patterns), patterns] as const))(
  "ignores by %s what git ignores",
  (_name, patterns) => {
    expect(byUs(patterns, PATHS)).toEqual(byGit(patterns, PATHS));
  },
);

const TEXT = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "a",
      "b",
      "/",
      "/",
      "*",
      "**",
      "**/",
      "/**",
      "?",
      "[",
      "]",
      "!",
      "^",
      "-",
      "\\",
      "\n",
      "\n!",
      " ",
      "\n/",
      "[a-b]",
      "[!b]",
      "[:alpha:]",
      "#",
      ".",
      "\r\n",
      "\xe9",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
const NAMES = fc
  .array(fc.stringMatching(/^[ab]{1,3}$|^[ab][-.! \]*][ab]?$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));

test("ignores what git ignores, whatever the patterns", () => {
  fc.assert(
    fc.property(TEXT, fc.uniqueArray(NAMES, { minLength: 5, maxLength: 30 }), (patterns, names) => {
      const paths = [...FOLDERS, ...names.filter((name) => !FOLDERS.has(name))];
      expect(byUs(patterns, paths)).toEqual(byGit(patterns, paths));
    }),
    { seed: 7, numRuns: Number(process.env["RUNS"] ?? 150) },
  );
});

test("takes the nearest file first, and nothing back that lies in an ignored folder", () => {
  const { ws } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, {
    ".gitignore": "*.log\nout/\n/only-top\nbyte-?\n",
    ".git/info/exclude": "*.tmp\nkeep.log\n",
    "sub/.gitignore": "!keep.log\n/here\nlink/\n",
    "out/.gitignore": "!*\n",
    "out/a": "",
    "sub/deep/": "",
    "sub/x.tmp": "",
    "byte-\u00e9": "",
  });
  mkdirSync(`${ws}/linked`);
  symlinkSync(`${ws}/sub`, `${ws}/sub/link`);
  const paths = [
    ["a.log", "keep.log", "sub/keep.log", "sub/a.log", "only-top", "sub/only-top", "here", "sub/here"],
    ["sub/deep/here", "out/a", "sub/x.tmp", "sub/link", "byte-\u00e9", "byte-e", "sub/out"],
  ]
    .flat()
    .map((path) => [path, false] as const);
  const isIgnored = ignoredIn(ws, `${ws}/.git/info/exclude`);
  const found = [...paths, ["out", true] as const].filter(([path, isFolder]) => isIgnored(path, isFolder));
  const answer = git(
    ws,
    ["check-ignore", "--no-index", "-z", "--stdin"],
    paths.map(([path]) => `${path}\0`).join("") + "out\0",
  );
  expect(found.map(([path]) => path)).toEqual(answer.split("\0").slice(0, -1));
  expect(found.length).toBe(9);
});

test("counts nothing as ignored beside a file that cannot be read", () => {
  const { ws } = newWorld();
  write(ws, { "a/rules": "*\n", "big/.gitignore": "*\n".padEnd(1024 * 1024 + 1, "#"), ".gitignore": "*.o\n" });
  symlinkSync("rules", `${ws}/a/.gitignore`);
  const isIgnored = ignoredIn(ws, `${ws}/.git/info/exclude`);
  expect(["x.o", "a/x.o", "a/x", "big/x.o", "big/x"].map((path) => isIgnored(path, false))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
