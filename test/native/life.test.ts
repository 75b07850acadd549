/** How a supervised run begins and ends, and what the death of a part does. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  ["the supervisor", "1", (pid) => process.kill(childOf(pid), "SIGKILL")],
  ["its guard", "2", (pid) => process.kill(pid, "SIGKILL")],
  ["bubblewrap", "3", (pid) => process.kill(childOf(childOf(pid)), "SIGKILL")],
  ["the channel to Node", "4", (_pid, disconnect) => disconnect()],
];

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
}

test.each(DEATHS)("the death of %s ends all", async (_name, word, kill) => {
  const { child, ran } = supervise({ command: bash(`(setsid sleep 7100.${word} &) ; sleep 7100.${word}`) });
  await until(() => processesWith(`7100.${word}`).length >= 2 && isSleeping(`7100.${word}`));
  kill(child.pid ?? 0, () => child.disconnect());
  const { status } = await ran;
  expect(status === "SIGKILL" || status === 137).toBe(true);
  await until(() => !isSleeping(`7100.${word}`));
});

test.each(DEATHS)("the death of %s ends what bubblewrap has not yet bound to itself", async (_name, word, kill) => {
  const text = `#!/bin/sh\nsleep 7200.${word} &\nsleep 7200.${word}\n`;
  mkdirSync(`${FOLDER}/early`, { recursive: true });
  writeFileSync(`${FOLDER}/early/bwrap`, text, { mode: 0o755 });
  const { child, ran } = supervise({ command: ["true"], env: { PATH: `${FOLDER}/early:${process.env["PATH"]}` } });
  await until(() => processesWith(`7200.${word}`).length === 2);
  kill(child.pid ?? 0, () => child.disconnect());
  const { status } = await ran;
  expect(status === "SIGKILL" || status === 137).toBe(true);
  await until(() => !isSleeping(`7200.${word}`));
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

test("a terminal of its own: size, keys, all output", async () => {
  const { child, ran } = supervise({
    command: bash(
      "tty > /dev/null && stty size; read -r line; until [ \"$(stty size)\" = '10 50' ]; do sleep 0.01; done; stty size; echo $line; trap : INT; sleep 7100.5; echo $?; seq 20000 | tail -n 1; exit 4",
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
