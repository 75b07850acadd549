/** What it costs to judge a script: typical, long, hostile ones, and the first of all. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parse } from "unbash";

const JUDGEMENTS = 20_000;
const PASSES = 3;
const FRESH_PROCESSES = 7;
const MEBI = 1 << 20;

/** Rows `{name, figure, unit, target, note}`. */
export async function bench() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    const program = await compile(folder);
    const parts = await import(pathToFileURL(program).href);
    const judgeScript = judgeWith(parts, FEW_RULES);
    return [
      ...typicalRows(parts, judgeScript),
      gatherRow(parts),
      ...rulesRows(parts),
      ...freshRows(program),
      ...lengthRows(judgeScript),
      ...hostileRows(judgeScript),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FEW_RULES = [
  `prefix_rule(pattern=["git", "push"], decision="prompt")`,
  `prefix_rule(pattern=["rm", "-rf"], decision="forbidden")`,
  `prefix_rule(pattern=["npm", ["publish", "unpublish"]], decision="prompt")`,
  `prefix_rule(pattern=["git", "add"], decision="allow")`,
].join("\n");

const PLACE = { home: "/home/you", roots: ["/w", "/tmp"], keep: [] };

/** Gives the requirement and the survey of a script. */
function judgeWith({ judge, readRulesFile, combine, MODE_ONLY }, source) {
  const file = readRulesFile({ file: "bench.rules", layer: "user", source });
  if (!file.ok) throw new Error(`the rules do not load: ${JSON.stringify(file.error)}`);
  const basis = {
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
    workspace: { roots: PLACE.roots, keep: PLACE.keep, bounds: MODE_ONLY },
    rules: combine([file.value]),
    remembered: new Set(),
    needs: new Map(),
    isSupervised: false,
    file: null,
    within: null,
    allowRuns: "inside",
    smartApprovals: true,
    home: PLACE.home,
    programs: [],
    losses: [],
    links: [],
    repositories: [],
    hasFolder: true,
    targets: [],
  };
  return (script) => judge({ action: actionOf(script), mode: "run" }, basis);
}

function actionOf(script) {
  return { kind: "command", argv: ["bash", "-lc", script], cwd: "/w", escalate: false, why: null };
}

const TYPICAL = {
  plain: "git add -A && git commit -m 'Fix the parser of dates' && npm test -- --reporter=dot",
  opaque: 'cd packages/core && npm test 2>&1 | tail -n 20; echo "status $?"',
  "only reads": "cat src/main.ts | grep -n 'import' | head -20",
};

function typicalRows({ surveyOf }, judgeScript) {
  return Object.entries(TYPICAL).flatMap(([kind, script]) => {
    const times = warmTimes(() => judgeScript(script));
    const survey = quantile(
      warmTimes(() => surveyOf(actionOf(script), PLACE)),
      0.5,
    );
    const peer = quantile(
      warmTimes(() => parse(script)),
      0.5,
    );
    const note =
      `p99 ${quantile(times, 0.99).toFixed(1)} µs; reading and knowing alone ${survey.toFixed(1)} µs, ` +
      `unbash's parser alone ${peer.toFixed(1)} µs`;
    return row(`judge a script of three commands: ${kind}`, quantile(times, 0.5), "µs", 50, note);
  });
}

/** What the disk is asked besides, in a folder of this repository. */
function gatherRow({ surveyOf, wantedOf, lookAtDisk }) {
  const cwd = process.cwd();
  const around = { ...PLACE, roots: [cwd, "/tmp"] };
  const wanted = wantedOf(surveyOf({ ...actionOf(TYPICAL.plain), cwd }, around), "bash");
  const where = { cwd, path: process.env.PATH, roots: around.roots, env: process.env };
  const times = Array.from({ length: 500 }, () => timed(() => lookAtDisk(wanted, where)));
  return row(
    "ask the disk about such a script",
    quantile(times, 0.5),
    "ms",
    1,
    `p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );
}

const MANY_RULES = {
  "of many programs": (at) => `["tool${at}", "run"]`,
  "about options of one program": (at) => `["git", "--option${at}"]`,
};

function rulesRows(parts) {
  return Object.entries(MANY_RULES).map(([shape, make]) => {
    const rules = Array.from(
      { length: 10_000 },
      (_none, at) => `prefix_rule(pattern=${make(at)}, decision="prompt")\n`,
    );
    const judgeScript = judgeWith(parts, rules.join(""));
    const times = warmTimes(() => judgeScript(TYPICAL.plain));
    return row(`judge it among 10,000 rules ${shape}`, quantile(times, 0.5), "µs", 100, "");
  });
}

/** What a process pays that has just begun. */
function freshRows(program) {
  const script = `
    const begun = performance.now();
    const { judge, combine, MODE_ONLY } = await import(process.argv[1]);
    const loaded = performance.now();
    const place = { roots: ["/w", "/tmp"], keep: [], bounds: MODE_ONLY };
    const basis = { approvalPolicy: "on-request", sandboxMode: "workspace-write", workspace: place, rules: combine([]),
      remembered: new Set(), needs: new Map(), allowRuns: "inside", smartApprovals: true, home: "/home/you", programs: [], losses: [], links: [],
      repositories: [], hasFolder: true, targets: [], isSupervised: false, file: null, within: null };
    const action = { kind: "command", argv: ["bash", "-lc", process.argv[2]], cwd: "/w", escalate: false, why: null };
    judge({ action, mode: "run" }, basis);
    console.log(JSON.stringify([loaded - begun, performance.now() - loaded]));`;
  const runs = Array.from({ length: FRESH_PROCESSES }, () => {
    const words = ["--input-type=module", "-e", script, pathToFileURL(program).href, TYPICAL.plain];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    if (status !== 0) throw new Error(`the script is not judged: ${stderr}`);
    return JSON.parse(stdout);
  });
  const [load, first] = [0, 1].map((at) => runs.map((run) => run[at]));
  return [
    row("load all that judges", quantile(load, 0.5), "ms", null, `least ${Math.min(...load).toFixed(1)} ms`),
    row(
      "judge the first script of a process",
      quantile(first, 0.5),
      "ms",
      15,
      `least ${Math.min(...first).toFixed(1)} ms`,
    ),
  ];
}

/** Each makes a script of about that many characters. */
const SHAPES = {
  commands: (length) => "grep --recursive --include=a.ts 'a pattern' packages/core/source\n".repeat(length / 65),
  words: (length) => `rm -rf ${"some/long/path ".repeat(length / 15 - 1)}`,
  "a word": (length) => `ls ${"a".repeat(length - 3)}`,
  pipes: (length) => `ls${" | sort -u some/long/path".repeat(length / 25 - 1)}`,
  substitutions: (length) => 'echo "$(cat some/long/path)" > "$to"\n'.repeat(length / 37),
  conditions: (length) => "if test -f some/path; then cat some/path; else touch some/path; fi\n".repeat(length / 67),
  loops: (length) => "for name in one two three; do mv $name some/path/$name; done\n".repeat(length / 61),
  functions: (length) => "one() { two a b c; }; two() { one a b c; }; one a\n".repeat(length / 50),
  variables: (length) => "name=some/long/path; cat $name/file\n".repeat(length / 36),
  "here-documents": (length) => "cat > some/file <<'END'\nsome text of it\nEND\n".repeat(length / 44),
  redirections: (length) => `ls ${"> some/path ".repeat(length / 12 - 1)}`,
};

/** Time for each character, over that in a script a quarter as long: 1 is linear, 4 square. */
function lengthRows(judgeScript) {
  return Object.entries(SHAPES).map(([shape, make]) => {
    const [short, long] = [MEBI / 4, MEBI].map((length) => {
      const script = make(length);
      return least(() => judgeScript(script)) / script.length;
    });
    const note = `1 MiB in ${(long * MEBI).toFixed(0)} ms`;
    return row(`1 MiB of ${shape} over 256 KiB, by character`, long / short, "×", 2, note);
  });
}

/** By what they are answered within, ms. */
const HOSTILE = {
  100: {
    "a quote that does not end, 1 MiB": `ls '${"a".repeat(MEBI - 4)}`,
    "1 MiB of what no text holds": "\u0000\ufffd".repeat(MEBI / 2),
    "100,000 brackets": "(".repeat(100_000),
    "100,000 substitutions": '"$('.repeat(100_000),
    "100,000 braces": "{ ".repeat(100_000),
    "100,000 conditions": "if a; then ".repeat(100_000),
    "a line of 10 MB": "a".repeat(10_000_000),
    "one word of 100,000 patterns": `rm ${"*a".repeat(100_000)}`,
    "shells within shells": Array.from({ length: 8 }).reduce(
      (inner) => `bash -c '${inner.replaceAll("'", `'\\''`)}'`,
      "ls (a",
    ),
    "a name that is doubled 60 times": `x=ab\n${"x=$x$x\n".repeat(60)}eval $x`,
    "eval in eval": `${"eval ".repeat(10_000)}ls`,
    "programs that hand on 10,000 words": `${"env ".repeat(10_000)}ls`,
  },
  1000: {
    "100,000 commands": "a;".repeat(100_000),
    "100,000 pipes": "a|".repeat(100_000),
    "one command of 100,000 words": `rm ${"a ".repeat(100_000)}`,
    "50,000 redirections": `ls ${"> a ".repeat(50_000)}`,
    "50,000 redirections without a command": "> a\n".repeat(50_000),
    "100,000 patterns": `rm ${"*a* ".repeat(100_000)}`,
    "choices of choices": `ls ${`${"{a,b}".repeat(8)} `.repeat(10_000)}`,
    "20,000 functions that call each other": "a(){ b;b;};b(){ a;a;};a\n".repeat(10_000),
    "20,000 folders, each below the last": "cd a && ls b && ".repeat(20_000),
    "20,000 commands of one find": `find . ${"-exec rm {} \\; ".repeat(20_000)}`,
    "20,000 words, and each shifted away": `set -- ${"a ".repeat(20_000)}\n${"shift\n".repeat(20_000)}`,
  },
};

function hostileRows(judgeScript) {
  return Object.entries(HOSTILE).flatMap(([target, scripts]) =>
    Object.entries(scripts).map(([name, script]) => {
      const { requirement, survey } = judgeScript(script);
      const { sightings, unknowns } = survey.course;
      const note = `${requirement.kind}; ${sightings.length} commands, ${unknowns.length} not seen`;
      return row(
        `judge ${name}`,
        least(() => judgeScript(script)),
        "ms",
        Number(target),
        note,
      );
    }),
  );
}

/** All that judges, as it is in the working copy, compiled for this run; the path of the module. */
async function compile(folder) {
  const contents = `
    export { judge } from "./approval/judge.ts";
    export { surveyOf, wantedOf } from "./approval/survey.ts";
    export { readRulesFile, combine } from "./policy/load.ts";
    export { MODE_ONLY } from "./permissions/permissions.ts";
    export { lookAtDisk } from "../effects/gather.ts";`;
  const outfile = `${folder}/judging.mjs`;
  await build({
    stdin: { contents, resolveDir: new URL("../src/core/", import.meta.url).pathname, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
  });
  return outfile;
}

/** Microseconds of each of many, after as many to warm up. */
function warmTimes(work) {
  const times = new Float64Array(JUDGEMENTS);
  for (let run = -JUDGEMENTS; run < JUDGEMENTS; run += 1) {
    const took = timed(work);
    if (run >= 0) times[run] = took * 1000;
  }
  return times;
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
