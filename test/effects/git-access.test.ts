/** Real git in a repository that is open for local steps, and what must not come of that. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { expect, describe, test } from "vitest";
import type { Permissions } from "../../src/core/permissions/permissions.ts";
import { findHelper } from "../../src/effects/native.ts";
import { git, write } from "./git-world.ts";
import { BACKEND, newWorld, runScript, textOf, until, type World, writeIn } from "./world.ts";

const PERSON = [
  "export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_EDITOR=false",
  "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@localhost",
].join("\n");

function open(...roots: readonly string[]): Permissions {
  const permissions = writeIn(...roots);
  return permissions.kind === "unrestricted" ? permissions : { ...permissions, git: "commit" };
}

/** A workspace that is a repository with three commits and a branch beside. */
function newRepository(): World {
  const world = newWorld();
  const { ws } = world;
  git(ws, ["init", "-q", "-b", "main"]);
  for (const name of ["one", "two", "three"]) {
    write(ws, { [`${name}.txt`]: `${name}\n` });
    git(ws, ["add", "."]);
    git(ws, ["commit", "-q", "-m", name]);
  }
  git(ws, ["branch", "side", "HEAD~1"]);
  return world;
}

const inside = (script: string): string => `${PERSON}\n${script}`;

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

const HELD = ["branches", "commondir", "config.worktree", "gitdir", "hooks", "info", "modules", "remotes", "worktrees"];
/** What a fresh repository has of them. */
const isUsual = (name: string): boolean => ["branches", "hooks", "info"].includes(name);

/** What holds names is taken away soon after a run. */
async function settled(ws: string): Promise<void> {
  const tops = [ws, `${ws}/kept`].filter((top) => existsSync(`${top}/.git`));
  const folders = tops.map((top) =>
    execFileSync("git", ["rev-parse", "--absolute-git-dir"], { cwd: top, encoding: "utf8" }).trim(),
  );
  await until(() =>
    folders.every((folder) => !existsSync(`${folder}/gitdir`) && !existsSync(`${folder}/config.worktree`)),
  );
}

/** What steps write in a submodule or a work tree. */
const WRITTEN = new Set("HEAD ORIG_HEAD description index logs objects packed-refs refs".split(" "));

/** All that steers git in a repository, and what is around it: by path what stands there. */
function steering(folder: string): readonly string[] {
  const told: string[] = [];
  const walk = (path: string, deep: boolean): void => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    const name = path.slice(folder.length);
    if (stats.isSymbolicLink()) told.push(`${name} -> ${readlinkSync(path)}`);
    else if (stats.isFile()) told.push(`${name}: ${readFileSync(path, "utf8")}`);
    else {
      told.push(`${name}/`);
      const inner = deep ? readdirSync(path).filter((one) => !WRITTEN.has(one)) : [];
      for (const one of inner.toSorted()) walk(`${path}/${one}`, true);
    }
  };
  const names = [
    ...HELD,
    "config",
    "objects",
    "objects/info",
    "objects/info/alternates",
    "objects/info/http-alternates",
    "refs",
  ];
  for (const name of names) walk(`${folder}/.git/${name}`, HELD.includes(name));
  walk(`${folder}/kept/.git`, false);
  walk(`${folder}/.trees/a/.git`, false);
  return [...told, ...linksBelow(`${folder}/.git`), `found: ${isFound(folder)}`, `${statSync(`${folder}/.git`).ino}`];
}

function linksBelow(folder: string): readonly string[] {
  const found = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((one) => one.isSymbolicLink());
  return found.map((one) => `link ${one.name}`);
}

/** Whether git, started there, takes it for a repository. */
function isFound(folder: string): boolean {
  return spawnSync("git", ["rev-parse", "--git-dir"], { cwd: folder }).status === 0;
}

