/** A WebSocket as clients find it: who is let in, and what goes over it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { MESSAGE_BYTES_MAX } from "../../src/effects/lines.ts";
import { listenOnWebSocket, newToken, readToken } from "../../src/effects/web-socket.ts";
import type { Listening, Wire } from "../../src/engine/wire.ts";
import { listenTo, text } from "./wires.ts";

const TOKEN = "0123456789abcdef";
const LETS_IN = { headers: { authorization: `Bearer ${TOKEN}` } };

let place = "";
let listening: Listening | null = null;
const clients: WebSocket[] = [];

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "assent-ws-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await listening?.close();
  listening = null;
  rmSync(place, { recursive: true, force: true });
});

async function serve(accept: (wire: Wire) => void = () => undefined): Promise<string> {
  const result = await listenOnWebSocket("ws://127.0.0.1:0", TOKEN, accept);
  if (!result.ok) throw new Error(result.error.why);
  listening = result.value;
  return listening.address;
}

/** Null when it is let in, or the HTTP status with which it is not. */
function tryToEnter(address: string, options: ClientOptions): Promise<number | null> {
  const client = new WebSocket(address, options);
  clients.push(client);
  return new Promise((resolve) => {
    client.on("open", () => resolve(null));
    client.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    client.on("error", () => undefined);
  });
}

/** A client that has been let in, and the server's end of it. */
async function enter(): Promise<{ readonly client: WebSocket; readonly wire: Wire }> {
  const wires: Wire[] = [];
  const address = await serve((wire) => wires.push(wire));
  const client = new WebSocket(address, LETS_IN);
  clients.push(client);
  client.on("error", () => undefined);
  await next(client, "open", () => null);
  const [wire] = wires;
  if (wire === undefined) throw new Error("nobody came in");
  return { client, wire };
}

function next<T>(
  client: WebSocket,
  event: "open" | "message" | "close" | "pong",
  value: (...args: readonly unknown[]) => T,
): Promise<T> {
  return new Promise((resolve) => client.once(event, (...args: readonly unknown[]) => resolve(value(...args))));
}

