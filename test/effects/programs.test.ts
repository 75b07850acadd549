/** What names start, by real files on a PATH of our own. */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Program } from "../../src/core/approval/facts.ts";
import { programsOf } from "../../src/effects/programs.ts";
import { newWorld } from "./world.ts";

const { ws, out } = newWorld();
mkdirSync(`${out}/bin`);
mkdirSync(`${out}/late`);
mkdirSync(`${out}/bin/folder`);
mkdirSync(`${ws}/bin`);
mkdirSync(`${ws}/sub`);

function make(path: string, text = "\x7fELF", mode = 0o755): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}
make(`${out}/bin/own`);
make(`${out}/bin/both`);
make(`${ws}/bin/both`);
make(`${ws}/bin/planted`);
make(`${ws}/here`);
make(`${ws}/sub/data`, "", 0o644);
make(`${out}/bin/data`, "", 0o644);
make(`${out}/late/data`);
make(`${out}/late/folder`);
symlinkSync(`${ws}/bin/planted`, `${out}/bin/into`);
symlinkSync(`${out}/bin/own`, `${ws}/bin/back`);
symlinkSync(`${ws}/bin/back`, `${out}/bin/through`);
symlinkSync(`${out}/bin/own`, `${out}/bin/alias`);
make(`${out}/bin/script`, `#! ${out}/bin/own -x\n`);
make(`${out}/bin/bad`, `#!${ws}/bin/planted\n`);
make(`${out}/bin/worse`, `#!${out}/bin/bad\n`);
make(`${out}/bin/env`);
make(`${out}/bin/by-env`, `#!${out}/bin/env -S A=1 own -x\n`);
make(`${out}/bin/by-env-bad`, `#!${out}/bin/env planted\n`);
make(`${out}/bin/by-env-odd`, `#!${out}/bin/env -i own\n`);
make(`${out}/bin/by-env-path`, `#!${out}/bin/env -S PATH=${ws} own\n`);
make(`${out}/bin/relative`, "#!here\n");
make(`${out}/bin/long`, `#!/${"x".repeat(300)}\n`);
make(`${out}/bin/self`, `#!${out}/bin/self\n`);

const PATH = `${out}/bin:${out}/late:${ws}/bin`;

/** The place and whether commands may write there, of the name alone. */
const CASES: readonly [name: string, path: string | null, writable: boolean, search?: string][] = [
  ["own", `${out}/bin/own`, false],
  ["both", `${out}/bin/both`, false],
  ["both", `${ws}/bin/both`, true, `${ws}/bin:${out}/bin`],
  ["planted", `${ws}/bin/planted`, true],
  ["none", null, false],
  ["", null, false],
  ["data", `${out}/late/data`, false],
  ["folder", `${out}/late/folder`, false],
  ["into", `${ws}/bin/planted`, true],
  ["back", `${out}/bin/own`, true],
  ["through", `${out}/bin/own`, true],
  ["alias", `${out}/bin/own`, false],
  [`${out}/bin/own`, `${out}/bin/own`, false],
  ["./here", `${ws}/here`, true],
  ["here", null, false],
  ["here", `${ws}/here`, true, `${out}/bin:`],
  ["here", `${ws}/here`, true, ""],
  ["planted", `${ws}/bin/planted`, true, "bin"],
  ["own", `${out}/bin/own`, true, `sub:${out}/bin`],
  ["own", `${out}/bin/own`, false, `${out}/bin:sub`],
  ["./sub/data", null, true],
  ["./sub/none", null, true],
  [`${out}/none`, null, false],
  ["nul\0l", null, true],
  ["script", `${out}/bin/script`, false],
  ["bad", `${out}/bin/bad`, true],
  ["worse", `${out}/bin/worse`, true],
  ["by-env", `${out}/bin/by-env`, false],
  ["by-env-bad", `${out}/bin/by-env-bad`, true],
  ["by-env-odd", `${out}/bin/by-env-odd`, true],
  ["by-env-path", `${out}/bin/by-env-path`, true],
  ["relative", `${out}/bin/relative`, true],
  ["long", `${out}/bin/long`, true],
  ["self", `${out}/bin/self`, true],
];

test.each(CASES)("looks up %j: %s, writable %s, on PATH %s", (name, path, writable, search = PATH) => {
  const [program] = programsOf([name], { cwd: ws, path: search, roots: [ws] });
  expect({ ...program, identity: null }).toEqual({ name, path, writable, identity: null } satisfies Program);
  expect(program?.identity === null).toBe(path === null);
});

test("tells of what a script's first line names, each once", () => {
  const programs = programsOf(["by-env", "own", "by-env"], { cwd: ws, path: PATH, roots: [ws] });
  expect(programs.map(({ name }) => name)).toEqual(["by-env", `${out}/bin/env`, "own"]);
});

test("looks where the system does if PATH is not set", () => {
  const [program] = programsOf(["sh"], { cwd: ws, path: undefined, roots: [ws] });
  expect(program?.path).toBe(realpathSync("/bin/sh"));
});

test("tells a file by its place, its times, and its content where others may change it", () => {
  chmodSync(`${out}/bin/own`, 0o777);
  const [program] = programsOf(["own"], { cwd: ws, path: PATH, roots: [ws] });
  const { dev, ino, size, mtimeMs, ctimeMs } = statSync(`${out}/bin/own`);
  expect(program?.identity).toEqual({
    device: dev,
    inode: ino,
    size,
    modifiedMs: mtimeMs,
    changedMs: ctimeMs,
    digest: createHash("sha256")
      .update(readFileSync(`${out}/bin/own`))
      .digest("hex"),
  });
  writeFileSync(`${out}/bin/own`, Buffer.alloc(4 * 1024 * 1024 + 1));
  expect(programsOf(["own"], { cwd: ws, path: PATH, roots: [ws] })[0]?.identity?.digest).toBe(null);
});
