/** What others make while a command runs is left; what it makes is known in any way. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookBefore, takeAway } from "../../src/effects/left-behind.ts";
import { BACKEND, newWorld, runScript, until, type World } from "./world.ts";
import { guarded } from "./guarded.ts";

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

/** Made by somebody else while a command runs that makes nothing of the kind. */
const OTHERS: readonly { readonly name: string; readonly script: string; readonly told: readonly string[] }[] = [
  {
    name: "an editor's settings",
    script: "mkdir .vscode && echo '{}' > .vscode/settings.json",
    told: ["WS/.vscode/settings.json: it makes the editor start programs"],
  },
  {
    name: "a link to the home",
    script: "ln -s $OUT data",
    told: ["WS/data: it leads to HOME: what is written there later would be written outside the workspace"],
  },
  {
    name: "a clone with settings that run programs",
    script: "git init -q a && git -C a config core.pager evil",
    told: ["WS/a/.git/config: it makes git run programs by core.pager"],
  },
  {
    name: "a virtual environment made anew",
    script: "echo other >> venv/bin/activate",
    told: ["WS/venv/bin/activate: it is read into the shell, and says something else now"],
  },
];

/** Runs `script`, and `other` outside while it runs; what is told, and what is taken. */
async function beside(script: string, other: string): Promise<readonly [string[], string[]]> {
  mkdirSync(`${world.ws}/venv/bin`, { recursive: true });
  writeFileSync(`${world.ws}/venv/bin/activate`, "# mine\n");
  const told: string[] = [];
  const waiting = `${script}; touch begun; while [ ! -e done ]; do sleep 0.02; done; rm begun done`;
  const running = runScript(world, waiting, { permissions: guarded(world.ws), notice: (text) => told.push(text) });
  await until(() => existsSync(`${world.ws}/begun`));
  const env = { ...process.env, OUT: world.out };
  const { status } = spawnSync("sh", ["-c", `${other} && touch done`], { cwd: world.ws, env });
  expect(status).toBe(0);
  const ran = await running;
  const short = (text: string): string => text.replaceAll(world.ws, "WS").replaceAll(world.out, "HOME");
  const lines = told.map((text) =>
    short(text).replace(" was not there before, or was something else; if it is not yours, remove it", ""),
  );
  return [lines, ran.kind === "ended" ? ran.taken.map(({ path }) => short(path)) : [ran.why]];
}

describe.skipIf(BACKEND.kind === "none")("left and told, for somebody else may have made it, is", () => {
  test.each(OTHERS)("$name", async ({ script, told }) => {
    expect(await beside("true", script)).toEqual([told, []]);
  });

  test("only what the command has no part in", async () => {
    const others = `mkdir .vscode && echo '{}' > .vscode/settings.json && ln -s $OUT theirs`;
    expect(await beside("echo '{}' > .mcp.json; ln -s $OUT/x mine", others)).toEqual([
      [
        "WS/.vscode/settings.json: it makes the editor start programs",
        "WS/theirs: it leads to HOME: what is written there later would be written outside the workspace",
      ],
      ["WS/.mcp.json", "WS/mine"],
    ]);
  });

  test("a repository that stays the person's, for the next command as well", async () => {
    await beside("true", "git init -q a");
    await runScript(world, "git -C a config core.pager evil; echo x > a/.git/x", { permissions: guarded(world.ws) });
    expect([existsSync(`${world.ws}/a/.git/x`), existsSync(`${world.ws}/a/.git/config`)]).toEqual([false, true]);
  });

  test("everything, where nobody watched the command", () => {
    const before = lookBefore([world.ws], [], world.home);
    writeFileSync(`${world.ws}/.mcp.json`, "{}");
    symlinkSync(world.out, `${world.ws}/data`);
    const found = takeAway(before, null, { folder: world.home, accepted: "" });
    expect([found.taken, found.suspects.map(({ path }) => path)]).toEqual([
      [],
      [`${world.ws}/.mcp.json`, `${world.ws}/data`],
    ]);
  });
});

/** Ways by which something gets its name; each is the command's. */
const WAYS: readonly [name: string, setup: string, script: string, taken: string][] = [
  ["moved to its name", "", "echo '{}' > x; mv x .mcp.json", ".mcp.json"],
  ["given its name by a hard link", "", "echo '{}' > x; ln x .mcp.json; rm x", ".mcp.json"],
  [
    "in a folder that is moved",
    "mkdir x; echo '{}' > x/tasks.json",
    "mv x .vscode; touch .vscode/tasks.json",
    ".vscode/tasks.json",
  ],
  ["copied with all in it", "mkdir x; echo y > x/rules", "cp -r x .cursor", ".cursor"],
  ["unpacked", "mkdir x; echo y > x/.mcp.json; tar cf a.tar -C x .mcp.json", "tar xf a.tar", ".mcp.json"],
  ["a link in a folder that is moved", "", "mkdir x; ln -s $OUT x/l; mv x y", "y/l"],
  [
    "a script that is written by another name",
    "mkdir -p venv/bin; echo > venv/bin/activate",
    "ln venv/bin/activate x; echo >> x",
    "venv/bin/activate",
  ],
];

test.skipIf(BACKEND.kind === "none").each(WAYS)("taken as well is what is %s", async (_name, setup, script, taken) => {
  if (setup !== "") spawnSync("sh", ["-c", setup], { cwd: world.ws });
  const ran = await runScript(world, script, { permissions: guarded(world.ws) });
  expect(ran.kind === "ended" ? ran.taken.map(({ path }) => path) : ran.why).toEqual([`${world.ws}/${taken}`]);
});
