/** Requests are read strictly: whatever could be understood in two ways is refused. */
import { describe, expect, test } from "vitest";
import { describeHeadFault, type HeadFault, readRequestHead } from "../../../src/core/network/http-head.ts";

const HOST = "Host: a.test\r\n";

function head(text: string): ReturnType<typeof readRequestHead> {
  return readRequestHead(`${text}\r\n`);
}

const A80 = { host: { kind: "name", text: "a.test" }, port: 80 };

test("a plain request", () => {
  expect(head(`GET http://A.test/x?y HTTP/1.1\r\n${HOST}Accept:  */* \r\nX: \xe4\r\n`)).toEqual({
    ok: true,
    value: {
      method: "GET",
      target: { kind: "absolute", to: A80, path: "/x?y" },
      host: A80,
      version: "1.1",
      headers: [
        ["Host", "a.test"],
        ["Accept", "*/*"],
        ["X", "\xe4"],
      ],
      body: { kind: "bytes", bytes: 0 },
      isWebSocket: false,
      staysOpen: true,
    },
  });
});

test("a tunnel", () => {
  expect(head("CONNECT [::1]:443 HTTP/1.0\r\nProxy-Authorization: Basic x\r\n")).toEqual({
    ok: true,
    value: {
      method: "CONNECT",
      target: { kind: "tunnel", to: { host: { kind: "address", text: "::1" }, port: 443 } },
      host: null,
      version: "1.0",
      headers: [["Proxy-Authorization", "Basic x"]],
      body: { kind: "bytes", bytes: 0 },
      isWebSocket: false,
      staysOpen: false,
    },
  });
});

describe("what is read", () => {
  test.each<readonly [text: string, part: object]>([
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 12\r\n`, { body: { kind: "bytes", bytes: 12 } }],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Transfer-Encoding: Chunked\r\n`, { body: { kind: "chunked" } }],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}Connection: Close\r\n`, { staysOpen: false }],
    [
      `GET http://a.test/ HTTP/1.1\r\n${HOST}Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n`,
      { isWebSocket: true },
    ],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: h2c\r\n`, { isWebSocket: false }],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}Upgrade: websocket\r\n`, { isWebSocket: false }],
    ["GET http://a.test HTTP/1.1\r\nHost: a.test:80\r\n", { target: { kind: "absolute", to: A80, path: "/" } }],
    ["GET http://a.test?q HTTP/1.1\r\nHost: A.TEST.\r\n", { target: { kind: "absolute", to: A80, path: "/?q" } }],
    ["GET HTTP://a.test/ HTTP/1.0\r\n", { host: null, version: "1.0" }],
    [`GET /x HTTP/1.1\r\n${HOST}`, { target: { kind: "origin", path: "/x" }, host: A80 }],
    [
      "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\n",
      { host: { host: { kind: "name", text: "a.test" }, port: 443 } },
    ],
  ])("%j", (text, part) => {
    const read = head(text);
    expect(read.ok ? read.value : read.error).toMatchObject(part);
  });
});

describe("what is refused", () => {
  const many = Array.from({ length: 201 }, (_, at) => `X${at}: y\r\n`).join("");
  test.each<readonly [text: string, kind: HeadFault["kind"]]>([
    ["GET http://a.test/\r\n", "line"],
    [`GET http://a.test/ HTTP/2.0\r\n${HOST}`, "line"],
    [`GET http://a.test/ http/1.1\r\n${HOST}`, "line"],
    [`GET  http://a.test/ HTTP/1.1\r\n${HOST}`, "line"],
    [`GET http://a.test/ HTTP/1.1 \r\n${HOST}`, "line"],
    [`GET\thttp://a.test/ HTTP/1.1\r\n${HOST}`, "line"],
    [`\r\nGET http://a.test/ HTTP/1.1\r\n${HOST}`, "line"],
    [`G(T http://a.test/ HTTP/1.1\r\n${HOST}`, "line"],
    [`GET http://a.test/\0 HTTP/1.1\r\n${HOST}`, "target"],
    [`GET http://a.test/\r HTTP/1.1\r\n${HOST}`, "target"],
    [`GET http://a.test/\xe4 HTTP/1.1\r\n${HOST}`, "target"],
    [`GET http://a.test/#x HTTP/1.1\r\n${HOST}`, "target"],
    [`GET http:\\\\a.test/ HTTP/1.1\r\n${HOST}`, "target"],
    [`GET a.test/ HTTP/1.1\r\n${HOST}`, "target"],
    [`OPTIONS * HTTP/1.1\r\n${HOST}`, "target"],
    [`GET http:/a.test/ HTTP/1.1\r\n${HOST}`, "target"],
    [`GET https://a.test/ HTTP/1.1\r\n${HOST}`, "scheme"],
    [`GET ftp://a.test/ HTTP/1.1\r\n${HOST}`, "scheme"],
    [`GET http://b.test@a.test/ HTTP/1.1\r\n${HOST}`, "user"],
    [`GET http://b.test:80@a.test/ HTTP/1.1\r\n${HOST}`, "user"],
    ["CONNECT b.test@a.test:80 HTTP/1.1\r\n", "user"],
    ["CONNECT a.test HTTP/1.1\r\n", "host"],
    ["CONNECT /x HTTP/1.1\r\n", "host"],
    ["CONNECT http://a.test:80 HTTP/1.1\r\n", "host"],
    ["GET http:///x HTTP/1.1\r\nHost: \r\n", "host"],
    ["GET http://a.test/ HTTP/1.1\r\nHost:\r\n", "host"],
    ["GET http://a.test/ HTTP/1.1\r\n", "no-host"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}${HOST}`, "hosts"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}hOST: b.test\r\n`, "hosts"],
    ["GET http://a.test/ HTTP/1.1\r\nHost: b.test\r\n", "mismatch"],
    ["GET http://a.test:8080/ HTTP/1.1\r\nHost: a.test\r\n", "mismatch"],
    ["GET http://a.test/ HTTP/1.0\r\nHost: b.test\r\n", "mismatch"],
    ["CONNECT a.test:443 HTTP/1.1\r\nHost: b.test:443\r\n", "mismatch"],
    ["CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:80\r\n", "mismatch"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}X : y\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST} folded\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}\tfolded: x\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}no colon\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}: x\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}X: a\nY: b\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}X: a\rY: b\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}X: a\0b\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}\r\nX: y\r\n`, "header"],
    [`GET http://a.test/ HTTP/1.1\r\n${HOST}${many}`, "many"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 0\r\nTransfer-Encoding: chunked\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 0\r\nContent-Length: 5\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 5\r\nContent-Length: 5\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 5, 5\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: +5\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length: 0x5\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Content-Length:\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n`, "length"],
    [`POST http://a.test/ HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n`, "length"],
    ["CONNECT a.test:443 HTTP/1.1\r\nContent-Length: 5\r\n", "length"],
  ])("%j: %s", (text, kind) => {
    const read = head(text);
    expect(read.ok ? "read" : read.error.kind).toBe(kind);
    expect(read.ok ? "" : describeHeadFault(read.error)).not.toBe("");
  });

  test("a head without its empty line", () => {
    expect(readRequestHead(`GET http://a.test/ HTTP/1.1\n${HOST}\n\n`)).toEqual({
      ok: false,
      error: { kind: "header" },
    });
  });
});
