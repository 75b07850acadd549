/** Texts of configuration files: what is read from them, as the real git reads it. */
import * as fc from "fast-check";
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readGitConfig } from "../../../src/core/policy/git-config.ts";

/** As `git config --list --null` tells a setting. */
function listed(text: string): readonly string[] | null {
  const settings = readGitConfig(text);
  if (settings === null) return null;
  return settings.map(({ section, subsection, key, value }) => {
    const name = [section.toLowerCase(), ...(subsection === null ? [] : [subsection]), key.toLowerCase()].join(".");
    return value === null ? name : `${name}\n${value}`;
  });
}

const READ: readonly (readonly [text: string, expected: readonly string[] | null])[] = [
  ["", []],
  ["# a\n; b\n", []],
  ["[core]\n\tbare = false\n", ["core.bare\nfalse"]],
  ["[Core] Bare\n", ["core.bare"]],
  ["[core] bare = true # why\n", ["core.bare\ntrue"]],
  ['[remote "Origin"]\nurl = https://x/y\n', ["remote.Origin.url\nhttps://x/y"]],
  ["[remote.Origin]\nurl=x", ["remote.origin.url\nx"]],
  ['[a "b\\"c\\\\d"]\nk=v', ['a.b"c\\d.k\nv']],
  ['[a]\nk = " x # y " z\n', ["a.k\n x # y  z"]],
  ['[a]\nk = x"y"z', ["a.k\nxyz"]],
  ["[a]\nk = one \\\n  two\n", ["a.k\none   two"]],
  ["[a]\r\nk = v\r\n", ["a.k\nv"]],
  ["[a]\nk = a\\tb\\nc", ["a.k\na\tb\nc"]],
  ["\uFEFF[a]\nk=v", ["a.k\nv"]],
  ["[a\nk=v", null],
  ['[a "b]\nk=v', null],
  ['[a "b" ]\nk=v', null],
  ['[a]\nk = "open\n', null],
  ["[a]\nk = \\q\n", null],
  ["[a]\n1k = v\n", null],
  ["[a]\nk v\n", null],
  ["[a]\nk_k = v\n", null],
];

/** What git makes of the text; null where it refuses it. */
function gitSays(text: string): readonly string[] | null {
  try {
    const args = ["config", "--file", "-", "--list", "--null"];
    const out = execFileSync("git", args, { input: text, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
    return out.split("\0").slice(0, -1);
  } catch {
    return null;
  }
}

/** Newer versions keep the blanks within a value, older ones make them spaces. */
function sameBlanks(all: readonly string[]): readonly string[] {
  return all.map((one) => one.replaceAll("\t", " "));
}

describe("a configuration file", () => {
  test.each(READ)("%j", (text, expected) => {
    expect(listed(text)).toEqual(expected);
    expect(gitSays(text)).toEqual(expected);
  });

  test.each(["k = v", "[a]\nk = \0v", "[a]\nk = a\rb"])("%j is refused, as not every git reads it alike", (text) => {
    expect(listed(text)).toBe(null);
  });

  const part = fc.constantFrom(
    ...'[ ] " \\ # ; = \n \t \r . - a core B1 é'.split(" "),
    " ",
    "[core]",
    '[remote "x"]',
    "\nkey",
    "\nurl = ",
    "\\\n",
    "\r\n",
    "true",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.array(part, { maxLength: 12 }).map((parts) => `[a]\n${parts.join("")}`),
  );

  test("throws on no text, and never reads what git reads otherwise", () => {
    const read = fc.sample(texts, { seed: 11, numRuns: Number(process.env["RUNS"] ?? 400) }).flatMap((text) => {
      const ours = listed(text);
      return ours === null ? [] : [{ text, settings: sameBlanks(ours) }];
    });
    expect(read.length).toBeGreaterThan(20);
    expect(read).toEqual(read.map(({ text }) => ({ text, settings: sameBlanks(gitSays(text) ?? ["refused"]) })));
  });

  test.each(["#\n", "[a]k=v\n", '[a "\\"', "[a]k=\\\n", '[a]k="" ', "\n"])(
    "of a mebibyte of %j is read, or not",
    (unit) => {
      const count = Math.floor((1024 * 1024) / unit.length);
      expect(() => readGitConfig(unit.repeat(count))).not.toThrow();
      expect(() => readGitConfig(`[a "${unit.repeat(count)}`)).not.toThrow();
    },
  );
});
