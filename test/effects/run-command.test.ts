/** Commands under the real supervisor: what they see and may do, what bounds them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Limits, type Permissions, READ_ONLY, type Restricted } from "../../src/core/permissions/permissions.ts";
import { UNSUPERVISED } from "../../src/core/sandbox/supervision.ts";
import { makeGroups } from "../../src/effects/cgroup.ts";
import { findHelper } from "../../src/effects/native.ts";
import {
  BACKEND,
  isSleeping,
  newWorld,
  processesWith,
  runScript,
  textOf,
  until,
  type World,
  writeIn,
} from "./world.ts";

const helper = findHelper();
const isSupervised = BACKEND.kind !== "none" && helper.kind === "found";

test.skipIf(isSupervised)("under a supervisor, which this machine lacks", () => {
  expect(helper.kind === "missing" ? helper.why : "").not.toBe("");
});

const PYTHON = (lines: string): string => `python3 - <<'X'\n${lines}\nX`;

describe.skipIf(!isSupervised)("under a supervisor", () => {
  const SEEN: readonly [name: string, script: string, output: string][] = [
    ["has no capabilities", "grep -c 'Cap.*:.*0000000000000000$' /proc/self/status", "5\n"],
    ["cannot gain any", "grep NoNewPrivs /proc/self/status | cut -f2", "1\n"],
    ["has no descriptors but its streams", "ls /proc/self/fd | tr '\\n' ' '", "0 1 2 3 "],
    ["cannot read its first process", "cat /proc/1/environ 2>/dev/null | wc -c", "0\n"],
    ["has devices of its own", "cd /dev; ls -d null zero full random urandom tty shm pts | wc -l", "8\n"],
    ["can write to them", "echo x >/dev/null && echo y >/dev/shm/y && cat /dev/shm/y", "y\n"],
    ["cannot change the kernel", "echo 1 2>&- >/proc/sys/vm/drop_caches || echo no", "no\n"],
    ["sees no keys", "cat /proc/keys 2>/dev/null | wc -c", "0\n"],
    ["lists its network", "node -p 'Object.keys(os.networkInterfaces()).join()'", "lo\n"],
    ["gets a key that interrupts", "kill -INT $$; echo no", ""],
  ];
  test.each(SEEN)("a command %s", async (_name, script, output) => {
    expect(textOf(await runScript(newWorld(), script))).toBe(output);
  });

  const SOCKETS: readonly [name: string, script: string, output: string][] = [
    [
      "a server of its own",
      PYTHON(`
import socket
s = socket.socket(socket.AF_UNIX); s.bind("u"); s.listen()
c = socket.socket(socket.AF_UNIX); c.connect("u"); c.send(b"own")
print(s.accept()[0].recv(3).decode())`),
      "own\n",
    ],
    [
      "no datagrams",
      PYTHON(`
import socket
try: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
except PermissionError: print("refused")`),
      "refused\n",
    ],
  ];
  test.each(SOCKETS)("Unix sockets: %s", async (_name, script, output) => {
    expect(textOf(await runScript(newWorld(), script))).toBe(output);
  });

  test("what holds a protected name holds it in the folder that the command starts in", async () => {
    const world = newWorld();
    mkdirSync(`${world.ws}/a/b/.git`, { recursive: true });
    // The folder is mounted onto itself, for a protected path lies below it.
    const permissions = writeIn(world.ws, `${world.ws}/a/b`);
    const script = "echo x > b/.git/config; cd ..; echo x > a/b/.git/config; echo y > a/y; ls a";
    await runScript(world, script, { permissions, cwd: `${world.ws}/a` });
    expect([existsSync(`${world.ws}/a/b/.git/config`), existsSync(`${world.ws}/a/y`)]).toEqual([false, true]);
  });

  test("the environment is scrubbed for every process", async () => {
    const permissions: Restricted = { ...READ_ONLY, environment: { scrub: ["*_TOKEN"], keep: ["NPM_*"] } };
    const options = {
      env: { ...process.env, MY_TOKEN: "secret", NPM_TOKEN: "kept" },
      streams: { kind: "capture", input: null, bytesMax: 10_000 },
      timeoutMs: null,
      supervision: UNSUPERVISED,
    } as const;
    const script = 'echo "$MY_TOKEN,$NPM_TOKEN"; cat /proc/*/environ 2>/dev/null | grep -c secret';
    expect(textOf(await runScript(newWorld(), script, { permissions, options }))).toBe(",kept\n0\n");
  });

  test("every program is asked about but the first", async () => {
    const asked: string[] = [];
    const exec = ({ argv }: { readonly argv: readonly string[] }) => {
      asked.push(argv.join(" "));
      return Promise.resolve(argv[0] === "/bin/false" ? ("refuse" as const) : ("allow" as const));
    };
    const script = "/bin/true a; /bin/false; echo $?";
    const result = await runScript(newWorld(), script, { supervision: { ...UNSUPERVISED, exec } });
    expect([textOf(result).split("\n").at(-2), asked]).toEqual(["126", ["/bin/true a", "/bin/false"]]);
  });

  test("the end of the supervisor ends all, and is told", async () => {
    const word = `97.${process.pid}`;
    const told: string[] = [];
    const running = runScript(newWorld(), `sleep ${word} & setsid sleep ${word} & wait`, {
      notice: (text) => told.push(text),
    });
    await until(() => isSleeping(word));
    const [supervisor] = processesWith("run").filter((pid) => parentOf(pid) === process.pid);
    if (supervisor !== undefined) process.kill(supervisor, "SIGKILL");
    const why = "the sandbox lost its supervisor: it was ended by SIGKILL";
    expect(await running).toMatchObject({ kind: "ended", stopped: "fault", fault: why });
    await until(() => processesWith(word).length === 0);
    expect(told).toEqual([why]);
  });
});

