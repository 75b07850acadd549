/** What the supervisor puts on inside the sandbox, and over it while a command runs. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { askedOf, FOLDER, run, supervise, SUPERVISOR, toldOf } from "./supervisor.ts";

const bash = (script: string): readonly string[] => ["bash", "-c", script];

test("the command gets what it should, and nothing else", async () => {
  const ran = await run({
    command: bash(
      "ls /proc/self/fd; env | grep NODE_CHANNEL; grep -E 'NoNewPrivs|Sig(Blk|Ign)' /proc/self/status; trap",
    ),
    watches: ["connect"],
    inner: ["--keyring", "--default-signals", "--landlock", "--write", FOLDER],
  });
  const none = "0000000000000000";
  expect([ran.output, ran.errors]).toEqual([`0\n1\n2\n3\nSigBlk:\t${none}\nSigIgn:\t${none}\nNoNewPrivs:\t1\n`, ""]);
});

test("the keyring of the session is its own", async () => {
  const number = process.arch === "x64" ? 250 : 219;
  const command = ["/usr/bin/python3", "-c", `import ctypes; print(ctypes.CDLL(None).syscall(${number}, 0, -3, 0))`];
  const ids = async (inner: readonly string[]): Promise<readonly number[]> => {
    const ran = [await run({ command, watches: [], inner }), await run({ command, watches: [], inner })];
    return ran.map(({ output }) => Number(output));
  };
  const [first = 0, second = 0] = await ids(["--keyring"]);
  const shared = await ids([]);
  expect([first > 0, second > 0, first !== second, shared.includes(first)]).toEqual([true, true, true, false]);
});

test("Landlock holds where the mounts would let through, and breaks nothing that is the sandbox's own", async () => {
  mkdirSync(`${FOLDER}/open`, { recursive: true });
  const ran = await run({
    command:
      bash(`cd ${FOLDER}; echo a > open/a; mkdir open/b; mv open/a open/b/c; rm -r open/b; echo b > other; mkdir new
{ echo out > /dev/stdout; } | cat; echo > /dev/null; echo > /dev/shm/x; cat /etc/passwd > /dev/null`),
    watches: [],
    inner: ["--landlock", "--write", `${FOLDER}/open`],
  });
  const [{ landlock } = {}] = ran.told as readonly { readonly landlock?: number }[];
  if (landlock === 0) throw new Error("this kernel has no Landlock, so it cannot be tested here");
  expect([ran.output, ran.errors]).toEqual([
    "out\n",
    `bash: line 1: other: Permission denied\nmkdir: cannot create directory ‘new’: Permission denied\n`,
  ]);
});

test("Landlock leaves a stream that leads elsewhere as it is, and nothing beside it", () => {
  const [to, other] = [`${FOLDER}/stream`, `${FOLDER}/other`];
  const stream = openSync(to, "w");
  const words = ["inner", "--landlock", "--write", `${FOLDER}/work`, "--", "bash", "-c"];
  const ran = spawnSync(SUPERVISOR, [...words, `echo a > /dev/stdout; echo b > ${other}`], {
    stdio: ["ignore", stream, "pipe"],
    encoding: "utf8",
  });
  closeSync(stream);
  expect([readFileSync(to, "utf8"), ran.stderr]).toEqual(["a\n", `bash: line 1: ${other}: Permission denied\n`]);
});

test("limits hold", async () => {
  const inner = ["--limit", "memory=300000000", "--limit", "file-size=100000"];
  const ran = await run({
    command: bash(
      `/usr/bin/python3 -c 'bytearray(500000000)' 2>&1 | tail -1; head -c 200000 /dev/zero > big; echo $?; stat -c %s big; rm big`,
    ),
    watches: [],
    inner,
  });
  expect(ran.output).toBe("MemoryError\n153\n100000\n");
});

test.runIf(process.getuid?.() === 0)("root's processes are not limited by a limit that would not hold", async () => {
  const ran = await run({ command: ["true"], inner: ["--limit", "processes=5"] });
  expect([ran.status, toldOf(ran, "fault", "what", "why")]).toEqual([
    125,
    [["sandbox", "--limit processes: the kernel does not limit the processes of root; it takes a control group"]],
  ]);
});

const GROUP = `/sys/fs/cgroup/pids/assent-test-${process.pid}`;

test.runIf(canMakeGroup())("the run is in the control groups that it is given", async () => {
  mkdirSync(GROUP, { recursive: true });
  writeFileSync(`${GROUP}/pids.max`, "8");
  const ran = await run({
    command: bash("for i in 1 2 3 4 5 6 7 8 9; do sleep 0.3 & done; wait; grep -c pids:/assent-test /proc/self/cgroup"),
    watches: [],
    outer: ["--cgroup", GROUP],
  });
  rmdirSync(GROUP);
  expect([ran.output, ran.errors]).toEqual(["1\n", expect.stringContaining("Resource temporarily unavailable")]);
});

function canMakeGroup(): boolean {
  try {
    mkdirSync(GROUP);
    rmdirSync(GROUP);
    return true;
  } catch {
    // No control groups of the first version, or not root.
    return false;
  }
}

test("what has become secret is covered, what has gone is not, and a link is not followed", async () => {
  const folder = `${FOLDER}/covers`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/keys`, { recursive: true });
  writeFileSync(`${folder}/keys/one`, "secret");
  writeFileSync(`${folder}/.env`, "secret");
  symlinkSync("/etc", `${folder}/link`);
  let finished = 0;
  const ran = await run({
    command:
      bash(`cd ${folder}; read -r; cat .env; ls keys; cat keys/one; echo x > .env; rm .env; mv keys k; ls link/passwd
stat -c '%a %s' .env keys; findmnt -n -o OPTIONS ${folder}/.env | tr , '\\n' | grep -cE '^(ro|nosuid|nodev|noexec)$'`),
    watches: [],
    onTold: (told, child) => {
      if (told.kind === "ready") {
        for (const word of ["folder PATH/keys", "file PATH/.env", "folder PATH/link", "file PATH/no", "file PATH/keys"])
          child.send(`cover-${word.replace("PATH", folder)}`);
      }
      finished += told.kind === "covered" || told.kind === "fault" ? 1 : 0;
      if (finished === 5) child.stdin?.end("\n");
    },
  });
  expect([
    ran.output,
    ran.errors.split("\n").map((line) => line.replace(/^.*: /u, "")),
    toldOf(ran, "covered", "path").map(String).toSorted(),
    toldOf(ran, "fault", "what", "why").map(String).toSorted(),
    readFileSync(`${folder}/keys/one`, "utf8"),
  ]).toEqual([
    "link/passwd\n0 0\n0 40\n4\n",
    [
      ...Array.from({ length: 3 }, () => "Permission denied"),
      "Read-only file system",
      "Device or resource busy",
      "Device or resource busy",
      "",
    ],
    [`${folder}/.env`, `${folder}/keys`, `${folder}/no`],
    [
      `cover,cannot cover ${folder}/keys: Is a directory`,
      `cover,cannot cover ${folder}/link: Too many levels of symbolic links`,
    ],
    "secret",
  ]);
});

const NOBODY = 65_534;

test.runIf(process.getuid?.() === 0)("a user without any rights has all of it", async () => {
  const outside = mkdtempSync(`${tmpdir()}/assent-native-user-`);
  const own = `${FOLDER}/own`;
  for (const folder of [outside, `${own}/secret`]) mkdirSync(folder, { recursive: true });
  for (const path of [outside, own, `${own}/secret`]) chownSync(path, NOBODY, NOBODY);
  const code = `import os, socket
server = socket.socket(socket.AF_UNIX); server.bind("${own}/s"); server.listen()
client = socket.socket(socket.AF_UNIX); client.connect("${own}/s")
tcp = socket.create_server(("127.0.0.1", 0)); socket.create_connection(tcp.getsockname())
input()
for path in ["${outside}/new", "/usr/new", "${own}/secret/new"]:
    try: open(path, "w")
    except OSError as error: print(error.strerror, flush=True)
os.posix_spawn("/bin/true", ["true"], {})
os.wait()
os.execv("/bin/false", ["false"])`;
  const ran = await run({
    command: ["/usr/bin/python3", "-c", code],
    user: NOBODY,
    watches: ["exec", "connect", "writes"],
    inner: ["--landlock", "--write", own, "--keyring", "--limit", "processes=50"],
    answer: ({ path }) => (path === "/bin/false" ? "refuse" : "allow"),
    onTold: ({ kind }, child) => {
      if (kind === "ready") child.send(`cover-folder ${own}/secret`);
      if (kind === "covered") child.stdin?.end("\n");
    },
  });
  rmSync(outside, { recursive: true });
  expect([
    ran.output,
    ran.errors.split("\n").at(-2),
    askedOf(ran),
    toldOf(ran, "attempt", "what", "path"),
    toldOf(ran, "covered", "path"),
  ]).toEqual([
    "Read-only file system\nRead-only file system\nPermission denied\n",
    "PermissionError: [Errno 1] Operation not permitted",
    [
      ["/bin/true", ["true"]],
      ["/bin/false", ["false"]],
    ],
    [["write", `${outside}/new`]],
    [[`${own}/secret`]],
  ]);
});

const STANDS: readonly [name: string, words: readonly string[], why: string | null][] = [
  ["another mount than was meant", ["--bind", "a", "a", "--bind", "b", "a"], "a"],
  ["what was meant", ["--bind", "a", "a"], null],
  ["no mount of its own", [], "a"],
  ["a link in its place", ["--bind", "b", "b"], "link"],
];
function inStands(word: string): string {
  return word.startsWith("--") ? word : `${FOLDER}/stands/${word}`;
}

test.each(STANDS)("%s: nothing is run unless it stands", async (_name, mounts, why) => {
  for (const name of ["a", "b"]) mkdirSync(`${FOLDER}/stands/${name}`, { recursive: true });
  if (why === "link") symlinkSync("b", `${FOLDER}/stands/link`);
  const { dev, ino } = statSync(`${FOLDER}/stands/${why === "link" ? "b" : "a"}`, { bigint: true });
  const path = inStands(why === "link" ? "link" : "a");
  const inner = ["--stands", `${dev}:${ino}`, path];
  const ran = await run({ command: ["echo", "ran"], watches: ["connect"], inner, mounts: mounts.map(inStands) });
  const reason = why === "link" ? "Too many levels of symbolic links" : "Stale file handle";
  expect([ran.output, toldOf(ran, "fault", "why")]).toEqual(
    why === null ? ["ran\n", []] : ["", [[`${path}: ${reason}`]]],
  );
});

test("a file that may be denied is not opened when nothing is left to look at it with", async () => {
  writeFileSync(`${FOLDER}/x.pem`, "secret\n");
  const { child, ran } = supervise({
    command: bash(`echo ready; read line; read text <${FOLDER}/x.pem && echo "$text"`),
    watches: ["writes"],
    outer: ["--ask-open", "*.never"],
  });
  await once(child.stdout ?? child, "data");
  // Every further descriptor of the supervisor is one too many.
  for (const pid of readdirSync("/proc").filter((name) => exeOf(name) === SUPERVISOR)) {
    const taken = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
    const free = Array.from({ length: 64 }, (_, at) => at).find((at) => !taken.has(at)) ?? 64;
    spawnSync("prlimit", ["--pid", pid, `--nofile=${free}:`]);
  }
  child.stdin?.end("\n");
  const { output, errors } = await ran;
  expect([output, errors]).toEqual(["ready\n", `bash: line 1: ${FOLDER}/x.pem: Permission denied\n`]);
});

function exeOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    // No process, or one that has ended.
    return null;
  }
}
