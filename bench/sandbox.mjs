/** What running a command through assent costs, whole process, against bare bubblewrap. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

const RUNS = 40;
const PROGRAM = new URL("../dist/main.js", import.meta.url).pathname;

/** Rows `{name, figure, unit, target, note}`; medians of runs that alternate, so that a slow moment touches all alike. */
export async function bench() {
  const base = mkdtempSync(`${tmpdir()}/assent-bench-`);
  try {
    for (const name of ["ws", "home"]) mkdirSync(`${base}/${name}`);
    return rowsOf(measure(`${base}/ws`, { ...process.env, ASSENT_HOME: `${base}/home` }));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function measure(ws, env) {
  const bwrap = [
    ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--die-with-parent"],
    ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", ws, ws, "--", "true"],
  ].flat();
  const ways = {
    bwrap: ["bwrap", ...bwrap],
    node: [process.execPath, "-e", "0"],
    version: [process.execPath, PROGRAM, "--version"],
    sandbox: [process.execPath, PROGRAM, "sandbox", "linux", "--full-auto", "--", "true"],
    run: [process.execPath, PROGRAM, "run", "--full-auto", "--", "true"],
  };
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let run = -2; run < RUNS; run += 1) {
    for (const [name, [program, ...args]] of Object.entries(ways)) {
      const begun = performance.now();
      const { status, stderr } = spawnSync(program, args, { cwd: ws, env, stdio: ["ignore", "ignore", "pipe"] });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${String(stderr)}`);
      if (run >= 0) times[name].push(performance.now() - begun);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

function rowsOf({ bwrap, node, version, sandbox, run }) {
  const startUp = version - node;
  return [
    row("bare bubblewrap, true", bwrap, "ms", ""),
    row("Node alone, an empty program", node, "ms", "what any Node program pays"),
    row("assent --version", version, "ms", `start-up of assent itself ${startUp.toFixed(1)} ms`),
    row("assent sandbox linux -- true", sandbox, "ms", ""),
    row("assent run -- true", run, "ms", "judged and recorded as well"),
    row("assent sandbox over bare bubblewrap, start-up apart", (sandbox - version) / bwrap, "x", ""),
    row("assent run over bare bubblewrap, start-up apart", (run - version) / bwrap, "x", ""),
    row(
      "assent run over bare bubblewrap, whole process",
      run / bwrap,
      "x",
      `Node's own start is ${(node / bwrap).toFixed(1)} x of it`,
    ),
  ];
}

function row(name, figure, unit, note) {
  return { name, figure, unit, target: null, note };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
