/** Settings that a client writes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, expect, test } from "vitest";
import { type OwnFile, textOf, valueAt, writeConfig } from "../../src/compose/server-config.ts";
import { err, ok } from "../../src/kit/result.ts";

const home = mkdtempSync(`${tmpdir()}/assent-config-`);
afterAll(() => rmSync(home, { recursive: true, force: true }));
const file = `${home}/config.toml`;
const own: OwnFile = { home, file, versionOf: (text) => `v${text.length}` };

const BEFORE = '# mine\nmodel = "a" # best\n';

test("changes what is meant and keeps the rest", async () => {
  writeFileSync(file, BEFORE);
  const after = '# mine\nmodel = "b" # best\n\n[desktop]\nunknown = true\n';
  const edits = [
    { path: ["model"], value: "b" },
    { path: ["desktop", "unknown"], value: true },
  ];
  expect(await writeConfig(own, edits, own.versionOf(BEFORE))).toEqual(ok({ file, version: own.versionOf(after) }));
  expect(readFileSync(file, "utf8")).toBe(after);
  expect(await valueAt(file, ["desktop"])).toEqual({ unknown: true });
  expect(await valueAt(file, ["approval_policy"])).toBeUndefined();
});

test("null takes a key out", async () => {
  writeFileSync(file, BEFORE);
  await writeConfig(own, [{ path: ["model"], value: null }], null);
  expect(await textOf(file)).not.toContain("model");
});

test("a file that changed since it was read is left as it is", async () => {
  writeFileSync(file, BEFORE);
  expect(await writeConfig(own, [{ path: ["model"], value: "b" }], "v1")).toMatchObject(err({ kind: "version" }));
  expect(await textOf(file)).toBe(BEFORE);
});

test("what would not load is not written, all of it", async () => {
  writeFileSync(file, BEFORE);
  const edits = [
    { path: ["model"], value: "b" },
    { path: ["approval_policy"], value: "nonsense" },
  ];
  const done = await writeConfig(own, edits, null);
  expect(done).toMatchObject(err({ kind: "invalid", message: expect.stringContaining("approval_policy") }));
  expect(await textOf(file)).toBe(BEFORE);
});

test("what is broken already may be mended", async () => {
  writeFileSync(file, 'approval_policy = "nonsense"\n');
  expect(await writeConfig(own, [{ path: ["approval_policy"], value: "never" }], null)).toMatchObject({ ok: true });
  expect(await textOf(file)).toBe('approval_policy = "never"\n');
});
