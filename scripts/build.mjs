/** Bundles the program and the library into dist/, with types and the supervisor. */
import { spawnSync } from "node:child_process";
import { chmodSync, renameSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileNative } from "./native.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// Built aside and put in place at the end: whoever runs the old one meanwhile is not left without it.
const aside = `dist.new-${process.pid}`;
process.once("exit", () => rmSync(aside, { recursive: true, force: true }));

const options = {
  absWorkingDir: process.cwd(),
  outdir: aside,
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
};

/**
 * Every subcommand is bundled by itself, and `main` loads the one that is called: it is one file and, in chunks, what
 * it loads on demand. Shared between subcommands, the same code would be many small files, which Node links slowly.
 */
const commands = [];
const apart = {
  name: "subcommands apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/compose\// }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const name = basename(path, ".ts");
      commands.push({ [`commands/${name}`]: `src/compose/${name}.ts` });
      return { path: `./commands/${name}.js`, external: true };
    });
  },
};

try {
  await build({ ...options, entryPoints: { main: "src/main.ts" }, plugins: [apart] });
  for (const entryPoints of [{ index: "src/index.ts" }, ...commands]) await build({ ...options, entryPoints });
} catch {
  process.exit(1); // The errors have been printed.
}
chmodSync(`${aside}/main.js`, 0o755);
const native = compileNative(aside);
if (native.kind === "missing") process.stderr.write(`assent: ${native.why}\n`);

if (!process.argv.includes("--no-types")) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
  const types = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--rootDir", "src"];
  const { status } = spawnSync(process.execPath, [...tsc, ...types, "--outDir", `${aside}/types`], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
rmSync("dist", { recursive: true, force: true });
renameSync(aside, "dist");
