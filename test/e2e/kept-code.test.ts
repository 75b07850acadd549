/** The built program runs with the code that the build kept, with other code, without any. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, expect, test } from "vitest";

const DIST = new URL("../../dist", import.meta.url).pathname;
const place = mkdtempSync(`${tmpdir()}/assent-kept-`);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const CODE = "dist/commands/log.cjs.code";

function copied(name: string): string {
  const root = `${place}/${name}`;
  for (const file of ["main.js", "package.json", "commands/log.cjs", "commands/log.cjs.code"])
    cpSync(`${DIST}/${file}`, `${root}/dist/${file}`);
  writeFileSync(`${root}/package.json`, '{ "type": "module" }');
  return root;
}

function helpOf(root: string): { readonly status: number | null; readonly begins: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}/dist/main.js`, "log", "--help"], {
    encoding: "utf8",
  });
  return { status, begins: stdout.slice(0, 17), stderr };
}

const CASES: readonly [name: string, change: (root: string) => void][] = [
  ["as it was built", (root) => expect(existsSync(`${root}/${CODE}`)).toBe(true)],
  ["without kept code", (root) => rmSync(`${root}/${CODE}`)],
  ["with what is no code", (root) => writeFileSync(`${root}/${CODE}`, "no code ".repeat(100))],
  ["with code of another text", (root) => cpSync(`${DIST}/commands/run.cjs.code`, `${root}/${CODE}`)],
];
test.each(CASES)("%s it answers", (name, change) => {
  const root = copied(name.replaceAll(" ", "-"));
  change(root);
  expect(helpOf(root)).toEqual({ status: 0, begins: "Usage: assent log", stderr: "" });
});
