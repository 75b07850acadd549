/** What a command with an open repository must not leave in it. */
import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HELD, inside, newRepository, open, settled } from "./git-open.ts";
import { git } from "./git-world.ts";
import { runScript, type World } from "./world.ts";

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

/** What steps write in a submodule or a work tree. */
const WRITTEN = new Set("COMMIT_EDITMSG HEAD ORIG_HEAD description index logs objects packed-refs refs".split(" "));

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

/** From a work tree of which the repository, `$G`, lies outside of every root; `$T` is what that one keeps of it. */
const FROM_BESIDE: readonly (readonly [name: string, script: string])[] = [
  ["a setting", "echo '[core]' >> $G/config"],
  ["a hook", "echo evil > $G/hooks/pre-commit"],
  ["a common folder", "echo /tmp > $G/commondir"],
  ["other objects", "echo /tmp > $G/objects/info/alternates"],
  ["a setting of this work tree", "echo '[core]' > $T/config.worktree"],
  ["another common folder of this work tree", "echo /tmp > $T/commondir"],
  ["another place of this work tree", "echo /tmp/.git > $T/gitdir"],
  ["a setting of another work tree", "echo '[core]' > $G/worktrees/a/config.worktree"],
  ["another branch of another work tree", "echo 'ref: refs/heads/main' > $G/worktrees/a/HEAD"],
  ["one more work tree", "mkdir $G/worktrees/x && echo /tmp/.git > $G/worktrees/x/gitdir"],
  ["a setting of a submodule", "echo '[core]' >> $G/modules/kept/config"],
  ["a link for a branch", "ln -s /tmp/file $G/refs/heads/evil"],
  ["a link for the record of this work tree", "ln -sf /tmp/file $T/logs/HEAD"],
  ["files of the main work tree", "echo x > $G/../one.txt"],
];

test.each(FROM_BESIDE)("nor does one in a work tree beside: %s", async (_name, script) => {
  const world = fullRepository();
  const tree = `${world.out}/tree`;
  git(world.ws, ["worktree", "add", "-q", "-b", "beside", tree]);
  const look = (): readonly string[] => [
    ...steering(world.ws),
    ...[
      ["status", "--short"],
      ["branch", "-v"],
      ["worktree", "list"],
    ].map((args) => git(world.ws, args)),
  ];
  const before = look();
  const env = `G=${world.ws}/.git T=${world.ws}/.git/worktrees/tree`;
  const result = await runScript(world, inside(`${env}; git commit -q --allow-empty -m x || exit 9; ${script}`), {
    permissions: open(tree),
    cwd: tree,
  });
  await settled(world.ws);
  git(tree, ["reset", "-q", "--soft", "HEAD~1"]);
  expect({
    status: result.kind === "ended" && result.status !== 9,
    after: look(),
  }).toEqual({ status: true, after: before });
});

function stateOf(folder: string): readonly string[] {
  try {
    return steering(folder);
  } catch {
    return ["nothing that can be read"];
  }
}
