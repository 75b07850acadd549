/** Answers end where they say, and web sockets work. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import {
  ALLOWED,
  byRules,
  closed,
  HOST,
  hostRules,
  listen,
  portOf,
  resolver,
  type Running,
  run,
  say,
} from "./internet.ts";

let port = 0;
let proxy: Running;

/** Answers by what is asked for; `/echo` with what it got. */
const ANSWERS: Readonly<Record<string, string>> = {
  "/length": "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour, and more that no length speaks of",
  "/chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nfour\r\n0\r\nX: y\r\n\r\nmore",
  "/head": "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n",
  "/none": "HTTP/1.1 204 No Content\r\n\r\n",
  "/hints": "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1",
  "/bare": "HTTP/1.1 200 OK\nContent-Length: 2\n\nok\r\n\r\n",
  "/odd": "hello\r\n\r\n",
  "/switch": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n",
};

function answer(socket: Socket): void {
  let text = "";
  socket.on("data", (piece: Buffer) => {
    text += piece.toString("latin1");
    if (!text.includes("\r\n\r\n")) return;
    const path = text.split(" ")[1] ?? "";
    const known = ANSWERS[path];
    if (known !== undefined) socket.write(known);
    else if (path === "/socket") upgrade(socket, text);
    else if (path === "/until") socket.end("HTTP/1.1 200 OK\r\n\r\nall of it");
    else if (path === "/short") socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    else if (path === "/silent") socket.end();
    else if (path === "/once") socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nonce");
    else if (path === "/early") socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    else if (path === "/expect" && text.endsWith("\r\n\r\n")) socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    else if (path === "/expect") socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
  });
}

/** Says what came in upper case from then on. */
function upgrade(socket: Socket, asked: string): void {
  if (!/\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n/.test(asked)) {
    socket.end("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
    return;
  }
  socket.removeAllListeners("data");
  socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  socket.on("data", (piece: Buffer) => socket.write(piece.toString("latin1").toUpperCase()));
}

beforeAll(async () => {
  port = portOf(await listen(ALLOWED, 0, answer));
  const rules = hostRules([`allowed.test:${port}`], []);
  proxy = await run({
    ...byRules(rules),
    refused: () => undefined,
    waitMs: 60_000,
    resolve: resolver(() => undefined),
  });
});

function ask(path: string, method = "GET", more = ""): string {
  return `${method} http://allowed.test:${port}${path} HTTP/1.1\r\nHost: allowed.test:${port}\r\n${more}\r\n`;
}

function inTunnel(path: string, method = "GET", more = ""): string {
  const inside = `${method} ${path} HTTP/1.1\r\nHost: allowed.test:${port}\r\n${more}\r\n`;
  return `CONNECT allowed.test:${port} HTTP/1.1\r\n\r\n${inside}`;
}

const OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

describe("an answer ends where it says", () => {
  test.each<readonly [path: string, method: string, reply: string]>([
    ["/length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nfour"],
    [
      "/chunks",
      "GET",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n4;x=y\r\nfour\r\n0\r\nX: y\r\n\r\n",
    ],
    ["/head", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: keep-alive\r\n\r\n"],
    ["/none", "DELETE", "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"],
    [
      "/hints",
      "GET",
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n1",
    ],
    ["/bare", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"],
    ["/until", "GET", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it"],
    ["/short", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: keep-alive\r\n\r\nhalf"],
  ])("%s", async (path, method, reply) => {
    expect(await say(proxy.port, ask(path, method))).toBe(reply);
    expect(await say(proxy.port, inTunnel(path, method))).toBe(OPENED + reply);
  });

  test.each(["/odd", "/switch", "/silent"])("%s is none", async (path) => {
    const reply = await say(proxy.port, ask(path));
    expect(reply.split("\r\n")[0]).toBe("HTTP/1.1 502 Bad Gateway: the server gave no answer that can be read");
  });

  test("before the request has, which ends the connection", async () => {
    const socket = connect(proxy.port, HOST);
    const gone = closed(socket);
    let reply = "";
    socket.on("data", (piece) => (reply += String(piece)));
    socket.write(`${ask("/early", "POST", "Content-Length: 5\r\n")}half`);
    await gone;
    expect(reply.split("\r\n")[0]).toBe("HTTP/1.1 413 Too Large");
  });
});

test.each<readonly [path: string, reply: string]>([
  ["/once", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nonce"],
  ["/silent", ""],
])("a server that closes a tunnel closes it for the client: %s", async (path, reply) => {
  const socket = connect(proxy.port, HOST);
  const gone = closed(socket);
  let all = "";
  socket.on("data", (piece) => (all += String(piece)));
  socket.write(inTunnel(path));
  await gone;
  expect(all).toBe(OPENED + reply);
});

test("a body is sent once the server says that it wants it", async () => {
  const socket = connect(proxy.port, HOST);
  const gone = closed(socket);
  socket.write(ask("/expect", "POST", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
  expect(String(await once(socket, "data"))).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  socket.write("body");
  expect(String(await once(socket, "data"))).toContain("\r\n\r\ngood");
  socket.end();
  await gone;
});

test.each<readonly [title: string, ask: () => string, opened: string]>([
  ["straight", () => ask("/socket", "GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n"), ""],
  ["in a tunnel", () => inTunnel("/socket", "GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n"), OPENED],
])("a web socket works %s", async (_title, asking, opened) => {
  const reply = await say(proxy.port, `${asking()}first words`);
  expect(reply).toBe(
    `${opened}HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nFIRST WORDS`,
  );
});

test("another upgrade is not passed on", async () => {
  const reply = await say(proxy.port, ask("/socket", "GET", "Connection: Upgrade\r\nUpgrade: h2c\r\n"));
  expect(reply.split("\r\n")[0]).toBe("HTTP/1.1 426 Upgrade Required");
});
