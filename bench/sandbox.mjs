/** What a sandboxed command costs: whole process, inside a running one, with many programs. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Codex takes no home in a folder of temporary files. */
const PLACE = realpathSync("/var/tmp");
const RUNS = 40;
const LOOPS = 7;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAM = `${ROOT}dist/main.js`;
const CODEX = process.env.CODEX_BIN;
const EXECS = ["bash", "-c", "for i in $(seq 1000); do /bin/true; done"];
const OTHERS = ["bash", "-c", "for i in $(seq 1000); do /bin/true $i; done"];

/** Rows `{name, figure, unit, target, note}`; medians of runs that alternate, so that a slow moment touches all alike. */
export async function bench() {
  const base = mkdtempSync(`${PLACE}/assent-bench-`);
  try {
    for (const name of ["ws", "home", "dist", "dist/commands"]) mkdirSync(`${base}/${name}`);
    const env = { ...process.env, ASSENT_HOME: `${base}/home`, CODEX_HOME: `${base}/home` };
    const whole = await measure(RUNS, wholeWays(`${base}/ws`, env));
    const inside = await insideWays(base);
    const quick = await measure(RUNS, inside(["true"]));
    const same = await measure(LOOPS, inside(EXECS));
    const others = await measure(LOOPS, inside(OTHERS));
    return [...wholeRows(whole), ...quickRows(quick), ...execRows(same, others)];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

const bubblewrap = (ws, command) =>
  [
    ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--die-with-parent"],
    ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", ws, ws, "--", ...command],
  ].flat();

function wholeWays(cwd, env) {
  const sandbox = ["sandbox", "linux", "--full-auto", "--", "true"];
  const ways = {
    bwrap: ["bwrap", ...bubblewrap(cwd, ["true"])],
    node: [process.execPath, "-e", "0"],
    version: [process.execPath, PROGRAM, "--version"],
    sandbox: [process.execPath, PROGRAM, ...sandbox],
    run: [process.execPath, PROGRAM, "run", "--full-auto", "--", "true"],
    ...(CODEX === undefined ? {} : { codex: [CODEX, "sandbox", "-c", 'sandbox_mode="workspace-write"', "--", "true"] }),
  };
  const start = ([program, ...args]) => {
    const { status, stderr } = spawnSync(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${String(stderr)}`);
  };
  return Object.fromEntries(Object.entries(ways).map(([name, words]) => [name, () => start(words)]));
}

/** Runs of commands in this process: in plain bubblewrap, in assent's sandbox, and with each program asked about. */
async function insideWays(base) {
  const made = await compile(base);
  const { runCommand, findPlace, workspaceFor, findBackend, permissionsOf, UNSUPERVISED, NO_FLAGS } = made;
  const cwd = `${base}/ws`;
  const flags = { ...NO_FLAGS, sandboxMode: "workspace-write" };
  const place = await findPlace({ cwd, home: `${base}/home`, flags, overrides: [], addDirs: [] });
  if (!place.ok) throw new Error(JSON.stringify(place.error));
  const { home, settings } = place.value;
  const workspace = workspaceFor(place.value, [], []);
  const permissions = permissionsOf(settings.sandboxMode, workspace);
  const backend = findBackend({ path: process.env.PATH, roots: workspace.roots });
  const run = async (command, exec) => {
    const supervision = { ...UNSUPERVISED, exec };
    const streams = { kind: "capture", input: null, bytesMax: 1024 };
    const options = { env: process.env, streams, timeoutMs: null, supervision };
    const told = { isAccepted: false, tell: () => {}, notice: () => {} };
    const wanted = { command, cwd, permissions, backend, home, options, ...told };
    const result = await runCommand(wanted, new AbortController().signal);
    if (result.status !== 0) throw new Error(`${command.join(" ")}: ${JSON.stringify(result)}`);
  };
  const plain = async (command) => {
    const child = spawn("bwrap", bubblewrap(cwd, command), { cwd, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.resume();
    child.stderr.resume();
    await once(child, "close");
  };
  return (command) => ({
    bwrap: () => plain(command),
    sandbox: () => run(command, null),
    same: () => run(command, async () => "allow-same"),
    asked: () => run(command, async () => "allow"),
  });
}

/** Bundled where it finds the supervisor that the build has made. */
async function compile(base) {
  symlinkSync(`${ROOT}dist/native`, `${base}/dist/native`);
  const outfile = `${base}/dist/commands/bench.mjs`;
  const contents = `export { runCommand } from "./effects/run-command.ts";
    export { findPlace, workspaceFor } from "./compose/place.ts";
    export { findBackend } from "./effects/backend.ts";
    export { permissionsOf } from "./core/permissions/permissions.ts";
    export { NO_FLAGS } from "./core/config/flags.ts";
    export { UNSUPERVISED } from "./core/sandbox/supervision.ts";`;
  const stdin = { contents, resolveDir: `${ROOT}src`, loader: "ts" };
  await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  return import(pathToFileURL(outfile).href);
}

/** Milliseconds of each way, and of each its share of the first of the same turn: medians. */
async function measure(runs, ways) {
  const names = Object.keys(ways);
  const [first] = names;
  const times = Object.fromEntries(names.map((name) => [name, { ms: [], ratio: [] }]));
  for (let run = -2; run < runs; run += 1) {
    const turn = {};
    for (const name of names) {
      const begun = performance.now();
      await ways[name]();
      turn[name] = performance.now() - begun;
    }
    if (run < 0) continue;
    for (const name of names) {
      times[name].ms.push(turn[name]);
      times[name].ratio.push(turn[name] / turn[first]);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, { ms: median(times[name].ms), ratio: median(times[name].ratio) }]),
  );
}

function wholeRows({ bwrap, node, version, sandbox, run, codex }) {
  const beyond = (one) => `${(one.ms - node.ms).toFixed(1)} ms beyond Node's own start`;
  return [
    row("true in bare bubblewrap", bwrap.ms, "ms"),
    row("Node alone, an empty program", node.ms, "ms", null, "what any Node program pays"),
    row("assent --version", version.ms, "ms", null, beyond(version)),
    row(
      "assent sandbox linux -- true, whole process",
      sandbox.ms,
      "ms",
      codex === undefined ? null : Math.round(codex.ms),
      beyond(sandbox),
    ),
    row("assent run -- true, whole process", run.ms, "ms", null, beyond(run)),
    ...(codex === undefined ? [] : [row("codex sandbox -- true, whole process", codex.ms, "ms")]),
  ];
}

function quickRows({ bwrap, sandbox, same }) {
  return [
    row("true in bare bubblewrap, from a running process", bwrap.ms, "ms"),
    row("true in assent's sandbox, from a running process", sandbox.ms, "ms"),
    row("over bare bubblewrap, median of pairs", sandbox.ratio, "x", 1.5),
    row("with its programs asked about, median of pairs", same.ratio, "x"),
  ];
}

function execRows(same, others) {
  return [
    row("1,000 programs in bare bubblewrap", same.bwrap.ms, "ms"),
    row("in assent's sandbox, median of pairs", same.sandbox.ratio, "x", 1.05),
    row("the same command each time, asked about once", same.same.ratio, "x", 1.5),
    row("1,000 commands, each asked about", others.asked.ratio, "x", null),
  ];
}

function row(name, figure, unit, target = null, note = "") {
  return { name, figure, unit, target, note };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
