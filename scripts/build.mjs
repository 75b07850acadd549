// Bundles the program and the library into dist/, one chunk per subcommand, and writes the library's types.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";

process.chdir(new URL("..", import.meta.url).pathname);
rmSync("dist", { recursive: true, force: true });

await build({
  entryPoints: { main: "src/main.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
});
chmodSync("dist/main.js", 0o755);

if (!process.argv.includes("--no-types")) {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--rootDir", "src"];
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", ...options], { stdio: "inherit" });
}
