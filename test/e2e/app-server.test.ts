/** The built app-server as a process: how it starts, and how it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { MAIN, makePlace } from "./place.ts";

const place = makePlace();
afterAll(place.remove);

const ENV = { PATH: process.env["PATH"] ?? "", HOME: place.root, LANG: "C.UTF-8", ASSENT_HOME: place.home };
const HELLO = { id: 0, method: "initialize", params: { clientInfo: { name: "test", version: "1" } } };

/** A server that has answered its client. */
async function started(): Promise<{ readonly server: ChildProcess; readonly answer: unknown }> {
  const server = spawn(process.execPath, [MAIN, "app-server"], {
    cwd: place.work,
    env: ENV,
    stdio: ["pipe", "pipe", "inherit"],
  });
  server.stdin?.write(`${JSON.stringify(HELLO)}\n`);
  if (server.stdout === null) throw new Error("there is no output to read");
  const [line]: unknown[] = await once(createInterface(server.stdout), "line");
  return { server, answer: JSON.parse(String(line)) };
}

test("ends when its client does", async () => {
  const { server, answer } = await started();
  expect(answer).toMatchObject({ id: 0, result: { codexHome: place.home, platformOs: process.platform } });
  server.stdin?.end();
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("ends on a signal, though its client stays", async () => {
  const { server } = await started();
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([143, null]);
});

test("what is typed wrongly ends it before it answers", () => {
  const ended = place.assent(["app-server", "-c", "approval_policy=nonsense"], { input: `${JSON.stringify(HELLO)}\n` });
  expect(ended).toEqual({ status: 78, stdout: "", stderr: expect.stringContaining("approval_policy") });
});

test("settings that are wrong are told, and no thread starts until they are mended", () => {
  place.put({ "home/config.toml": 'approval_policy = "nonsense"\n' });
  const lines = [HELLO, { id: 1, method: "thread/start", params: {} }].map((message) => JSON.stringify(message));
  const ended = place.assent(["app-server"], { input: `${lines.join("\n")}\n` });
  place.put({ "home/config.toml": "" });
  expect(ended.status).toBe(0);
  expect(ended.stdout).toContain('"method":"configWarning"');
  expect(ended.stdout).toContain("failed to load configuration");
});
