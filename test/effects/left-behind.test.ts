/** What real commands leave behind, and what of it is taken away. */
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeTaken } from "../../src/core/sandbox/left-behind.ts";
import { lookBefore, takeAway } from "../../src/effects/left-behind.ts";
import { whyNotStartable } from "../../src/effects/look-up.ts";
import { guarded } from "./guarded.ts";
import { BACKEND, newWorld, runScript, type World, until } from "./world.ts";

let world: World;
let homeBefore: string | undefined;
beforeEach(() => {
  world = newWorld();
  homeBefore = process.env["HOME"];
  process.env["HOME"] = world.out;
});
afterEach(() => {
  process.env["HOME"] = homeBefore;
});

/** What is told of a command, with folders of this test by their names. */
async function toldAfter(script: string): Promise<readonly string[]> {
  const ran = await runScript(world, script, { permissions: guarded(world.ws) });
  const told = ran.kind === "ended" ? ran.taken.map(describeTaken) : [ran.why];
  return told.map((text) => text.replaceAll(world.ws, "WS").replaceAll(world.out, "HOME"));
}

type Bad = {
  readonly name: string;
  readonly setup?: () => void;
  readonly script: string;
  /** Below the workspace. */
  readonly taken: string;
  readonly why: string;
  readonly needs?: string;
};

const BAD: readonly Bad[] = [
  {
    name: "a new repository whose settings run a program",
    needs: "git",
    script: "git init -q docs; git -C docs config core.fsmonitor 'touch /tmp/x'",
    taken: "docs/.git/config",
    why: "makes git run programs by core.fsmonitor",
  },
  {
    name: "a new repository without a work tree, the same",
    needs: "git",
    script: "git init -q --bare docs; printf '[core]\\nbare = false\\nworktree = /x\\n' > docs/config",
    taken: "docs/config",
    why: "makes git run programs by core.worktree",
  },
  {
    name: "settings and all that make the workspace itself a repository",
    needs: "git",
    script:
      "mkdir objects refs; echo 'ref: refs/heads/x' > HEAD; printf '[core]\\nworktree = .\\nfsmonitor = evil\\n' > config",
    taken: "config",
    why: "makes git run programs by core.worktree",
  },
  {
    name: "a link in the place of a repository",
    needs: "git",
    script:
      "mkdir -p sub node_modules; git init -q node_modules/e; git -C node_modules/e config core.pager evil; ln -s ../node_modules/e/.git sub/.git",
    taken: "sub/.git",
    why: "leads git to WS/node_modules/e/.git, which makes git run programs by core.pager",
  },
  {
    name: "a link to a file that does not exist yet, up behind another link",
    script: "ln -s . here; ln -s here/../out/.profile x",
    taken: "x",
    why: "leads to HOME/.profile: what is written there later would be written outside the workspace",
  },
  {
    name: "a new hook in a new repository",
    needs: "git",
    script: "git init -q a/b; mkdir -p a/b/.git/hooks; echo x > a/b/.git/hooks/pre-commit; chmod +x a/b/.git/hooks/*",
    taken: "a/b/.git/hooks/pre-commit",
    why: "is a hook that git would run",
  },
  {
    name: "tasks for the editor",
    script: "mkdir .vscode; echo '{}' > .vscode/tasks.json",
    taken: ".vscode/tasks.json",
    why: "makes the editor run tasks",
  },
  {
    name: "servers for agents",
    script: "echo '{}' > .mcp.json",
    taken: ".mcp.json",
    why: "makes agents start servers",
  },
  {
    name: "commands for agents",
    script: "mkdir -p .claude/commands; echo x > .claude/commands/x.md",
    taken: ".claude",
    why: "tells agents what to do",
  },
  { name: "words for agents", script: "echo x > Agents.MD", taken: "Agents.MD", why: "tells agents what to do" },
  {
    name: "a link to the person's home",
    setup: () => mkdirSync(`${world.ws}/dist`),
    script: "rmdir dist; ln -s $OUT dist",
    taken: "dist",
    why: "leads to HOME: what is written there later would be written outside the workspace",
  },
  {
    name: "a link to a file that does not exist yet",
    script: "mkdir a; ln -s $OUT/.bash_aliases a/log",
    taken: "a/log",
    why: "leads to HOME/.bash_aliases: what is written there later would be written outside the workspace",
  },
  {
    name: "a repository in the place of a link",
    needs: "git",
    setup: () => {
      mkdirSync(`${world.ws}/sub`);
      symlinkSync(`${world.out}/store`, `${world.ws}/sub/.git`);
    },
    script: "rm sub/.git; git init -q sub; git -C sub config core.pager evil",
    taken: "sub/.git/config",
    why: "makes git run programs by core.pager",
  },
  {
    name: "words for agents in the place of a link",
    setup: () => symlinkSync("AGENTS.md", `${world.ws}/CLAUDE.md`),
    script: "rm CLAUDE.md; echo x > CLAUDE.md",
    taken: "CLAUDE.md",
    why: "tells agents what to do",
  },
  {
    name: "another text in a script that enters a virtual environment",
    setup: () => {
      mkdirSync(`${world.ws}/venv/bin`, { recursive: true });
      writeFileSync(`${world.ws}/venv/bin/activate`, "# mine\n");
    },
    script: "echo evil >> venv/bin/activate",
    taken: "venv/bin/activate",
    why: "is read into the shell, and says something else now",
  },
];

