/** Which process of a real sandbox holds a connection, and what started it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { whoConnects } from "../../src/effects/who-connects.ts";
import { BACKEND } from "./world.ts";

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

/** Tells the inode of its listener, and for each connection the port it comes from. */
const SERVER = `
import os, socket, sys
server = socket.create_server(("127.0.0.1", 61080))
print(os.readlink("/proc/self/fd/%d" % server.fileno())[8:-1], flush=True)
kept = []
while True:
    peer = server.accept()
    kept.append(peer)
    print(peer[1][1], flush=True)
`;
const CLIENT = `
import socket, time
peer = socket.create_connection(("127.0.0.1", 61080))
time.sleep(1000)
`;

/** A sandbox with a network of its own that runs `script`, and what the server in it has told. */
async function inside(script: string): Promise<{ readonly listener: string; readonly ports: readonly number[] }> {
  if (BACKEND.kind === "none") throw new Error(BACKEND.why);
  const box = ["--unshare-all", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc", "--"];
  const serving = `exec 9< <(python3 -c "$SERVER"); read inode <&9; echo $inode; cat <&9 & ${script}; wait`;
  const child = spawn(BACKEND.program, [...box, "bash", "-c", serving], {
    env: { PATH: process.env["PATH"], SERVER, CLIENT },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const told: string[] = [];
  const lines = createInterface(child.stdout);
  lines.on("line", (line) => told.push(line));
  while (told.length < 2) await once(lines, "line");
  const [listener = "", ...ports] = told;
  return { listener, ports: ports.map(Number) };
}

const OUTER = expect.arrayContaining(["bash", "-c"]);

test("names the command that connects and what started it, outermost first", async () => {
  const { listener, ports } = await inside(`sh -c 'python3 -c "$CLIENT"; true'`);
  expect(whoConnects({ listener, to: 61_080 }, ports[0] ?? 0)).toEqual({
    command: [expect.stringMatching(/python3$/u), "-c", CLIENT],
    chain: [OUTER, ["sh", "-c", 'python3 -c "$CLIENT"; true']],
  });
});

test("puts the program before words that a process gave itself", async () => {
  const title = `node -e '
process.title = "git fetch";
require("node:net").connect(61080, "127.0.0.1", () => setTimeout(() => {}, 1e6))' "a long argument"`;
  const { listener, ports } = await inside(title);
  expect(whoConnects({ listener, to: 61_080 }, ports[0] ?? 0)?.command).toEqual([
    expect.stringMatching(/\/node$/u),
    "git fetch",
  ]);
});

test("tells the runs apart, though both connect from the same port", async () => {
  const from = `python3 -c '
import socket, sys, time
peer = socket.create_connection(("127.0.0.1", 61080), source_address=("127.0.0.1", 40001))
time.sleep(1000)'`;
  const [one, two] = await Promise.all([inside(`${from} one`), inside(`${from} two`)]);
  const words = [one, two].map(({ listener }) => whoConnects({ listener, to: 61_080 }, 40_001)?.command.at(-1));
  expect(words).toEqual(["one", "two"]);
});

test("knows nobody where no process of ours has the listener, or none the port", async () => {
  const { listener, ports } = await inside(`python3 -c "$CLIENT"`);
  expect(whoConnects({ listener: "1", to: 61_080 }, ports[0] ?? 0)).toBeNull();
  expect(whoConnects({ listener, to: 61_080 }, 1)).toBeNull();
});
