/** The proxy passes on what may pass, and no attack reaches what may not. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chars, hello } from "../../core/network/hellos.ts";
import type { ProxyOptions } from "../../../src/effects/proxy/door.ts";
import {
  ALLOWED,
  byRules,
  closed,
  DENIED,
  HOST,
  hostRules,
  joined,
  listen,
  portOf,
  resolver,
  type Running,
  run,
  say,
  socks,
} from "./internet.ts";

/** What reached a server, and what was looked up; for the test that runs. */
let hits: string[] = [];
let asked: string[] = [];
let told: string[] = [];
let port = 0;
let proxy: Running;

const PAGE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage";

function record(name: string): (socket: Socket) => void {
  return (socket) => {
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
      if (/^[A-Z]+ .*\r\n\r\n/s.test(text)) socket.write(PAGE);
    });
    socket.on("close", () => hits.push(`${name}: ${text}`));
  };
}

function options(over: Partial<ProxyOptions> = {}): ProxyOptions {
  const allow = [`allowed.test:${port}`, `*.allowed.test:${port}`, `*.corp.test:${port}`, "none.test"];
  return {
    ...byRules(hostRules(allow, ["denied.test", "secret.corp.test"])),
    refused: (wanted, refusal) => told.push(`${wanted.host.text} ${refusal.decision}`),
    waitMs: 60_000,
    resolve: resolver((name) => asked.push(name)),
    ...over,
  };
}

beforeAll(async () => {
  port = portOf(await listen(ALLOWED, 0, record("allowed")));
  await listen(DENIED, port, record("denied"));
  await listen(HOST, port, record("host"));
  proxy = await run(options());
});

beforeEach(() => {
  [hits, asked, told] = [[], [], []];
});

const get = (host: string, header = host, more = ""): string =>
  `GET http://${host}/TOKEN HTTP/1.1\r\nHost: ${header}\r\n${more}\r\n`;
const tunnel = (to: string, payload: string | Uint8Array = "GET /TOKEN HTTP/1.1\r\nHost: x\r\n\r\n", header = to) =>
  joined(`CONNECT ${to} HTTP/1.1\r\nHost: ${header}\r\n\r\n`, payload);

function direct(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: allowed.test:${port}\r\n`;
}

describe("what may pass", () => {
  test("a plain request, and another on the same connection", async () => {
    const host = `allowed.test:${port}`;
    const reply = await say(proxy.port, get(host) + get(host, host, "Connection: close\r\n"));
    expect(reply).toBe(
      PAGE.replace("4\r\n", "4\r\nConnection: keep-alive\r\n") + PAGE.replace("4\r\n", "4\r\nConnection: close\r\n"),
    );
    expect(hits).toEqual(Array.from({ length: 2 }, () => `allowed: ${direct("/TOKEN")}Connection: close\r\n\r\n`));
  });

  test("requests in the clear through a tunnel", async () => {
    const host = `allowed.test:${port}`;
    const inside = `GET /a HTTP/1.1\r\nHost: ${host}\r\n\r\nGET /b HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    const reply = await say(proxy.port, tunnel(host, inside));
    expect(reply.startsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n")).toBe(true);
    expect(hits).toEqual([
      `allowed: ${direct("/a")}Connection: keep-alive\r\n\r\n${direct("/b")}Connection: close\r\n\r\n`,
    ]);
  });

  test("TLS through a tunnel that names its host", async () => {
    const bytes = hello("allowed.test");
    const reply = await say(proxy.port, tunnel(`allowed.test:${port}`, joined(bytes, "rest")));
    expect(reply).toBe("HTTP/1.1 200 Connection established\r\n\r\n");
    expect(hits).toEqual([`allowed: ${String.fromCharCode(...bytes)}rest`]);
  });

  test("whatever is neither, by SOCKS5 and a name", async () => {
    const reply = await say(proxy.port, socks("x.allowed.test", port, "SSH-2.0-x\r\n"));
    expect(chars(reply)).toEqual([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect([hits, asked, told]).toEqual([["allowed: SSH-2.0-x\r\n"], ["x.allowed.test"], []]);
  });

  test("words without an end of line, once the program has ended its half", async () => {
    await say(proxy.port, socks("allowed.test", port, "hello"));
    expect(hits).toEqual(["allowed: hello"]);
  });

  test("SOCKS5 with a name and password, which say nothing", async () => {
    const greeting = joined([5, 1, 2], [1, 1, 117, 1, 112]);
    const reply = await say(proxy.port, joined(greeting, socks("allowed.test", port, "x\n").slice(3)));
    expect(chars(reply).slice(0, 6)).toEqual([5, 2, 1, 0, 5, 0]);
  });

  test("a body of known length, and one in chunks", async () => {
    const host = `allowed.test:${port}`;
    const post = (length: string, body: string): string =>
      `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n\r\n${body}`;
    await say(proxy.port, post("Content-Length: 5", "hello"));
    await say(proxy.port, post("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"));
    expect(hits.map((hit) => hit.slice(hit.indexOf("\r\n\r\n") + 4))).toEqual(["hello", "5\r\nhello\r\n0\r\n\r\n"]);
  });

  test("a name with several addresses, by those that may be dialled", async () => {
    await say(proxy.port, get(`both.allowed.test:${port}`, `both.allowed.test:${port}`, "Connection: close\r\n"));
    expect(hits.map((hit) => hit.split(":")[0])).toEqual(["allowed"]);
  });
});

