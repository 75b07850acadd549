/** Marks of trust in a real settings file: found by where they lead, refused in words. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Project } from "../../src/core/config/trust.ts";
import { markProject } from "../../src/effects/trust-write.ts";

let base = "";
let project: Project = { root: "", isRepository: true, mainRoot: null, folders: [] };
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "assent-mark-")));
  mkdirSync(`${base}/home`);
  mkdirSync(`${base}/w`);
  symlinkSync("w", `${base}/link`);
  project = { ...project, root: `${base}/w`, folders: [`${base}/w`] };
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const homes = (): { home: string; userHome: string } => ({ home: `${base}/home`, userHome: base });
const text = (): string => readFileSync(`${base}/home/config.toml`, "utf8");

test("makes the file, changes it, and changes nothing twice", async () => {
  expect(await markProject(homes(), project, "trusted")).toBe(true);
  expect(text()).toBe(`[projects."${base}/w"]\ntrust_level = "trusted"\n`);
  expect(await markProject(homes(), project, "trusted")).toBe(false);
  expect(await markProject(homes(), project, null)).toBe(true);
  expect(text()).not.toContain("trust_level");
});

test.each([
  ["the home by its sign", "~/w"],
  ["a link in the home", "~/link"],
  ["a slash at the end", "BASE/w/"],
  ["a way round", "BASE/x/../w"],
])("sets the key that is there: %s", async (_name, form) => {
  const key = form.replace("BASE", base);
  writeFileSync(`${base}/home/config.toml`, `[projects."${key}"]\ntrust_level = "trusted" # x\n`);
  await markProject(homes(), project, "untrusted");
  expect(text()).toBe(`[projects."${key}"]\ntrust_level = "untrusted" # x\n`);
});

test("a relative key names no project", async () => {
  const other = '[projects.w]\ntrust_level = "trusted"\n';
  writeFileSync(`${base}/home/config.toml`, other);
  await markProject(homes(), project, "untrusted");
  expect(text()).toBe(`${other}\n[projects."${base}/w"]\ntrust_level = "untrusted"\n`);
});

test("what cannot be edited stays as it is, and is told", async () => {
  writeFileSync(`${base}/home/config.toml`, "projects = [1]\n");
  await expect(markProject(homes(), project, "trusted")).rejects.toThrow(
    `cannot mark ${base}/w in ${base}/home/config.toml: `,
  );
  expect(text()).toBe("projects = [1]\n");
});
