/** What the file of a program is told as: interpreters, links, copies. */
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, expect, test } from "vitest";
import { programFiles } from "../../src/effects/program-file.ts";

const top = realpathSync(mkdtempSync(`${tmpdir()}/assent-program-`));
const root = `${top}/w`;
mkdirSync(`${root}/bin`, { recursive: true });
mkdirSync(`${top}/fixed`);
afterAll(() => rmSync(top, { recursive: true, force: true }));

const FILES: readonly (readonly [name: string, text: string, interpreter: readonly string[]])[] = [
  ["plain", "\u007fELF", []],
  ["empty", "", []],
  ["sh", "#!/bin/sh\nrm x\n", ["/bin/sh"]],
  ["env", "#! /usr/bin/env -S node --x \n", ["/usr/bin/env", "-S node --x"]],
  ["tabs", "#!\t/bin/sh\t-e\n", ["/bin/sh", "-e"]],
  ["no-end", "#!/bin/sh", ["/bin/sh"]],
  ["nothing", "#!\n", []],
];

test.each(FILES)("reads the first line of %s", (name, text, interpreter) => {
  const path = `${root}/${name}`;
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  expect(programFiles([root]).look(path)).toEqual({ real: path, isSteady: false, interpreter, copyOf: null });
});

test("where commands can write, a program may become another, also behind a link", () => {
  const files = programFiles([root]);
  writeFileSync(`${top}/fixed/a`, "x");
  symlinkSync(`${top}/fixed/a`, `${root}/to-fixed`);
  writeFileSync(`${root}/b`, "x");
  symlinkSync(`${root}/b`, `${top}/fixed/to-root`);
  const steady = (path: string): readonly [string | null, boolean] => {
    const { real, isSteady } = files.look(path);
    return [real, isSteady];
  };
  expect([
    steady(`${top}/fixed/a`),
    steady(`${root}/to-fixed`),
    steady(`${top}/fixed/to-root`),
    steady(`${root}/none`),
    files.look(null),
  ]).toEqual([
    [`${top}/fixed/a`, true],
    [`${top}/fixed/a`, false],
    [`${root}/b`, false],
    [null, false],
    { real: null, isSteady: false, interpreter: [], copyOf: null },
  ]);
});

test("a copy of a program of the system is found by its content, until it is changed", () => {
  const files = programFiles([root]);
  const real = realpathSync("/bin/rm");
  const copy = `${root}/bin/z`;
  copyFileSync(real, copy);
  linkSync(copy, `${root}/bin/y`);
  const before = [files.look(copy).copyOf, files.look(`${root}/bin/y`).copyOf].map((path) => realpathSync(path ?? "/"));
  writeFileSync(copy, "x", { flag: "a" });
  expect([before, files.look(copy).copyOf]).toEqual([[real, real], null]);
});
