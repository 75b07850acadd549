/** What commands may not touch in a place: all that steers assent there. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { workspaceFor } from "../../src/compose/place.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import type { Workspace } from "../../src/core/permissions/permissions.ts";
import { loadConfig } from "../../src/effects/load-config.ts";

let root = "";
beforeEach(() => {
  // Not in /tmp: while sandboxes run there, a folder stands in for its .git.
  root = realpathSync(mkdtempSync("/var/tmp/assent-place-"));
  put({ "home/config.toml": "", "work/.git/HEAD": "" });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${root}/${name}`), { recursive: true });
    writeFileSync(`${root}/${name}`, text);
  }
}

/** What stays as it is in the workspace, without assent's home. */
async function keptIn(files: readonly string[] = []): Promise<readonly string[]> {
  const { keep } = await workspaceIn("work", files);
  return keep.filter((path) => path.startsWith(`${root}/work/`));
}

/** What may be written, without the temporary folders. */
async function rootsIn(folder: string): Promise<readonly string[]> {
  const { roots } = await workspaceIn(folder);
  return roots.filter((path) => path.startsWith(`${root}/`));
}

async function workspaceIn(folder: string, files: readonly string[] = []): Promise<Workspace> {
  const [home, cwd] = [`${root}/home`, `${root}/${folder}`];
  const sources = { home, userHome: root, cwd, overrides: [], flags: NO_FLAGS, systemFolder: `${root}/etc` } as const;
  const loaded = await loadConfig({ ...sources, surface: "run" });
  if (!loaded.ok) throw new Error(loaded.error.kind);
  const place = { cwd, home, settings: loaded.value.settings, loaded: loaded.value };
  return workspaceFor(place, [], files);
}

test("nothing is kept where everything that steers assent lies elsewhere", async () => {
  put({ "work/.codex/rules/a.rules": "" });
  expect(await keptIn()).toEqual([]);
});

test("rules files that a person names are kept, also while there are none", async () => {
  put({ "home/config.toml": `[execpolicy]\nuser_rules = ["${root}/work/own.rules"]\n` });
  expect(await keptIn([`${root}/work/typed.rules`])).toEqual([`${root}/work/typed.rules`, `${root}/work/own.rules`]);
});

test("a project's files are kept where links lead to", async () => {
  put({
    "work/.codex/config.toml": "",
    "work/.codex/rules/b.rules": "",
    "work/policy/a.rules": "",
    "work/policy/required.toml": "",
  });
  symlinkSync("../../policy/a.rules", `${root}/work/.codex/rules/a.rules`);
  symlinkSync("../policy/required.toml", `${root}/work/.codex/requirements.toml`);
  expect(await keptIn()).toEqual([`${root}/work/policy/a.rules`, `${root}/work/policy/required.toml`]);
});

test.each([".codex", ".codex/rules", ".git"])("in %s itself nothing may be written", async (folder) => {
  put({ "work/.codex/rules/a.rules": "" });
  expect(await rootsIn(`work/${folder}`)).toEqual([]);
});

test("in other folders the folder may be written, also below assent's home", async () => {
  put({ "work/sub/x": "", "home/worktrees/a/.git/HEAD": "" });
  expect(await rootsIn("work/sub")).toEqual([`${root}/work/sub`]);
  expect(await rootsIn("home/worktrees/a")).toEqual([`${root}/home/worktrees/a`]);
});
