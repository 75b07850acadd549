/** Runs the benchmarks in bench/ and prints their figures; `npm run bench -- NAME` one. */
import { readdirSync } from "node:fs";

const root = new URL("..", import.meta.url);
const wanted = process.argv[2];
const names = readdirSync(new URL("bench", root))
  .filter((file) => file.endsWith(".mjs"))
  .map((file) => file.slice(0, -4))
  .filter((name) => wanted === undefined || name === wanted);
if (names.length === 0) {
  console.error(`there is no benchmark ${JSON.stringify(wanted)} in bench/`);
  process.exit(64);
}

process.chdir(root.pathname);
for (const name of names) {
  console.log(name);
  const { bench } = await import(new URL(`bench/${name}.mjs`, root).href);
  for (const { name: what, figure, unit, target, note } of await bench()) {
    const against = target === null ? "" : `  (target ${target} ${unit})`;
    const value = typeof figure === "number" ? figure.toPrecision(3) : figure;
    console.log(`  ${what.padEnd(58)} ${String(value).padStart(9)} ${unit}${against}${note ? `  ${note}` : ""}`);
  }
}
