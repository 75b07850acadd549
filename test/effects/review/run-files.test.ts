/** Files that an action runs: what of them is read, and what is not. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRunFiles } from "../../../src/effects/review/run-files.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(`${tmpdir()}/run-files-`));
});
afterEach(() => rmSync(folder, { recursive: true }));

function at(...names: readonly string[]): readonly string[] {
  return names.map((name) => `${folder}/${name}`);
}

const anything = (): boolean => true;

test("reads files by their content, also behind a link, each once", () => {
  writeFileSync(`${folder}/a.sh`, "echo a");
  symlinkSync("a.sh", `${folder}/link`);
  writeFileSync(`${folder}/b.bin`, Buffer.from([1, 0, 2]));
  expect(readRunFiles(at("a.sh", "link", "missing", "b.bin"), anything)).toEqual([
    {
      path: `${folder}/a.sh`,
      content: { text: "echo a" },
      state: expect.stringMatching(/^[0-9a-f]{64}$/u),
    },
    {
      path: `${folder}/b.bin`,
      content: { why: "it is no text, 3 bytes" },
      state: expect.stringMatching(/^[0-9a-f]{64}$/u),
    },
  ]);
});

test("the state of a file changes with each of its bytes", () => {
  const states = ["echo a", "echo b", "echo a"].map((text) => {
    writeFileSync(`${folder}/a.sh`, text);
    return readRunFiles(at("a.sh"), anything)[0]?.state;
  });
  expect(new Set(states).size).toBe(2);
  expect(states[2]).toBe(states[0]);
});

function longFile(end: string): readonly [shown: string, state: string] {
  writeFileSync(`${folder}/a.sh`, `${"a".repeat(65_536)}${end}`);
  const [file] = readRunFiles(at("a.sh"), anything);
  const content = file?.content ?? { why: "" };
  return ["text" in content ? content.text.slice(65_530) : "", file?.state ?? ""];
}

test("of a long file the beginning is shown, and any change to it is one", () => {
  const [text, state] = longFile("end");
  expect(text).toBe("aaaaaa\n… 3 bytes left out …");
  expect(longFile("END")[1]).not.toBe(state);
});

test("what nobody may look at is not shown, also behind a link", () => {
  writeFileSync(`${folder}/key`, "private");
  symlinkSync("key", `${folder}/harmless.sh`);
  const file = { path: `${folder}/key`, content: { why: "it may hold secrets" }, state: "denied" };
  expect(readRunFiles(at("harmless.sh"), (path) => path !== `${folder}/key`)).toEqual([file]);
});

test("pipes, devices and folders are no files, and hold nothing up", () => {
  execFileSync("mkfifo", at("pipe"));
  mkdirSync(`${folder}/folder`);
  symlinkSync("/dev/zero", `${folder}/zero`);
  expect(readRunFiles(at("pipe", "folder", "zero", "pipe/x", "a\0b"), anything)).toEqual([]);
});

test("shows three of them at most, and looks for thirty", () => {
  for (const name of at("a", "b", "c", "d")) writeFileSync(name, name);
  expect(readRunFiles(at("x", "a", "b", "c", "d"), anything).map(({ path }) => path)).toEqual(at("a", "b", "c"));
  const missing = Array.from({ length: 30 }, (_, at) => `missing-${at}`);
  expect(readRunFiles(at(...missing, "a"), anything)).toEqual([]);
});
