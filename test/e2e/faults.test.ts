/** The built program where the machine fails it: an error each, and no run with less. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { MAIN, makePlace } from "./place.ts";

const place = makePlace();
// A stand-in in a folder that others may write to, as temporary ones, would be passed over.
const fakes = mkdtempSync(`${homedir()}/.assent-test-`);
afterAll(() => {
  rmSync(fakes, { recursive: true, force: true });
  place.remove();
});
const marker = `${place.work}/marker`;

/** A bubblewrap that says why it cannot, as the real one does on such a machine. */
function failing(message: string): string {
  writeFileSync(`${fakes}/bwrap`, `#!/bin/sh\necho "bwrap: ${message}" >&2\nexit 1\n`, { mode: 0o755 });
  return fakes;
}

const NAMESPACES = "this system does not let you create user namespaces; allow them with `sudo sysctl";
const MACHINES: readonly [name: string, message: string, says: string][] = [
  [
    "no user namespaces",
    "No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.",
    NAMESPACES,
  ],
  ["AppArmor", "setting up uid map: Permission denied", NAMESPACES],
  ["a container without a network of its own", "loopback: Failed RTM_NEWADDR: Operation not permitted", NAMESPACES],
  [
    "a container that hides parts of /proc",
    "Can't mount proc on /newroot/proc: Operation not permitted",
    "this container hides parts of /proc; start it with `--security-opt systempaths=unconfined` (Docker)",
  ],
  ["an old bubblewrap", "Unknown option --json-status-fd", "this bubblewrap is too old; install version 0.8 or later"],
  ["anything else", "it is Tuesday", "bubblewrap could not build the sandbox (bwrap: it is Tuesday): nothing was run"],
];
const WAYS = [["run", "--full-auto"], ["run"], ["sandbox", "linux", "--full-auto"], ["debug", "--full-auto"]] as const;

test.each(MACHINES)("%s", (_name, message, says) => {
  const env = { PATH: failing(message) };
  for (const way of WAYS) {
    const { status, stderr } = place.assent([...way, "--", "/bin/touch", marker], { env });
    expect([way, status, existsSync(marker)]).toEqual([way, 71, false]);
    expect(stderr).toContain(says);
  }
});

test.each(WAYS.map((way) => [way]))("no bubblewrap at all: %j", (way) => {
  const env = { PATH: `${place.root}/nowhere` };
  const { status, stderr } = place.assent([...way, "--", "/bin/touch", marker], { env });
  expect([status, existsSync(marker)]).toEqual([71, false]);
  expect(stderr).toContain("bubblewrap was not found on PATH; install it with `sudo apt-get install bubblewrap`");
});

test("the folder to run in is gone before it starts", () => {
  const { status, stderr } = place.assent([
    "run",
    "--full-auto",
    "-C",
    `${place.work}/gone`,
    "--",
    "/bin/touch",
    marker,
  ]);
  expect([status, existsSync(marker)]).toEqual([64, false]);
  expect(stderr).toContain(`cannot work in ${place.work}/gone`);
});

/** Ids of the descendants of a process whose program ends in `name`. */
function below(root: number, name: string): readonly number[] {
  const pids = readdirSync("/proc").filter((each) => /^\d+$/u.test(each));
  const parents = new Map(
    pids.map((pid) => [Number(pid), Number(readOf(pid, "stat").split(") ").at(-1)?.split(" ")[1])]),
  );
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(
    (pid) => isBelow(pid) && readOf(String(pid), "cmdline").split("\0")[0]?.endsWith(name),
  );
}

function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended.
    return "";
  }
}

type Ended = { readonly status: number | null; readonly stderr: string };

/** Runs a script that makes `begun`, waits for something to happen meanwhile, and would make the marker then. */
async function interrupted(words: readonly string[], meanwhile: (pid: number) => void): Promise<Ended> {
  const begun = `${place.work}/begun`;
  spawnSync("rm", ["-rf", begun]);
  const script = "touch begun; sleep 1; /bin/touch marker";
  const child = spawn(process.execPath, [MAIN, ...words, "--", "/bin/sh", "-c", script], {
    cwd: place.work,
    env: { PATH: process.env["PATH"], HOME: place.root, ASSENT_HOME: place.home },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  while (!existsSync(begun) && child.exitCode === null) await sleep(5);
  meanwhile(child.pid ?? 0);
  return { status: await ended, stderr };
}

const HOSTS = ["-c", 'permission_profile.network.allow=["allowed.invalid"]'];
const KILLED: readonly [name: string, words: readonly string[]][] = [
  ["a judged run", ["run", "--full-auto"]],
  ["a sandbox", ["sandbox", "linux", "--full-auto"]],
  ["a run with a proxy", ["run", "--full-auto", ...HOSTS]],
];
test.each(KILLED)("%s ends when its supervisor is killed", async (_name, words) => {
  const { status, stderr } = await interrupted(words, (pid) => {
    const [supervisor] = below(pid, "assent-supervisor");
    process.kill(supervisor ?? 0, "SIGKILL");
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("the sandbox lost its supervisor");
  await sleep(1_200);
  expect(existsSync(marker)).toBe(false);
});

test.each(KILLED)("%s ends when assent is killed, and its proxy with it", async (_name, words) => {
  let inside: readonly number[] = [];
  await interrupted(words, (pid) => {
    inside = below(pid, "sleep");
    process.kill(pid, "SIGKILL");
  });
  await sleep(1_200);
  expect([existsSync(marker), inside.filter((pid) => readOf(String(pid), "cmdline") !== "")]).toEqual([false, []]);
});

const DISKS: readonly [name: string, home: string, status: number, says: string][] = [
  ["assent's home", "$FULL", 70, "no space left"],
  ["the workspace", "$HOME", 71, "cannot protect what must stay as it is"],
];
test.each(DISKS)("the disk of %s is full", (_name, home, status, says) => {
  const script = `
    FULL=${place.root}/full; mkdir -p "$FULL" && mount -t tmpfs -o size=4k,nr_inodes=6 none "$FULL" || exit 99
    mkdir "$FULL/ws"; cd "$FULL/ws"
    for each in 1 2 3 4 5 6 7 8; do echo x > "$FULL/$each"; done 2>/dev/null
    ${home === "$FULL" ? `cd ${place.work}` : ""}
    ASSENT_HOME="${home === "$FULL" ? "$FULL" : place.home}" exec "$@"`;
  const args = ["--mount", "--", "sh", "-c", script, "sh", process.execPath, MAIN];
  const ran = spawnSync(
    "unshare",
    [...args, "run", "--full-auto", "--add-dir", place.work, "--", "/bin/touch", marker],
    {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: place.root },
      timeout: 20_000,
    },
  );
  expect([ran.status, existsSync(marker)]).toEqual([status, false]);
  expect(ran.stderr.toLowerCase()).toContain(says.toLowerCase());
});
