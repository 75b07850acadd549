/** What the host puts to a denied or protected path meanwhile is covered. */
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Denied, MODE_ONLY, permissionsOf } from "../../src/core/permissions/permissions.ts";
import { findHelper } from "../../src/effects/native.ts";
import { BACKEND, newWorld, runScript, textOf, until, type World } from "./world.ts";

type Case = {
  readonly name: string;
  readonly denied?: (world: World) => Partial<Denied>;
  readonly make?: (world: World) => void;
  /** What the host does once the command runs. */
  readonly meanwhile: (world: World) => void;
  /** What the command tries then; prints "open" where it succeeds. */
  readonly attempt: string;
};

const read = (path: string) => `cat ${path} 2>/dev/null && echo open`;

const CASES: readonly Case[] = [
  {
    name: "a denied folder that is made",
    denied: ({ out }) => ({ watched: [`${out}/.ssh`] }),
    meanwhile: ({ out }) => {
      mkdirSync(`${out}/.ssh`);
      writeFileSync(`${out}/.ssh/id`, "secret");
    },
    attempt: read("$OUT/.ssh/id"),
  },
  {
    name: "a denied file that is made, in a folder that is made",
    denied: ({ out }) => ({ watched: [`${out}/conf/deep/token`] }),
    meanwhile: ({ out }) => {
      mkdirSync(`${out}/conf/deep`, { recursive: true });
      writeFileSync(`${out}/conf/deep/token`, "secret");
    },
    attempt: read("$OUT/conf/deep/token"),
  },
  {
    name: "a denied folder that is replaced",
    denied: ({ out }) => ({ paths: [`${out}/.ssh`] }),
    make: ({ out }) => {
      mkdirSync(`${out}/.ssh`);
      mkdirSync(`${out}/new`);
      writeFileSync(`${out}/new/id`, "secret");
    },
    meanwhile: ({ out }) => {
      renameSync(`${out}/.ssh`, `${out}/old`);
      renameSync(`${out}/new`, `${out}/.ssh`);
    },
    attempt: read("$OUT/.ssh/id"),
  },
  {
    name: "a denied file that is saved by renaming",
    denied: ({ ws }) => ({ paths: [`${ws}/.env`] }),
    make: ({ ws }) => writeFileSync(`${ws}/.env`, "old"),
    meanwhile: ({ ws, out }) => {
      writeFileSync(`${out}/new`, "secret");
      renameSync(`${out}/new`, `${ws}/.env`);
    },
    attempt: read(".env"),
  },
  {
    name: "a file that a pattern matches, in a folder that was there",
    denied: ({ ws }) => ({ globs: [{ root: ws, pattern: "**/.env", depthMax: null }] }),
    make: ({ ws }) => mkdirSync(`${ws}/a/b`, { recursive: true }),
    meanwhile: ({ ws }) => writeFileSync(`${ws}/a/b/.env`, "secret"),
    attempt: read("a/b/.env"),
  },
  {
    name: "a file that a pattern matches, in a folder that is moved there",
    denied: ({ ws }) => ({ globs: [{ root: ws, pattern: "**/.env", depthMax: null }] }),
    make: ({ out }) => {
      mkdirSync(`${out}/a/b`, { recursive: true });
      writeFileSync(`${out}/a/b/.env`, "secret");
    },
    meanwhile: ({ ws, out }) => renameSync(`${out}/a`, `${ws}/a`),
    attempt: read("a/b/.env"),
  },
  {
    name: "a repository that is replaced",
    make: ({ ws, out }) => {
      for (const folder of [`${ws}/.git`, `${out}/fresh`]) mkdirSync(folder);
      writeFileSync(`${out}/fresh/config`, "[core]\n");
    },
    meanwhile: ({ ws, out }) => {
      renameSync(`${ws}/.git`, `${out}/old`);
      renameSync(`${out}/fresh`, `${ws}/.git`);
    },
    attempt: "(echo evil >> .git/config) 2>/dev/null && echo open",
  },
  {
    name: "a placeholder that is removed with all in it",
    meanwhile: ({ ws }) => {
      rmSync(`${ws}/.codex`, { recursive: true });
      mkdirSync(`${ws}/.codex`);
    },
    attempt: "(echo evil > .codex/config.toml) 2>/dev/null && echo open",
  },
];

describe.skipIf(BACKEND.kind === "none" || findHelper().kind === "missing")("covered is", () => {
  test.each(CASES)("$name", async ({ denied, make, meanwhile, attempt }) => {
    const world = newWorld();
    make?.(world);
    const bounds = { ...MODE_ONLY, denied: { ...MODE_ONLY.denied, ...denied?.(world) } };
    const permissions = permissionsOf("workspace-write", { roots: [world.ws], keep: [], bounds });
    const running = runScript(world, `touch started; until [ -e go ]; do sleep 0.01; done; ${attempt}; echo end`, {
      permissions,
    });
    await until(() => existsSync(`${world.ws}/started`));
    meanwhile(world);
    // Covering takes some milliseconds; that is what docs/sandbox.md says of it.
    await sleep(300);
    writeFileSync(`${world.ws}/go`, "");
    expect(textOf(await running)).toBe("end\n");
  });

  const READERS = [
    ["by name", "cat a/.env"],
    ["by another folder", "cat b/../a/.env"],
    ["by a link", "cat link"],
    ["by a descriptor of the folder", "cat /proc/self/fd/9/.env 9<a"],
    ["for writing as well", "exec 8<>a/.env && cat <&8"],
  ] as const;
  test.each(READERS)("never read, however quickly, what a pattern matches: %s", async (_name, read) => {
    const world = newWorld();
    for (const name of ["a", "b"]) mkdirSync(`${world.ws}/${name}`);
    symlinkSync("a/.env", `${world.ws}/link`);
    const globs = [{ root: world.ws, pattern: "**/.env", depthMax: null }];
    const bounds = { ...MODE_ONLY, denied: { ...MODE_ONLY.denied, globs } };
    const permissions = permissionsOf("workspace-write", { roots: [world.ws], keep: [], bounds });
    // It does nothing but try, so it would be quicker than any cover.
    const script = `touch started; until [ -e a/.env ]; do :; done; for i in 1 2 3 4 5; do (${read}) 2>/dev/null; done; echo end`;
    const running = runScript(world, script, { permissions });
    await until(() => existsSync(`${world.ws}/started`));
    writeFileSync(`${world.ws}/a/.env`, "secret");
    expect(textOf(await running)).toBe("end\n");
  });
});
