/** Holds the sources to the plan of docs/design.md, and the documents to the files they name. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { faultsOf } from "./architecture/faults.ts";

const ROOT = dirname(import.meta.dirname);

function filesUnder(folders: readonly string[], suffixes: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && suffixes.some((suffix) => entry.name.endsWith(suffix)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .toSorted();
}

test("the sources keep to the plan", () => {
  const paths = filesUnder(["src", "test", "scripts", "bench"], [".ts", ".mjs"]);
  expect(paths.length).toBeGreaterThan(50);
  const sources = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
  expect(faultsOf(sources)).toEqual([]);
});

const CAPTION = "/** What it does. */\n";
const OTHERS = [
  "src/kit/a.ts",
  "src/core/shell/a.ts",
  "src/core/policy/a.ts",
  "src/core/approval/a.ts",
  "src/engine/a.ts",
];
const MORE = ["src/effects/a.ts", "src/surfaces/tui/a.ts", "src/compose/a.ts", "src/main.ts", "test/a.ts"];

/** Each must be found in a file that is otherwise in order, or the test above means nothing. */
const BROKEN: readonly [name: string, path: string, source: string, fault: string | null][] = [
  [
    "an import upwards",
    "src/kit/b.ts",
    'import { a } from "../core/shell/a.ts";',
    "src/kit may not import src/core/shell/a.ts",
  ],
  [
    "a type is no excuse",
    "src/core/shell/b.ts",
    'import type { A } from "../policy/a.ts";',
    "src/core/shell may not import src/core/policy/a.ts",
  ],
  [
    "an import over several lines",
    "src/core/policy/b.ts",
    'import {\n  a,\n  type B,\n} from "../approval/a.ts";',
    "src/core/policy may not import src/core/approval/a.ts",
  ],
  [
    "a lazy import",
    "src/engine/b.ts",
    'const a = await import("../effects/a.ts");',
    "src/engine may not import src/effects/a.ts",
  ],
  [
    "an import for its effect",
    "src/engine/b.ts",
    'import "../effects/a.ts";',
    "src/engine may not import src/effects/a.ts",
  ],
  [
    "an import from within a template",
    "src/engine/b.ts",
    'const a = `${await import("../effects/a.ts")}`;',
    "src/engine may not import src/effects/a.ts",
  ],
  [
    "an import after a regular expression with a quote",
    "src/kit/b.ts",
    'const a = /"/u;\nimport "../core/shell/a.ts";',
    "src/kit may not import src/core/shell/a.ts",
  ],
  [
    "a surface that meets effects",
    "src/surfaces/cli/b.ts",
    'import { a } from "../../effects/a.ts";',
    "src/surfaces/cli may not import src/effects/a.ts",
  ],
  [
    "a surface that meets another",
    "src/surfaces/cli/b.ts",
    'import { a } from "../tui/a.ts";',
    "src/surfaces/cli may not import src/surfaces/tui/a.ts",
  ],
  [
    "effects that call the engine",
    "src/effects/b.ts",
    'import { type A, b } from "../engine/a.ts";',
    "src/effects may not import src/engine/a.ts",
  ],
  [
    "effects that name the engine's types",
    "src/effects/b.ts",
    'import { type A, type B } from "../engine/a.ts";',
    null,
  ],
  [
    "a Node module in pure code",
    "src/core/policy/b.ts",
    'import { readFileSync } from "node:fs";',
    "src/core/policy may not import node:fs",
  ],
  [
    "a Node module in a surface",
    "src/surfaces/tui/b.ts",
    'import { readFileSync } from "node:fs";',
    "src/surfaces/tui may not import node:fs",
  ],
  ["the hash function where it may be", "src/kit/digest.ts", 'import { createHash } from "node:crypto";', null],
  [
    "the hash function elsewhere",
    "src/kit/b.ts",
    'import { createHash } from "node:crypto";',
    "src/kit may not import node:crypto",
  ],
  [
    "a package nobody agreed on",
    "src/core/shell/b.ts",
    'import { a } from "left-pad";',
    "src/core/shell may not import left-pad",
  ],
  [
    "a computed import",
    "src/core/shell/b.ts",
    "const a = await import(name);",
    "src/core/shell may not import (computed)",
  ],
  ["a file that is not there", "src/kit/b.ts", 'import { a } from "./gone.ts";', "src/kit/gone.ts does not exist"],
  ["data in the program", "src/kit/b.ts", 'import a from "./a.json";', "src/kit/a.json does not exist"],
  ["data beside a test", "test/kit/a.test.ts", 'import a from "./a.json" with { type: "json" };', null],
  ["a file outside the plan", "src/utils.ts", "", "it lies in no folder of the plan"],
  ["a barrel", "src/engine/b.ts", 'export { a } from "../kit/a.ts";', "it hands on names of ../kit/a.ts"],
  ["a barrel with a star", "src/engine/b.ts", 'export * from "../kit/a.ts";', "it hands on names of ../kit/a.ts"],
  ["a barrel of types", "src/engine/b.ts", 'export type { A } from "../kit/a.ts";', "it hands on names of ../kit/a.ts"],
  ["an export before an import", "src/engine/b.ts", 'export { a };\nimport { b } from "../kit/a.ts";', null],
  ["the clock", "src/core/policy/b.ts", "const a = Date.now();", "Date has no place in pure code"],
  ["the clock by another door", "src/engine/b.ts", "const a = new Date();", "Date has no place in pure code"],
  ["a date that is given", "src/core/audit/b.ts", "const a = new Date(time);", null],
  ["the dice", "src/kit/b.ts", "const a = Math.random();", "Math has no place in pure code"],
  ["the process", "src/core/policy/b.ts", "const a = process.env;", "process has no place in pure code"],
  ["the terminal", "src/core/policy/b.ts", 'const a = () => console.log("");', "console has no place in pure code"],
  ["a timer", "src/engine/b.ts", "setTimeout(a, 1);", "setTimeout has no place in pure code"],
  [
    "such names in comments, texts and fields",
    "src/kit/b.ts",
    'const a = { process: "console" }; // Date.now()\na.process;',
    null,
  ],
  ["any", "src/effects/b.ts", "const a = b as any;", "the type any"],
  ["any in a list of types", "src/effects/b.ts", "const a: Map<string, any> = b;", "the type any"],
  ["a name that is like it", "src/effects/b.ts", "const any = [1].some(a);", null],
  ["a default export", "src/kit/b.ts", "export default 1;", "a default export"],
  ["a test of nothing", "test/kit/b.test.ts", "", "there is no src/kit/b.ts that it tests"],
  ["a test of a file", "test/kit/a.test.ts", "", null],
  ["a test of the whole", "test/e2e/b.test.ts", "", null],
  ["a long file", "test/b.ts", "\n".repeat(400), "it has 401 lines, 400 are allowed"],
  [
    "a long function",
    "src/kit/b.ts",
    `function a(): { b: string } {${"\n".repeat(60)}}`,
    "a function has 61 lines, 60 are allowed",
  ],
  [
    "a long arrow function",
    "src/kit/b.ts",
    `const a = () => {${"\n".repeat(60)}};`,
    "a function has 61 lines, 60 are allowed",
  ],
  ["a long text in a short function", "src/kit/b.ts", `const a = () => {};\nconst b = \`{${"\n".repeat(90)}\`;`, null],
  [
    "a long function made of short ones",
    "src/kit/b.ts",
    `function a() {\n${"const b = () => {\n\n};\n".repeat(25)}}`,
    null,
  ],
  ["a function of the length allowed", "src/kit/b.ts", `function a() {${"\n".repeat(59)}}`, null],
];

