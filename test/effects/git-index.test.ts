/** Indexes that the real git wrote, and such as nobody wrote. */
import * as fc from "fast-check";
import { chmodSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Entry,
  type IndexFile,
  isUnchanged,
  readIndexFile,
  type Tracked,
  trackedUnder,
} from "../../src/effects/git-index.ts";
import { git, write } from "./git-world.ts";
import { newWorld } from "./world.ts";

const LONG = "n".repeat(200);
const FILES = {
  "a.txt": "a\n",
  "dir/b.txt": "b\n",
  "dir/deep/c.txt": "c\n",
  "dir.txt": "",
  "dir-x/d": "d",
  "\u00e9/\u{1f600}": "e",
  [`${LONG}/${LONG}1`]: "1",
  [`${LONG}/${LONG}2`]: "2",
};

const LAYOUTS: readonly [hash: "sha1" | "sha256", version: number][] = [
  ["sha1", 2],
  ["sha1", 4],
  ["sha256", 2],
  ["sha256", 4],
];

function repository(hash: string): string {
  const { ws } = newWorld();
  git(ws, ["init", "-q", `--object-format=${hash}`]);
  write(ws, FILES);
  symlinkSync("a.txt", `${ws}/link`);
  return ws;
}

function indexOf(ws: string): IndexFile {
  const file = readIndexFile(`${ws}/.git/index`);
  if (file === null) throw new Error("no index");
  return file;
}

function tracked(ws: string, under = ""): Tracked {
  const found = trackedUnder(indexOf(ws), under);
  if (found === null) throw new Error("the index was not understood");
  return found;
}

/** Mode, object and name of all that is staged, as git tells them. */
function byGit(ws: string): readonly string[] {
  return git(ws, ["ls-files", "-s", "-z"])
    .split("\0")
    .slice(0, -1)
    .map((line) => line.replace(/ \d\t/, " "));
}

function byUs({ entries }: Tracked): readonly string[] {
  return [...entries].map(([name, { mode, object }]) => `${mode.toString(8)} ${object} ${name}`);
}

describe.each(LAYOUTS)("an index with %s of version %d", (hash, version) => {
  let ws = "";
  beforeAll(() => {
    ws = repository(hash);
    git(ws, ["update-index", "--index-version", String(version)]);
    git(ws, ["add", "."]);
  });

  test("names what git tracks", () => {
    expect(indexOf(ws).bytes.readUInt32BE(4)).toBe(version);
    expect(tracked(ws).hash).toBe(hash);
    expect(byUs(tracked(ws))).toEqual(byGit(ws));
    expect(byUs(tracked(ws)).length).toBe(9);
  });

  test("names what lies at or below a path", () => {
    expect([...tracked(ws, "dir").entries.keys()]).toEqual(["dir/b.txt", "dir/deep/c.txt"]);
    expect([...tracked(ws, "dir.txt").entries.keys()]).toEqual(["dir.txt"]);
    expect([...tracked(ws, "\u00e9").entries.keys()]).toEqual(["\u00e9/\u{1f600}"]);
    expect([...tracked(ws, "none").entries.keys()]).toEqual([]);
  });

  test("tells what changed since", () => {
    const before = tracked(ws);
    expect(changed(ws, before)).toEqual([]);
    write(ws, { "a.txt": "A\n", "dir/b.txt": "longer\n" });
    expect(changed(ws, before)).toEqual(["a.txt", "dir/b.txt"]);
  });
});

function changed(ws: string, index: Tracked): readonly string[] {
  return [...index.entries]
    .filter(([name, entry]) => !isUnchanged(`${ws}/${name}`, entry, index))
    .map(([name]) => name);
}

/** A repository whose index was written long after its files, so that times alone decide. */
function settled(): string {
  const ws = repository("sha1");
  for (const name of ["a.txt", "dir/b.txt"]) utimesSync(`${ws}/${name}`, 1_000_000_000, 1_000_000_000);
  git(ws, ["add", "."]);
  return ws;
}

