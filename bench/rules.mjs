/** What rules cost: loading thousands of them, and one decision among few and many. */
import { rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const LOADS = 15;
const DECISIONS = 200_000;

/** Rows `{name, figure, unit, target, note}`. */
export async function bench() {
  const { readRulesFile, combine, matchCommand } = await compile();
  const load = (source) => {
    const file = readRulesFile({ file: "bench.rules", layer: "user", source });
    if (!file.ok) throw new Error(`the rules do not load: ${JSON.stringify(file.error)}`);
    return combine([file.value]);
  };
  const rows = [];
  for (const count of [100, 10_000]) {
    for (const [shape, make] of Object.entries(SHAPES)) {
      const source = Array.from({ length: count }, (_none, at) => make(at)).join("");
      const times = Array.from({ length: LOADS }, () => timed(() => load(source)));
      const note = `${shape}; first ${times[0].toFixed(1)} ms`;
      rows.push(row(`load ${count} rules`, quantile(times, 0.5), "ms", count === 10_000 ? 100 : null, note));
      rows.push(...decisionRows(load(source), count, shape, matchCommand));
    }
  }
  return rows;
}

const SHAPES = {
  "many programs": (at) => `prefix_rule(pattern=["tool${at}", "run"], decision="${["allow", "prompt"][at % 2]}")\n`,
  "one program": (at) => `prefix_rule(pattern=["git", "sub${at}", ["a", "b"]], match=["git sub${at} a"])\n`,
};

/** Commands that match and that do not, by name and by path. */
function decisionRows(rules, count, shape, matchCommand) {
  const commands = Array.from({ length: 1000 }, (_none, at) => {
    const which = (at * 7919) % count;
    return [
      [`tool${which}`, "run", "x"],
      ["git", `sub${which}`, "b", "x"],
      ["/usr/bin/git", `sub${which}`, "a"],
      ["npm", "test", `${at}`],
    ][at % 4];
  });
  const times = new Float64Array(DECISIONS);
  let matched = 0;
  for (let run = -DECISIONS / 4; run < DECISIONS; run += 1) {
    const command = commands[(run + DECISIONS) % commands.length];
    const begun = performance.now();
    matched += matchCommand(rules, command).length;
    if (run >= 0) times[run] = (performance.now() - begun) * 1000;
  }
  if (matched === 0) throw new Error("nothing matched: the commands do not fit the rules");
  const note = `${shape}; p50 ${quantile(times, 0.5).toFixed(2)} µs`;
  return [
    row(`one decision among ${count} rules, p99`, quantile(times, 0.99), "µs", count === 10_000 ? 20 : null, note),
  ];
}

/** The rules of the working copy, compiled for this run. */
async function compile() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    const root = new URL("../src/core/policy/", import.meta.url).pathname;
    const contents = `export { readRulesFile, combine } from "./load.ts"; export { matchCommand } from "./match.ts";`;
    const outfile = `${folder}/rules.mjs`;
    await build({
      stdin: { contents, resolveDir: root, loader: "ts" },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(work) {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function quantile(values, part) {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function row(name, figure, unit, target, note) {
  return { name, figure, unit, target, note };
}
