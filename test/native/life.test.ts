/** How a supervised run begins and ends, what limits it, and what the death of a part does. */
import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { expect, test } from "vitest";
import { isSleeping, processesWith, until } from "../effects/world.ts";
import { askedOf, FOLDER, run, SUPERVISOR, supervise, toldOf } from "./supervisor.ts";

const bash = (script: string): readonly string[] => ["bash", "-c", script];

const ENDS: readonly [name: string, command: readonly string[], expected: unknown][] = [
  ["the command's status", bash("exit 7"), 7],
  ["128 and the signal that ended it", bash("kill -TERM $$"), 143],
  ["a script without an interpreter's name, as a shell would", [`${FOLDER}/plain`], 3],
];

test.each(ENDS)("ends with %s", async (_name, command, expected) => {
  writeFileSync(`${FOLDER}/plain`, "exit 3\n", { mode: 0o755 });
  const ran = await run({ command });
  expect([ran.status, askedOf(ran)]).toEqual([expected, []]);
});

const BROKEN: readonly [name: string, over: Parameters<typeof run>[0], fault: readonly unknown[]][] = [
  ["a command that is not there", { command: ["/no/such"] }, ["program", "/no/such: No such file or directory"]],
  ["a command in no folder of PATH", { command: ["nosuch"] }, ["program", "nosuch: No such file or directory"]],
  ["a command that is a folder", { command: ["/usr"] }, ["program", "/usr: Permission denied"]],
  ["an empty filter", { command: ["true"], filter: new Uint8Array() }, ["sandbox", "--filter: No data available"]],
  ["half a filter", { command: ["true"], filter: new Uint8Array(12) }, ["sandbox", "--filter: No data available"]],
  ["a filter of zeros", { command: ["true"], filter: new Uint8Array(16) }, ["sandbox", "--filter: Invalid argument"]],
  [
    "a folder to write to that is not there",
    { command: ["true"], inner: ["--landlock", "--write", "/no/such"] },
    ["sandbox", "--landlock: No such file or directory"],
  ],
  [
    "an unknown option inside",
    { command: ["true"], inner: ["--other"] },
    ["sandbox", "--other: is no option of the supervisor"],
  ],
  [
    "an unknown limit",
    { command: ["true"], inner: ["--limit", "others=1"] },
    ["sandbox", "--limit: has an unknown name"],
  ],
  [
    "a limit that is no number",
    { command: ["true"], inner: ["--limit", "memory=1G"] },
    ["sandbox", "--limit: is not followed by a number"],
  ],
  [
    "a port that is taken inside",
    { command: ["true"], inner: ["--proxy", "61080", "--proxy", "70000"] },
    ["sandbox", "--proxy: is not followed by a port"],
  ],
  [
    "an unknown option outside",
    { command: ["true"], outer: ["--other", "x"] },
    ["sandbox", "--other: is no option of the supervisor"],
  ],
  [
    "a control group that is not there",
    { command: ["true"], outer: ["--cgroup", "/no/such"] },
    ["sandbox", "--cgroup: No such file or directory"],
  ],
];

test.each(BROKEN)("nothing is run with %s", async (_name, wanted, fault) => {
  const ran = await run({
    ...wanted,
    command: wanted.command[0] === "true" ? ["touch", `${FOLDER}/ran`] : wanted.command,
  });
  expect([ran.status, toldOf(ran, "fault", "what", "why"), existsSync(`${FOLDER}/ran`)]).toEqual([125, [fault], false]);
});

test("without a channel nothing is run", () => {
  const { status, stderr } = spawnSync(SUPERVISOR, ["run", "--", "touch", `${FOLDER}/ran`], { encoding: "utf8" });
  expect([status, stderr, existsSync(`${FOLDER}/ran`)]).toEqual([
    125,
    "assent-supervisor: descriptor 5 is no channel to assent\n",
    false,
  ]);
});

const SLEEPER = `import os, signal, sys
def end(number, frame): os.write(1, b"inner\\n"); sys.exit()
for name in ["TERM", "INT", "HUP", "QUIT"]: signal.signal(getattr(signal, "SIG" + name), end)
os.write(1, b"ready\\n")
os.kill(os.getpid(), signal.SIGSTOP)
signal.pause()`;

