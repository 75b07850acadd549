/** Rules files on a real disk: read, read again, and added to. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { RuleAmendment } from "../../src/effects/append-rule.ts";
import { REGISTRY_HOSTS } from "../../src/core/network/registries.ts";
import type { Rules } from "../../src/core/policy/rules.ts";
import { type RulesFiles, rulesFiles } from "../../src/effects/rules-files.ts";
import { bundle, ended, makeFolder, removeFolder, start } from "./processes.ts";

const base = makeFolder("rules");
const script = bundle("append", base);
afterAll(() => removeFolder(base));

let count = 0;
let home = "";
let folder = "";
let file = "";
beforeEach(() => {
  count += 1;
  home = `${base}/home-${count}`;
  folder = `${home}/rules`;
  file = `${folder}/default.rules`;
  mkdirSync(folder, { recursive: true });
});

function open(extra: readonly string[] = []): RulesFiles {
  return rulesFiles({ ...NONE, home, named: extra, where: { cwd: "/w", home: "/home/u" } });
}

const NONE = { projectFolders: [], named: [], isTrusted: () => false, where: { cwd: "/", home: "/" } } as const;

function told(rules: Rules): { readonly rules: readonly string[]; readonly broken: readonly string[] } {
  return {
    rules: rules.prefixes.rules.map(({ decision, pattern }) => `${decision} ${pattern.flat().join(" ")}`),
    broken: rules.broken.map(({ file, line, message }) => `${file.replace(home, "")}:${line ?? "-"}: ${message}`),
  };
}

const rule = (word: string, decision = "allow") => `prefix_rule(pattern=["${word}"], decision="${decision}")\n`;
const write = (name: string, text: string) => writeFileSync(`${folder}/${name}`, text);
const prefix = (...pattern: [string, ...string[]]): RuleAmendment => ({ kind: "prefix", pattern });

test("reads the files in order of their names; no other endings, no folders", async () => {
  write("b.rules", rule("b", "prompt"));
  write("a.rules", rule("a"));
  write("B.rules", rule("B"));
  write("c.rules.bak", rule("c"));
  write(".rules", rule("d"));
  write("rules", rule("e"));
  mkdirSync(`${folder}/f.rules`);
  writeFileSync(`${folder}/f.rules/g.rules`, rule("g"));
  writeFileSync(`${home}/h.rules`, rule("h"));
  expect(told(await open().current())).toEqual({ rules: ["allow B", "allow a", "prompt b"], broken: [] });
});

test("a file whose name is not UTF-8 is not passed over", async () => {
  writeFileSync(Buffer.from(`${folder}/a\xff.rules`, "latin1"), rule("a", "forbidden"));
  write("b.rules", rule("b", "forbidden"));
  expect(told(await open().current())).toEqual({
    rules: ["forbidden b"],
    broken: ["/rules/a\ufffd.rules:-: it cannot be read: there is no such file"],
  });
});

test("without a folder there are no rules", async () => {
  rmSync(folder, { recursive: true });
  expect(told(await open().current())).toEqual({ rules: [], broken: [] });
  expect(told(await rulesFiles({ ...NONE, home: `${home}/gone` }).current())).toEqual({
    rules: [],
    broken: [],
  });
});

test("sees each change at the next call, and hands out the same rules where there is none", async () => {
  const files = open();
  write("a.rules", rule("a"));
  const first = await files.current();
  expect(await files.current()).toBe(first);
  write("a.rules", rule("x"));
  expect(told(await files.current()).rules).toEqual(["allow x"]);
  write("b.rules", rule("b"));
  expect(told(await files.current()).rules).toEqual(["allow x", "allow b"]);
  unlinkSync(`${folder}/a.rules`);
  expect(told(await files.current()).rules).toEqual(["allow b"]);
  write("aside", rule("c"));
  renameSync(`${folder}/aside`, `${folder}/b.rules`);
  expect(told(await files.current()).rules).toEqual(["allow c"]);
});

test("sees a change of the same size whose time was set back", async () => {
  const files = open();
  write("a.rules", rule("a"));
  utimesSync(`${folder}/a.rules`, 1, 1);
  await files.current();
  write("a.rules", rule("b"));
  utimesSync(`${folder}/a.rules`, 1, 1);
  expect(told(await files.current()).rules).toEqual(["allow b"]);
});

test("a file that breaks keeps its last rules and counts as broken until it is mended", async () => {
  const files = open();
  write("a.rules", rule("a", "forbidden"));
  write("b.rules", rule("b"));
  await files.current();
  truncateSync(`${folder}/a.rules`, 20);
  const broken = await files.current();
  expect(told(broken).rules).toEqual(["forbidden a", "allow b"]);
  expect(broken.broken.map(({ file, line }) => [file, line])).toEqual([[`${folder}/a.rules`, 1]]);
  expect(await files.current()).toBe(broken);
  write("a.rules", rule("m", "forbidden"));
  expect(told(await files.current())).toEqual({ rules: ["forbidden m", "allow b"], broken: [] });
});

test("a file that is emptied and then written, as editors do, never counts as empty", async () => {
  write("a.rules", rule("a", "forbidden"));
  const files = rulesFiles({ ...NONE, home, settleMs: 2000 });
  truncateSync(`${folder}/a.rules`);
  const pending = files.current();
  await sleep(5);
  write("a.rules", rule("a", "forbidden"));
  expect(told(await pending).rules).toEqual(["forbidden a"]);
});

test("a file that never loaded takes nothing away from the others", async () => {
  write("a.rules", "prefix_rule(");
  write("b.rules", rule("b", "forbidden"));
  const rules = await open().current();
  expect(told(rules).rules).toEqual(["forbidden b"]);
  expect(rules.broken.map(({ file }) => file)).toEqual([`${folder}/a.rules`]);
});

const UNREADABLE: readonly [name: string, make: (path: string) => void, why: string][] = [
  ["a link to nothing", (path) => symlinkSync("gone", path), "it is a symbolic link to a file that does not exist"],
  ["a device", (path) => symlinkSync("/dev/zero", path), "it is no regular file"],
  ["bytes that are not UTF-8", (path) => writeFileSync(path, Buffer.from([0x23, 0xff])), "it is not UTF-8 text"],
  ["more than 1 MiB", (path) => writeFileSync(path, "#".repeat(1024 * 1024 + 1)), "it is larger than 1048576 bytes"],
];

test.each(UNREADABLE)("%s in the place of a file is broken, and what it had stays", async (_name, make, why) => {
  const files = open();
  write("a.rules", rule("a", "forbidden"));
  await files.current();
  unlinkSync(`${folder}/a.rules`);
  make(`${folder}/a.rules`);
  const expected = { rules: ["forbidden a"], broken: [`/rules/a.rules:-: it cannot be read: ${why}`] };
  expect(told(await files.current())).toEqual(expected);
});

test("a folder that cannot be listed is broken, and what it had stays", async () => {
  const files = open();
  write("a.rules", rule("a", "forbidden"));
  await files.current();
  renameSync(folder, `${home}/moved`);
  symlinkSync("nowhere", folder);
  expect(told(await files.current()).broken).toEqual(["/rules:-: it cannot be read: no such file or folder"]);
  unlinkSync(folder);
  expect(told(await files.current())).toEqual({ rules: [], broken: [] });
  writeFileSync(folder, "");
  expect(told(await files.current()).broken).toEqual(["/rules:-: it cannot be read: a part of the path is no folder"]);
});

test("further files count too; a missing one is broken", async () => {
  write("a.rules", rule("a"));
  writeFileSync(`${home}/extra`, rule("e", "prompt"));
  const files = open([`${home}/extra`, `${home}/gone`]);
  expect(told(await files.current())).toEqual({
    rules: ["allow a", "prompt e"],
    broken: ["/gone:-: it cannot be read: there is no such file"],
  });
  writeFileSync(`${home}/gone`, rule("g"));
  expect(told(await files.current())).toEqual({ rules: ["allow a", "prompt e", "allow g"], broken: [] });
});

test("a change in one file is seen by the examples of a later one", async () => {
  const files = open();
  write("a.rules", 'host_executable(name="t", paths=["/usr/bin/t"])\n');
  write("b.rules", 'prefix_rule(pattern=["t"], match=[["/usr/bin/t"]])\n');
  expect(told(await files.current())).toEqual({ rules: ["allow t"], broken: [] });
  write("a.rules", 'host_executable(name="t", paths=["/opt/t"])\n');
  expect((await files.current()).broken.map(({ file }) => file)).toEqual([`${folder}/b.rules`]);
});

const LINE = 'prefix_rule(pattern=["npm", "test"], decision="allow")\n';

const APPENDED: readonly [name: string, before: string | null, after: string][] = [
  ["a file that is not there", null, LINE],
  ["an empty file", "", LINE],
  ["a file with comments and blanks", "# mine\r\n\n  \n", `# mine\r\n\n  \n${LINE}`],
  ["a missing last newline", "# mine", `# mine\n${LINE}`],
  [
    "a shorter and a longer rule",
    `${rule("npm")}prefix_rule(pattern=["npm", "test", "x"])\n`,
    `${rule("npm")}prefix_rule(pattern=["npm", "test", "x"])\n${LINE}`,
  ],
  ["a stricter rule for the same", LINE.replace("allow", "prompt"), LINE.replace("allow", "prompt") + LINE],
];

test.each(APPENDED)("adds to %s", async (_name, before, after) => {
  if (before !== null) write("default.rules", before);
  const rules = await open().amend(prefix("npm", "test"));
  expect(readFileSync(file, "utf8")).toBe(after);
  expect(told(rules).rules).toContain("allow npm test");
  expect(readdirSync(folder)).toEqual(["default.rules"]);
});

const THERE: readonly [name: string, text: string][] = [
  ["as it would be written", LINE],
  ["with other blanks, quotes and order", "prefix_rule(\n  decision = 'allow',\n  pattern = ['npm', 'test'],\n)"],
  ["with the decision left out", 'prefix_rule(["npm", "te" + "st"])'],
  ["as one of several alternatives", 'prefix_rule(pattern=[["npm", "pnpm"], ["ci", "test"]])'],
  ["made by a loop", '[prefix_rule(pattern=["npm", word]) for word in ["ci", "test"]]'],
];

test.each(THERE)("does not add what is there %s", async (_name, text) => {
  write("default.rules", text);
  const rules = await open().amend(prefix("npm", "test"));
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(told(rules).broken).toEqual([]);
});

test("adds network rules that allow and deny, each beside the other", async () => {
  const files = open();
  await files.amend({ kind: "network", host: "A.test", protocol: "http" });
  await files.amend({ kind: "network", host: "a.test", protocol: "http", decision: "forbidden" });
  const rules = await files.amend({ kind: "network", host: "a.test.", protocol: "http", decision: "forbidden" });
  expect(readFileSync(file, "utf8")).toBe(
    'network_rule(host="a.test", protocol="http", decision="allow", justification="Allow http access to a.test")\n' +
      'network_rule(host="a.test", protocol="http", decision="deny", justification="Deny http access to a.test")\n',
  );
  expect(rules.network.get("a.test")?.map(({ decision }) => decision)).toEqual(["allow", "forbidden"]);
});

test("adds a network rule once, whatever the case of the host", async () => {
  const files = open();
  await files.amend({ kind: "network", host: "Example.com", protocol: "https" });
  const rules = await files.amend({ kind: "network", host: "example.com.", protocol: "https" });
  expect(readFileSync(file, "utf8").match(/network_rule/gu)).toHaveLength(1);
  expect([...rules.network.keys()]).toEqual(["example.com"]);
});

test("adds a rule for each package registry that has none yet, and nothing the next time", async () => {
  write("default.rules", 'network_rule(host="pypi.org", protocol="https", decision="allow")\n');
  const files = open();
  const rules = await files.amend({ kind: "registries" });
  const text = readFileSync(file, "utf8");
  expect([...rules.network.keys()].toSorted()).toEqual(REGISTRY_HOSTS.toSorted());
  expect(text.match(/network_rule/gu)).toHaveLength(REGISTRY_HOSTS.length);
  await files.amend({ kind: "registries" });
  expect(readFileSync(file, "utf8")).toBe(text);
});

const REFUSED: readonly [name: string, make: () => void, why: RegExp][] = [
  [
    "is broken",
    () => write("default.rules", `${rule("a")}oops(`),
    /it is broken, so nothing is added to it: line 2: /u,
  ],
  ["has a failing example", () => write("default.rules", 'prefix_rule(["a"], match=["b"])\n'), /it is broken/u],
  ["is not UTF-8", () => writeFileSync(file, Buffer.from([0x23, 0xff])), /it is not UTF-8 text$/u],
  ["is a link to nothing", () => symlinkSync("gone", file), /it is a symbolic link to a file that does not exist$/u],
  [
    "could be full with one more rule",
    () => write("default.rules", `#${" ".repeat(1024 * 1024 - 1)}`),
    /with the rule it would be larger than 1048576 bytes$/u,
  ],
  ["goes on in its last line", () => write("default.rules", "x = 1 \\"), /cannot add the rule/u],
];

test.each(REFUSED)("leaves a file alone that %s", async (_name, make, why) => {
  make();
  const before = lstatSync(file, { bigint: true });
  await expect(open().amend(prefix("npm", "test"))).rejects.toThrow(why);
  expect(lstatSync(file, { bigint: true })).toEqual({
    ...before,
    atimeMs: expect.anything(),
    atimeNs: expect.anything(),
    atime: expect.anything(),
  });
  expect(readdirSync(folder)).toEqual(["default.rules"]);
});

test("writes to the place that a link names, and keeps the link and the mode", async () => {
  mkdirSync(`${home}/dotfiles`);
  writeFileSync(`${home}/dotfiles/mine`, "# mine\n");
  chmodSync(`${home}/dotfiles/mine`, 0o640);
  symlinkSync("../dotfiles/mine", file);
  await open().amend(prefix("npm", "test"));
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(`${home}/dotfiles/mine`, "utf8")).toBe(`# mine\n${LINE}`);
  expect(statSync(file).mode & 0o7777).toBe(0o640);
  expect(readdirSync(`${home}/dotfiles`)).toEqual(["mine"]);
});

test("clears away what a killed writer left", async () => {
  write(".default.rules.0123456789abcdef.new", "half a ru");
  write(".default.rules.swp", "an editor's");
  await open().amend(prefix("npm", "test"));
  expect(readdirSync(folder)).toEqual([".default.rules.swp", "default.rules"]);
});

test("a rule that was added holds at once, also where another file breaks", async () => {
  write("a.rules", "oops(");
  const rules = await open().amend(prefix("npm", "test"));
  expect(told(rules).rules).toEqual(["allow npm test"]);
  expect(rules.broken).toHaveLength(1);
});

test("of several processes that add at once none loses a rule and none writes one twice", async () => {
  write("default.rules", "# mine");
  const words = ["one", "two", "three", "four"];
  const children = words.map((word) => start(script, [home, word, "5"]));
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0]);
  const [first, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const own = words.flatMap((word) => [0, 1, 2, 3, 4].map((at) => `["${word}", "own-${at}"]`));
  const shared = [0, 1, 2, 3, 4].map((at) => `["tool", "shared-${at}"]`);
  const expected = [...own, ...shared].map((pattern) => `prefix_rule(pattern=${pattern}, decision="allow")`);
  expect(first).toBe("# mine");
  expect(lines.toSorted()).toEqual(expected.toSorted());
});

test("what was told to be added is there after a kill, and the next one goes on", async () => {
  const acked: string[] = [];
  for (const word of ["one", "two", "three"]) {
    const child = start(script, [home, word, "1000"]);
    let told = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split("\n").length > 8) child.kill("SIGKILL");
    });
    expect(await ended(child)).toBe(null);
    acked.push(...told.split("\n").slice(0, -1));
  }
  const rules = await open().amend(prefix("last", "one"));
  expect(told(rules).broken).toEqual([]);
  const patterns = told(rules).rules.map((rule) => rule.replace("allow ", ""));
  expect(patterns).toEqual([...new Set(patterns)]);
  expect(patterns).toEqual(expect.arrayContaining([...acked, "last one"]));
  expect(readdirSync(folder)).toEqual(["default.rules"]);
});
