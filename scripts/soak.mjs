/** Runs many sandboxed commands, kills parts of them at random, tells what is left. */
import { spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const USAGE = `Usage: node scripts/soak.mjs [--runs N] [--at-once N] [--seed N] [--program FILE]

Runs in namespaces of its own, so that all that is left there was left by a run.
Exit status: 0 nothing is left, 1 something is, 77 there can be no such namespaces.
`;
const PROGRAM = new URL("../dist/main.js", import.meta.url).pathname;
const INSIDE = "ASSENT_SOAK_INSIDE";
const KILL_AFTER_MS_MAX = 600;
const TOLD_EVERY = 200;
const POLL_MS = 20;
const SETTLE_MS_MAX = 10_000;

function optionsOf(args) {
  const found = { runs: 2_000, atOnce: 16, seed: 1, program: PROGRAM };
  const names = { "--runs": "runs", "--at-once": "atOnce", "--seed": "seed", "--program": "program" };
  for (let at = 0; at < args.length; at += 2) {
    const name = names[args[at]];
    const value = name === "program" ? args[at + 1] : Number(args[at + 1]);
    if (name === undefined || value === undefined || Number.isNaN(value)) {
      process.stderr.write(USAGE);
      process.exit(64);
    }
    found[name] = value;
  }
  return found;
}

/** The same program with processes, mounts and a network of its own; resolves with its exit status. */
function enterNamespaces() {
  if (/^\/(?:var\/)?tmp\//u.test(options.program)) {
    process.stderr.write("soak: the program lies in a temporary folder, where it cannot be seen from inside\n");
    return 77;
  }
  const isRoot = process.getuid() === 0;
  const flags = [
    ...(isRoot ? [] : ["--map-root-user"]),
    "--mount",
    "--pid",
    "--net",
    "--fork",
    "--mount-proc",
    "--kill-child",
  ];
  const probe = spawnSync("unshare", [...flags, "--", "mount", "-t", "tmpfs", "none", "/tmp"], { encoding: "utf8" });
  if (probe.status !== 0) {
    process.stderr.write(`soak: there can be no namespaces here: ${probe.stderr ?? probe.error?.message}\n`);
    return 77;
  }
  const own = [process.execPath, ...process.argv.slice(1)];
  const script = 'mount -t tmpfs -o mode=1777 none /tmp && mount -t tmpfs -o mode=1777 none /var/tmp && "$@"';
  const ran = spawnSync("unshare", [...flags, "--", "sh", "-c", script, "sh", ...own], {
    env: { ...process.env, [INSIDE]: "1" },
    stdio: "inherit",
  });
  return ran.status ?? 1;
}

async function soak({ runs, atOnce, seed, program }) {
  const base = mkdtempSync("/var/tmp/soak-");
  const random = randomFrom(seed);
  const world = { base, ws: `${base}/ws`, home: `${base}/home`, program };
  for (const folder of [world.ws, `${world.home}/.codex`, `${base}/tmp`]) mkdirSync(folder, { recursive: true });
  writeFileSync(`${world.home}/.codex/config.toml`, CONFIG);
  const before = standing(world);
  let begun = 0;
  const counts = new Map();
  const worker = async () => {
    while (begun < runs) {
      begun += 1;
      if (begun % TOLD_EVERY === 0) process.stderr.write(`soak: ${begun} of ${runs}\n`);
      const end = await runOnce(world, random);
      counts.set(end, (counts.get(end) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  // What killed runs left is the next one's to clear.
  const last = spawnSync(process.execPath, [program, "sandbox", "linux", "--full-auto", "--", "true"], around(world));
  const left = await whatIsLeft(world, before);
  for (const [end, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(`${String(count).padStart(6)}  ${end}\n`);
  if (last.status !== 0) left.push(`a run after all failed with ${last.status}: ${last.stderr}`);
  for (const line of left) process.stdout.write(`LEFT ${line}\n`);
  process.stdout.write(left.length === 0 ? `nothing is left of ${runs} runs\n` : `${left.length} things are left\n`);
  if (left.length === 0) rmSync(base, { recursive: true, force: true });
  return left.length === 0 ? 0 : 1;
}

/** One host may be reached, so that there is a proxy; limits, so that there are control groups. */
const CONFIG = `
[sandbox_workspace_write]
exclude_slash_tmp = true

[permission_profile.network]
allow = ["allowed.invalid"]
`;

const SCRIPTS = [
  "true",
  "sleep 0.05; exit 3",
  "for i in 1 2 3 4 5 6; do /bin/true; done",
  "mkdir -p d && touch d/$$ && rm d/$$",
  "(sleep 5 && touch late) & sleep 0.1",
  "setsid sleep 5 & sleep 0.2",
  "trap '' TERM INT HUP; sleep 0.5; sleep 5",
  "python3 -c 'import urllib.request; urllib.request.urlopen(\"http://allowed.invalid/\")'",
  "python3 -m http.server 8000 >/dev/null 2>&1 & sleep 0.3",
  "sleep 5",
];
const SIGNALS = ["SIGKILL", "SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"];
const TARGETS = ["nobody", "assent", "assent", "supervisor", "bwrap", "command", "any"];

function around({ base, ws, home }) {
  const env = { ...process.env, HOME: home, TMPDIR: `${base}/tmp`, PYTHONDONTWRITEBYTECODE: "1" };
  delete env.ASSENT_HOME;
  delete env.CODEX_HOME;
  return { cwd: ws, env, encoding: "utf8" };
}

/** Resolves with what was done to it and how it ended. */
async function runOnce(world, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const [way, script, target, signal] = [pick(["run", "run", "sandbox"]), pick(SCRIPTS), pick(TARGETS), pick(SIGNALS)];
  const words = way === "run" ? ["run", "--full-auto"] : ["sandbox", "linux", "--full-auto"];
  const args = [world.program, ...words, "--timeout", "20", "--", "sh", "-c", script];
  const child = spawn(process.execPath, args, { ...around(world), stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", (code, name) => resolve(name ?? code)));
  const victim = target === "nobody" ? undefined : await victimOf({ target, child, ended }, random);
  if (victim !== undefined) kill(victim, signal);
  const end = await Promise.race([ended, sleep(30_000, "hangs")]);
  if (end === "hangs") {
    for (const pid of [child.pid, ...descendantsOf(child.pid)]) process.stderr.write(`soak: hangs: ${describe(pid)}\n`);
    process.stderr.write(`soak: hung after ${signal} to ${target}: ${way} ${script}\n`);
    kill(child.pid, "SIGKILL");
  }
  const done = victim === undefined ? `left alone, ended with ${end}` : `${signal} to ${target}`;
  return end === "hangs" ? `${done}, and it hung` : done;
}

/** A process of the run at some moment of its life; undefined if it ended first. */
async function victimOf({ target, child, ended }, random) {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  // Whoever is meant may be long in coming where many start at once.
  while (!isOver() && victimsOf(target, child.pid).length === 0) await Promise.race([ended, sleep(POLL_MS)]);
  await Promise.race([ended, sleep(random() * KILL_AFTER_MS_MAX * (random() < 0.3 ? 0 : 1))]);
  if (isOver()) return undefined;
  const victims = victimsOf(target, child.pid);
  return victims[Math.floor(random() * victims.length)];
}

function victimsOf(target, pid) {
  if (target === "assent") return [pid];
  const all = descendantsOf(pid);
  if (target === "any") return [pid, ...all];
  return all.filter((each) => {
    const [program = ""] = wordsOf(each);
    if (target === "bwrap") return program.endsWith("bwrap");
    if (target === "command") return !program.endsWith("bwrap") && !program.endsWith("assent-supervisor");
    return program.endsWith("assent-supervisor");
  });
}

function descendantsOf(root) {
  const parents = new Map(numbers("/proc").map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid) => pid !== undefined && (parents.get(pid) === root || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow);
}

function parentOf(pid) {
  const after = read(`/proc/${pid}/stat`).split(") ").at(-1);
  const parent = Number(after?.split(" ")[1]);
  return Number.isInteger(parent) && parent > 0 ? parent : undefined;
}

/** Number, state, what it waits for in the kernel, words. */
function describe(pid) {
  const state = read(`/proc/${pid}/stat`).split(") ").at(-1)?.slice(0, 1);
  return `${pid} ${state} ${read(`/proc/${pid}/wchan`)} ${wordsOf(pid).join(" ").slice(0, 100)}`;
}

function wordsOf(pid) {
  return read(`/proc/${pid}/cmdline`).split("\0");
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone by itself meanwhile.
  }
}

/** All that a run might leave, as lines. */
function standing({ base, ws, home }) {
  const processes = numbers("/proc").filter((pid) => pid !== process.pid && pid !== 1);
  const group = new RegExp(`^assent-${/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0]}-`, "u");
  return [
    ...processes.flatMap((pid) => (wordsOf(pid)[0] === "" ? [] : [`process ${wordsOf(pid).join(" ")}`])),
    ...zombies(processes),
    ...read("/proc/self/mountinfo")
      .split("\n")
      .filter(Boolean)
      .map((line) => `mount ${line.split(" ")[4]}`),
    ...read("/proc/net/unix")
      .split("\n")
      .slice(1)
      .filter((line) => line.includes(" @") || line.includes(" /"))
      .map((line) => `socket ${line.split(" ").at(-1)}`),
    ...files(ws, 4).map((path) => `file ${path}`),
    ...files(`${base}/tmp`, 4).map((path) => `file ${path}`),
    ...files("/tmp", 5)
      .filter((path) => !KEPT.test(path))
      .map((path) => `file ${path}`),
    ...files(home, 4)
      .filter((path) => !KEPT_AT_HOME.test(path.slice(home.length)))
      .map((path) => `file ${path}`),
    ...["", "pids/", "memory/"].flatMap((name) =>
      listed(`/sys/fs/cgroup/${name}`)
        .filter((each) => group.test(each))
        .map((each) => `group ${each}`),
    ),
  ];
}

/** Folders that all runs share, and the empty file that is bound over what is hidden. */
const KEPT = /^\/tmp\/assent-\d+(?:\/(?:placeholders|nothing))?$/u;
const KEPT_AT_HOME = /^\/\.codex(?:\/(?:config\.toml|log|assent|assent\/[^/]*|assent\/log\/.*|log\/.*))?$/u;

function zombies(pids) {
  return pids.filter((pid) => /^State:\tZ/mu.test(read(`/proc/${pid}/status`))).map((pid) => `zombie ${pid}`);
}

async function whatIsLeft(world, before) {
  const known = new Set(before);
  const made = new Set(["d"].map((name) => `file ${world.ws}/${name}`));
  for (let waited = 0; ; waited += 250) {
    const left = standing(world).filter(
      (line) => !known.has(line) && !made.has(line) && !line.startsWith(`file ${world.ws}/d/`),
    );
    if (left.length === 0 || waited >= SETTLE_MS_MAX) return left;
    await sleep(250);
  }
}

function files(folder, depth) {
  if (depth === 0) return [];
  return listed(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return [path, ...(isFolder(path) ? files(path, depth - 1) : [])];
  });
}

function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function numbers(folder) {
  return listed(folder)
    .filter((name) => /^\d+$/u.test(name))
    .map(Number);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Numbers below 1, the same for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const options = optionsOf(process.argv.slice(2));
if (process.env[INSIDE] === undefined) process.exit(enterNamespaces());
process.exit(await soak(options));
