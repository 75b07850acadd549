/** Which shell an agent's script runs in, and where it can run. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderFault, personsShell, shellNamed } from "../../src/effects/shells.ts";

let root = "";
beforeAll(() => {
  root = realpathSync(mkdtempSync("/var/tmp/assent-shells-"));
  mkdirSync(`${root}/bin/sh`, { recursive: true });
  for (const name of ["zsh", "fish", "bash"]) writeFileSync(`${root}/bin/${name}`, "");
  for (const name of ["zsh", "fish"]) chmodSync(`${root}/bin/${name}`, 0o755);
  symlinkSync("circle", `${root}/circle`);
  symlinkSync(`${root}/bin`, `${root}/way`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const OWN: readonly [name: string, shell: string | undefined, expected: string][] = [
  ["one that is understood", "ROOT/bin/zsh", "ROOT/bin/zsh"],
  ["one whose scripts nobody reads", "ROOT/bin/fish", "/bin/bash"],
  ["one that cannot be started", "ROOT/bin/bash", "/bin/bash"],
  ["a folder", "ROOT/bin/sh", "/bin/bash"],
  ["one that is not there", "ROOT/gone/zsh", "/bin/bash"],
  ["a name without its place", "zsh", "/bin/bash"],
  ["none", undefined, "/bin/bash"],
];
test.each(OWN)("of a person with %s", (_name, shell, expected) => {
  const variables = shell === undefined ? {} : { SHELL: shell.replace("ROOT", root) };
  expect(personsShell(variables)).toBe(expected.replace("ROOT", root));
});

const NAMED: readonly [name: string, shell: string, path: string | undefined, expected: string | null][] = [
  ["by its name", "zsh", "/nowhere:ROOT/bin", "ROOT/bin/zsh"],
  ["by its name where PATH has none that can be started", "bash", "ROOT/bin", null],
  ["by its name where PATH is not set", "sh", undefined, "/bin/sh"],
  ["never from the folder that it runs in", "zsh", "bin:.:", null],
  ["by the name of another program", "fish", "ROOT/bin", null],
  ["by its path, whatever it is called", "ROOT/bin/fish", "", "ROOT/bin/fish"],
  ["by a path that leads to no program", "ROOT/bin/sh", "", null],
  ["by a path that goes round", "ROOT/circle", "", null],
];
test.each(NAMED)("finds a shell %s", (_name, shell, path, expected) => {
  const variables = path === undefined ? {} : { PATH: path.replace("ROOT", root) };
  expect(shellNamed(shell.replace("ROOT", root), variables)).toBe(expected?.replace("ROOT", root) ?? null);
});

const FOLDERS: readonly [name: string, path: string, fault: string | null][] = [
  ["a folder", "bin", null],
  ["a folder behind a link", "way", null],
  ["a file", "bin/zsh", "Not a directory (os error 20)"],
  ["nothing", "gone", "No such file or directory (os error 2)"],
  ["a link to itself", "circle", "the folder cannot be used: ELOOP"],
];
test.each(FOLDERS)("says whether commands can run in %s", (_name, path, fault) => {
  expect(folderFault(`${root}/${path}`)).toBe(fault);
});
