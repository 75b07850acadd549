/** Where a folder belongs to, and which files of its project steer assent; on a real disk. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { describeConfigError } from "../../src/core/config/error.ts";
import type { Project } from "../../src/core/config/trust.ts";
import { findProject, PROJECT_FILES_MAX, readProjectFiles, ROOT_MARKERS } from "../../src/effects/project.ts";

// Not in /tmp: while sandboxes run there, a folder stands in for its .git.
const base = realpathSync(mkdtempSync("/var/tmp/assent-project-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let count = 0;
let world = "";
beforeEach(() => {
  count += 1;
  world = `${base}/${count}`;
  mkdirSync(`${world}/user/.codex`, { recursive: true });
  mkdirSync(`${world}/r/sub/deep`, { recursive: true });
});

function put(path: string, text = ""): void {
  const file = `${world}/${path}`;
  mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  writeFileSync(file, text);
}

function inWorld(path: string): string {
  return `${world}/${path}`;
}

function find(cwd: string, markers: readonly string[] = ROOT_MARKERS): Project {
  return findProject(`${world}/${cwd}`, markers);
}

const git = (...args: readonly string[]): unknown =>
  execFileSync("git", ["-c", "user.name=n", "-c", "user.email=e@example.com", ...args], { cwd: world, stdio: "pipe" });

/** `r` as a repository with a commit, and its worktree `wt`. */
function worktree(): void {
  git("init", "-q", "r");
  git("-C", "r", "commit", "-q", "--allow-empty", "-m", "first");
  git("-C", "r", "worktree", "add", "-q", `${world}/wt`);
}

const FOUND: readonly [
  name: string,
  make: () => void,
  cwd: string,
  markers: readonly string[],
  expected: Partial<Project>,
][] = [
  ["no repository", () => {}, "r/sub", ROOT_MARKERS, { root: "r/sub", isRepository: false, folders: ["r/sub"] }],
  [
    "a repository above",
    () => put("r/.git/HEAD"),
    "r/sub/deep",
    ROOT_MARKERS,
    { root: "r", isRepository: true, folders: ["r", "r/sub", "r/sub/deep"] },
  ],
  [
    "the nearest of two",
    () => {
      put("r/.git/HEAD");
      put("r/sub/.git/HEAD");
    },
    "r/sub/deep",
    ROOT_MARKERS,
    { root: "r/sub", isRepository: true, folders: ["r/sub", "r/sub/deep"] },
  ],
  [
    "a marker of the person's own",
    () => {
      put("r/.git/HEAD");
      put("r/sub/package.json");
    },
    "r/sub/deep",
    ["package.json"],
    { root: "r/sub", isRepository: false, folders: ["r/sub", "r/sub/deep"] },
  ],
  [
    "no marker at all",
    () => put("r/.git/HEAD"),
    "r/sub",
    [],
    { root: "r/sub", isRepository: false, folders: ["r/sub"] },
  ],
  [
    "an empty .git, which a sandbox keeps where there is none",
    () => mkdirSync(`${world}/r/.git`),
    "r/sub",
    ROOT_MARKERS,
    { root: "r/sub", isRepository: false, folders: ["r/sub"] },
  ],
  [
    "a link to nothing, which marks nothing",
    () => symlinkSync("gone", `${world}/r/.git`),
    "r/sub",
    ROOT_MARKERS,
    { root: "r/sub", isRepository: false, folders: ["r/sub"] },
  ],
];

test.each(FOUND)("finds the project in %s", (_name, make, cwd, markers, expected) => {
  make();
  expect(find(cwd, markers)).toEqual({
    ...expected,
    root: inWorld(expected.root ?? ""),
    mainRoot: null,
    folders: expected.folders?.map(inWorld),
  });
});

test("a folder at the top of the disk has itself above it", () => {
  expect(findProject("/", [])).toEqual({ root: "/", isRepository: false, mainRoot: null, folders: ["/"] });
});

test("a worktree belongs to its repository, in its folders too", () => {
  worktree();
  mkdirSync(`${world}/wt/sub`);
  expect(find("wt/sub")).toEqual({
    root: `${world}/wt`,
    isRepository: true,
    mainRoot: `${world}/r`,
    folders: [`${world}/wt`, `${world}/wt/sub`],
  });
  expect(find("r").mainRoot).toBe(null);
});

