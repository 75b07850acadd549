/** What a subcommand loads: the bundle's own static imports, followed from the entry point. */
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let outputs: Metafile["outputs"] = {};
beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: "src/main.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    metafile: true,
    write: false,
  });
  outputs = metafile.outputs;
});

/** Source files and Node modules that are loaded with the output of `entry`, without what is loaded on demand. */
function loadedWith(entry: string): readonly string[] {
  const start = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (start === undefined) throw new Error(`the bundle has no entry for ${entry}`);
  const seen = new Set([start]);
  const loaded = new Set<string>();
  for (const path of seen) {
    for (const input of Object.keys(outputs[path]?.inputs ?? {})) loaded.add(input);
    for (const one of outputs[path]?.imports ?? []) {
      if (one.external === true) loaded.add(one.path);
      else if (one.kind === "import-statement") seen.add(one.path);
    }
  }
  return [...loaded];
}

/** The agent-facing and interactive parts, third-party code, and whatever can reach a network. */
const HEAVY =
  /^src\/(engine|effects|surfaces\/(tui|demo))\/|^node_modules\/|^(node:)?(net|tls|http|https|http2|dns|child_process)$/;

test("assent --version loads the entry point and nothing else", () => {
  expect(loadedWith("src/main.ts").toSorted()).toEqual(["src/main.ts", "src/version.ts"]);
});

test("assent execpolicy check loads neither engine, prompt, packages nor network", () => {
  const loaded = loadedWith("src/compose/execpolicy.ts");
  expect(loaded).toContain("src/core/starlark/execute.ts");
  expect(loaded.filter((path) => HEAVY.test(path))).toEqual([]);
});

test("assent run loads the prompt, TOML and patches only on demand", () => {
  const loaded = loadedWith("src/compose/run.ts");
  expect(loaded).toContain("src/engine/engine.ts");
  expect(
    loaded.filter((path) => /surfaces\/tui|surfaces\/demo|^node_modules|effects\/patch|(net|http|tls)$/.test(path)),
  ).toEqual([]);
});
