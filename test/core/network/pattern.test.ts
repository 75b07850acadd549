/** Patterns are read into one spelling, or refused. */
import { expect, test } from "vitest";
import { type PatternFault, printPattern, readPattern } from "../../../src/core/network/pattern.ts";

test.each<readonly [text: string, host: string, port: number | null, printed: string]>([
  ["api.example.com", "api.example.com", null, "api.example.com"],
  [" API.Example.com. ", "api.example.com", null, "api.example.com"],
  ["*.Example.com", "*.example.com", null, "*.example.com"],
  ["**.example.com:8443", "**.example.com", 8443, "**.example.com:8443"],
  ["*", "*", null, "*"],
  ["**", "*", null, "*"],
  ["*:22", "*", 22, "*:22"],
  ["bücher.test", "xn--bcher-kva.test", null, "xn--bcher-kva.test"],
  ["*.bücher.test", "*.xn--bcher-kva.test", null, "*.xn--bcher-kva.test"],
  ["127.1", "127.0.0.1", null, "127.0.0.1"],
  ["[::1]:80", "::1", 80, "[::1]:80"],
  ["[::1]", "::1", null, "::1"],
  ["::1", "::1", null, "::1"],
  ["10.7.7.7:8443", "10.7.7.7", 8443, "10.7.7.7:8443"],
])("%j", (text, host, port, printed) => {
  const read = readPattern(text);
  expect(read).toEqual({ ok: true, value: { host, port } });
  expect(read.ok ? printPattern(read.value) : null).toBe(printed);
});

test.each<readonly [text: string, kind: PatternFault["kind"]]>([
  ["", "empty"],
  ["*.", "empty"],
  ["a.*.b", "wildcard"],
  ["a*", "wildcard"],
  ["***.a", "wildcard"],
  ["*a.test", "wildcard"],
  ["*.127.0.0.1", "wildcard"],
  ["https://a.test", "url"],
  ["a.test/path", "url"],
  ["u@a.test", "url"],
  ["a.test:0", "port"],
  ["a.test:http", "port"],
  ["a b", "character"],
  ["xn--a.test", "encoding"],
])("%j is none", (text, kind) => {
  expect(readPattern(text)).toEqual({ ok: false, error: { kind, text } });
});