/** Null for a process that has ended meanwhile: there are others on this machine. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

const FORKS = `
import os, time
made = []
try:
    while len(made) < 60:
        pid = os.fork()
        if pid == 0: time.sleep(5); os._exit(0)
        made.append(pid)
except OSError: pass
print(len(made))
for pid in made: os.kill(pid, 9)`;
const NO_LIMITS: Limits = { processes: null, memory: null, fileSize: null };

function limited(limits: Partial<Limits>): Restricted {
  return { ...READ_ONLY, limits: { ...NO_LIMITS, ...limits } };
}

const trial = makeGroups({ ...NO_LIMITS, processes: 1, memory: 1 << 20 });
const { groups, held } = trial.confines;
await trial.release();

/** What another user's run has put there, to hold a name. */
function foreign(world: World): Permissions {
  mkdirSync(`${world.ws}/.git/.held-by-assent`, { recursive: true });
  return writeIn(world.ws);
}

describe.skipIf(BACKEND.kind === "none")("what held a name and goes while the sandbox is built", () => {
  test("is held anew, and the command runs, told of once", async () => {
    const world = newWorld();
    const permissions = foreign(world);
    let told = 0;
    const tell = (): void => {
      told += 1;
      rmSync(`${world.ws}/.git`, { recursive: true });
    };
    const ran = await runScript(world, "touch .git/x; mkdir .git", { permissions, tell });
    expect([ran.kind === "ended" && ran.status, told, existsSync(`${world.ws}/.git/x`)]).toEqual([1, 1, false]);
  });

  test("is not waited for without an end", async () => {
    const world = newWorld();
    const permissions = foreign(world);
    const timer = setInterval(() => rmSync(`${world.ws}/.git`, { recursive: true, force: true }), 0);
    const ran = await runScript(world, "mkdir .git", { permissions });
    clearInterval(timer);
    expect(ran.kind === "not-started" ? ran.fault : ran.status).not.toBe(0);
  });
});

describe.skipIf(!isSupervised)("a limit", () => {
  test("of the size of files", async () => {
    const permissions = limited({ fileSize: 1000 });
    const result = await runScript(newWorld(), "head -c 5000 /dev/zero > /dev/shm/x; stat -c %s /dev/shm/x", {
      permissions,
    });
    expect(textOf(result).split("\n").at(-2)).toBe("1000");
  });

  test.skipIf(!held.includes("processes"))("of processes, and its group is gone afterwards", async () => {
    const script = PYTHON(FORKS);
    const result = await runScript(newWorld(), script, { permissions: limited({ processes: 10 }) });
    expect(Number(textOf(result))).toBeLessThan(15);
    const parents = groups.map((folder) => folder.slice(0, folder.lastIndexOf("/")));
    const own = parents.flatMap((parent) => readdirSync(parent).filter((name) => name.includes(`-${process.pid}-`)));
    expect(own).toEqual([]);
  });

  test.skipIf(!held.includes("memory"))("of memory", async () => {
    const script = "python3 -c 'x = bytearray(300_000_000); print(len(x))'; echo $?";
    const result = await runScript(newWorld(), script, { permissions: limited({ memory: 100_000_000 }) });
    expect(textOf(result)).not.toContain("300000000");
  });
});

test.skipIf(held.length === 0)("groups of processes that have ended are removed by the next", async () => {
  const parent = groups[0]?.slice(0, groups[0].lastIndexOf("/")) ?? "";
  const left = `${parent}/assent-${readlinkNumber()}-999999999-1-1`;
  mkdirSync(left);
  await makeGroups({ ...NO_LIMITS, processes: 5, memory: 1 << 30 }).release();
  expect(existsSync(left)).toBe(false);
});

function readlinkNumber(): string {
  return groups[0]?.split("/").at(-1)?.split("-")[1] ?? "";
}