type Attack = readonly [title: string, ...said: (() => string | Uint8Array)[]];

/** Each tries to reach the forbidden server or a service of the host. */
const ATTACKS: readonly Attack[] = [
  ["CONNECT to a denied name", () => tunnel(`denied.test:${port}`)],
  ["CONNECT to a name of no list", () => tunnel(`other.test:${port}`)],
  ["a plain request to a denied name", () => get(`denied.test:${port}`)],
  ["a denied name below an allowed wildcard", () => get(`secret.corp.test:${port}`)],
  ["in upper case", () => get(`SECRET.corp.test:${port}`)],
  ["with a trailing dot", () => get(`secret.corp.test.:${port}`), () => tunnel(`secret.corp.test.:${port}`)],
  ["on another port", () => tunnel("secret.corp.test:8080"), () => tunnel("denied.test:22")],
  [
    "names that end or begin alike",
    () => get(`evilallowed.test:${port}`),
    () => get(`allowed.test.denied.test:${port}`),
  ],
  ["addresses", () => get(`${DENIED}:${port}`), () => tunnel(`${DENIED}:${port}`)],
  ["a decimal number", () => tunnel(`${127 * 2 ** 24 + 21}:${port}`), () => get(`${127 * 2 ** 24 + 21}:${port}`)],
  [
    "other forms",
    () => tunnel(`0x7f000015:${port}`),
    () => tunnel(`0177.0.025:${port}`),
    () => tunnel(`127.21:${port}`),
  ],
  ["mapped into IPv6", () => tunnel(`[::ffff:${DENIED}]:${port}`), () => tunnel(`[::ffff:7f00:15]:${port}`)],
  [
    "the host by address",
    ...["127.0.0.1", "127.1", "0.0.0.0", "[::1]", "[::]", "2130706433", "127.0.0.1."].map(
      (to) => () => tunnel(`${to}:${port}`),
    ),
  ],
  [
    "the host by name",
    ...["localhost", "LOCALHOST.", "x.localhost", "ip6-localhost"].map((to) => () => get(`${to}:${port}`)),
  ],
  [
    "a name that resolves to the host",
    () => get(`loop.allowed.test:${port}`),
    () => tunnel(`loop.allowed.test:${port}`),
  ],
  [
    "a name that changes its address",
    ...Array.from(
      { length: 6 },
      () => () => tunnel(`flip.allowed.test:${port}`, `GET /TOKEN HTTP/1.1\r\nHost: flip.allowed.test:${port}\r\n\r\n`),
    ),
  ],
  ["a name that resolves to the metadata service", () => get(`meta.allowed.test:${port}`)],
  ["a name that resolves to a private address", () => get(`private.allowed.test:${port}`)],
  [
    "another Host header",
    () => get(`allowed.test:${port}`, `denied.test:${port}`),
    () => get(`denied.test:${port}`, `allowed.test:${port}`),
  ],
  ["two Host headers", () => get(`allowed.test:${port}`, `allowed.test:${port}\r\nHost: denied.test:${port}`)],
  ["the Host header alone", () => `GET /TOKEN HTTP/1.1\r\nHost: denied.test:${port}\r\n\r\n`],
  [
    "CONNECT with another Host header",
    () => tunnel(`denied.test:${port}`, "x", `allowed.test:${port}`),
    () => tunnel(`allowed.test:${port}`, "TOKEN", `denied.test:${port}`),
  ],
  ["TLS that names another host", () => tunnel(`allowed.test:${port}`, hello("denied.test"))],
  ["TLS that names none", () => tunnel(`allowed.test:${port}`, hello())],
  ["TLS in SOCKS that names another host", () => socks("allowed.test", port, hello("denied.test"))],
  [
    "a request in a tunnel that names another host",
    () => tunnel(`allowed.test:${port}`, `GET /TOKEN HTTP/1.1\r\nHost: denied.test:${port}\r\n\r\n`),
  ],
  ["a request in a tunnel that names none", () => tunnel(`allowed.test:${port}`, "GET /TOKEN HTTP/1.1\r\n\r\n")],
  [
    "a whole address in a tunnel that names another host",
    () => tunnel(`allowed.test:${port}`, `GET http://denied.test:${port}/TOKEN HTTP/1.0\r\n\r\n`),
  ],
  [
    "an empty line before it",
    () => tunnel(`allowed.test:${port}`, `\r\nGET /TOKEN HTTP/1.1\r\nHost: denied.test:${port}\r\n\r\n`),
  ],
  [
    "a user name",
    () => get(`allowed.test@denied.test:${port}`, `allowed.test:${port}`),
    () => tunnel(`allowed.test@denied.test:${port}`),
  ],
  ["line breaks in the target", () => `CONNECT denied.test:${port}\rX allowed.test:${port} HTTP/1.1\r\n\r\n`],
  [
    "a NUL in the name",
    () => tunnel(`denied.test\0.allowed.test:${port}`),
    () => socks("denied.test\0.allowed.test", port, "TOKEN\n"),
  ],
  [
    "full-width letters",
    () => tunnel(joinedText("\uff53\uff45\uff43\uff52\uff45\uff54.corp.test", port)),
    () => tunnel(`xn--secret-.corp.test:${port}`),
    () => tunnel(`xn--oi7cdb5cck.corp.test:${port}`),
  ],
  [
    "full-width letters in SOCKS",
    () => socks(Buffer.from("\uff53ecret.corp.test").toString("latin1"), port, "TOKEN\n"),
  ],
  ["SOCKS5 to a denied name", () => socks("denied.test", port, "TOKEN\n")],
  ["SOCKS5 to an address", () => socks([127, 0, 0, 21], port, "TOKEN\n"), () => socks([127, 0, 0, 1], port, "TOKEN\n")],
  ["SOCKS4a", () => joined([4, 1, port >> 8, port & 255, 0, 0, 0, 1, 117, 0], "denied.test", [0], "TOKEN\n")],
  [
    "a length beside chunks",
    () => post("Content-Length: 0\r\nTransfer-Encoding: chunked", `0\r\n\r\n${get(`denied.test:${port}`)}`),
  ],
  ["two lengths", () => post("Content-Length: 0\r\nContent-Length: 5", get(`denied.test:${port}`))],
  ["a folded line", () => post("X: y\r\n Host: denied.test", "")],
];

