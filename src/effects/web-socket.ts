/** Takes clients over WebSocket, on this machine only, and only those that know the token. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type IncomingMessage, type Server, STATUS_CODES, createServer } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { CannotListen, Listening, Received, Wire, WireObserver } from "../engine/wire.ts";
import { type Result, err, ok } from "../kit/result.ts";
import { MESSAGE_BYTES_MAX } from "./lines.ts";
import { systemWords } from "./text-file.ts";

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);
const CLIENTS_MAX = 256;
const TOKEN_BYTES = 32;
/** A token that a person wrote: shorter ones can be guessed. */
const TOKEN_CHARS_MIN = 16;
const TOKEN_CHARS_MAX = 4096;
/** For the headers of a connection. */
const HEADERS_MS_MAX = 10_000;

/** How long a client that does not answer may hold up the end. */
const END_MS = 1000;

/** What a WebSocket says to a client at the end: going away, and a message that is too long. */
const GOING_AWAY = 1001;
/** Longest reason that fits into its last frame, in bytes. */
const REASON_BYTES_MAX = 120;

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** The token in a file; white space around it does not count. An error is for a person. */
export function readToken(path: string): Result<string, string> {
  try {
    if ((statSync(path).mode & 0o077) !== 0) return err(`${path} can be read by others: chmod 600 ${path}`);
    const token = readFileSync(path, "utf8").trim();
    if (token.length >= TOKEN_CHARS_MIN && token.length <= TOKEN_CHARS_MAX && !/\s/u.test(token)) return ok(token);
    return err(`${path} holds no token: one word of ${TOKEN_CHARS_MIN} characters or more`);
  } catch (error) {
    return err(`cannot read the token in ${path}: ${systemWords(error)}`);
  }
}

/** @param url `ws://HOST:PORT`; a port of 0 takes a free one */
export async function listenOnWebSocket(
  url: string,
  token: string,
  accept: (wire: Wire) => void,
): Promise<Result<Listening, CannotListen>> {
  const place = URL.canParse(url) ? new URL(url) : null;
  if (place?.protocol !== "ws:" || place.pathname !== "/" || place.search !== "" || place.port === "") {
    return err({ why: `${url} is no address to listen at: write ws://127.0.0.1:PORT` });
  }
  if (!LOOPBACK.has(place.hostname)) {
    return err({ why: `${url} can be reached from other machines: write ws://127.0.0.1:PORT` });
  }
  const server = createServer({ headersTimeout: HEADERS_MS_MAX }, (_request, response) => {
    response.writeHead(426, { connection: "close", upgrade: "websocket" }).end();
  });
  server.maxConnections = CLIENTS_MAX;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false });
  const digest = digestOf(token);
  const wires = new Set<Wire>();
  const welcome = (client: WebSocket): void => {
    const wire = webSocketWire(client);
    wires.add(wire);
    client.once("close", () => wires.delete(wire));
    accept(wire);
  };
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const status = refusal(request, digest);
    if (status === null) sockets.handleUpgrade(request, socket, head, welcome);
    else socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\n\r\n`);
  });
  const failed = await listening(server, place);
  if (typeof failed === "string")
    return err({ why: `cannot listen at ${url}: ${failed}; give another port, or 0 for a free one` });
  server.on("error", () => {});
  const close = async (): Promise<void> => {
    server.close();
    server.closeIdleConnections();
    for (const wire of wires) wire.end("the server ends");
  };
  return ok({ address: `ws://${place.hostname}:${failed.port}`, close });
}

/** The HTTP status with which a client is turned away; null for one that may come in. */
function refusal(request: IncomingMessage, digest: Buffer): number | null {
  // Browsers say which page it is; no page has any business here, wherever it has the token from.
  if (request.headers.origin !== undefined) return 403;
  const [scheme, given, ...more] = (request.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || given === undefined || more.length > 0) return 401;
  return timingSafeEqual(digestOf(given), digest) ? null : 401;
}

/** Of one length whatever is given, so that comparing tells nothing. */
function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function listening(server: Server, place: URL): Promise<{ readonly port: number } | string> {
  return new Promise((settle) => {
    server.once("error", (error) => settle(systemWords(error)));
    server.listen(Number(place.port), place.hostname.replace(/^\[|\]$/gu, ""), () => {
      const address = server.address();
      settle({ port: typeof address === "object" && address !== null ? address.port : Number(place.port) });
    });
  });
}

/** A message that is too long ends the connection, with the status that WebSocket has for that. */
function webSocketWire(client: WebSocket): Wire {
  let early: Received[] = [];
  let observer: WireObserver | null = null;
  let isOver = false;

  const receive = (message: Received): void => {
    if (isOver) return;
    if (observer === null) early.push(message);
    else observer.received(message);
  };
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    observer?.ended();
  };
  client.on("message", (data, isBinary) => {
    receive(isBinary ? { kind: "not-text" } : { kind: "text", text: textOf(data) });
  });
  client.on("close", over);
  // A close follows each error.
  client.on("error", () => {});

  return {
    start(given) {
      observer = given;
      for (const message of early) receive(message);
      early = [];
      if (isOver) given.ended();
    },
    send(text) {
      if (!isOver) client.send(text);
    },
    backlog: () => client.bufferedAmount,
    end(why) {
      over();
      client.close(GOING_AWAY, cutBytes(why));
      const timer = setTimeout(() => client.terminate(), END_MS);
      client.once("close", () => clearTimeout(timer));
    },
  };
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

/** Whole characters only. */
function cutBytes(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= REASON_BYTES_MAX) return text;
  return new TextDecoder().decode(bytes.subarray(0, REASON_BYTES_MAX), { stream: true });
}
