/** What it costs to read a script: a typical one, longer and longer ones, and hostile ones. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const READS = 20_000;
const PASSES = 5;
const MEBI = 1 << 20;

/** Rows `{name, figure, unit, target, note}`. */
export async function bench() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    const { read } = await import(pathToFileURL(await compile(folder)).href);
    const readScript = (script) => read(["bash", "-lc", script]);
    return [...typicalRows(readScript), ...lengthRows(readScript), ...hostileRows(readScript)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const TYPICAL = {
  plain: "git add -A && git commit -m 'Fix the parser of dates' && npm test -- --reporter=dot",
  opaque: 'cd packages/core && npm test 2>&1 | tail -n 20; echo "status $?"',
};

function typicalRows(readScript) {
  return Object.entries(TYPICAL).map(([kind, script]) => {
    if (readScript(script).kind !== kind) throw new Error(`this is not read as ${kind}: ${script}`);
    const times = new Float64Array(READS);
    for (let run = -READS; run < READS; run += 1) {
      const took = timed(() => readScript(script));
      if (run >= 0) times[run] = took * 1000;
    }
    const note = `${script.length} characters; p99 ${quantile(times, 0.99).toFixed(1)} µs`;
    return row(`read a script of three commands: ${kind}`, quantile(times, 0.5), "µs", 50, note);
  });
}

/** 64 characters. */
const LINE = "grep --recursive --include=a.ts 'a pattern' packages/core/source";

/** Each makes a plain script of about that many characters. */
const SHAPES = {
  commands: (length) => `${LINE}\n`.repeat(length / 65),
  words: (length) => `ls ${"some/long/path ".repeat(length / 15 - 1)}`,
  "a word": (length) => `ls ${"a".repeat(length - 3)}`,
  pipes: (length) => `ls${` | ${LINE}`.repeat(length / 67 - 1)}`,
  quotes: (length) => `ls ${`'some/long/path'"/to/a/file"`.repeat(length / 28 - 1)}`,
  escapes: (length) => `ls ${"\\x".repeat(length / 2 - 2)}`,
  continuations: (length) => `ls ${"\\\n".repeat(length / 2 - 2)}`,
};

/** Time for each character, over that in a script a quarter as long: 1 is linear, 4 square. */
function lengthRows(readScript) {
  return Object.entries(SHAPES).map(([shape, make]) => {
    const [short, long] = [MEBI / 4, MEBI].map((length) => {
      const script = make(length);
      if (readScript(script).kind !== "plain") throw new Error(`a script of ${shape} is not plain`);
      return least(() => readScript(script)) / script.length;
    });
    const note = `1 MiB in ${(long * MEBI).toFixed(0)} ms`;
    return row(`1 MiB of ${shape} over 256 KiB, by character`, long / short, "×", 2, note);
  });
}

const HOSTILE = {
  "a quote that does not end, 1 MiB": `ls '${"a".repeat(MEBI - 4)}`,
  "1 MiB of words, then such a quote": `${"ls a ".repeat(MEBI / 5 - 1)}'`,
  "1 MiB of pipes into nothing": "a|".repeat(MEBI / 2),
  "1 MiB of quotes": `ls ${`'a'"b"`.repeat(MEBI / 6 - 1)}`,
  "1 MiB of braces": `ls ${"{".repeat(MEBI - 3)}`,
  "1 MiB of what no text holds": "\u0000\ufffd".repeat(MEBI / 2),
  "100,000 brackets": "(".repeat(100_000),
  "100,000 substitutions": '"$('.repeat(100_000),
  "100,000 braces, then an error": `ls ${"{".repeat(100_000)} (`,
  "shells within shells": Array.from({ length: 8 }).reduce(
    (inner) => `bash -c '${inner.replaceAll("'", `'\\''`)}'`,
    "ls (a",
  ),
  "a line of 10 MB": "a".repeat(10_000_000),
};

function hostileRows(readScript) {
  return Object.entries(HOSTILE).map(([name, script]) => {
    const reading = readScript(script);
    const note = reading.kind === "opaque" ? `opaque: ${reading.why}` : "plain";
    return row(
      `read ${name}`,
      least(() => readScript(script)),
      "ms",
      100,
      note,
    );
  });
}

/** The reader of the working copy, compiled for this run; the path of the module. */
async function compile(folder) {
  const resolveDir = new URL("../src/core/shell/", import.meta.url).pathname;
  const outfile = `${folder}/read.mjs`;
  await build({
    stdin: { contents: `export { read } from "./read.ts";`, resolveDir, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  return outfile;
}

/** Milliseconds of the quickest of a few passes. */
function least(work) {
  return Math.min(...Array.from({ length: PASSES }, () => timed(work)));
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
