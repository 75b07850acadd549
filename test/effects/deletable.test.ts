/** What deleting loses, in repositories that the real git made. */
import * as fc from "fast-check";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, test } from "vitest";
import type { Loss } from "../../src/core/approval/facts.ts";
import { lossOf, newSearch, type Search } from "../../src/effects/deletable.ts";
import { git, write } from "./git-world.ts";
import { newWorld } from "./world.ts";

function lossIn(ws: string, path: string, roots: readonly string[] = [ws]): Loss {
  return lossOf(path, newSearch(ws, roots, Number.POSITIVE_INFINITY));
}

/** `kind: why` */
function said(ws: string, path: string, roots?: readonly string[]): string {
  const { kind, why } = lossIn(ws, path, roots);
  return `${kind}: ${why}`;
}

const RESTORABLE = "restorable: git or a build gives it back";
const ABSENT = "absent: there is no such file";

function project(): string {
  const { ws, out } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, {
    ".gitignore": "ignored/\n*.cache\n.env\nsecrets/\nvendored/\n",
    "src/a.ts": "a",
    "src/deep/b.ts": "b",
    "changed/c.ts": "c",
    "staged.ts": "s",
    "dist/committed.js": "j",
    "build/edited.js": "e",
    "both/kept.ts": "k",
  });
  symlinkSync("src", `${ws}/linked`);
  git(ws, ["add", "."]);
  git(ws, ["commit", "-qm", "a"]);
  write(ws, {
    "changed/c.ts": "C",
    "staged.ts": "S",
    "new.ts": "n",
    "src-new/x.ts": "x",
    "both/new.ts": "n",
    "build/edited.js": "E",
    "dist/made.js": "m",
    "node_modules/p/index.js": "p",
    "node_modules/p/.env": "p",
    "ignored/a/b": "i",
    "x.cache": "i",
    ".env": "KEY=1",
    "secrets/deploy.pem": "k",
    "vendored/lib/.git/HEAD": "ref",
    "target/.git": "gitdir: elsewhere",
    "empty/empty/": "",
    "notes~": "old",
  });
  git(ws, ["add", "staged.ts"]);
  symlinkSync("../src", `${ws}/ignored/link`);
  symlinkSync(`${out}/far`, `${ws}/far`);
  write(out, { "far/x": "x" });
  return ws;
}

describe("in a repository", () => {
  const ws = project();
  const CASES: readonly [path: string, said: string][] = [
    ["src", RESTORABLE],
    ["src/", RESTORABLE],
    ["./src/../src/a.ts", RESTORABLE],
    [`${ws}/src/deep/b.ts`, RESTORABLE],
    ["linked", RESTORABLE],
    ["linked/a.ts", RESTORABLE],
    ["staged.ts", RESTORABLE],
    ["none", ABSENT],
    ["none/at/all", ABSENT],
    ["src/a.ts/below", ABSENT],
    ["changed", "lost: changed/c.ts has changes that git does not hold"],
    ["changed/c.ts", "lost: c.ts has changes that git does not hold"],
    ["new.ts", "lost: new.ts is not tracked by git"],
    ["src-new", "lost: src-new/x.ts is not tracked by git"],
    ["both", "lost: both/new.ts is not tracked by git"],
    ["dist", RESTORABLE],
    ["dist/made.js", RESTORABLE],
    ["build", "lost: build/edited.js has changes that git does not hold"],
    ["node_modules", RESTORABLE],
    ["ignored", RESTORABLE],
    ["ignored/a/b", RESTORABLE],
    ["x.cache", RESTORABLE],
    ["notes~", RESTORABLE],
    ["empty", RESTORABLE],
    [".env", "lost: .env is kept by hand and not in git"],
    ["secrets", "lost: secrets/deploy.pem is kept by hand and not in git"],
    ["vendored", "lost: vendored/lib holds a git repository"],
    ["target", "lost: target holds a git repository"],
    [".git", "lost: it belongs to a git repository itself"],
    [".git/objects", "lost: it belongs to a git repository itself"],
    ["vendored/lib/.git/HEAD", "lost: it belongs to a git repository itself"],
    ["far/x", "lost: x is in no git repository"],
    ["nul\0l", "unclear: it could not be read (ERR_INVALID_ARG_VALUE)"],
  ];
  test.each(CASES)("deleting %j", (path, expected) => {
    expect(said(ws, path)).toBe(expected);
  });

  test("deleting all of it", () => {
    for (const path of [".", ws, "src/..", "/"]) expect(lossIn(ws, path).kind).not.toBe("restorable");
  });

  test("a link that is deleted loses what it is, not where it leads", () => {
    expect(said(ws, "far")).toBe("lost: far is not tracked by git");
    expect(said(ws, "far/")).toBe("lost: far is not tracked by git");
  });

  test("names of build output count in the workspace only", () => {
    expect(said(ws, "node_modules", [`${ws}/src`])).toBe("lost: node_modules/p/.env is kept by hand and not in git");
    expect(said(ws, "node_modules/p", [`${ws}/node_modules`])).toBe("lost: p/.env is kept by hand and not in git");
    expect(said(`${ws}/dist`, "made.js", [ws, `${ws}/dist`])).toBe("lost: made.js is not tracked by git");
  });
});

