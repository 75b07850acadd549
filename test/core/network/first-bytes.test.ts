/** What a program says first in a tunnel passes, is read as HTTP, or is refused. */
import { expect, test } from "vitest";
import { readFirstBytes } from "../../../src/core/network/first-bytes.ts";
import { readHostPort } from "../../../src/core/network/host.ts";
import { chars, hello } from "./hellos.ts";

function read(to: string, bytes: Uint8Array | string): string {
  const target = readHostPort(to, null);
  if (!target.ok) throw new Error(to);
  const given = typeof bytes === "string" ? Uint8Array.from(chars(bytes)) : bytes;
  const found = readFirstBytes(given, target.value);
  return found.kind === "refuse" ? found.why : found.kind;
}

test.each<readonly [to: string, bytes: Uint8Array | string, found: string]>([
  ["a.test:443", hello("a.test"), "pass"],
  ["a.test:443", hello("A.TEST."), "pass"],
  ["a.test:8443", hello("a.test"), "pass"],
  ["a.test:80", hello("a.test"), "pass"],
  ["a.test:443", hello("b.test"), "the TLS connection names b.test, the tunnel is for a.test"],
  ["a.test:443", hello("x.a.test"), "the TLS connection names x.a.test, the tunnel is for a.test"],
  ["a.test:8443", hello("b.test"), "the TLS connection names b.test, the tunnel is for a.test"],
  ["a.test:443", hello(), "the TLS connection names no server, the tunnel is for a.test"],
  ["a.test:443", hello("a\0test"), "the TLS connection names a server in a form that no name has"],
  ["20.20.20.20:443", hello(), "pass"],
  ["20.20.20.20:443", hello("20.20.20.20"), "pass"],
  ["20.20.20.20:443", hello("b.test"), "the TLS connection names b.test, the tunnel is for 20.20.20.20"],
  ["a.test:443", hello("a.test").slice(0, 40), "more"],
  ["a.test:443", "\x16\x03\x01\x00\x00", "the first TLS message is malformed"],
  ["a.test:443", "\x16", "more"],
  ["a.test:80", "GET / HTTP/1.1\r\n", "http"],
  ["a.test:80", "G", "http"],
  ["a.test:80", "\r\n", "http"],
  ["a.test:80", "SSH-2.0-x\r\n", "http"],
  ["a.test:80", "\x00\x01", "http"],
  ["a.test:443", "GET / HTTP/1.1\r\n", "http"],
  ["a.test:8080", "GET / HTTP/1.1\r\n", "http"],
  ["a.test:8080", "\r\n GET / http/1.1\n", "http"],
  ["a.test:8080", "M-SEARCH * HTTP/1.1\r\n", "http"],
  ["a.test:8080", "GET / ", "more"],
  ["a.test:8080", "", "more"],
  ["a.test:8080", "A".repeat(20_000), "http"],
  ["a.test:22", "SSH-2.0-OpenSSH_9.2 x\r\n", "pass"],
  ["a.test:6667", "NICK x\r\n", "pass"],
  ["a.test:5432", "\0\0\0\x08", "pass"],
  ["a.test:50051", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "pass"],
  ["a.test:443", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http"],
  ["a.test:80", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http"],
])("to %s: %j", (to, bytes, found) => {
  expect(read(to, bytes)).toBe(found);
});
