/** Requests and answers are passed on without what was meant for the proxy. */
import { describe, expect, test } from "vitest";
import type { HostPort } from "../../../src/core/network/host.ts";
import {
  type AnswerLength,
  forwardedAnswer,
  forwardedRequest,
  readAnswerHead,
} from "../../../src/core/network/http-forward.ts";
import { readRequestHead } from "../../../src/core/network/http-head.ts";

const TO: HostPort = { host: { kind: "name", text: "a.test" }, port: 80 };

function forwarded(lines: string, staysOpen = false): string {
  const head = readRequestHead(`${lines}\r\n`);
  if (!head.ok) throw new Error(head.error.kind);
  return forwardedRequest(head.value, TO, "/x", staysOpen);
}

describe("a request on its way", () => {
  test("carries the judged host and nothing that was meant for the proxy", () => {
    const sent = forwarded(
      [
        "GET http://a.test/x HTTP/1.1",
        "Accept: */*",
        "hOST: A.TEST.:80",
        "Proxy-Authorization: Basic x",
        "Proxy-Connection: keep-alive",
        "Connection: keep-alive, X-Own, Host, Content-Length",
        "X-Own: dropped",
        "Keep-Alive: 5",
        "TE: trailers",
        "Upgrade: h2c",
        "HTTP2-Settings: x",
        "Content-Length: 3",
        "X-Kept: y",
        "",
      ].join("\r\n"),
    );
    expect(sent).toBe(
      "GET /x HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\nContent-Length: 3\r\nX-Kept: y\r\nConnection: close\r\n\r\n",
    );
  });

  test("stays open where it may", () => {
    expect(forwarded("GET http://a.test/x HTTP/1.0\r\n", true)).toBe(
      "GET /x HTTP/1.0\r\nHost: a.test\r\nConnection: keep-alive\r\n\r\n",
    );
  });

  test("asks for a web socket where it did", () => {
    const lines =
      "GET http://a.test/x HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n";
    expect(forwarded(lines)).toBe(
      "GET /x HTTP/1.1\r\nHost: a.test\r\nSec-WebSocket-Key: k\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
  });
});

describe("how long an answer is", () => {
  test.each<readonly [text: string, method: string, body: AnswerLength | null, staysOpen: boolean]>([
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "GET", { kind: "bytes", bytes: 5 }, true],
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", "GET", { kind: "bytes", bytes: 5 }, true],
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "GET", { kind: "until-closed" }, false],
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD", { kind: "bytes", bytes: 0 }, true],
    ["HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "GET", { kind: "bytes", bytes: 0 }, true],
    ["HTTP/1.1 304 Not Modified\r\n\r\n", "GET", { kind: "bytes", bytes: 0 }, true],
    ["HTTP/1.1 100 Continue\r\n\r\n", "POST", { kind: "bytes", bytes: 0 }, true],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "GET", { kind: "chunked" }, true],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "GET", { kind: "until-closed" }, false],
    ["HTTP/1.1 200 OK\r\n\r\n", "GET", { kind: "until-closed" }, false],
    ["HTTP/1.1 200\r\nConnection: close\r\nContent-Length: 1\r\n\r\n", "GET", { kind: "bytes", bytes: 1 }, false],
    ["HTTP/1.0 200 OK\nContent-Length: 1\n\n", "GET", { kind: "bytes", bytes: 1 }, false],
    ["HTTP/2 200 OK\r\n\r\n", "GET", null, false],
    ["HTTP/1.1 999 OK\r\n\r\n", "GET", null, false],
    ["SSH-2.0-x\r\n\r\n", "GET", null, false],
    ["\r\n\r\n", "GET", null, false],
  ])("%j to %s", (text, method, body, staysOpen) => {
    const head = readAnswerHead(text, method);
    expect(head?.body ?? null).toEqual(body);
    expect(head?.staysOpen ?? false).toBe(staysOpen);
  });
});

test.each<readonly [text: string, staysOpen: boolean, sent: string]>([
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: X-Own\r\nX-Own: 1\r\nKeep-Alive: 2\r\nProxy-Authenticate: Basic\r\n\r\n",
    true,
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n",
  ],
  ["HTTP/1.1 200 OK\r\nA: b\r\n\r\n", false, "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\n"],
  ["HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", true, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"],
  [
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s\r\n\r\n",
    true,
    "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  ],
])("an answer on its way: %j", (text, staysOpen, sent) => {
  const head = readAnswerHead(text, "GET");
  expect(head === null ? null : forwardedAnswer(head, staysOpen)).toBe(sent);
});
