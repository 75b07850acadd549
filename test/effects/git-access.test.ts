/** Real git in a repository that is open for local steps, and what stays closed. */
import { existsSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, describe, test } from "vitest";
import { findHelper } from "../../src/effects/native.ts";
import { HELD, inside, newRepository, open, settled } from "./git-open.ts";
import { git, write } from "./git-world.ts";
import { BACKEND, runScript, textOf, until } from "./world.ts";

/** What is seen of the repository from outside: the last commits and the state of the files. */
function seen(ws: string): string {
  return `${git(ws, ["log", "--format=%s", "-2"])}${git(ws, ["status", "--short", "--branch"])}`;
}

const CLEAN = (branch: string, ...subjects: readonly string[]): string => `${subjects.join("\n")}\n## ${branch}\n`;

function last(folder: string): string {
  return git(folder, ["log", "--format=%s", "-1"]);
}

const STEPS: readonly (readonly [name: string, script: string, seen: string])[] = [
  ["add and commit", "echo x > x; git add -A && git commit -qm x", CLEAN("main", "x", "three")],
  ["commit -a", "echo x >> one.txt; git commit -qam x", CLEAN("main", "x", "three")],
  ["amend", "git commit -q --amend -m new", CLEAN("main", "new", "two")],
  ["switch and commit", "git switch -q side; git commit -q --allow-empty -m s", CLEAN("side", "s", "two")],
  ["switch back", "git switch -q side; git switch -q -", CLEAN("main", "three", "two")],
  ["a new branch", "git switch -qc new; git commit -q --allow-empty -m n", CLEAN("new", "n", "three")],
  ["checkout -b", "git checkout -qb new side", CLEAN("new", "two", "one")],
  ["stash and pop", "echo x >> one.txt; git stash -q; git stash pop -q", "three\ntwo\n## main\n M one.txt\n"],
  ["unstage", "echo x >> one.txt; git add .; git restore --staged one.txt", "three\ntwo\n## main\n M one.txt\n"],
  ["reset --soft", "git reset -q --soft HEAD~1", "two\none\n## main\nA  three.txt\n"],
  ["merge", "git switch -q side; git merge -q main", CLEAN("side", "three", "two")],
  ["merge --no-ff", "git switch -q side; git merge -q --no-ff -m m main", CLEAN("side", "m", "two")],
  ["rebase", "git switch -q side; git commit -q --allow-empty -m s; git rebase -q main", CLEAN("side", "s", "three")],
  ["cherry-pick", "git switch -q side; git cherry-pick main >/dev/null", CLEAN("side", "three", "two")],
  ["revert", "git revert --no-edit HEAD >/dev/null", CLEAN("main", 'Revert "three"', "three")],
  ["tag -a", "git tag -a -m t v1; git describe; git tag -l", CLEAN("main", "three", "two")],
  ["rm and mv", "git rm -q one.txt; git mv two.txt 2.txt", "three\ntwo\n## main\nR  two.txt -> 2.txt\nD  one.txt\n"],
  [
    "bisect",
    "git bisect start HEAD HEAD~2 >/dev/null; git bisect reset >/dev/null 2>&1",
    CLEAN("main", "three", "two"),
  ],
  ["pack-refs and gc", "git pack-refs --all; git gc -q 2>/dev/null", CLEAN("main", "three", "two")],
  ["branch -d", "git branch -qd side 2>/dev/null", CLEAN("main", "three", "two")],
];

