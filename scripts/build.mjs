/** Bundles the program and the library into dist/, and writes the library's types. */
import { spawnSync } from "node:child_process";
import { chmodSync, renameSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// Built aside and put in place at the end: whoever runs the old one meanwhile is not left without it.
const aside = `dist.new-${process.pid}`;
process.once("exit", () => rmSync(aside, { recursive: true, force: true }));

const options = {
  outdir: aside,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
};

/**
 * Every subcommand becomes one file, and `main` loads the one that is called. Node takes longer to find and link many
 * small files than to read one that holds a little more than is needed.
 */
const commands = new Map();
const apart = {
  name: "subcommands apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/compose\// }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const name = basename(path, ".ts");
      commands.set(`commands/${name}`, `src/compose/${name}.ts`);
      return { path: `./commands/${name}.js`, external: true };
    });
  },
};

try {
  await build({ ...options, entryPoints: { main: "src/main.ts" }, plugins: [apart] });
  await build({ ...options, entryPoints: { index: "src/index.ts", ...Object.fromEntries(commands) } });
} catch {
  process.exit(1); // The errors have been printed.
}
chmodSync(`${aside}/main.js`, 0o755);

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
