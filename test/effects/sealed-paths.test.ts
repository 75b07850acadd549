/** What is found at protected paths, git files and links included. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MODE_ONLY, permissionsOf, READ_ONLY, UNRESTRICTED } from "../../src/core/permissions/permissions.ts";
import { sealedPathsOf, type SealedPaths } from "../../src/effects/sealed-paths.ts";
import { newWorld, type World, writeIn } from "./world.ts";

const NAMES = [".git", ".agents", ".codex", ".aws"] as const;

type Expected = Partial<Record<"present" | "absent" | "links", readonly string[]>>;

const CASES: readonly [name: string, make: (world: World) => void, expected: Expected][] = [
  ["an empty workspace", () => undefined, { absent: NAMES }],
  [
    "a repository",
    ({ ws }) => mkdirSync(`${ws}/.git/hooks`, { recursive: true }),
    { present: [".git"], absent: [".agents", ".codex", ".aws"] },
  ],
  [
    "a link to a folder, and one to nothing",
    ({ ws }) => {
      mkdirSync(`${ws}/real`);
      symlinkSync("real", `${ws}/.agents`);
      symlinkSync("nowhere", `${ws}/.codex`);
    },
    { absent: [".git", ".aws"], links: [".agents", ".codex"] },
  ],
  [
    "a worktree whose repository lies in the workspace",
    ({ ws }) => {
      mkdirSync(`${ws}/main/.git/worktrees/w`, { recursive: true });
      writeFileSync(`${ws}/main/.git/worktrees/w/commondir`, "../..\n");
      writeFileSync(`${ws}/.git`, `gitdir: ${ws}/main/.git/worktrees/w\n`);
    },
    { present: [".git", "main/.git/worktrees/w", "main/.git"], absent: [".agents", ".codex", ".aws"] },
  ],
  [
    "a relative git directory, behind a link",
    ({ ws }) => {
      mkdirSync(`${ws}/store/module`, { recursive: true });
      symlinkSync("store", `${ws}/alias`);
      writeFileSync(`${ws}/.git`, "gitdir: alias/module\n");
    },
    { present: [".git", "store/module"], absent: [".agents", ".codex", ".aws"] },
  ],
  [
    "a git directory that does not exist yet: its first missing folder is held",
    ({ ws }) => writeFileSync(`${ws}/.git`, "gitdir: gone/deep/module\n"),
    { present: [".git"], absent: ["gone", ".agents", ".codex", ".aws"] },
  ],
  [
    "links inside protected folders: their targets, also where there is nothing yet",
    ({ ws }) => {
      mkdirSync(`${ws}/.git`);
      mkdirSync(`${ws}/.codex`);
      mkdirSync(`${ws}/conf`);
      writeFileSync(`${ws}/conf/config.toml`, "");
      symlinkSync("../hooks", `${ws}/.git/hooks`);
      symlinkSync("../conf/config.toml", `${ws}/.codex/config.toml`);
      symlinkSync("user@host.1:2", `${ws}/.codex/.#config.toml`);
      symlinkSync("/usr", `${ws}/.codex/usr`);
    },
    { present: [".git", ".codex", "conf/config.toml"], absent: ["hooks", ".agents", ".aws"] },
  ],
  [
    "a .git file that is none",
    ({ ws }) => writeFileSync(`${ws}/.git`, "just text"),
    { present: [".git"], absent: [".agents", ".codex", ".aws"] },
  ],
  [
    "a .git file that is far too long",
    ({ ws }) => writeFileSync(`${ws}/.git`, `gitdir: ${"x".repeat(5000)}`),
    { present: [".git"], absent: [".agents", ".codex", ".aws"] },
  ],
];
test.each(CASES)("%s", (_name, make, expected) => {
  const world = newWorld();
  make(world);
  const inside = (names: readonly string[] = []) => names.map((name) => `${world.ws}/${name}`);
  expect(sealedPathsOf(writeIn(world.ws), null)).toEqual({
    roots: [world.ws],
    present: inside(expected.present),
    absent: inside(expected.absent),
    links: inside(expected.links),
  });
});

const NOTHING: SealedPaths = { roots: [], present: [], absent: [], links: [] };
test.each([
  ["read-only", READ_ONLY],
  ["unrestricted", UNRESTRICTED],
  ["a root that does not exist", writeIn("/no/such/root")],
])("there is nothing to protect with %s", (_name, permissions) => {
  expect(sealedPathsOf(permissions, null)).toEqual(NOTHING);
});

test("a root that is a file has nothing inside", () => {
  const { ws } = newWorld();
  writeFileSync(`${ws}/file`, "");
  expect(sealedPathsOf(writeIn(`${ws}/file`), null)).toEqual({ ...NOTHING, roots: [`${ws}/file`] });
});

test("assent's own folder in a root is protected, also when it does not exist", () => {
  const { ws } = newWorld();
  mkdirSync(`${ws}/there`);
  const keep = [`${ws}/there`, `${ws}/not/there`, "/elsewhere"];
  expect(sealedPathsOf(permissionsOf("workspace-write", { roots: [ws], keep, bounds: MODE_ONLY }), null)).toEqual({
    roots: [ws],
    present: [`${ws}/there`],
    absent: [...NAMES.map((name) => `${ws}/${name}`), `${ws}/not`],
    links: [],
  });
});