const NO_WORKTREES: readonly [name: string, make: () => void][] = [
  ["a copy of a worktree", () => execFileSync("cp", ["-r", `${world}/wt`, `${world}/other`])],
  [
    "a folder that names a repository which does not know it",
    () => put("other/.git", `gitdir: ${world}/r/.git/worktrees/wt\n`),
  ],
  ["a folder that names the repository itself", () => put("other/.git", `gitdir: ${world}/r/.git\n`)],
  ["a folder whose .git leads nowhere", () => put("other/.git", `gitdir: ${world}/gone\n`)],
  ["a folder whose .git is no such file", () => put("other/.git", "anything\n")],
  [
    "a folder that brings a repository's records along, outside of one",
    () => {
      put("other/.git", `gitdir: ${world}/other/kept\n`);
      put("other/kept/gitdir", `${world}/other/.git\n`);
      put("other/kept/commondir", `${world}/r/.git\n`);
    },
  ],
  [
    "a folder whose .git is a link to that of a worktree",
    () => {
      mkdirSync(`${world}/other`);
      symlinkSync("../wt/.git", `${world}/other/.git`);
    },
  ],
  ["a worktree that was moved without git", () => renameSync(`${world}/wt`, `${world}/other`)],
  [
    "a worktree of a repository without a folder of its own",
    () => {
      git("clone", "-q", "--bare", "r", "bare");
      git("-C", "bare", "worktree", "add", "-q", "--detach", `${world}/other`);
    },
  ],
  [
    "a submodule",
    () => {
      git("init", "-q", "whole");
      git("-C", "whole", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${world}/r`, "inner");
      symlinkSync("whole/inner", `${world}/other`);
    },
  ],
];

test.each(NO_WORKTREES)("does not take for a worktree of a trusted one: %s", (_name, make) => {
  worktree();
  make();
  const other = findProject(realpathSync(`${world}/other`), ROOT_MARKERS);
  expect([other.isRepository, other.mainRoot]).toEqual([true, null]);
});

function filesIn(cwd: string, home = `${world}/user/.codex`): unknown {
  const files = readProjectFiles(find(cwd), { home, userHome: `${world}/user` });
  return files.ok
    ? files.value.map(({ path, kind, text }) => `${path} ${kind} ${text}`)
    : describeConfigError(files.error);
}

test("reads settings and rules from the root down to the folder, in order of name", () => {
  put("r/.git/HEAD");
  put("r/.codex/config.toml", "1");
  put("r/.codex/rules/b.rules", "3");
  put("r/.codex/rules/a.rules", "2");
  put("r/.codex/execpolicy/x.star", "4");
  put("r/.codex/execpolicy/y.rules", "5");
  put("r/sub/deep/.codex/config.toml", "6");
  put("r/.codex/rules/below/z.rules", "not read");
  put("r/.codex/rules/notes.txt", "not read");
  put("r/.codex/rules/.rules", "not read");
  put("r/.codex/rules/s.star", "not read");
  put("r/other/.codex/config.toml", "not read");
  expect(filesIn("r/sub/deep")).toEqual([
    ".codex/config.toml config 1",
    ".codex/rules/a.rules rules 2",
    ".codex/rules/b.rules rules 3",
    ".codex/execpolicy/x.star rules 4",
    ".codex/execpolicy/y.rules rules 5",
    "sub/deep/.codex/config.toml config 6",
  ]);
});

const NONE: readonly [name: string, make: () => void, cwd: string, home?: () => string][] = [
  ["no folder", () => {}, "r"],
  ["a file of that name", () => put("r/.codex", "x"), "r"],
  ["the person's own folder", () => put("user/.codex/config.toml", "x"), "user"],
  [
    "a link to the person's own folder",
    () => {
      put("user/.codex/config.toml", "x");
      symlinkSync(`${world}/user/.codex`, `${world}/r/.codex`);
    },
    "r",
  ],
  ["assent's own folder", () => put("r/.codex/config.toml", "x"), "r", () => `${world}/r/.codex`],
];

test.each(NONE)("reads nothing of %s", (_name, make, cwd, home) => {
  make();
  expect(filesIn(cwd, home?.())).toEqual([]);
});

test("follows links, for what counts is the text", () => {
  put("elsewhere/config.toml", "x");
  symlinkSync(`${world}/elsewhere`, `${world}/r/.codex`);
  expect(filesIn("r")).toEqual([".codex/config.toml config x"]);
});

test("more files than anybody writes stop, wherever in the project they lie", () => {
  for (let index = 0; index < PROJECT_FILES_MAX; index += 1) put(`r/.codex/rules/${index}.rules`, "");
  expect(filesIn("r")).toHaveLength(PROJECT_FILES_MAX);
  put("r/sub/.codex/execpolicy/a.star", "");
  put("r/.git/HEAD");
  expect(filesIn("r/sub")).toBe(
    `cannot read ${world}/r/sub/.codex: there are more than ${PROJECT_FILES_MAX} files of its kind; mend it or move it away`,
  );
});

test("settings that cannot be read stop; rules that cannot are left to whoever reads rules", () => {
  mkdirSync(`${world}/r/.codex/rules/a.rules`, { recursive: true });
  symlinkSync("gone", `${world}/r/.codex/rules/b.rules`);
  expect(filesIn("r")).toEqual([]);
  symlinkSync("gone", `${world}/r/.codex/config.toml`);
  expect(filesIn("r")).toBe(
    `cannot read ${world}/r/.codex/config.toml: it is a symbolic link to a file that does not exist; mend it or move it away`,
  );
});
