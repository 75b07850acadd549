/** Whole-process `config show` beside Node doing nothing. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RUNS = 60;
const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const TARGET = 1.3;

const USER = `# What most people have.
approval_policy = "on-request"
model = "a-model"

[sandbox_workspace_write]
network_access = true # for the registry
writable_roots = ["~/cache"]

[mcp_servers.docs]
command = "docs-server"
args = ["--port", "8080"]
`;

/** Rows `{name, figure, unit, target, note}`; medians of runs that alternate, so that a slow moment touches all alike. */
export async function bench() {
  const base = realpathSync(mkdtempSync("/var/tmp/assent-bench-"));
  try {
    for (const name of ["home", "empty", "ws/.git", "ws/.codex", "ws/src"])
      mkdirSync(`${base}/${name}`, { recursive: true });
    writeFileSync(`${base}/home/config.toml`, `${USER}\n[projects."${base}/ws"]\ntrust_level = "trusted"\n`);
    writeFileSync(`${base}/ws/.codex/config.toml`, 'sandbox_mode = "workspace-write"\n');
    return [
      ...rows("nothing is set", `${base}/empty`, `${base}/empty`),
      ...rows("user and project files", `${base}/ws/src`, `${base}/home`),
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function rows(what, cwd, home) {
  const env = { ...process.env, ASSENT_HOME: home };
  const node = [];
  const show = [];
  const ratios = [];
  for (let run = -3; run < RUNS; run += 1) {
    const alone = timeOf(["-e", "0"], cwd, env);
    const whole = timeOf([PROGRAM, "config", "show", "--origin"], cwd, env);
    if (run < 0) continue;
    node.push(alone);
    show.push(whole);
    ratios.push(whole / alone);
  }
  const name = `config show, ${what}`;
  const note = `Node alone ${median(node).toFixed(1)} ms`;
  return [
    { name, figure: median(show), unit: "ms", target: null, note },
    { name: `${name}: / node -e 0`, figure: median(ratios), unit: "×", target: TARGET, note: "median of pairs" },
  ];
}

function timeOf(args, cwd, env) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8" });
  const took = performance.now() - begun;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return took;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