const CHANGES: readonly [name: string, change: (ws: string) => void, isChanged: boolean][] = [
  ["nothing", () => undefined, false],
  ["other times", (ws) => utimesSync(`${ws}/a.txt`, 5, 5), false],
  ["the same text written again", (ws) => writeFileSync(`${ws}/a.txt`, "a\n"), false],
  [
    "another text of the same size and time",
    (ws) => {
      writeFileSync(`${ws}/a.txt`, "b\n");
      utimesSync(`${ws}/a.txt`, 1_000_000_000, 1_000_000_000);
    },
    true,
  ],
  ["another size", (ws) => writeFileSync(`${ws}/a.txt`, "aa\n"), true],
  ["no text", (ws) => writeFileSync(`${ws}/a.txt`, ""), true],
  ["the right to run it", (ws) => chmodSync(`${ws}/a.txt`, 0o755), true],
  [
    "a link in its place",
    (ws) => {
      rmSync(`${ws}/a.txt`);
      symlinkSync("dir.txt", `${ws}/a.txt`);
    },
    true,
  ],
];
test.each(CHANGES)("a tracked file with %s", (_name, change, isChanged) => {
  const ws = settled();
  const index = tracked(ws);
  change(ws);
  expect(changed(ws, index)).toEqual(isChanged ? ["a.txt"] : []);
});

test("times that are as late as the index say nothing, and neither does a size that git left out", () => {
  const ws = settled();
  const { entries, hash } = tracked(ws);
  const entry = entries.get("a.txt");
  const other = entries.get("dir/b.txt");
  if (entry === undefined || other === undefined) throw new Error("not tracked");
  const spoiled = { ...entry, object: other.object };
  const [seconds] = entry.stat.modified;
  const says = (one: Entry, writtenSeconds: number): boolean =>
    isUnchanged(`${ws}/a.txt`, one, { hash, writtenSeconds });
  expect([says(spoiled, seconds + 1), says(spoiled, seconds), says(spoiled, seconds - 1)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(says({ ...entry, stat: { ...entry.stat, size: 0 } }, seconds)).toBe(true);
  expect(says({ ...spoiled, stat: { ...entry.stat, size: 0 } }, seconds + 1)).toBe(false);
});

test("a link that points elsewhere is changed", () => {
  const ws = settled();
  const index = tracked(ws);
  rmSync(`${ws}/link`);
  symlinkSync("b.txt", `${ws}/link`);
  expect(changed(ws, index)).toEqual(["link"]);
});

test("what git does not hold counts as changed: added in name only, or in a conflict", () => {
  const ws = settled();
  write(ws, { intended: "x" });
  git(ws, ["add", "-N", "intended"]);
  const blob = git(ws, ["hash-object", "-w", "a.txt"]).trim();
  git(ws, ["update-index", "--index-info"], `0 ${"0".repeat(40)}\tdir.txt\n100644 ${blob} 1\tdir.txt\n`);
  expect(indexOf(ws).bytes.readUInt32BE(4)).toBe(3);
  expect(changed(ws, tracked(ws))).toEqual(["dir.txt", "intended"]);
});

test("an index that leaves something to other files is not understood", () => {
  const ws = settled();
  git(ws, ["update-index", "--split-index"]);
  expect(trackedUnder(indexOf(ws), "")).toBe(null);
});

test("a missing index tracks nothing; a folder in its place is none", () => {
  const { ws } = newWorld();
  const missing = readIndexFile(`${ws}/index`);
  expect(missing === null ? null : trackedUnder(missing, "")?.entries.size).toBe(0);
  expect(readIndexFile(ws)).toBe(null);
});

test("no bytes make it throw, and no cut index is understood", () => {
  const bytes = readFileSync(`${settled()}/.git/index`);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(trackedUnder({ bytes: bytes.subarray(0, length), writtenSeconds: 0 }, "")).toBe(null);
  }
  const spoiled = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(spoiled, { maxLength: 8 }), (changes) => {
      const copy = Buffer.from(bytes);
      for (const { at, value } of changes) copy[at] = value;
      expect(() => trackedUnder({ bytes: copy, writtenSeconds: 0 }, "")).not.toThrow();
    }),
    { seed: 3, numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (random) => {
      const made = Buffer.concat([Buffer.from("DIRC\0\0\0\x04\0\0\0\x05", "latin1"), random]);
      expect(() => trackedUnder({ bytes: made, writtenSeconds: 0 }, "")).not.toThrow();
    }),
    { seed: 3, numRuns: 500 },
  );
});