test.each(BROKEN)("finds %s", (_name, path, source, fault) => {
  const sources = new Map([...OTHERS, ...MORE].map((other) => [other, CAPTION]));
  const found = faultsOf(sources.set(path, `${CAPTION}${source}`)).map((line) => line.replace(/^\S+:\d+: /u, ""));
  expect(found).toEqual(fault === null ? [] : [fault]);
});

test("finds a circle", () => {
  const sources = new Map([
    ["src/kit/a.ts", `${CAPTION}import { b } from "./b.ts";`],
    ["src/kit/b.ts", `${CAPTION}import { c } from "./c.ts";`],
    ["src/kit/c.ts", `${CAPTION}import { a } from "./a.ts";`],
  ]);
  expect(faultsOf(sources)).toEqual([
    "src/kit/a.ts:1: a circle: src/kit/a.ts > src/kit/b.ts > src/kit/c.ts > src/kit/a.ts",
  ]);
});

test("finds a circle of types, from folder to folder and within one", () => {
  const sources = new Map([
    ["src/core/approval/a.ts", `${CAPTION}import type { B } from "../audit/b.ts";`],
    ["src/core/audit/b.ts", `${CAPTION}import type { A } from "../approval/a.ts";`],
    ["src/kit/a.ts", `${CAPTION}import type { B } from "./b.ts";`],
    ["src/kit/b.ts", `${CAPTION}import { type A } from "./a.ts";`],
  ]);
  expect(faultsOf(sources)).toEqual([
    "src/core/approval/a.ts:2: src/core/approval may not import src/core/audit/b.ts",
    "src/core/approval/a.ts:1: a circle: src/core/approval/a.ts > src/core/audit/b.ts > src/core/approval/a.ts",
    "src/kit/a.ts:1: a circle: src/kit/a.ts > src/kit/b.ts > src/kit/a.ts",
  ]);
});

const CAPTIONS: readonly [name: string, source: string, faults: readonly string[]][] = [
  ["one line", "/** Does. */\n", []],
  ["after the line that names the interpreter", "#!/usr/bin/env node\n/** Does. */\n", []],
  ["the first of several lines", "/**\n * Does.\n *\n * And why.\n */\n", []],
  ["none", "const a = 1;\n", ["src/kit/a.ts:1: it does not start with a caption"]],
  ["a comment of the other kind", "// Does.\n", ["src/kit/a.ts:1: it does not start with a caption"]],
  ["too long", `/** ${"x".repeat(91)} */\n`, ["src/kit/a.ts:1: its caption has 91 characters, 90 are allowed"]],
];

test.each(CAPTIONS)("looks at the caption: %s", (_name, source, faults) => {
  expect(faultsOf(new Map([["src/kit/a.ts", source]]))).toEqual(faults);
});

/** Described in docs/design.md ahead of being built; a line goes when its file comes. */
const PLANNED: readonly string[] = [];

test("the documents name files that exist", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].filter((path) =>
    existsSync(join(ROOT, path)),
  );
  const named = [...documents, ...filesUnder(["docs"], [".md"])].flatMap((document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)].map(([, path = ""]) =>
      join(dirname(document), path),
    );
    const names = [...text.matchAll(/`((?:src|test|docs|scripts|bench|examples)\/[\w./-]+\.\w+)`/gu)].map(
      ([, path = ""]) => path,
    );
    return [...links, ...names].map((path) => ({ document, path }));
  });
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path)) && !PLANNED.includes(path))).toEqual([]);
  expect(PLANNED.filter((path) => existsSync(join(ROOT, path)))).toEqual([]);
});