test.each<[who: string, headers: Record<string, string>, status: number | null]>([
  ["who has the token", { authorization: `Bearer ${TOKEN}` }, null],
  ["who spells the scheme otherwise", { authorization: `bearer ${TOKEN}` }, null],
  ["who has none", {}, 401],
  ["who has another", { authorization: `Bearer ${TOKEN}x` }, 401],
  ["who has its beginning", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
  ["who has an empty one", { authorization: "Bearer " }, 401],
  ["who has another scheme", { authorization: `Basic ${TOKEN}` }, 401],
  ["who says more", { authorization: `Bearer ${TOKEN} ${TOKEN}` }, 401],
  ["a page in a browser", { authorization: `Bearer ${TOKEN}`, origin: "http://127.0.0.1" }, 403],
  ["a page without an origin of its own", { authorization: `Bearer ${TOKEN}`, origin: "null" }, 403],
])("%s gets in or does not", async (_who, headers, status) => {
  expect(await tryToEnter(await serve(), { headers })).toBe(status);
});

test("who wants no WebSocket is told so", async () => {
  const { port } = new URL(await serve());
  const status = await new Promise((resolve) => {
    request({ port, host: "127.0.0.1" }, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(426);
});

test("messages go both ways, also those that came before anybody listened", async () => {
  const { client, wire } = await enter();
  client.send('{"early":1}');
  client.ping();
  await next(client, "pong", () => null);
  const heard = listenTo(wire);
  client.send("{}");
  client.send(Buffer.from([1, 2]));
  expect(await heard.messages(3)).toEqual([text('{"early":1}'), text("{}"), { kind: "not-text" }]);
  wire.send("for you");
  expect(await next(client, "message", String)).toBe("for you");
});

test("a client that leaves ends its wire, once", async () => {
  const { client, wire } = await enter();
  const heard = listenTo(wire);
  client.terminate();
  await heard.ended();
  wire.send("late");
  wire.end("late");
  expect(heard.endings()).toBe(1);
});

test("the server's end says why, as far as there is room", async () => {
  const { client, wire } = await enter();
  const heard = listenTo(wire);
  wire.end(`enough ${"ä".repeat(100)}`);
  expect(heard.endings()).toBe(1);
  const said = await next(client, "close", (code, reason) => [code, String(reason)]);
  expect(said).toEqual([1001, `enough ${"ä".repeat(56)}`]);
});

test("at the end the clients are gone", async () => {
  const { client, wire } = await enter();
  const heard = listenTo(wire);
  const gone = next(client, "close", (code) => code);
  await listening?.close();
  expect([await gone, heard.endings()]).toEqual([1001, 1]);
});

test("a message that is too long ends the connection, and nothing else", async () => {
  const { client, wire } = await enter();
  const heard = listenTo(wire);
  client.send(Buffer.alloc(MESSAGE_BYTES_MAX + 1, 0x20).toString());
  expect(await next(client, "close", (code) => code)).toBe(1009);
  await heard.ended();
  expect(heard.received).toEqual([]);
  expect(await tryToEnter(listening?.address ?? "", LETS_IN)).toBe(null);
});

test.each([
  ["ws://0.0.0.0:0", "ws://0.0.0.0:0 can be reached from other machines: write ws://127.0.0.1:PORT"],
  ["ws://[::]:0", "ws://[::]:0 can be reached from other machines: write ws://127.0.0.1:PORT"],
  ["ws://example.com:9", "ws://example.com:9 can be reached from other machines: write ws://127.0.0.1:PORT"],
  ["wss://127.0.0.1:0", "wss://127.0.0.1:0 is no address to listen at: write ws://127.0.0.1:PORT"],
  ["ws://127.0.0.1", "ws://127.0.0.1 is no address to listen at: write ws://127.0.0.1:PORT"],
  ["ws://127.0.0.1:9/path", "ws://127.0.0.1:9/path is no address to listen at: write ws://127.0.0.1:PORT"],
  ["zork", "zork is no address to listen at: write ws://127.0.0.1:PORT"],
])("does not listen at %s", async (url, why) => {
  expect(await listenOnWebSocket(url, TOKEN, () => undefined)).toEqual({ ok: false, error: { why } });
});

test("a port that is taken is an error", async () => {
  const address = await serve();
  expect(await listenOnWebSocket(address, TOKEN, () => undefined)).toEqual({
    ok: false,
    error: {
      why: `cannot listen at ${address}: something else listens there already; give another port, or 0 for a free one`,
    },
  });
});

test.each<[name: string, content: string, mode: number, expected: (path: string) => object]>([
  ["a token", `${TOKEN}\n`, 0o600, () => ({ ok: true, value: TOKEN })],
  [
    "a short one",
    "short\n",
    0o600,
    (path) => ({ ok: false, error: `${path} holds no token: one word of 16 characters or more` }),
  ],
  [
    "two words",
    `${TOKEN} b`,
    0o600,
    (path) => ({ ok: false, error: `${path} holds no token: one word of 16 characters or more` }),
  ],
  [
    "what others can read",
    TOKEN,
    0o644,
    (path) => ({ ok: false, error: `${path} can be read by others: chmod 600 ${path}` }),
  ],
])("reads %s from a file", (_name, content, mode, expected) => {
  const path = join(place, "token");
  writeFileSync(path, content);
  chmodSync(path, mode);
  expect(readToken(path)).toEqual(expected(path));
});

test("a token file that is not there is an error", () => {
  const path = join(place, "none");
  expect(readToken(path)).toEqual({ ok: false, error: `cannot read the token in ${path}: no such file or folder` });
});

test("a new token is one that can be read", () => {
  const path = join(place, "token");
  const token = newToken();
  writeFileSync(path, token, { mode: 0o600 });
  expect([readToken(path), token.length >= 43, newToken() === token]).toEqual([
    { ok: true, value: token },
    true,
    false,
  ]);
});
