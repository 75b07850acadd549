/** Whole-process `execpolicy check` beside a real Codex: $CODEX_BIN, else `codex`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const RUNS = 40;
const PROGRAM = new URL("../dist/main.js", import.meta.url).pathname;

/** Rows `{name, figure, unit, target, note}`; medians. */
export async function bench() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    const codex = findCodex();
    const rows = [];
    for (const count of [10, 10_000]) {
      const file = `${folder}/${count}.rules`;
      const rules = Array.from({ length: count }, (_none, at) => `prefix_rule(pattern=["tool${at}", "run"])\n`);
      writeFileSync(file, rules.join(""));
      rows.push(...compare(codex, ["execpolicy", "check", "--rules", file, "--", "tool7", "run", "x"], count));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(codex, args, count) {
  const ways = { node: [process.execPath, "-e", "0"], assent: [process.execPath, PROGRAM, ...args] };
  if (codex !== null) ways.codex = [codex, ...args];
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  const answers = new Set();
  for (let run = -2; run < RUNS; run += 1) {
    for (const [name, [program, ...words]] of Object.entries(ways)) {
      const begun = performance.now();
      const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
      const took = performance.now() - begun;
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      if (name !== "node") answers.add(stdout);
      if (run >= 0) times[name].push(took);
    }
  }
  if (answers.size !== 1) throw new Error(`the answers differ: ${[...answers].join(" | ")}`);
  const [node, assent] = [median(times.node), median(times.assent)];
  const what = `execpolicy check, ${count} rules`;
  const own = row(
    `${what}: assent`,
    assent,
    "ms",
    `of it Node alone ${node.toFixed(1)} ms, ours ${(assent - node).toFixed(1)} ms`,
  );
  if (codex === null) return [own, row(`${what}: codex`, "skipped", "", "no codex found: set CODEX_BIN")];
  const peer = median(times.codex);
  const why =
    assent > peer
      ? "a native binary starts faster than Node; a single executable with a snapshot would not pay for it"
      : "";
  return [own, row(`${what}: codex`, peer, "ms", codex), row(`${what}: assent / codex`, assent / peer, "×", why)];
}

/** The file that the name leads to; a launcher written for Node pays for Node as well. */
function findCodex() {
  const named = process.env.CODEX_BIN;
  const places = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "codex"));
  const found = (named === undefined ? places : [named]).find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  return found === undefined ? null : realpathSync(found);
}

function row(name, figure, unit, note) {
  return { name, figure, unit, target: null, note };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