const ESCAPES: readonly (readonly [name: string, script: string])[] = [
  ["a setting by git", "git config core.fsmonitor ./evil"],
  ["a setting by hand", "printf '[core]\\n\\tfsmonitor = ./evil\\n' >> .git/config"],
  ["a setting by renaming", "cp .git/config c; echo '[x]' >> c; mv -f c .git/config"],
  [
    "a setting by renaming inside of the repository",
    "cp .git/config .git/c; echo '[x]' >> .git/c; mv -f .git/c .git/config",
  ],
  [
    "a setting by exchanging",
    'python3 -c \'import ctypes; ctypes.CDLL(None).renameat2(-100, b".git/description", -100, b".git/config", 2)\'',
  ],
  ["no settings at all", "rm -f .git/config"],
  ["a setting of one work tree", "echo '[core]' > .git/config.worktree"],
  ["a hook", "echo evil > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit"],
  ["other hooks", "mv .git/hooks .git/h && mkdir .git/hooks && echo evil > .git/hooks/pre-commit"],
  ["attributes", "mkdir -p .git/info; echo '* filter=evil' > .git/info/attributes"],
  ["other information", "mv .git/info .git/i && mkdir .git/info && echo '* filter=evil' > .git/info/attributes"],
  ["grafts", "echo x > .git/info/grafts"],
  ["another common folder", "mkdir -p c && echo ../c > .git/commondir"],
  ["another common folder by a link", "ln -sf ../c .git/commondir"],
  ["another common folder by renaming", "echo ../c > .git/x; mv -f .git/x .git/commondir"],
  ["a gitdir", "echo /tmp > .git/gitdir"],
  ["other objects", "echo /tmp > .git/objects/info/alternates"],
  ["other objects over the network", "echo http://x > .git/objects/info/http-alternates"],
  [
    "other objects by renaming",
    "mv .git/objects/info .git/objects/i && mkdir .git/objects/info && echo /tmp > .git/objects/info/alternates",
  ],
  [
    "other objects by renaming all",
    "mv .git/objects .git/o && mkdir -p .git/objects/info && echo /tmp > .git/objects/info/alternates",
  ],
  ["a submodule", "mkdir -p .git/modules/x && echo '[core]' > .git/modules/x/config"],
  ["a setting of a submodule", "printf '[core]\\n\\tfsmonitor = x\\n' >> .git/modules/kept/config"],
  ["a hook of a submodule", "mkdir -p .git/modules/kept/hooks; echo evil > .git/modules/kept/hooks/pre-commit"],
  ["a common folder of a submodule", "echo /tmp > .git/modules/kept/commondir"],
  ["another folder for a submodule", "echo 'gitdir: /tmp/x' > kept/.git"],
  ["a work tree", "mkdir -p .git/worktrees/x && echo /tmp/.git > .git/worktrees/x/gitdir"],
  ["another folder for a work tree", "echo 'gitdir: /tmp/x' > .trees/a/.git"],
  ["another gitdir of a work tree", "echo /tmp/x/.git > .git/worktrees/a/gitdir"],
  ["another common folder of a work tree", "echo /tmp > .git/worktrees/a/commondir"],
  ["a setting of a work tree", "echo '[core]' > .git/worktrees/a/config.worktree"],
  ["a work tree of git's", "git worktree add -q ../x 2>/dev/null || git worktree add -q x"],
  ["a remote", "mkdir -p .git/remotes && echo 'URL: ext::evil' > .git/remotes/origin"],
  ["a remote by a branch", "mkdir -p .git/branches && echo 'ext::evil' > .git/branches/origin"],
  ["another repository", "mv .git g && git init -q"],
  ["another repository by removing", "rm -rf .git; git init -q"],
  ["a link for a message", "ln -sf $OUT/file .git/COMMIT_EDITMSG"],
  ["a link for a branch", "ln -sf $OUT/file .git/refs/heads/evil"],
  ["a link for branches", "mv .git/refs/heads .git/h && ln -s $OUT .git/refs/heads"],
  ["a link for all branches", "mv .git/refs .git/h && ln -s $OUT .git/refs"],
  ["a link for the record of a branch", "ln -sf $OUT/file .git/logs/HEAD"],
  ["a link for the index", "ln -sf $OUT/file .git/index"],
  ["a link for objects", "ln -s $OUT .git/objects/zz"],
  ["no HEAD", "rm .git/HEAD"],
  ["a HEAD that is none", "echo x > .git/HEAD"],
];

/** With a submodule, a work tree inside, and the time to look at all of it. */
function fullRepository(): World {
  const world = newRepository();
  git(world.ws, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${world.ws}/.git`, "kept"]);
  git(world.ws, ["worktree", "add", "-q", "-b", "tree", ".trees/a"]);
  return world;
}

test("what is put right after a run is told", async () => {
  const world = newRepository();
  const notices: string[] = [];
  await runScript(world, inside("rm .git/HEAD; ln -s $OUT/file .git/logs/refs/heads/evil"), {
    permissions: open(world.ws),
    notice: (text) => notices.push(text),
  });
  expect(notices).toEqual([
    `${world.ws}/.git/logs/refs/heads/evil was a link that the command left in the repository; it was removed`,
    `${world.ws}/.git/HEAD was not left as git has it; it says again what it said before`,
  ]);
});

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

describe("a command with an open repository leaves nothing in it that leads git elsewhere", () => {
  test.each(ESCAPES)("%s", async (_name, script) => {
    for (const world of [newRepository(), fullRepository()]) {
      const before = steering(world.ws);
      const notices: string[] = [];
      await runScript(world, inside(script), { permissions: open(world.ws), notice: (text) => notices.push(text) });
      await settled(world.ws);
      expect({ steering: steering(world.ws), outside: readdirSync(world.out) }).toEqual({
        steering: before,
        outside: [],
      });
    }
  });

  test.each(ESCAPES)("and without the sandbox it would: %s", (_name, script) => {
    const world = fullRepository();
    const before = steering(world.ws);
    spawnSync("bash", ["-c", inside(script)], { cwd: world.ws, env: { ...process.env, OUT: world.out } });
    expect(stateOf(world.ws)).not.toEqual(before);
  });
});

function stateOf(folder: string): readonly string[] {
  try {
    return steering(folder);
  } catch {
    return ["nothing that can be read"];
  }
}
