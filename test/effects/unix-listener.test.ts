/** A unix socket as clients find it, and what is not taken for one. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnUnixSocket } from "../../src/effects/unix-listener.ts";
import type { Listening, Wire } from "../../src/engine/wire.ts";
import { type Heard, listenTo, text } from "./wires.ts";

let place = "";
const listening: Listening[] = [];
const sockets: Socket[] = [];

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "assent-unix-"));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const one of listening.splice(0)) await one.close();
  rmSync(place, { recursive: true, force: true });
});

type Came = { readonly wire: Wire; readonly heard: Heard };

/** Listens, and gives the clients as they come. */
async function serve(path: string): Promise<() => Promise<Came>> {
  const came: Came[] = [];
  let look: (() => void) | null = null;
  const result = await listenOnUnixSocket(path, (wire) => {
    came.push({ wire, heard: listenTo(wire) });
    look?.();
  });
  if (!result.ok) throw new Error(result.error.why);
  listening.push(result.value);
  return () =>
    new Promise((resolve) => {
      look = () => {
        const next = came.shift();
        if (next !== undefined) resolve(next);
      };
      look();
    });
}

function dial(path: string): Socket {
  const socket = connect(path);
  sockets.push(socket);
  return socket;
}

function read(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once("data", (data) => resolve(data.toString())));
}

async function whyNot(path: string): Promise<string | null> {
  const result = await listenOnUnixSocket(path, () => undefined);
  if (result.ok) listening.push(result.value);
  return result.ok ? null : result.error.why;
}

test("clients each have a wire of their own, and only the user can reach the socket", async () => {
  const path = join(place, "new", "s.sock");
  const next = await serve(path);
  expect([statSync(path).mode & 0o777, statSync(join(place, "new")).mode & 0o777]).toEqual([0o600, 0o700]);
  const [one, two] = [dial(path), dial(path)];
  one.write("a\n");
  const first = await next();
  const second = await next();
  two.write("b\n");
  expect(await first.heard.messages(1)).toEqual([text("a")]);
  expect(await second.heard.messages(1)).toEqual([text("b")]);
  second.wire.send("for two");
  expect(await read(two)).toBe("for two\n");
  one.end();
  await first.heard.ended();
  expect(second.heard.endings()).toBe(0);
});

test("at the end the socket is gone, and so are its clients", async () => {
  const path = join(place, "s.sock");
  const next = await serve(path);
  const client = connect({ path, allowHalfOpen: true });
  sockets.push(client);
  const gone = new Promise((resolve) => client.once("end", resolve));
  client.resume();
  const { heard } = await next();
  await listening.pop()?.close();
  await gone;
  expect([existsSync(path), heard.endings()]).toEqual([false, 1]);
});

test("one that a dead server left is replaced", async () => {
  const path = join(place, "s.sock");
  const listen = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", listen]);
  expect(existsSync(path)).toBe(true);
  const next = await serve(path);
  dial(path).write("a\n");
  expect(await (await next()).heard.messages(1)).toEqual([text("a")]);
});

test("one that somebody answers at is left alone", async () => {
  const path = join(place, "s.sock");
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(path, resolve));
  expect(await whyNot(path)).toBe(`a server listens at ${path} already: connect to that one, or give another path`);
  expect(existsSync(path)).toBe(true);
  other.close();
});

test("a file is left alone", async () => {
  const path = join(place, "s.sock");
  writeFileSync(path, "mine");
  expect(await whyNot(path)).toBe(`${path} is there already and is no socket: give another path`);
  expect(readFileSync(path, "utf8")).toBe("mine");
});

test("a folder that others can enter is refused", async () => {
  const folder = join(place, "open");
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  expect(await whyNot(join(folder, "s.sock"))).toBe(
    `${folder} is open to others: give a socket in a folder that only you can enter, such as ${folder}/assent`,
  );
});

test("a path that no address holds is refused", async () => {
  const path = join(place, "x".repeat(100), "s.sock");
  expect(await whyNot(path)).toBe(`the path of a socket is at most 107 bytes: ${path}`);
});

test("what is no folder, or cannot be one, is an error", async () => {
  const file = join(place, "file");
  writeFileSync(file, "");
  expect(await whyNot(join(file, "s.sock"))).toBe(`${file} is no folder: give another path`);
  expect(await whyNot(join(file, "new", "s.sock"))).toBe(
    `cannot use ${join(file, "new")} for a socket: a part of the path is no folder: give another path`,
  );
});
