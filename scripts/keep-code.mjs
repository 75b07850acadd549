/** Runs a bundled subcommand once, and keeps the code that V8 has made of it meanwhile. */
import { writeFileSync } from "node:fs";
import { compile, evaluate } from "./load.mjs";

const [file = "", name = "", ...args] = process.argv.slice(2);
const script = compile(file);
try {
  await evaluate(script, file)[name](args);
} catch {
  // What has been compiled up to there is kept; why it failed shows when somebody calls it.
}
writeFileSync(`${file}.code`, script.createCachedData());
process.exitCode = 0;
