/** Which rules files are read, in which order, and as whose. */
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readRulesFile } from "../../src/core/policy/load.ts";
import type { Rules } from "../../src/core/policy/rules.ts";
import { type RulesFiles, type RulesFilesOptions, rulesFiles } from "../../src/effects/rules-files.ts";
import { makeFolder, removeFolder } from "./processes.ts";

const base = makeFolder("listing");
afterAll(() => removeFolder(base));

let count = 0;
let home = "";
let root = "";
beforeEach(() => {
  count += 1;
  home = `${base}/home-${count}/.codex`;
  root = `${base}/project-${count}`;
  for (const folder of [home, `${root}/sub/deep`]) mkdirSync(folder, { recursive: true });
});

function open(options: Partial<RulesFilesOptions> = {}): RulesFiles {
  return rulesFiles({
    home,
    projectFolders: [root, `${root}/sub`],
    named: [],
    isTrusted: () => false,
    where: { cwd: `${root}/sub`, home: `${base}/home-${count}` },
    ...options,
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const rule = (word: string, decision = "prompt"): string =>
  `prefix_rule(pattern=["${word}"], decision="${decision}")\n`;

function told(rules: Rules): readonly string[] {
  return [
    ...rules.prefixes.rules.map(({ decision, pattern, source }) => `${source.layer}: ${decision} ${pattern.join(" ")}`),
    ...rules.broken.map(({ layer, file, message }) => `${layer}: ${file.replace(base, "")}: ${message}`),
  ];
}

test("managed rules, the user's folders, the project's from its root down, then what is named; by name in each", async () => {
  const managed = readRulesFile({ file: "/etc/codex/requirements.toml", layer: "managed", source: rule("managed") });
  if (!managed.ok) throw new Error("it loads");
  write(`${base}/typed-${count}`, rule("typed"));
  write(`${base}/setting-${count}`, rule("setting"));
  for (const [folder, word] of [
    [`${root}/sub/.codex`, "sub"],
    [`${root}/.codex`, "root"],
    [home, "home"],
  ] as const) {
    write(`${folder}/execpolicy/b.rules`, rule(`${word}-policy-b`));
    write(`${folder}/execpolicy/a.star`, rule(`${word}-star`));
    write(`${folder}/rules/b.rules`, rule(`${word}-b`));
    write(`${folder}/rules/a.rules`, rule(`${word}-a`));
    write(`${folder}/rules/a.star`, rule("not-read"));
    write(`${folder}/rules/below/c.rules`, rule("not-read"));
    write(`${folder}/rules/c.rules/d.rules`, rule("not-read"));
    write(`${folder}/default.rules`, rule("not-read"));
  }
  write(`${root}/sub/deep/.codex/rules/a.rules`, rule("not-read"));
  const named = [`${base}/setting-${count}`, `${base}/typed-${count}`];
  expect(told(await open({ managed: [managed.value], named }).current())).toEqual([
    "managed: prompt managed",
    "user: prompt home-a",
    "user: prompt home-b",
    "user: prompt home-policy-b",
    "project: prompt root-a",
    "project: prompt root-b",
    "project: prompt root-star",
    "project: prompt root-policy-b",
    "project: prompt sub-a",
    "project: prompt sub-b",
    "project: prompt sub-star",
    "project: prompt sub-policy-b",
    "user: prompt setting",
    "user: prompt typed",
  ]);
});

test("a project's file that nobody has trusted allows nothing; its very text trusted, it counts in full", async () => {
  const file = `${root}/.codex/rules/a.rules`;
  const text = rule("a", "allow") + rule("b", "forbidden");
  write(file, text);
  expect(told(await open().current())).toEqual(["project: forbidden b"]);
  let isTrusted = true;
  const files = open({ isTrusted: (path, now) => isTrusted && path === file && now === text });
  const full = await files.current();
  expect(told(full)).toEqual(["trusted-project: allow a", "trusted-project: forbidden b"]);
  expect(await files.current()).toBe(full);
  write(file, `${text}${rule("c", "allow")}`);
  expect(told(await files.current())).toEqual(["project: forbidden b"]);
  write(file, text);
  expect(told(await files.current())).toEqual(["trusted-project: allow a", "trusted-project: forbidden b"]);
  isTrusted = false;
  expect(told(await files.current())).toEqual(["project: forbidden b"]);
});

test("a trusted file that breaks keeps of its last rules what holds back", async () => {
  const file = `${root}/.codex/rules/a.rules`;
  const text = rule("a", "allow") + rule("b", "forbidden");
  write(file, text);
  const files = open({ isTrusted: (_path, now) => now === text });
  await files.current();
  write(file, "prefix_rule(");
  expect(told(await files.current())).toEqual([
    "project: forbidden b",
    expect.stringMatching(/^project: .*a\.rules: Parse error/u),
  ]);
});

test("a project's host_executable says nothing of the examples of others", async () => {
  write(`${root}/.codex/rules/a.rules`, 'host_executable(name="git", paths=["/x/git"])\n');
  write(`${base}/named-${count}`, 'prefix_rule(pattern=["git"], not_match=["/x/git"], match=["/y/git"])\n');
  const named = [`${base}/named-${count}`];
  expect(told(await open({ named }).current())).toEqual([expect.stringContaining("not_match says it must not")]);
  write(`${base}/named-${count}`, 'prefix_rule(pattern=["git"], match=["/y/git"])\n');
  expect(told(await open({ named }).current())).toEqual(["user: allow git"]);
});

test("a file that is named counts as the user's, wherever it lies, and must be there", async () => {
  const file = `${root}/.codex/rules/a.rules`;
  write(file, rule("a", "allow"));
  const files = open({ named: [file, `${root}/none.rules`] });
  const missing = `user: /project-${count}/none.rules: it cannot be read: there is no such file`;
  expect(told(await files.current())).toEqual(["user: allow a", missing]);
  write(`${root}/none.rules`, rule("n"));
  expect(told(await files.current())).toEqual(["user: allow a", "user: prompt n"]);
  unlinkSync(`${root}/none.rules`);
  expect(told(await files.current())).toEqual(["user: allow a", "user: prompt n", missing]);
});

test("assent's own folder is the user's, also where it lies in the project or is linked to from there", async () => {
  write(`${root}/.codex/rules/a.rules`, rule("a", "allow"));
  expect(told(await open({ home: `${root}/.codex` }).current())).toEqual(["user: allow a"]);
  symlinkSync(`${root}/.codex`, `${root}/sub/.codex`);
  expect(told(await open({ home: `${root}/sub/.codex` }).current())).toEqual(["user: allow a"]);
});

test("what appears in a session is read, and what goes is gone", async () => {
  const files = open();
  expect(told(await files.current())).toEqual([]);
  for (const folder of [`${home}/execpolicy`, `${root}/.codex/rules`, `${root}/sub/.codex/execpolicy`]) {
    write(`${folder}/a.rules`, rule("a"));
  }
  expect(told(await files.current())).toEqual(["user: prompt a", "project: prompt a", "project: prompt a"]);
  rmSync(`${root}/.codex`, { recursive: true });
  expect(told(await files.current())).toEqual(["user: prompt a", "project: prompt a"]);
});

test("a broken file and a folder that is none count as broken; no .codex folder is no fault", async () => {
  write(`${root}/.codex/rules`, "");
  write(`${root}/sub/.codex/execpolicy/a.star`, "(");
  expect(told(await open().current())).toEqual([
    expect.stringMatching(/^project: .*\/sub\/\.codex\/execpolicy\/a\.star: Parse error/u),
    `project: /project-${count}/.codex/rules: it cannot be read: a part of the path is no folder`,
  ]);
  rmSync(`${root}/.codex`, { recursive: true });
  rmSync(`${root}/sub/.codex`, { recursive: true });
  write(`${root}/.codex`, "");
  expect(told(await open().current())).toEqual([]);
});

test("of very many files of a project the first are read, and every command asks", async () => {
  for (let index = 100; index < 202; index += 1) write(`${root}/.codex/rules/${index}.rules`, rule(`a${index}`));
  const lines = told(await open().current());
  expect([lines.length, lines.at(-1)]).toEqual([
    101,
    `project: /project-${count}/.codex/rules/200.rules: it cannot be read: there are more than 100 rules files in this project`,
  ]);
});

test("a folder that cannot be listed keeps the rules read from it", async () => {
  write(`${root}/.codex/rules/a.rules`, rule("a", "forbidden"));
  const files = open();
  await files.current();
  renameSync(`${root}/.codex/rules`, `${root}/aside`);
  write(`${root}/.codex/rules`, "");
  expect(told(await files.current())).toEqual([
    "project: forbidden a",
    expect.stringMatching(/^project: .*a\.rules: it cannot be read/u),
    expect.stringMatching(/^project: .*\.codex\/rules: it cannot be read/u),
  ]);
});
