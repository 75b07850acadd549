/** Records of trust on a real disk: whole, one writer at a time; broken ones trust nothing. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Project, TrustRecord } from "../../src/core/config/trust.ts";
import { readTrust, withLinks } from "../../src/effects/trust-store.ts";
import { changeTrust } from "../../src/effects/trust-write.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "assent-trust-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const PROJECT: Project = { root: "/w", isRepository: true, mainRoot: null, folders: ["/w"] };
const WORKTREE: Project = { root: "/t", isRepository: true, mainRoot: "/w", folders: ["/t"] };
const NOTHING: TrustRecord = { files: new Map(), postponed: null };

function record(files: Readonly<Record<string, string>>, postponed: string | null = null): TrustRecord {
  return { files: new Map(Object.entries(files)), postponed };
}

function fileOf(): string {
  const [name] = readdirSync(`${home}/assent/trust`);
  return `${home}/assent/trust/${name}`;
}

test.each<[string, TrustRecord]>([
  ["no file", record({})],
  ["nothing but what was put off", { files: null, postponed: "d" }],
  ["texts of all sorts", record({ "a/.codex/config.toml": '\ufeff"\\\n\u0000\u{1f600}', ["__proto__"]: "x" }, "d")],
])("keeps %s", async (_name, written) => {
  await changeTrust(home, "/w", () => written);
  expect(await readTrust(home, PROJECT)).toEqual(written);
});

test("there is none at first, of each project its own, and none after it was taken away", async () => {
  expect(await readTrust(home, PROJECT)).toBeNull();
  await changeTrust(home, "/v", () => record({ a: "1" }));
  expect(await readTrust(home, PROJECT)).toBeNull();
  await changeTrust(home, "/w", () => record({ a: "2" }));
  await changeTrust(home, "/w", () => null);
  await changeTrust(home, "/w", () => null);
  expect(await readTrust(home, PROJECT)).toBeNull();
  expect(await readTrust(home, { ...PROJECT, root: "/v" })).toEqual(record({ a: "1" }));
});

test("every path has a record of its own, however it is called", async () => {
  const roots = [
    "/",
    "/w",
    "/w w",
    "/w%20w",
    "/w\n",
    "/\u00fc",
    "/u\u0308",
    `/${"x".repeat(250)}`,
    `/${"x".repeat(250)}/x`,
    "/W",
  ];
  for (const each of roots) await changeTrust(home, each, () => record({ a: each }));
  const found = await Promise.all(roots.map((each) => readTrust(home, { ...PROJECT, root: each })));
  expect(found).toEqual(roots.map((each) => record({ a: each })));
});

const BROKEN: readonly [string, (file: string) => void][] = [
  ["cut off", (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, -3))],
  ["empty", (file) => writeFileSync(file, "")],
  ["no object", (file) => writeFileSync(file, "[]")],
  ["null", (file) => writeFileSync(file, "null")],
  [
    "of a later version",
    (file) => writeFileSync(file, readFileSync(file, "utf8").replace('"version": 1', '"version": 2')),
  ],
  ["of another project", (file) => writeFileSync(file, readFileSync(file, "utf8").replace('"/w"', '"/v"'))],
  ["with a list of files", (file) => writeFileSync(file, '{"version":1,"root":"/w","files":[],"postponed":null}')],
  [
    "with a text that is none",
    (file) => writeFileSync(file, '{"version":1,"root":"/w","files":{"a":1},"postponed":null}'),
  ],
  ["without files", (file) => writeFileSync(file, '{"version":1,"root":"/w","postponed":null}')],
  ["without what was put off", (file) => writeFileSync(file, '{"version":1,"root":"/w","files":null}')],
  ["not UTF-8", (file) => writeFileSync(file, Buffer.from([0xff]))],
  ["too large", (file) => writeFileSync(file, "x".repeat(1024 * 1024 + 1))],
  [
    "a folder",
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
  [
    "a link to nothing",
    (file) => {
      rmSync(file);
      symlinkSync("/nonexistent", file);
    },
  ],
];

test.each(BROKEN)("a record that is %s trusts nothing, which is not the same as no record", async (_name, spoil) => {
  await changeTrust(home, "/w", () => record({ a: "1" }));
  spoil(fileOf());
  expect(await readTrust(home, PROJECT)).toEqual(NOTHING);
  expect(await readTrust(home, WORKTREE)).toEqual(NOTHING);
});

test("a worktree has its own record, else that of its repository; what was put off is its own", async () => {
  await changeTrust(home, "/w", () => record({ a: "main" }, "m"));
  expect(await readTrust(home, WORKTREE)).toEqual(record({ a: "main" }));
  await changeTrust(home, "/t", () => ({ files: null, postponed: "t" }));
  expect(await readTrust(home, WORKTREE)).toEqual(record({ a: "main" }, "t"));
  await changeTrust(home, "/w", () => ({ files: null, postponed: "m" }));
  expect(await readTrust(home, { ...WORKTREE, root: "/u" })).toEqual({ files: null, postponed: "m" });
  await changeTrust(home, "/w", () => record({ a: "main" }, "m"));
  await changeTrust(home, "/t", () => record({ a: "own" }));
  expect(await readTrust(home, WORKTREE)).toEqual(record({ a: "own" }));
  expect(await readTrust(home, PROJECT)).toEqual(record({ a: "main" }, "m"));
});

test("changes at the same time are made one after the other", async () => {
  const add = (name: string): Promise<void> =>
    changeTrust(home, "/w", (before) => record({ ...Object.fromEntries(before?.files ?? []), [name]: "1" }));
  await Promise.all(["a", "b", "c", "d", "e"].map(add));
  expect((await readTrust(home, PROJECT))?.files?.size).toBe(5);
});

test("what is too large to be kept is refused in words, and what was kept stays", async () => {
  await changeTrust(home, "/w", () => record({ a: "1" }));
  const write = changeTrust(home, "/w", () => record({ a: "x".repeat(1024 * 1024) }));
  await expect(write).rejects.toThrow(
    "cannot record what is trusted of /w: the project's files are larger than 1048576 bytes together",
  );
  expect(await readTrust(home, PROJECT)).toEqual(record({ a: "1" }));
  expect(readdirSync(`${home}/assent/trust`)).toHaveLength(1);
});

test("a record is for its owner's eyes only", async () => {
  chmodSync(home, 0o755);
  await changeTrust(home, "/w", () => record({ a: "1" }));
  const modes = [`${home}/assent/trust`, fileOf()].map((path) => statMode(path));
  expect(modes).toEqual(["700", "600"]);
});

test("an untrusted mark reaches through links, a trusted one does not", () => {
  mkdirSync(`${home}/real`);
  symlinkSync("real", `${home}/link`);
  const place = { kind: "flag", text: "x" } as const;
  const marks = new Map([
    [`${home}/link`, { level: "untrusted", place } as const],
    [`${home}/link/../link`, { level: "trusted", place } as const],
    ["/nonexistent", { level: "untrusted", place } as const],
    ["relative", { level: "untrusted", place } as const],
  ]);
  expect(withLinks(marks)).toEqual(new Map([...marks, [`${home}/real`, { level: "untrusted", place }]]));
});

function statMode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

test("projects of any name have records of their own", async () => {
  const roots = [
    "/",
    "/w",
    "/w/..",
    "/w x",
    "/%2Fw",
    "/W",
    "/größe",
    "/\ud800",
    "/a\nb",
    `/${"a".repeat(199)}`,
    `/${"a".repeat(300)}`,
  ];
  for (const root of roots) await changeTrust(home, root, () => record({ root }));
  for (const root of roots) expect(await readTrust(home, { ...PROJECT, root })).toEqual(record({ root }));
  expect(readdirSync(`${home}/assent/trust`)).toHaveLength(roots.length);
});
