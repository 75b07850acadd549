/** Writes docs/commands.md from the table of commands. */
import { writeFileSync } from "node:fs";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);

const { outputFiles } = await build({
  entryPoints: [new URL("test/core/commands/catalogue.ts", root).pathname],
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const catalogue = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`;
const { renderCommands } = await import(catalogue);
writeFileSync(new URL("docs/commands.md", root), renderCommands());
