/** Bundles the program and the library into dist/, and writes the library's types. */
import { spawnSync } from "node:child_process";
import { chmodSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// Built aside and put in place at the end: whoever runs the old one meanwhile is not left without it.
const aside = `dist.new-${process.pid}`;
process.once("exit", () => rmSync(aside, { recursive: true, force: true }));

await build({
  entryPoints: { main: "src/main.ts", index: "src/index.ts" },
  outdir: aside,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
}).catch(() => process.exit(1)); // The errors have been printed.
chmodSync(`${aside}/main.js`, 0o755);

if (!process.argv.includes("--no-types")) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
  const options = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--rootDir", "src"];
  const { status } = spawnSync(process.execPath, [...tsc, ...options, "--outDir", `${aside}/types`], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
rmSync("dist", { recursive: true, force: true });
renameSync(aside, "dist");
