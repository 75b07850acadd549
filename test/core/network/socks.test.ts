/** SOCKS5 messages are read as they come. */
import { expect, test } from "vitest";
import { printReply, readConnect, readGreeting, readPassword } from "../../../src/core/network/socks.ts";
import { chars } from "./hellos.ts";

const bytes = (...parts: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? chars(part) : [part])));
const MORE = { kind: "more" };
const fault = (kind: string) => ({ kind: "fault", fault: { kind } });
const hostFault = (kind: string, text: string) => ({ kind: "fault", fault: { kind: "host", fault: { kind, text } } });
const to = (kind: string, text: string, port: number, end: number) => {
  return { kind: "read", value: { host: { kind, text }, port }, end };
};

test.each<readonly [Uint8Array, object]>([
  [bytes(), MORE],
  [bytes(5), MORE],
  [bytes(5, 2, 0), MORE],
  [bytes(5, 1, 0), { kind: "read", value: "none", end: 3 }],
  [bytes(5, 2, 2, 0, 5), { kind: "read", value: "none", end: 4 }],
  [bytes(5, 1, 2), { kind: "read", value: "password", end: 3 }],
  [bytes(5, 1, 1), fault("method")],
  [bytes(5, 0), fault("method")],
  [bytes(4, 1), fault("version")],
])("greeting %j", (given, found) => {
  expect(readGreeting(given)).toEqual(found);
});

test.each<readonly [Uint8Array, object]>([
  [bytes(1, 1, "u", 2, "p"), MORE],
  [bytes(1, 1, "u"), MORE],
  [bytes(1, 1, "u", 2, "pw", 5), { kind: "read", value: "ignored", end: 6 }],
  [bytes(1, 0, 0), { kind: "read", value: "ignored", end: 3 }],
  [bytes(5, 1, 0), fault("version")],
])("name and password %j", (given, found) => {
  expect(readPassword(given)).toEqual(found);
});

test.each<readonly [Uint8Array, object]>([
  [bytes(5, 1, 0, 3, 6, "a.test", 1, 187), to("name", "a.test", 443, 13)],
  [bytes(5, 1, 0, 3, 6, "A.TEST", 0, 80, 9), to("name", "a.test", 80, 13)],
  [bytes(5, 1, 0, 3, 7, "0x7f.01", 0, 80), to("address", "127.0.0.1", 80, 14)],
  [bytes(5, 1, 0, 1, 20, 20, 20, 21, 0, 80), to("address", "20.20.20.21", 80, 10)],
  [bytes(5, 1, 0, 4, ...Array.from({ length: 15 }, () => 0), 1, 0, 80), to("address", "::1", 80, 22)],
  [
    bytes(5, 1, 0, 4, ...Array.from({ length: 10 }, () => 0), 255, 255, 127, 0, 0, 1, 0, 80),
    to("address", "127.0.0.1", 80, 22),
  ],
  [bytes(5, 1, 0, 3, 6, "a.test", 1), MORE],
  [bytes(5, 1, 0, 1), MORE],
  [bytes(5, 2, 0, 1, 1, 1, 1, 1, 0, 80), fault("command")],
  [bytes(5, 3, 0, 1, 1, 1, 1, 1, 0, 80), fault("command")],
  [bytes(5, 1, 0, 2, 1, 1, 1, 1, 0, 80), fault("address")],
  [bytes(5, 1, 1, 1, 1, 1, 1, 1, 0, 80), fault("address")],
  [bytes(5, 1, 0, 3, 6, "a.test", 0, 0), fault("port")],
  [bytes(4, 1, 0, 80, 1, 1, 1, 1, 0), fault("version")],
  [bytes(5, 1, 0, 3, 0, 0, 80), hostFault("empty", "")],
  [bytes(5, 1, 0, 3, 3, "a\0b", 0, 80), hostFault("character", "a\0b")],
])("request %j", (given, found) => {
  expect(readConnect(given)).toEqual(found);
});

test("a reply says what Codex' says", () => {
  expect(printReply("refused-by-rules")).toEqual([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
});
