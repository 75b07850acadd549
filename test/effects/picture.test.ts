/** Pictures for an agent: what commands could read, and nothing that never ends. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPicture } from "../../src/effects/picture.ts";
import { MODE_ONLY } from "../../src/core/permissions/permissions.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync("/var/tmp/assent-picture-"));
  mkdirSync(`${root}/secret`);
  writeFileSync(`${root}/a.png`, PNG);
  writeFileSync(`${root}/text`, "no picture");
  writeFileSync(`${root}/secret/b.png`, PNG);
  writeFileSync(`${root}/large.png`, PNG);
  truncateSync(`${root}/large.png`, 20 * 1024 * 1024 + 1);
  symlinkSync(`${root}/secret`, `${root}/way`);
  execFileSync("mkfifo", [`${root}/pipe`]);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CASES: readonly (readonly [name: string, path: string, expected: object])[] = [
  ["a picture", "a.png", { ok: true, value: `data:image/png;base64,${PNG.toString("base64")}` }],
  ["what is none", "text", { ok: false, error: "it is no PNG, JPEG, GIF or WebP picture" }],
  ["nothing", "gone.png", { ok: false, error: "no such file or folder" }],
  ["a folder", "secret", { ok: false, error: "it may not be read here" }],
  ["a denied one", "secret/b.png", { ok: false, error: "it may not be read here" }],
  ["a denied one through a link", "way/b.png", { ok: false, error: "it may not be read here" }],
  ["a large one", "large.png", { ok: false, error: "it is larger than 20971520 bytes" }],
  ["a pipe that nobody writes to", "pipe", { ok: false, error: "it is no regular file" }],
  ["a device without an end", "../../../dev/zero", { ok: false, error: "it is no regular file" }],
];

test.each(CASES)("looks at %s", async (_name, path, expected) => {
  const denied = { paths: [`${root}/secret`], watched: [], globs: [] };
  const workspace = { roots: [root], keep: [], bounds: { ...MODE_ONLY, denied } };
  expect(await readPicture(`${root}/${path}`, { workspace, mode: "workspace-write" })).toEqual(expected);
});
