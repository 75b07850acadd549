/** The help of every command: pictures, 80 columns, and nothing that is not there. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CommandHelp } from "../../../src/surfaces/cli/command-help.ts";
import { ALIASES, COMMANDS } from "../../../src/surfaces/cli/commands.ts";
import { commandHelp, generalHelp } from "../../../src/surfaces/cli/help.ts";
import { parseArguments } from "../../../src/surfaces/cli/arguments.ts";

const PAGES: readonly (readonly [name: string, help: CommandHelp])[] = [...COMMANDS].flatMap(([name, help]) => [
  [name, help] as const,
  ...Object.entries(help.commands ?? {})
    .filter(([, part]) => part.usage.length > 0)
    .map(([part, inner]) => [`${name} ${part}`, inner] as const),
]);

test("assent --help", async () => {
  await expect(generalHelp(false)).toMatchFileSnapshot("help/assent.txt");
});

test.each(PAGES)("assent %s --help", async (name, help) => {
  await expect(commandHelp(name, help, false)).toMatchFileSnapshot(`help/${name.replace(" ", "-")}.txt`);
});

test.each(PAGES)("the help of %s fits a terminal of 80 columns", (name, help) => {
  const text = commandHelp(name, help, false);
  expect(text.split("\n").filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
});

test.each(PAGES)("the colours of the help of %s change no word", (name, help) => {
  const painted = commandHelp(name, help, true);
  // oxlint-disable-next-line no-control-regex
  expect(painted.replace(/\u001b\[[0-9;]*m/g, "")).toBe(commandHelp(name, help, false));
  expect(painted).toContain("\u001b[1mUsage:\u001b[0m");
});

test.each(PAGES)("the examples of %s can be typed", (name, help) => {
  for (const [words] of help.examples) {
    expect(`${words} `.startsWith(`${name} `)).toBe(true);
    const args = words.slice(name.length).match(/'[^']*'|"[^"]*"|[^\s'">]+/g) ?? [];
    const allowed = [...help.options, ...Object.values(help.commands ?? {}).flatMap(({ options }) => options)];
    const names = allowed.flatMap(({ options }) => options);
    expect(parseArguments(args, names, name === "run" ? "end" : "mix")).toMatchObject({ ok: true });
  }
});

test("the entry point starts exactly the commands of the table, and their other names", () => {
  const main = readFileSync("src/main.ts", "utf8");
  const started = [...main.matchAll(/^ {2}"?([\w-]+)"?: async/gm)].map(([, name]) => name);
  expect(new Set(started)).toEqual(new Set([...COMMANDS.keys(), ...ALIASES.keys()]));
});
