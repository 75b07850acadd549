/** Which folders the settings of workspace-write open. */
import { MODE_ONLY } from "../../src/core/permissions/permissions.ts";
import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { type WorkspaceWanted, workspaceOf } from "../../src/effects/workspace.ts";
import { newWorld } from "./world.ts";

const { ws, out, home } = newWorld();
mkdirSync(`${ws}/deep`);
mkdirSync(`${home}/rules`);
mkdirSync(`${home}/worktrees`);
symlinkSync(ws, `${out}/link`);
symlinkSync(home, `${out}/home-link`);
const TMP = realpathSync("/tmp");

const NOTHING: WorkspaceWanted = {
  cwd: ws,
  addDirs: [],
  writableRoots: [],
  excludeSlashTmp: true,
  excludeTmpdir: true,
  networkAccess: false,
  env: {},
  home,
  own: [],
};

const ROOTS: readonly [name: string, wanted: Partial<WorkspaceWanted>, roots: readonly string[]][] = [
  ["the workspace alone", {}, [ws]],
  ["a link to the workspace", { cwd: `${out}/link` }, [ws]],
  ["/tmp", { excludeSlashTmp: false }, [ws, TMP]],
  ["$TMPDIR", { excludeTmpdir: false, env: { TMPDIR: out } }, [ws, out]],
  ["no $TMPDIR", { excludeTmpdir: false }, [ws]],
  ["an empty $TMPDIR", { excludeTmpdir: false, env: { TMPDIR: "" } }, [ws]],
  ["a relative $TMPDIR", { excludeTmpdir: false, env: { TMPDIR: "tmp" } }, [ws]],
  ["$TMPDIR that is the whole disk", { excludeTmpdir: false, env: { TMPDIR: "/" } }, [ws]],
  [
    "further folders, links resolved, each once",
    { addDirs: [`${out}/link/deep`], writableRoots: [out, `${ws}/deep`] },
    [ws, `${ws}/deep`, out],
  ],
  ["a folder that does not exist", { writableRoots: [`${ws}/none`] }, [ws]],
  ["the whole disk, if it is only where the command starts", { cwd: "/" }, []],
  ["the whole disk, if it is named", { cwd: "/", writableRoots: ["/"] }, ["/"]],
  ["folders that the kernel makes up", { writableRoots: ["/proc/sys", "/sys", "/proc"] }, [ws]],
  ["assent's own folder", { cwd: home }, []],
  ["assent's own folder by a link", { cwd: `${out}/home-link` }, []],
  ["what assent keeps there", { cwd: `${home}/rules` }, []],
  ["another folder in it", { cwd: `${home}/worktrees` }, [`${home}/worktrees`]],
];
test.each(ROOTS)("the roots with %s", (_name, wanted, roots) => {
  expect(workspaceOf({ ...NOTHING, ...wanted })).toEqual({ roots, keep: [home], bounds: MODE_ONLY });
});

test("the real places of assent's own files stay read-only, and are no workspace", () => {
  const own = [`${home}/rules`, `${ws}/deep`];
  expect(workspaceOf({ ...NOTHING, addDirs: [`${ws}/deep`], own })).toEqual({
    roots: [ws],
    keep: [home, `${ws}/deep`],
    bounds: MODE_ONLY,
  });
});

const HOMES: readonly [name: string, home: string, kept: string][] = [
  ["a link", `${out}/home-link`, home],
  ["missing, below a link", `${out}/link/a/b`, `${ws}/a/b`],
  ["missing at the top", "/no-such-home", "/no-such-home"],
];
test.each(HOMES)("assent's own folder stays read-only if it is %s", (_name, folder, kept) => {
  expect(workspaceOf({ ...NOTHING, home: folder }).keep).toEqual([kept]);
});

test("the network is open if the settings say so", () => {
  expect(workspaceOf({ ...NOTHING, networkAccess: true }).bounds.network).toBe("open");
});