test("in no repository only build output comes back", () => {
  const { ws } = newWorld();
  write(ws, { "a.ts": "a", "dist/a.js": "a", ".gitignore": "*\n" });
  expect(["a.ts", "dist", "none"].map((path) => said(ws, path))).toEqual([
    "lost: a.ts is in no git repository",
    RESTORABLE,
    ABSENT,
  ]);
});

test("an empty .git is no repository", () => {
  const { ws } = newWorld();
  write(ws, { "a.ts": "a", ".gitignore": "*\n" });
  mkdirSync(`${ws}/.git`);
  expect(said(ws, "a.ts")).toBe("lost: a.ts is in no git repository");
});

const CONTENT = fc.constantFrom("", "a", "b", "aa");
const PATH = fc.constantFrom("f/a", "f/b", "f/d/a", "f/d/b", "f/d/e/a", "f/x.xyz", "f/d/x.xyz", "f/d/keep.xyz");
const STEP = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), path: PATH, content: CONTENT }),
  fc.record({ kind: fc.constantFrom("add", "remove", "link", "mode"), path: PATH, content: fc.constant("") }),
  fc.record({
    kind: fc.constant("ignore" as const),
    path: fc.constant("f/.gitignore"),
    content: fc.constant("*.xyz\n!keep.xyz\n"),
  }),
);

function take(ws: string, { kind, path, content }: { kind: string; path: string; content: string }): void {
  const place = `${ws}/${path}`;
  if (kind === "add") {
    if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) git(ws, ["add", "-f", path]);
  } else if (kind === "mode") {
    if (existsSync(place)) chmodSync(place, 0o755);
  } else {
    rmSync(place, { force: true });
    if (kind === "link") symlinkSync("a", place);
    else if (kind !== "remove") writeFileSync(place, content);
  }
}

test("says of a folder what git status says: all comes back if nothing in it is changed or unknown", () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 14 }), (steps) => {
      const { ws } = newWorld();
      git(ws, ["init", "-q"]);
      mkdirSync(`${ws}/f/d/e`, { recursive: true });
      for (const step of steps) take(ws, step);
      const lines = git(ws, ["status", "--porcelain", "-z", "--no-renames"]).split("\0").slice(0, -1);
      // The second letter is for the file against the index; what is deleted already cannot be lost.
      const isLosing = lines.some((line) => !" D".includes(line.charAt(1)));
      expect(lossIn(ws, "f").kind).toBe(isLosing ? "lost" : "restorable");
    }),
    { seed: 11, numRuns: Number(process.env["RUNS"] ?? 60) },
  );
});

test("a folder below the top is looked up from the top, and from a linked work tree", () => {
  const { ws, out } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, { ".gitignore": "*.o1\n", "sub/a.ts": "a" });
  git(ws, ["add", "."]);
  git(ws, ["commit", "-qm", "a"]);
  write(ws, { ".git/info/exclude": "*.o2\n" });
  git(ws, ["worktree", "add", "-q", `${out}/tree`]);
  for (const place of [`${ws}/sub`, `${out}/tree/sub`]) {
    write(place, { "x.o1": "", "x.o2": "", "new.ts": "" });
    expect(["a.ts", "x.o1", "x.o2", "new.ts"].map((path) => lossIn(place, path).kind)).toEqual([
      "restorable",
      "restorable",
      "restorable",
      "lost",
    ]);
  }
});

