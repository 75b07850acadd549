/** The rows themselves. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Usage } from "../../../src/core/commands/row.ts";
import { rowFor, ROWS } from "../../../src/core/commands/table.ts";
import { renderCommands } from "./catalogue.ts";

function usagesOf(usage: Usage): readonly Usage[] {
  const deeper = [
    ...Object.values(usage.subcommands ?? {}),
    ...(usage.otherwise === undefined ? [] : [usage.otherwise]),
  ];
  return [usage, ...deeper.flatMap(usagesOf)];
}

const repeatedIn = (words: readonly string[]): readonly string[] =>
  words.filter((word, at) => words.indexOf(word) !== at);

test("a program has one row", () => {
  expect(repeatedIn(ROWS.flatMap(({ names }) => names))).toEqual([]);
  expect(rowFor("cat")?.about).toBe("prints files");
  expect(rowFor("no-such-program")).toBe(undefined);
});

test.each(ROWS.map((row) => [row.names[0] ?? "", row] as const))("the row of %s is in order", (_name, row) => {
  for (const usage of usagesOf(row)) {
    for (const key of Object.keys(usage.options ?? {})) {
      const spellings = key.split(/,? /).map((spelling) => spelling.replace(/=\??$/, ""));
      expect(spellings.filter((spelling) => !/^[-+]/.test(spelling))).toEqual([]);
      expect(repeatedIn(spellings)).toEqual([]);
    }
  }
  expect(row.about).toMatch(/^[a-z].*[^.]$/);
});

test("docs/commands.md is the table", () => {
  const path = new URL("../../../docs/commands.md", import.meta.url);
  expect(readFileSync(path, "utf8")).toBe(renderCommands());
});
