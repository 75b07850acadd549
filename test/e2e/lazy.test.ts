/** What a subcommand loads before it runs: its imports, followed as the build follows them. */
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

type Loaded = { readonly modules: readonly string[]; readonly files: readonly string[] };

/** All that is loaded before a file runs; what it imports on demand is left out. `modules`: of Node. */
async function loadedWith(entry: string): Promise<Loaded> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    outdir: "dist",
    splitting: true,
  });
  const files = new Set([entry]);
  const modules = new Set<string>();
  for (const file of files) {
    for (const { path, external } of importsOf(file, metafile)) (external === true ? modules : files).add(path);
  }
  return { modules: [...modules].toSorted(), files: [...files] };
}

function importsOf(file: string, { inputs }: Metafile): Metafile["inputs"][string]["imports"] {
  return (inputs[file]?.imports ?? []).filter(({ kind }) => kind === "import-statement");
}

const HEAVY: Readonly<Record<string, RegExp>> = {
  prompt: /^src\/surfaces\/tui\//,
  engine: /^src\/engine\/engine\.ts$/,
  toml: /^node_modules\/smol-toml\//,
  shell: /^node_modules\/unbash\//,
};

const heavyIn = ({ files }: Loaded): readonly string[] =>
  Object.keys(HEAVY).filter((name) => files.some((file) => HEAVY[name]?.test(file)));

test("assent --version loads the entry point and nothing else", async () => {
  const loaded = await loadedWith("src/main.ts");
  expect([loaded.modules, heavyIn(loaded)]).toEqual([[], []]);
});

test("assent execpolicy check loads neither engine, prompt, packages nor network", async () => {
  const loaded = await loadedWith("src/compose/execpolicy.ts");
  expect([loaded.modules, heavyIn(loaded)]).toEqual([["node:fs", "node:os"], []]);
});

test.each(["log", "sandbox"])("assent %s reads no shell script, and loads nothing for it", async (name) => {
  expect(heavyIn(await loadedWith(`src/compose/${name}.ts`))).toEqual([]);
});

test("assent run loads the engine, but the prompt and TOML only on demand, and no network", async () => {
  const loaded = await loadedWith("src/compose/run.ts");
  expect(heavyIn(loaded)).toEqual(["engine", "shell"]);
  expect(loaded.modules.filter((name) => !/^node:(?!net|http|https|tls|dgram)/.test(name))).toEqual([]);
});