describe.skipIf(BACKEND.kind === "none")("taken away is", () => {
  test.each(BAD.filter(({ needs }) => needs === undefined || isThere(needs)))(
    "$name",
    async ({ setup, script, taken, why }) => {
      setup?.();
      const old = textAt(`${world.ws}/${taken}`);
      const [line = "", ...more] = await toldAfter(script);
      const [said = "", kept = ""] = line.split("; to put it back: mv -- ");
      expect({ said, more, isKept: isThereAt(kept.split(" ")[0] ?? ""), now: textAt(`${world.ws}/${taken}`) }).toEqual({
        said: `WS/${taken} was taken away, for it ${why}`,
        more: [],
        isKept: true,
        now: old,
      });
    },
  );

  test("what a file of git's leads to such a repository, with it", async () => {
    const script =
      "mkdir sub evil; cd evil; echo 'ref: refs/heads/x' > HEAD; mkdir objects refs; printf '[core]\\npager = evil\\n' > config; " +
      "cd ..; echo 'gitdir: ../evil' > sub/.git";
    expect((await toldAfter(script)).map((line) => line.slice(0, line.indexOf(";")))).toEqual([
      "WS/sub/.git was taken away, for it leads git to WS/evil, which makes git run programs by core.pager",
      "WS/evil/config was taken away, for it makes git run programs by core.pager",
    ]);
  });

  test("what is read at every start, where the home is the workspace", async () => {
    const paths = [`${world.ws}/.zshenv`, `${world.ws}/.bashrc`, `${world.ws}/.cargo/bin`];
    writeFileSync(`${world.ws}/.bashrc`, "mine");
    const permissions = { ...guarded(world.ws), guarded: { workspaceFiles: true, paths } };
    const script = "echo x > .zshenv; echo x > .bashrc; mkdir -p .cargo/bin; touch .cargo/bin/x";
    const ran = await runScript(world, script, { permissions });
    expect({
      taken: ran.kind === "ended" ? ran.taken.map(({ path }) => path) : ran.why,
      bashrc: readFileSync(`${world.ws}/.bashrc`, "utf8"),
      program: existsSync(`${world.ws}/.cargo/bin/x`),
    }).toEqual({ taken: [paths[0]], bashrc: "mine", program: true });
  });

  test("a repository above the workspace, in another root", async () => {
    const inner = `${world.ws}/a/b`;
    mkdirSync(inner, { recursive: true });
    const script = "git init -q $WS/a; git -C $WS/a config core.pager evil";
    const ran = await runScript(world, script, { cwd: inner, permissions: guarded(world.ws, inner) });
    expect(ran.kind === "ended" ? ran.taken.map(({ path }) => path) : ran.why).toEqual([`${world.ws}/a/.git/config`]);
  });

  test("and can be put back by the command that is told", async () => {
    const [line = ""] = await toldAfter("echo '{}' > .mcp.json");
    const command = line.slice(line.indexOf("mv -- ")).replace("WS", world.ws);
    spawnSync("sh", ["-c", command]);
    expect(readFileSync(`${world.ws}/.mcp.json`, "utf8")).toBe("{}\n");
  });
});

