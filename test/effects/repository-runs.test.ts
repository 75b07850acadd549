/** However a new repository hides what git would run in it, that is found. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { runningIn } from "../../src/effects/repository-runs.ts";
import { scanRoots } from "../../src/effects/workspace-scan.ts";
import { newWorld, type World } from "./world.ts";

let world: World;
beforeEach(() => {
  world = newWorld();
});

const EVIL = `evil() { mkdir -p "$1/objects" "$1/refs"; echo 'ref: refs/heads/x' > "$1/HEAD"
printf '[core]\\nrepositoryformatversion = 0\\npager = evil\\n' > "$1/config"; }
mkdir -p sub node_modules; `;
const RUNS = "makes git run programs by core.pager";

/** `found`: below the workspace, with why; what is looked at is `sub/.git`. */
const CASES: readonly [name: string, script: string, found: readonly (readonly [path: string, why: string])[]][] = [
  ["a folder", "evil sub/.git", [["sub/.git/config", RUNS]]],
  [
    "settings too large to be looked through",
    `evil sub/.git; (head -c 1100000 /dev/zero | tr '\\0' '#'; echo; cat sub/.git/config) > c; mv c sub/.git/config`,
    [["sub/.git/config", "holds settings of git that assent cannot look through"]],
  ],
  [
    "settings that git may read otherwise",
    `evil sub/.git; printf '[core]\\r\\rx = 1\\n' >> sub/.git/config`,
    [["sub/.git/config", "holds settings of git that assent cannot look through"]],
  ],
  [
    "a file that leads to a folder with a blank at its end",
    "evil 'node_modules/e '; printf 'gitdir: ../node_modules/e \\n' > sub/.git",
    [["sub/.git", `leads git to WS/node_modules/e , which ${RUNS}`]],
  ],
  [
    "a file with many empty lines",
    "evil node_modules/e; (printf 'gitdir: ../node_modules/e'; yes '' | head -5000) > sub/.git",
    [["sub/.git", `leads git to WS/node_modules/e, which ${RUNS}`]],
  ],
  [
    "a file that leads up behind a link",
    "mkdir -p node_modules/a/b; evil node_modules/a/e; ln -s a/b node_modules/l; echo 'gitdir: ../node_modules/l/../e' > sub/.git",
    [["sub/.git", `leads git to WS/node_modules/a/e, which ${RUNS}`]],
  ],
  [
    "a link",
    "evil node_modules/e; ln -s ../node_modules/e sub/.git",
    [["sub/.git", `leads git to WS/node_modules/e, which ${RUNS}`]],
  ],
  [
    "a folder that shares another one",
    "evil node_modules/e; mkdir sub/.git; cp node_modules/e/HEAD sub/.git; echo ../../node_modules/e > sub/.git/commondir",
    [["sub/.git/commondir", `leads git to WS/node_modules/e, which ${RUNS}`]],
  ],
  [
    "a folder that shares one behind more than is read",
    "evil node_modules/e; mkdir sub/.git; cp node_modules/e/HEAD sub/.git; (printf ../../node_modules/e; yes '' | head -1100000) > sub/.git/commondir",
    [["sub/.git/commondir", "leads git to what cannot be told"]],
  ],
  ["a folder that shares itself", "evil sub/.git; echo . > sub/.git/commondir", [["sub/.git/config", RUNS]]],
  ["a file that leads out of the workspace", 'evil $OUT/e; echo "gitdir: $OUT/e" > sub/.git', []],
  ["links in a circle", "ln -s .git sub/.git", []],
];

test.each(CASES)("%s", (_name, script, found) => {
  const made = spawnSync("bash", ["-ec", EVIL + script], { cwd: world.ws, env: { ...process.env, OUT: world.out } });
  expect(made.status).toBe(0);
  const finds = runningIn(`${world.ws}/sub/.git`, [world.ws]);
  expect(finds.map(({ path, why }) => [path.slice(world.ws.length + 1), why.replace(world.ws, "WS")])).toEqual(found);
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** Root is let in everywhere, so the modes are what is looked at. */
describe("closed to its owner", () => {
  test("hooks are opened, and found", () => {
    const hooks = `${world.ws}/.git/hooks`;
    mkdirSync(hooks, { recursive: true });
    writeFileSync(`${hooks}/pre-commit`, "x", { mode: 0o755 });
    chmodSync(hooks, 0o311);
    expect(runningIn(`${world.ws}/.git`, [world.ws])).toEqual([
      { path: `${hooks}/pre-commit`, why: "is a hook that git would run" },
    ]);
    expect(modeOf(hooks)).toBe("711");
  });

  test.skipIf(process.getuid?.() === 0)("folders are opened, but for those that were closed before", () => {
    for (const name of ["old", "new"]) mkdirSync(`${world.ws}/${name}/.git`, { recursive: true });
    chmodSync(`${world.ws}/old`, 0o311);
    const before = scanRoots([world.ws], null);
    chmodSync(`${world.ws}/new`, 0o311);
    const after = scanRoots([world.ws], before);
    expect([after.repositories, modeOf(`${world.ws}/old`), modeOf(`${world.ws}/new`)]).toEqual([
      [`${world.ws}/new/.git`],
      "311",
      "711",
    ]);
  });
});
