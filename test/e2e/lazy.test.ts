/** What a subcommand loads: each is one file of the build, and imports nothing but Node's modules. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const textOf = (file: string): string => readFileSync(`${DIST}/${file}`, "utf8");

/** The modules that a file of the build imports before it runs; those it imports on demand are left out. */
function importsOf(file: string): readonly string[] {
  const found = textOf(file).matchAll(/(?:^|[;\n}])import\s*(?:[\w*${},\s]+?from\s*)?"([^"]+)"/g);
  return [...new Set([...found].map(([, name = ""]) => name))].toSorted();
}

/** Words that only the prompt, the engine and the TOML parser have in them. */
const HEAVY = ["accept and add to policy", "actions are open already", "Invalid TOML"];

test("the words that mark heavy parts stand where they are expected", () => {
  expect(HEAVY.map((words) => textOf("commands/run.js").includes(words))).toEqual([true, true, true]);
});

test("assent --version loads the entry point and nothing else", () => {
  expect(importsOf("main.js")).toEqual(["node:fs"]);
  expect(HEAVY.filter((words) => textOf("main.js").includes(words))).toEqual([]);
});

test("assent execpolicy check loads neither engine, prompt, packages nor network", () => {
  expect(importsOf("commands/execpolicy.js")).toEqual(["node:fs", "node:os"]);
  expect(HEAVY.filter((words) => textOf("commands/execpolicy.js").includes(words))).toEqual([]);
});

test("no subcommand but the demo, which has programs as texts, imports anything but Node's modules", () => {
  const files = readdirSync(`${DIST}/commands`).filter((file) => file !== "demo.js");
  const imported = files.flatMap((file) => importsOf(`commands/${file}`));
  expect(imported.filter((name) => !name.startsWith("node:"))).toEqual([]);
});