test("what cannot be read is unclear", () => {
  const { ws } = newWorld();
  write(ws, { ".git": "no pointer", "a.ts": "" });
  symlinkSync("round", `${ws}/round`);
  expect(said(ws, "a.ts")).toBe("unclear: it could not be read (ENOTDIR)");
  expect(said(ws, "round/x")).toBe("unclear: its folder could not be found");
});

test("what another repository tracks is none of this one's", () => {
  const ws = project();
  const copy = `${ws}/nested`;
  cpSync(`${ws}/src`, copy, { recursive: true });
  git(copy, ["init", "-q"]);
  expect(said(ws, "nested")).toBe("lost: nested holds a git repository");
  expect(said(ws, "nested/a.ts")).toBe("lost: a.ts is not tracked by git");
});

test("more than can be looked at is unclear, but for the output of a build", () => {
  const { ws } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, { ".gitignore": "many/\n", "many/1": "", "many/2": "", "many/deep/3": "", "node_modules/a/b/c/d": "" });
  const few = (entriesLeft: number): Search => ({ ...newSearch(ws, [ws], Number.POSITIVE_INFINITY), entriesLeft });
  expect(lossOf("many", few(4)).kind).toBe("restorable");
  expect(lossOf("many", few(3))).toEqual({ path: "many", kind: "unclear", why: "there is too much in it to look at" });
  expect(lossOf("node_modules", few(0)).kind).toBe("restorable");
  expect(lossOf("many", newSearch(ws, [ws], 0)).kind).toBe("unclear");
});

test("a broken index is unclear", () => {
  const { ws } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, { ".git/index": "DIRC", "a.ts": "", "node_modules/x": "" });
  expect(["a.ts", "node_modules", "none"].map((path) => said(ws, path))).toEqual([
    "unclear: git's index could not be read",
    "unclear: git's index could not be read",
    ABSENT,
  ]);
});

test.skipIf(process.getuid?.() === 0)("a folder out of reach is unclear", () => {
  const { ws } = newWorld();
  mkdirSync(`${ws}/closed`, { mode: 0o000 });
  expect(said(ws, "closed")).toBe("unclear: it could not be read (EACCES)");
  chmodSync(`${ws}/closed`, 0o755);
});

test("what was made since a command started is no loss, but for what git tracks and what was moved there", () => {
  const { ws } = newWorld();
  git(ws, ["init", "-q"]);
  write(ws, { "tracked.ts": "a", "old.ts": "a" });
  git(ws, ["add", "tracked.ts"]);
  git(ws, ["commit", "-qm", "one"]);
  // Times of files are as fine as the clock of the system.
  const old = lstatSync(`${ws}/old.ts`).birthtimeMs;
  let since = old;
  while (since <= old) {
    write(ws, { "tick.ts": "" });
    since = lstatSync(`${ws}/tick.ts`).birthtimeMs;
    rmSync(`${ws}/tick.ts`);
  }
  rmSync(`${ws}/tracked.ts`);
  write(ws, { "tracked.ts": "b", "new/a.ts": "", "new/sub/b.ts": "", "moved/a.ts": "", ".env": "A=1" });
  git(ws, ["init", "-q", "new/repository"]);
  renameSync(`${ws}/old.ts`, `${ws}/moved/old.ts`);
  const search = newSearch(ws, [ws], Number.POSITIVE_INFINITY, since);
  expect(["new", "new/a.ts", "moved", "tracked.ts", ".env"].map((path) => lossOf(path, search))).toEqual([
    { path: "new", kind: "restorable", why: "git or a build gives it back" },
    { path: "new/a.ts", kind: "restorable", why: "git or a build gives it back" },
    { path: "moved", kind: "lost", why: "moved/old.ts is not tracked by git" },
    { path: "tracked.ts", kind: "lost", why: "tracked.ts has changes that git does not hold" },
    { path: ".env", kind: "lost", why: ".env is kept by hand and not in git" },
  ]);
});
