/** What rules cost: loading thousands of them, and one decision among few and many. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const LOADS = 15;
const FRESH_LOADS = 9;
const DECISIONS = 200_000;

/** Rows `{name, figure, unit, target, note}`. */
export async function bench() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    const program = await compile(folder);
    return [...(await warmRows(program)), ...freshRows(folder, program)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function warmRows(program) {
  const { readRulesFile, combine, matchCommand } = await import(pathToFileURL(program).href);
  const load = (source) => {
    const file = readRulesFile({ file: "bench.rules", layer: "user", source });
    if (!file.ok) throw new Error(`the rules do not load: ${JSON.stringify(file.error)}`);
    return combine([file.value]);
  };
  const rows = [];
  for (const count of [100, 10_000]) {
    for (const [shape, make] of Object.entries(SHAPES)) {
      const source = rulesText(count, make);
      const times = Array.from({ length: LOADS }, () => timed(() => load(source)));
      const note = `${shape}; first ${times[0].toFixed(1)} ms`;
      rows.push(row(`load ${count} rules`, quantile(times, 0.5), "ms", count === 10_000 ? 100 : null, note));
      rows.push(...decisionRows(load(source), count, shape, matchCommand));
    }
  }
  return rows;
}

/** What a process pays that has just begun: nothing of the program is compiled to machine code yet. */
function freshRows(folder, program) {
  const script = `
    import { readFileSync } from "node:fs";
    const { readRulesFile, combine } = await import(process.argv[1]);
    const source = readFileSync(process.argv[2], "utf8");
    const begun = performance.now();
    combine([readRulesFile({ file: "bench.rules", layer: "user", source }).value]);
    console.log(performance.now() - begun);`;
  return Object.entries(SHAPES).map(([shape, make]) => {
    const rules = `${folder}/fresh.rules`;
    writeFileSync(rules, rulesText(10_000, make));
    const times = Array.from({ length: FRESH_LOADS }, () => {
      const words = ["--input-type=module", "-e", script, pathToFileURL(program).href, rules];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
      if (status !== 0) throw new Error(`the rules do not load: ${stderr}`);
      return Number(stdout);
    });
    const note = `${shape}; least ${Math.min(...times).toFixed(1)} ms`;
    return row("load 10000 rules in a fresh process", quantile(times, 0.5), "ms", 100, note);
  });
}

function rulesText(count, make) {
  return Array.from({ length: count }, (_none, at) => make(at)).join("");
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

/** The rules of the working copy, compiled for this run; the path of the module. */
async function compile(folder) {
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
  return outfile;
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