const COMMIT = "-c user.name=a -c user.email=a@b.c commit -q --allow-empty -m x";

type Good = { readonly name: string; readonly setup?: () => void; readonly script: string; readonly needs?: string };

const GOOD: readonly Good[] = [
  { name: "a repository with a commit", needs: "git", script: `git init -q a && git -C a ${COMMIT}` },
  {
    name: "a clone, with a linked work tree and settings that run nothing",
    needs: "git",
    script:
      `git init -q a && git -C a ${COMMIT} && git clone -q a b && git -C b worktree add -q ../c && ` +
      "git -C b config core.pager cat && git -C b config core.hooksPath /dev/null && git -C b config pull.rebase true",
  },
  { name: "a repository without a work tree", needs: "git", script: "git init -q --bare a.git" },
  { name: "a virtual environment", needs: "python3", script: "python3 -m venv --without-pip v" },
  {
    name: "a virtual environment that is made anew",
    needs: "python3",
    setup: () => spawnSync("python3", ["-m", "venv", "--without-pip", `${world.ws}/v`]),
    script: "rm -rf v && python3 -m venv --without-pip v",
  },
  { name: "links inside", script: "mkdir a; touch a/f; ln -s a b; ln -s ../a/f a/g; ln -s $WS/a/f h; ln -s nowhere n" },
  {
    name: "links to programs and to the system",
    script: "ln -s /bin/sh sh; ln -s /usr/share s; ln -s /etc/passwd p; ln -s / r",
  },
  {
    name: "links to what package managers keep",
    setup: () => mkdirSync(`${world.out}/.cache/store`, { recursive: true }),
    script: "mkdir node_modules; ln -s $OUT node_modules/linked; ln -s $OUT/.cache/store out",
  },
  {
    name: "a link that was there, made anew",
    setup: () => symlinkSync(world.out, `${world.ws}/data`),
    script: "rm data; ln -s $OUT data",
  },
  {
    name: "words for agents that were there, and an editor's harmless settings",
    setup: () => writeFileSync(`${world.ws}/AGENTS.md`, "mine"),
    script: "mkdir .vscode; echo '{}' > .vscode/extensions.json; mkdir .claude; cp AGENTS.md x",
  },
  {
    name: "a template with words for agents in a folder of its own",
    script: "mkdir -p new/.vscode; echo x > new/AGENTS.md; echo x > new/.vscode/tasks.json",
  },
  {
    name: "a package",
    needs: "npm",
    script: "npm init -y >/dev/null && mkdir p && (cd p && npm init -y >/dev/null) && npm i --offline ./p >/dev/null",
  },
  {
    name: "what make builds",
    needs: "make",
    script: "printf 'a: b\n\tcp b a; ln -sf a c\n' > Makefile; touch b; make -s",
  },
];

