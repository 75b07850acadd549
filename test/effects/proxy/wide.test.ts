/** Long streams arrive whole, and a thousand connections hold. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import { ALLOWED, byRules, closed, HOST, hostRules, listen, portOf, resolver, type Running, run } from "./internet.ts";

const BYTES = 24 * 1024 * 1024 + 7;
const BLOB = Buffer.from(Array.from({ length: 4_099 }, (_, at) => (at * 31) % 251));
const WHOLE = Buffer.alloc(BYTES, BLOB);
const DIGEST = createHash("sha256").update(WHOLE).digest("hex");

let port = 0;
let proxy: Running;

/** Sends all after the first words, as a page with a length or without; or tells the digest of all that it gets. */
function serve(socket: Socket): void {
  socket.once("data", (first: Buffer) => {
    const words = first.toString("latin1");
    if (words.startsWith("raw")) socket.end(WHOLE);
    else if (words.includes("/length")) socket.end(Buffer.concat([head(`Content-Length: ${BYTES}`), WHOLE]));
    else if (words.includes("/until")) socket.end(Buffer.concat([head("X: y"), WHOLE]));
    else if (words.includes("/chunks")) socket.end(Buffer.concat([head("Transfer-Encoding: chunked"), chunked()]));
    else if (words.startsWith("upload\n")) void digest(socket, first.subarray(7)).then((sum) => socket.end(sum));
  });
}

function head(line: string): Buffer {
  return Buffer.from(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n`);
}

function chunked(): Buffer {
  return Buffer.concat([Buffer.from(`${BYTES.toString(16)}\r\n`), WHOLE, Buffer.from("\r\n0\r\n\r\n")]);
}

/** Of all that comes; with pauses where `isSlow`. */
function digest(socket: Socket, first: Uint8Array, isSlow = false): Promise<string> {
  const hash = createHash("sha256").update(first);
  socket.on("data", (piece: Buffer) => {
    hash.update(piece);
    if (!isSlow) return;
    socket.pause();
    setImmediate(() => socket.resume());
  });
  return new Promise((resolve) => {
    socket.once("end", () => resolve(hash.digest("hex")));
  });
}

/** What follows a head, as far as `length` bytes; digested. */
async function download(text: string, marks: number, tail: number): Promise<string> {
  const socket = connect({ port: proxy.port, host: HOST, allowHalfOpen: true });
  socket.end(text);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  let all = Buffer.concat(pieces);
  for (let mark = 0; mark < marks; mark += 1) all = all.subarray(all.indexOf("\r\n\r\n") + 4);
  return createHash("sha256")
    .update(all.subarray(0, all.length - tail))
    .digest("hex");
}

beforeAll(async () => {
  port = portOf(await listen(ALLOWED, 0, serve, true));
  const rules = hostRules([`allowed.test:${port}`], []);
  proxy = await run({
    ...byRules(rules),
    refused: () => undefined,
    waitMs: 60_000,
    resolve: resolver(() => undefined),
  });
});

describe("all of a long stream arrives", () => {
  test.each<readonly [title: string, text: () => string, marks: number, tail: number]>([
    ["in a tunnel", () => `CONNECT allowed.test:${port} HTTP/1.1\r\n\r\nraw\n`, 1, 0],
    ["as a page with a length", () => page("/length"), 1, 0],
    ["as a page until the end", () => page("/until"), 1, 0],
    ["as a page in a tunnel", () => `CONNECT allowed.test:${port} HTTP/1.1\r\n\r\n${inner("/length")}`, 2, 0],
  ])("%s", async (_title, text, marks, tail) => {
    expect(await download(text(), marks, tail)).toBe(DIGEST);
  });

  test("in chunks", async () => {
    const size = BYTES.toString(16).length + 2;
    const socket = connect({ port: proxy.port, host: HOST, allowHalfOpen: true });
    socket.end(page("/chunks"));
    const pieces: Buffer[] = [];
    for await (const piece of socket) pieces.push(piece as Buffer);
    const all = Buffer.concat(pieces);
    const from = all.indexOf("\r\n\r\n") + 4 + size;
    expect(
      createHash("sha256")
        .update(all.subarray(from, from + BYTES))
        .digest("hex"),
    ).toBe(DIGEST);
    expect(all.subarray(from + BYTES).toString("latin1")).toBe("\r\n0\r\n\r\n");
  });

  test("to one who reads slowly", async () => {
    const socket = connect({ port: proxy.port, host: HOST });
    socket.write(`CONNECT allowed.test:${port} HTTP/1.1\r\n\r\n`);
    expect(String(await once(socket, "data"))).toContain("200");
    socket.pause();
    socket.write("raw\n");
    const whole = digest(socket, Buffer.alloc(0), true);
    socket.resume();
    expect(await whole).toBe(DIGEST);
  });

  test("from the client, which then still hears an answer", async () => {
    const socket = connect({ port: proxy.port, host: HOST, allowHalfOpen: true });
    socket.write(`CONNECT allowed.test:${port} HTTP/1.1\r\n\r\nupload\n`);
    socket.end(WHOLE);
    let reply = "";
    for await (const piece of socket) reply += String(piece);
    expect(reply.split("\r\n\r\n")[1]).toBe(DIGEST);
  });
});

function page(path: string): string {
  return `GET http://allowed.test:${port}${path} HTTP/1.1\r\nHost: allowed.test:${port}\r\nConnection: close\r\n\r\n`;
}

function inner(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: allowed.test:${port}\r\nConnection: close\r\n\r\n`;
}

test("a server that breaks off breaks off the client", async () => {
  const breaking = portOf(await listen(ALLOWED, 0, (socket) => socket.once("data", () => socket.resetAndDestroy())));
  const rules = hostRules([`allowed.test:${breaking}`], []);
  const own = await run({
    ...byRules(rules),
    refused: () => undefined,
    waitMs: 1_000,
    resolve: resolver(() => undefined),
  });
  const socket = connect({ port: own.port, host: HOST });
  const gone = closed(socket.resume());
  socket.write(`CONNECT allowed.test:${breaking} HTTP/1.1\r\n\r\nhello\n`);
  await gone;
  expect(socket.readableEnded).toBe(false);
});

test("a thousand connections at once are held and answered", async () => {
  const echo = portOf(await listen(ALLOWED, 0, (socket) => socket.pipe(socket)));
  const rules = hostRules([`allowed.test:${echo}`], []);
  const own = await run({
    ...byRules(rules),
    refused: () => undefined,
    waitMs: 60_000,
    resolve: resolver(() => undefined),
  });
  const tunnels = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const socket = connect(own.port, HOST);
      socket.write(`CONNECT allowed.test:${echo} HTTP/1.1\r\n\r\n`);
      expect(String(await once(socket, "data"))).toContain("200");
      return socket;
    }),
  );
  const replies = await Promise.all(
    tunnels.map(async (socket, at) => {
      socket.write(`${at}\n`);
      return String(await once(socket, "data"));
    }),
  );
  for (const socket of tunnels) socket.destroy();
  expect(replies).toEqual(Array.from({ length: 1_000 }, (_, at) => `${at}\n`));
}, 60_000);
