/** Where the supervisor is looked for, and when it is not used. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { helperIn, nativeFolder, programFolder } from "../../src/effects/native.ts";
import { newWorld } from "./world.ts";

test.each([
  ["/opt/assent/src/effects/native.ts", "/opt/assent/dist/native"],
  ["/opt/assent/dist/index.mjs", "/opt/assent/dist/native"],
  ["/opt/assent/dist/commands/session.js", "/opt/assent/dist/native"],
  ["/opt/assent/dist/chunks/native-AB12.mjs", "/opt/assent/dist/native"],
  ["/opt/dist/assent/dist/index.mjs", "/opt/dist/assent/dist/native"],
  ["/opt/other/bundle.js", null],
])("beside %s it is looked for in %s", (file, folder) => {
  expect(nativeFolder(file)).toBe(folder);
});

test.each([
  ["/opt/assent/dist/main.js", "/opt/assent/dist"],
  ["/opt/dist/assent/dist/commands/run.js", "/opt/dist/assent/dist"],
  ["/opt/assent/dist/chunks/native-AB12.mjs", "/opt/assent/dist"],
  ["/opt/assent/src/effects/native.ts", null],
])("%s is part of the program in %s", (file, folder) => {
  expect(programFolder(file)).toBe(folder);
});

function made(modes: { readonly file?: number; readonly folder?: number }): string {
  const folder = `${newWorld().out}/native`;
  mkdirSync(folder);
  writeFileSync(`${folder}/assent-supervisor`, "");
  chmodSync(`${folder}/assent-supervisor`, modes.file ?? 0o755);
  chmodSync(folder, modes.folder ?? 0o755);
  return folder;
}

test("one that only its owner can change is used", () => {
  const folder = made({});
  expect(helperIn(folder)).toMatchObject({ kind: "found", program: `${folder}/assent-supervisor` });
});

const UNUSED: readonly [name: string, folder: () => string | null, why: RegExp][] = [
  ["no place for one", () => null, /^assent's supervisor is not there; install a C compiler/],
  ["none built", () => newWorld().out, /^assent's supervisor is not built; install a C compiler/],
  ["one that may not be run", () => made({ file: 0o644 }), /^assent's supervisor is not built; /],
  ["one that all may change", () => made({ file: 0o777 }), /others could have changed .*\/assent-supervisor$/],
  ["one in a folder that all may change", () => made({ folder: 0o777 }), /others could have changed .*\/native$/],
];
test.each(UNUSED)("with %s it is said what is missing", (_name, folder, why) => {
  expect(helperIn(folder())).toEqual({ kind: "missing", why: expect.stringMatching(why) });
});