function joinedText(name: string, to: number): string {
  return `${Buffer.from(name).toString("latin1")}:${to}`;
}

function post(length: string, rest: string): string {
  return `POST http://allowed.test:${port}/ HTTP/1.1\r\nHost: allowed.test:${port}\r\n${length}\r\n\r\n${rest}`;
}

describe("what may not pass", () => {
  test.each(ATTACKS.map(([title, ...said]) => ({ title, said })))("$title", async ({ said }) => {
    for (const text of said) await say(proxy.port, text());
    expect(hits.filter((hit) => !hit.startsWith("allowed: "))).toEqual([]);
    // What reaches the allowed server may not speak of another, nor be smuggled in behind what was judged.
    expect(hits.filter((hit) => /denied|(TOKEN.*){2}/s.test(hit))).toEqual([]);
    expect(asked.filter((name) => !name.endsWith("allowed.test"))).toEqual([]);
  });

  test("the second request of a connection, when the first may", async () => {
    const reply = await say(proxy.port, get(`allowed.test:${port}`) + get(`denied.test:${port}`));
    expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 403"]);
    expect([hits.length, told]).toEqual([1, ["denied.test denied"]]);
  });

  test("what follows a body", async () => {
    const reply = await say(proxy.port, post("Content-Length: 0", get(`denied.test:${port}`)));
    expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 403"]);
  });

  test("a body whose chunks could be read in two ways", async () => {
    const reply = await say(proxy.port, post("Transfer-Encoding: chunked", "5;x\r\nhello\r\n0\r\n\r\n"));
    expect(reply.split("\r\n")[0]).toBe("HTTP/1.1 502 Bad Gateway: the body was malformed or broke off");
  });

  test.each<readonly [said: () => string | Uint8Array, reply: RegExp, told: readonly string[]]>([
    [() => get(`denied.test:${port}`), /^HTTP\/1\.1 403 .*"reason":"denied"/s, ["denied.test denied"]],
    [() => tunnel(`other.test:${port}`), /^HTTP\/1\.1 403 .*"reason":"not_allowed"/s, ["other.test not_allowed"]],
    [
      () => get(`loop.allowed.test:${port}`),
      /^HTTP\/1\.1 403 .*"reason":"not_allowed_local"/s,
      ["loop.allowed.test not_allowed_local"],
    ],
    [() => get(`${HOST}:${port}`), /^HTTP\/1\.1 403 .*"reason":"not_allowed_local"/s, [`${HOST} not_allowed_local`]],
    [() => socks("denied.test", port), /^\x05\0\x05\x02\0\x01/, ["denied.test denied"]],
    [() => joined([5, 1, 0], [5, 2, 0, 1, 1, 1, 1, 1, 0, 80]), /^\x05\0\x05\x07/, []],
    [() => joined([5, 1, 0], [5, 3, 0, 1, 1, 1, 1, 1, 0, 80]), /^\x05\0\x05\x07/, []],
    [() => joined([5, 1, 1]), /^\x05\xff$/, []],
    [() => joined([4, 1, 0, 80, 1, 1, 1, 1, 0]), /^\0\x5b\0{6}$/, []],
    [
      () => tunnel(`allowed.test:${port}`, hello("denied.test")),
      /\x15\x03\x01\0\x02\x02\x70$/,
      ["allowed.test not_allowed"],
    ],
    [() => get("none.test"), /^HTTP\/1\.1 502 Bad Gateway: none\.test could not be resolved\r\n/, []],
    [() => socks("none.test", 80), /^\x05\0\x05\x04/, []],
    [() => "\x16\x03\x01", /^HTTP\/1\.1 400 /, []],
    [() => "GET http://allowed.test/", /^HTTP\/1\.1 400 .*the head has no end/s, []],
    [() => `GET http://allowed.test/${"x".repeat(70_000)}`, /^HTTP\/1\.1 400 .*longer than/s, []],
    [() => "", /^$/, []],
  ])("is answered: %#", async (said, reply, expected) => {
    expect(await say(proxy.port, said())).toMatch(reply);
    expect(told).toEqual(expected);
  });
});

test("closing ends every connection, whatever it waits for", async () => {
  const own = await run(options());
  const sockets = ["", "GET", `CONNECT allowed.test:${port} HTTP/1.1\r\n\r\n`].map((text) => {
    const socket = connect(own.port, HOST).resume();
    socket.write(text);
    return socket;
  });
  const ended = Promise.all(sockets.map(closed));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  await own.proxy.close();
  await ended;
  expect(sockets.every((socket) => socket.destroyed)).toBe(true);
});