describe("local steps of git work in an open repository", () => {
  test.each(STEPS)("%s", async (_name, script, expected) => {
    const world = newRepository();
    const result = await runScript(world, inside(`set -e\n${script}`), { permissions: open(world.ws) });
    expect({ status: result.kind === "ended" ? result.status : textOf(result), seen: seen(world.ws) }).toEqual({
      status: 0,
      seen: expected,
    });
    expect(git(world.ws, ["fsck", "--no-dangling"])).toBe("");
    await settled(world.ws);
    expect(readdirSync(`${world.ws}/.git`).filter((name) => HELD.includes(name))).toEqual(HELD.filter(isUsual));
  });

  test("a conflict is left, solved and committed in three commands", async () => {
    const world = newRepository();
    const run = async (script: string): Promise<string> =>
      textOf(await runScript(world, inside(script), { permissions: open(world.ws) }));
    git(world.ws, ["switch", "-q", "side"]);
    write(world.ws, { "three.txt": "other\n" });
    git(world.ws, ["add", "."]);
    git(world.ws, ["commit", "-q", "-m", "other"]);
    const conflict = await run("git merge main");
    await run("echo both > three.txt; git add three.txt");
    await run("git commit -qm solved");
    expect([conflict.includes("CONFLICT"), seen(world.ws)]).toEqual([true, CLEAN("side", "solved", "other")]);
  });

  test("in a work tree beside, of which the repository lies elsewhere", async () => {
    const world = newRepository();
    const tree = `${world.out}/tree`;
    git(world.ws, ["worktree", "add", "-q", "-b", "tree", tree]);
    await runScript(world, inside("echo x > x; git add . && git commit -qm x"), { permissions: open(tree), cwd: tree });
    expect([seen(tree), seen(world.ws)]).toEqual([CLEAN("tree", "x", "three"), CLEAN("main", "three", "two")]);
  });

  test("in a work tree that the repository keeps inside of its own", async () => {
    const world = newRepository();
    git(world.ws, ["worktree", "add", "-q", "-b", "tree", ".trees/a"]);
    const script = "cd .trees/a && git commit -q --allow-empty -m x && cd ../.. && git commit -q --allow-empty -m y";
    await runScript(world, inside(script), { permissions: open(world.ws) });
    expect([last(`${world.ws}/.trees/a`), last(world.ws)]).toEqual(["x\n", "y\n"]);
  });

  test("in a submodule, and in what holds it", async () => {
    const world = newRepository();
    git(world.ws, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${world.ws}/.git`, "kept"]);
    git(world.ws, ["commit", "-q", "-m", "kept"]);
    const script = "cd kept && git commit -q --allow-empty -m x && cd .. && git add kept && git commit -qm y";
    const text = textOf(await runScript(world, inside(script), { permissions: open(world.ws) }));
    expect([text, last(`${world.ws}/kept`), last(world.ws)]).toEqual(["", "x\n", "y\n"]);
  });

  test("the host's git sees nothing of what holds names, and goes on", async () => {
    const world = newRepository();
    const script =
      "git commit -q --allow-empty -m a; touch ready; while ! [ -e go ]; do sleep 0.05; done; git log --format=%s -2";
    const run = runScript(world, inside(script), { permissions: open(world.ws) });
    await until(() => readdirSync(world.ws).includes("ready"));
    const host = [
      git(world.ws, ["status", "--short"]),
      git(world.ws, ["worktree", "list"]).split("\n").length,
      git(world.ws, ["config", "core.worktree"]),
      git(world.ws, ["commit", "-q", "--allow-empty", "-m", "b"]),
      git(world.ws, ["fsck", "--no-dangling"]),
    ];
    writeFileSync(`${world.ws}/go`, "");
    expect([host, textOf(await run)]).toEqual([["?? ready\n", 2, "", "", ""], "b\na\n"]);
  });
});

/** What a fresh repository has of them. */
const isUsual = (name: string): boolean => ["branches", "hooks", "info"].includes(name);

test.each([
  ["one with a link in it", (ws: string) => symlinkSync("/tmp/x", `${ws}/.git/logs/x`)],
  ["one that is no repository", (ws: string) => renameSync(`${ws}/.git/HEAD`, `${ws}/.git/H`)],
])("a repository stays closed that is not laid out as git does it: %s", async (_name, change) => {
  const world = newRepository();
  change(world.ws);
  const result = await runScript(world, "touch .git/x", { permissions: open(world.ws) });
  expect(textOf(result)).toContain("Read-only file system");
});

describe.skipIf(BACKEND.kind === "none" || findHelper().kind === "missing")("where the supervisor is built", () => {
  test("settings that the person changes meanwhile are closed to the command", async () => {
    const world = newRepository();
    const script = [
      "touch ready; for i in $(seq 400); do cat .git/config >/dev/null 2>&1 || break; sleep 0.02; done",
      "echo '[core]' >> .git/config; cat .git/config; git status",
    ].join("\n");
    const run = runScript(world, inside(script), { permissions: open(world.ws) });
    await until(() => existsSync(`${world.ws}/ready`));
    git(world.ws, ["config", "user.name", "b"]);
    const text = textOf(await run);
    expect({
      denied: text.split("Permission denied").length > 3,
      config: git(world.ws, ["config", "user.name"]),
      isChanged: readFileSync(`${world.ws}/.git/config`, "utf8").trimEnd().endsWith("[core]"),
    }).toEqual({ denied: true, config: "b\n", isChanged: false });
  });
});

test("a work tree opens no repository that does not know it", async () => {
  const [world, other] = [newRepository(), newRepository()];
  git(other.ws, ["worktree", "add", "-q", "-b", "tree", `${other.out}/tree`]);
  renameSync(`${world.ws}/.git`, `${world.ws}/g`);
  writeFileSync(`${world.ws}/.git`, `gitdir: ${other.ws}/.git/worktrees/tree\n`);
  await runScript(world, `touch ${other.ws}/.git/x ${other.ws}/.git/worktrees/tree/x`, { permissions: open(world.ws) });
  expect(readdirSync(`${other.ws}/.git`)).not.toContain("x");
});