test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const)("%s reaches all, stopped ones as well", async (name) => {
  const { child, ran } = supervise({
    command: bash(`trap 'echo outer; wait; exit 7' ${name.slice(3)}; /usr/bin/python3 -c '${SLEEPER}' & wait`),
    watches: [],
  });
  child.stdout?.once("data", () => child.kill(name));
  const { status, output } = await ran;
  expect([status, output.split("\n").toSorted()]).toEqual([7, ["", "inner", "outer", "ready"]]);
});

const DEATHS: readonly [name: string, word: string, kill: (pid: number, disconnect: () => void) => void][] = [
  ["the supervisor", "7100.1", (pid) => process.kill(pid, "SIGKILL")],
  ["bubblewrap", "7100.2", (pid) => process.kill(childOf(pid), "SIGKILL")],
  ["the channel to Node", "7100.3", (_pid, disconnect) => disconnect()],
];

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
}

test.each(DEATHS)("the death of %s ends all", async (_name, word, kill) => {
  const { child, ran } = supervise({ command: bash(`(setsid sleep ${word} &) ; sleep ${word}`) });
  await until(() => processesWith(word).length >= 2 && isSleeping(word));
  kill(child.pid ?? 0, () => child.disconnect());
  const { status } = await ran;
  expect(status === "SIGKILL" || status === 137).toBe(true);
  await until(() => !isSleeping(word));
});

test("the death of Node ends all", async () => {
  const words = ["run", ..."-- bwrap --die-with-parent --ro-bind / / --proc /proc sleep 7100.4".split(" ")];
  const script = `const { spawn } = require("node:child_process");
spawn(${JSON.stringify(SUPERVISOR)}, ${JSON.stringify(words)}, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe", "ipc"] });
setInterval(() => {}, 1000);`;
  const node = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  await until(() => isSleeping("7100.4"));
  node.kill("SIGKILL");
  await until(() => processesWith("7100.4").length === 0);
  expect(isSleeping("7100.4")).toBe(false);
});

test("a start that waits while Node dies never happens", async () => {
  const { child, ran } = supervise({
    command: bash(`touch ${FOLDER}/never; :`),
    answer: () => {
      child.disconnect();
      return null;
    },
  });
  await ran;
  expect(existsSync(`${FOLDER}/never`)).toBe(false);
});

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
    return true;
  } catch {
    // No control groups of the first version, or not root.
    return false;
  }
}

test("a terminal of its own: size, keys, all output", async () => {
  const { child, ran } = supervise({
    command: bash(
      "tty > /dev/null && stty size; read -r line; stty size; echo $line; trap : INT; sleep 7100.5; echo $?; seq 20000 | tail -n 1; exit 4",
    ),
    watches: [],
    outer: ["--pty", "100x30"],
  });
  const seen: string[] = [];
  for await (const line of createInterface(child.stdout as Readable)) {
    seen.push(line);
    if (line === "30 100") {
      child.send("size 50 10");
      child.stdin?.write("typed\n");
    }
    if (line === "typed" && seen.includes("10 50")) {
      await until(() => isSleeping("7100.5"));
      child.stdin?.write("\u0003");
    }
  }
  expect([seen, (await ran).status]).toEqual([["30 100", "typed", "10 50", "typed", "^C130", "20000"], 4]);
});

test("the end of what is typed is the end of the command's input", async () => {
  const ran = await run({ command: ["cat"], watches: [], outer: ["--pty", "80x24"], input: "abc\n" });
  expect(ran).toMatchObject({ status: 0, output: "abc\r\nabc\r\n" });
});

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

test("a message that nobody understands is told, and stops nothing", async () => {
  const ran = await run({
    command: bash("read -r; echo on"),
    watches: [],
    onTold: (told, child) => {
      if (told.kind === "ready") for (const word of ["what", "what else", "allow 99"]) child.send(word);
      if (told.kind === "ready") child.stdin?.end("\n");
    },
  });
  expect([ran.output, toldOf(ran, "fault", "why")]).toEqual([
    "on\n",
    [["a message without content came to the supervisor"], ["an unknown message came to the supervisor"]],
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
