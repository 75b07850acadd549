/** All questions to the disk at once, and how many of them are answered. */
import * as fc from "fast-check";
import { realpathSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { lookAtDisk } from "../../src/effects/gather.ts";
import { git, write } from "./git-world.ts";
import { newWorld } from "./world.ts";

const { ws, out } = newWorld();
git(ws, ["init", "-q"]);
write(ws, { "a.ts": "a" });
symlinkSync(out, `${ws}/away`);
const WHERE = { cwd: ws, path: "/usr/bin:/bin", roots: [ws], env: {} };

test("tells of programs, deletions, links and repositories", () => {
  const wanted = { programs: ["sh"], deletions: ["a.ts", "none"], paths: ["a.ts", "away/x"], repositories: [ws] };
  const found = lookAtDisk(wanted, WHERE);
  expect({ ...found, programs: found.programs.map((program) => ({ ...program, identity: null })) }).toEqual({
    programs: [{ name: "sh", path: realpathSync("/bin/sh"), writable: false, identity: null }],
    losses: [
      { path: "a.ts", kind: "lost", why: "a.ts is not tracked by git" },
      { path: "none", kind: "absent", why: "there is no such file" },
    ],
    links: [{ path: "away/x", real: `${out}/x` }],
    repositories: [{ folder: ws, runs: [], remotes: [], top: ws, submodules: [], nested: [], branches: [] }],
    hasFolder: true,
    folder: WHERE.cwd,
  });
});

test("looks at nothing where nothing is asked", () => {
  expect(lookAtDisk({ programs: [], deletions: [], paths: [], repositories: [] }, WHERE)).toEqual({
    programs: [],
    losses: [],
    links: [],
    repositories: [],
    hasFolder: true,
    folder: WHERE.cwd,
  });
});

test("throws on no word", () => {
  const part = fc.constantFrom(
    "a.ts",
    "away",
    "..",
    ".",
    "",
    "~",
    "\0",
    "\ud800",
    "x".repeat(300),
    ".git",
    "proc",
    "*",
    "\n",
  );
  const word = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 4 }).map((parts) => parts.join("/")),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), fc.option(fc.string(), { nil: undefined }), (words, path) => {
      const wanted = { programs: words, deletions: words, paths: words, repositories: words };
      const found = lookAtDisk(wanted, { ...WHERE, path });
      expect(found.repositories.map(({ folder }) => folder)).toEqual(words);
      expect(found.losses.map((loss) => loss.path)).toEqual(words);
      expect(words.filter((one) => !found.programs.some(({ name }) => name === one))).toEqual([]);
    }),
    { seed: 5, numRuns: Number(process.env["RUNS"] ?? 200) },
  );
});

test("counts what is too much as what cannot be told", () => {
  const names = Array.from({ length: 2001 }, (_, at) => `none${at}`);
  const wanted = { programs: names, deletions: names, paths: names, repositories: [ws, ...names].fill(ws, 0, 30) };
  const { programs, losses, links, repositories } = lookAtDisk(wanted, WHERE);
  expect(repositories.findIndex(({ runs }) => runs === null)).toBe(20);
  expect(programs.map(({ writable }) => writable)).toEqual(names.map((_, at) => at >= 200));
  expect(losses.map(({ kind }) => kind === "unclear").lastIndexOf(false)).toBeLessThan(200);
  expect(losses.map(({ path }) => path)).toEqual(names);
  expect(links).toEqual([{ path: "none2000", real: null }]);
});
