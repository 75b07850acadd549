/** The wire over a process's own streams, in processes of their own. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const place = mkdtempSync(join(tmpdir(), "assent-stdio-"));
const program = join(place, "program.cjs");
const children: ChildProcessWithoutNullStreams[] = [];

/** Sends back what it gets; `flood` is answered with 32 MiB, and on standard error with what waits then. */
const PROGRAM = `
import { stdioWire } from "./stdio-wire.ts";
const wire = stdioWire();
wire.start({
  received(message) {
    if (message.kind !== "text") return wire.send(message.kind);
    if (message.text !== "flood") return wire.send(message.text);
    for (let at = 0; at < 32; at += 1) wire.send("x".repeat(1024 * 1024));
    process.stderr.write(wire.backlog() > 16 * 1024 * 1024 ? "waits" : "taken");
  },
  ended() {
    wire.end("");
    process.exitCode = 7;
  },
});
`;

beforeAll(() => {
  const folder = fileURLToPath(new URL("../../src/effects", import.meta.url));
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: folder, loader: "ts" },
    bundle: true,
    platform: "node",
    outfile: program,
  });
});
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(place, { recursive: true });
});

function start(): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [program]);
  children.push(child);
  return child;
}

function statusOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

test("messages come and go, and the end of the input is the end", async () => {
  const child = start();
  child.stdin.end('{"a":1}\nlast');
  const heard: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => heard.push(chunk));
  expect([await statusOf(child), Buffer.concat(heard).toString()]).toEqual([7, '{"a":1}\nlast\n']);
});

test("a client that does not read does not stop the process", async () => {
  const child = start();
  child.stdin.write("flood\n");
  const told = await new Promise((resolve) => child.stderr.once("data", (chunk: Buffer) => resolve(chunk.toString())));
  expect(told).toBe("waits");
  child.stdin.end();
  expect(await statusOf(child)).toBe(7);
});

test("a client that is gone ends it", async () => {
  const child = start();
  child.stdout.destroy();
  child.stdin.write("a\n");
  expect(await statusOf(child)).toBe(7);
});

test("the output may be a file", async () => {
  const path = join(place, "output");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", openSync(path, "w"), "inherit"] });
  child.stdin?.end("a\n");
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(7);
  expect(readFileSync(path, "utf8")).toBe("a\n");
});
