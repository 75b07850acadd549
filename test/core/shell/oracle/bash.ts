/** Asks real bash, in a sealed sandbox, which commands a script runs. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { readTrace, type Run } from "./trace.ts";

/**
 * Names that only record how they were called, and succeed or fail as a run wants it. Other names do so together;
 * paths always fail. Some are builtins otherwise: what these would do is not looked at here.
 */
const NAMES =
  ": echo cd true false pwd kill ulimit umask pushd popd dirs times type help bind suspend logout git ls npm cat rm " +
  "grep make node python3 cargo curl sed find head tail wc sort env xargs sudo nohup bash sh zsh touch mkdir cp mv " +
  "a b c d x y cmd tee awk date go";

/** What stands in the folder of each script, for globs to find; links to nowhere. */
const GIVEN: readonly string[] = ["Q", "a", "b.txt", "file1", ".dot"];
/** A script that writes a file leaves its folder to itself. */
const FOLDERS = 100;
const BATCH = 400;
const RUNAWAY_BYTES = 1 << 19;
const STALL_MS = 10_000;

/** A limit on processes does not hold for root, who therefore hands the sandbox to nobody. */
const IS_ROOT = process.getuid?.() === 0;
const IDENTITY = IS_ROOT ? { uid: 65534, gid: 65534, cwd: "/" } : { cwd: "/" };
const PROCESS_ROOM = 300;

/**
 * What scripts do, in their order: one run where all programs succeed, and for those whose course depends on it one
 * where all fail and `mixtures` more. No run at all for a script with a NUL, which no shell can be given.
 *
 * The scripts see no file but a few names, no network, and no program but bash's own builtins. Seen is what runs, with
 * the words it is given: not what a redirection did, and nothing of what runs in a program that is only recorded
 * (`bash -c x` is one command). A script that turns tracing off is seen up to there.
 */
export async function runInBash(scripts: readonly string[], mixtures = 1): Promise<readonly (readonly Run[])[]> {
  const records = scripts.flatMap((script, index) =>
    masksFor(script, mixtures).map((mask, number): Asked => [`${index}.${number}`, mask, script]),
  );
  const jobs = Math.max(2, availableParallelism());
  const size = Math.max(1, Math.min(BATCH, Math.ceil(records.length / jobs)));
  const batches = Array.from({ length: Math.ceil(records.length / size) }, (_none, at) =>
    records.slice(at * size, (at + 1) * size),
  );
  const runs = new Map<string, Run>();
  const lane = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      for (const [key, run] of await runPatiently(batch)) runs.set(key, run);
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  const results = scripts.map((): Run[] => []);
  for (const [key] of records) results[Number.parseInt(key, 10)]?.push(runs.get(key) ?? lost(key));
  return results;
}

function lost(key: string): never {
  throw new Error(`the run ${key} left no trace`);
}

/** Why `runInBash` cannot be used here; null where it can. Scripts are never run outside a sandbox. */
export function whyNoOracle(): string | null {
  const [program, ...words] = sandbox();
  const probe = spawnSync(program, words, { input: "a\0", encoding: "utf8", ...IDENTITY });
  if (probe.status !== 0 || !probe.stdout.includes("\x03Q")) {
    return `bash does not run in bubblewrap here: ${probe.error?.message ?? (probe.stderr || `status ${probe.status}`)}`;
  }
  const forking = [...words.slice(0, -3), "ulimit -u 1; ( echo forked )"];
  const forked = spawnSync(program, forking, { encoding: "utf8", timeout: STALL_MS, ...IDENTITY });
  return forked.stdout.includes("forked") ? "bash can start more processes here than it is allowed" : null;
}

type Asked = readonly [key: string, mask: string, script: string];

const ALL_SUCCEED = "0";
const ALL_FAIL = String((1n << 61n) - 1n);

function masksFor(script: string, mixtures: number): readonly string[] {
  if (script.includes("\0")) return [];
  if (!/&&|\|\||\bif\b|\bwhile\b|\buntil\b|!/.test(script)) return [ALL_SUCCEED];
  let mixed = BigInt(script.length + 1);
  for (const char of script) mixed = next(mixed ^ BigInt(char.codePointAt(0) ?? 0));
  return [ALL_SUCCEED, ALL_FAIL, ...Array.from({ length: mixtures }, () => String((mixed = next(mixed)) >> 3n))];
}

function next(state: bigint): bigint {
  return (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
}

const DRIVER = readFileSync(new URL("driver.sh", import.meta.url), "utf8");
const BASH = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"].find((path) => existsSync(path)) ?? "bash";
const LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"].map((path) => `--ro-bind-try ${path} ${path}`);
const PLACES = Array.from({ length: FOLDERS + 1 }, (_none, at) => {
  const links = GIVEN.map((name) => `--symlink /nowhere/x /w/${at}/${name}`);
  return [`--dir /w/${at}`, ...links].join(" ");
});
const SEALED = `--unshare-all --die-with-parent --new-session --clearenv --setenv LC_ALL C.UTF-8 ${LIBRARIES.join(" ")}
--ro-bind ${BASH} /oracle/bash --dev /dev --proc /proc --tmpfs /w ${PLACES.join(" ")} --remount-ro / --chdir /w/0
/oracle/bash --noprofile --norc -c`.split(/\s/);

function sandbox(): readonly [string, ...string[]] {
  return ["bwrap", ...SEALED, DRIVER, "oracle", String(processesMax())];
}

/** The limit counts all processes of a user, wherever they run. */
function processesMax(): number {
  if (IS_ROOT) return PROCESS_ROOM;
  return PROCESS_ROOM + readdirSync("/proc").filter(isMine).length;
}

function isMine(pid: string): boolean {
  if (!/^\d+$/.test(pid)) return false;
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Goes on behind a script that stalls, floods the trace, or was the last that had a folder left. */
async function runPatiently(asked: readonly Asked[]): Promise<ReadonlyMap<string, Run>> {
  const all = new Map<string, Run>();
  for (let rest = asked; rest.length > 0;) {
    const { runs, finished } = readTrace(await traceOf(rest), new Set(GIVEN));
    for (const [key, { ended, ...run }] of runs) if (ended) all.set(key, run);
    if (finished) break;
    const stuck = rest.findIndex(([key]) => runs.get(key)?.ended !== true);
    const [key] = rest[stuck] ?? [""];
    const run = runs.get(key);
    if (run !== undefined) all.set(key, { ...run, status: null });
    else if (stuck === 0) throw new Error("bash did not begin with the first script");
    rest = rest.slice(run === undefined ? stuck : stuck + 1);
  }
  return all;
}

function traceOf(asked: readonly Asked[]): Promise<string> {
  const [program, ...args] = sandbox();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"], ...IDENTITY });
    const chunks: Buffer[] = [];
    let bytesSinceStart = 0;
    const stop = (): void => void child.kill("SIGKILL");
    let timer = setTimeout(stop, STALL_MS);
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytesSinceStart = chunk.includes(3) ? 0 : bytesSinceStart + chunk.length;
      if (bytesSinceStart > RUNAWAY_BYTES) stop();
      clearTimeout(timer);
      timer = setTimeout(stop, STALL_MS);
    });
    // It may be ended before it has read everything.
    child.stdin.on("error", stop);
    child.stdin.end([NAMES, ...asked.flat()].map((part) => `${part}\0`).join(""));
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString("utf8"));
    });
  });
}