describe.skipIf(BACKEND.kind === "none")("left where it is:", () => {
  test.each(GOOD.filter(({ needs }) => needs === undefined || isThere(needs)))("$name", async ({ setup, script }) => {
    setup?.();
    const ran = await runScript(world, `set -e; ${script}`, { permissions: guarded(world.ws) });
    expect(ran).toEqual({ ...ran, kind: "ended", status: 0, taken: [] });
  });

  test("a repository that a command has made is its own: another one may commit to it and remove it", async () => {
    const permissions = guarded(world.ws);
    await runScript(world, `git init -q a && git -C a ${COMMIT}`, { permissions });
    const again = await runScript(world, `set -e; git -C a ${COMMIT}; git -C a config core.pager evil`, {
      permissions,
    });
    const taken = !existsSync(`${world.ws}/a/.git/config`);
    const removed = await runScript(world, "rm -r a", { permissions });
    expect([again, removed].map((ran) => ran.kind === "ended" && ran.status)).toEqual([0, 0]);
    expect({ taken, isLeft: existsSync(`${world.ws}/a`) }).toEqual({ taken: true, isLeft: false });
  });

  test("a repository of the person's is nobody else's", async () => {
    spawnSync("git", ["init", "-q", `${world.ws}/a`]);
    const script = "echo x > a/.git/hooks/pre-commit; git -C a config core.pager evil; rm -rf a; mv a b";
    await runScript(world, script, { permissions: guarded(world.ws) });
    expect({
      hook: existsSync(`${world.ws}/a/.git/hooks/pre-commit`),
      config: readFileSync(`${world.ws}/a/.git/config`, "utf8").includes("evil"),
    }).toEqual({ hook: false, config: false });
  });

  test("of more repositories than can be held the others are looked at afterwards", async () => {
    for (let at = 0; at < 210; at += 1) mkdirSync(`${world.ws}/r${at}/.git`, { recursive: true });
    const told: string[] = [];
    const script = 'for r in r*; do echo "[core] pager = evil" 2>/dev/null > $r/.git/config; done; true';
    const ran = await runScript(world, script, { permissions: guarded(world.ws), notice: (text) => told.push(text) });
    const left = Array.from({ length: 210 }, (_, at) => `${world.ws}/r${at}/.git/config`).filter((path) =>
      existsSync(path),
    );
    expect({ taken: ran.kind === "ended" && ran.taken.length, left, told }).toEqual({
      taken: 10,
      left: [],
      told: ["the workspace has so many folders or repositories that some repositories in it are not protected"],
    });
  });

  test("what a command names that a person has accepted", async () => {
    const script =
      "echo '{}' > .mcp.json; ln -s $OUT data; x=AGENTS; echo x > $x.md; git init -q a; git -C a config core.pager evil";
    const ran = await runScript(world, script, { permissions: guarded(world.ws), isAccepted: true });
    expect(ran.kind === "ended" ? ran.taken.map(({ path }) => path.slice(world.ws.length + 1)) : ran.why).toEqual([
      "a/.git/config",
      "AGENTS.md",
    ]);
  });

  test("nothing is looked for where the settings turn it off", async () => {
    await runScript(world, "echo '{}' > .mcp.json");
    expect(existsSync(`${world.ws}/.mcp.json`)).toBe(true);
  });
});

function textAt(path: string): string | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? readFileSync(path, "utf8") : null;
}

function isThereAt(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isThere(program: string): boolean {
  return whyNotStartable(program, "/", process.env["PATH"]) === null;
}

test("a repository that is moved with a folder around it, from where nobody looks, is seen", async () => {
  const hidden = `${world.ws}/node_modules/x`;
  mkdirSync(`${hidden}/.git`, { recursive: true });
  writeFileSync(`${hidden}/.git/config`, "[core]\npager = evil\n");
  await until(() => Date.now() - lstatSync(`${hidden}/.git`).ctimeMs > 100);
  const before = lookBefore([world.ws], [], world.home);
  renameSync(hidden, `${world.ws}/docs`);
  const { suspects } = takeAway(before, null, { folder: world.home, accepted: "" });
  expect(suspects.map(({ path }) => path)).toEqual([`${world.ws}/docs/.git/config`]);
});
