/** What a subcommand loads: the imports of its file in the build, followed to their end. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

type Loaded = { readonly modules: readonly string[]; readonly text: string };

/** All that is loaded before a file of the build runs; what it imports on demand is left out. */
function loadedWith(entry: string): Loaded {
  const files = new Set([join(DIST, entry)]);
  const modules = new Set<string>();
  let text = "";
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    text += source;
    for (const [, name = ""] of source.matchAll(/(?:^|[;\n}])import\s*(?:[\w*${},\s]+?from\s*)?"([^"]+)"/g)) {
      if (name.startsWith(".")) files.add(join(dirname(file), name));
      else modules.add(name);
    }
  }
  return { modules: [...modules].toSorted(), text };
}

/** Words that only the prompt, the engine, the TOML parser and the parser of shell scripts have in them. */
const PROMPT = "accept and add to policy";
const ENGINE = "actions are open already";
const TOML = "Invalid TOML";
const SHELL = "unterminated array subscript";

const heavyIn = ({ text }: Loaded): readonly string[] =>
  [PROMPT, ENGINE, TOML, SHELL].filter((words) => text.includes(words));

test("assent --version loads the entry point and nothing else", () => {
  const loaded = loadedWith("main.js");
  expect([loaded.modules, heavyIn(loaded)]).toEqual([[], []]);
});

test("assent execpolicy check loads neither engine, prompt, packages nor network", () => {
  const loaded = loadedWith("commands/execpolicy.js");
  expect([loaded.modules, heavyIn(loaded)]).toEqual([["node:fs", "node:os"], []]);
});

test.each(["log", "sandbox"])("assent %s reads no shell script, and loads nothing for it", (name) => {
  expect(heavyIn(loadedWith(`commands/${name}.js`))).toEqual([]);
});

test("assent run loads the engine, but the prompt and TOML only on demand, and no network", () => {
  const loaded = loadedWith("commands/run.js");
  expect(heavyIn(loaded)).toEqual([ENGINE, SHELL]);
  expect(loaded.modules.filter((name) => !/^node:(?!net|http|https|tls|dgram)/.test(name))).toEqual([]);
});
