/** The most specific pattern holds, and no spelling leads around one that denies. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Host, readHost } from "../../../src/core/network/host.ts";
import { addressVerdict, hostVerdict } from "../../../src/core/network/match.ts";
import { printPattern, readPattern } from "../../../src/core/network/pattern.ts";
import type { HostPattern, HostRules } from "../../../src/core/permissions/hosts.ts";

function pattern(text: string): HostPattern {
  const read = readPattern(text);
  if (!read.ok) throw new Error(`no pattern: ${text}`);
  return read.value;
}

function rules(allow: string, deny = ""): HostRules {
  return { kind: "hosts", allow: patterns(allow), deny: patterns(deny), unlisted: "deny" };
}

function patterns(text: string): readonly HostPattern[] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map(pattern);
}

function host(text: string): Host {
  const read = readHost(text);
  if (!read.ok) throw new Error(`no host: ${text}`);
  return read.value;
}

function say(given: HostRules, text: string, port: number): string {
  const verdict = hostVerdict(given, { host: host(text), port });
  if (verdict.kind === "allow") return `allow ${printPattern(verdict.pattern)}${verdict.isNamed ? " by name" : ""}`;
  return verdict.kind === "deny" ? `deny ${printPattern(verdict.pattern)}` : verdict.kind;
}

const LISTED = rules("allowed.test *.allowed.test *.corp.test", "denied.test secret.corp.test");

describe("what holds for a host", () => {
  test.each<readonly [given: HostRules, host: string, port: number, verdict: string]>([
    [LISTED, "allowed.test", 443, "allow allowed.test by name"],
    [LISTED, "x.allowed.test", 80, "allow *.allowed.test"],
    [LISTED, "y.x.allowed.test", 80, "allow *.allowed.test"],
    [LISTED, "corp.test", 80, "unlisted"],
    [LISTED, "secret.corp.test", 80, "deny secret.corp.test"],
    [LISTED, "secret.corp.test", 8080, "deny secret.corp.test"],
    [LISTED, "x.secret.corp.test", 80, "allow *.corp.test"],
    [LISTED, "denied.test", 22, "deny denied.test"],
    [LISTED, "evilallowed.test", 80, "unlisted"],
    [LISTED, "allowed.test.denied.test", 80, "unlisted"],
    [LISTED, "notcorp.test", 80, "unlisted"],
    [LISTED, "allowed.test", 22, "unlisted"],
    [LISTED, "127.0.0.1", 80, "local"],
    [LISTED, "localhost", 80, "local"],
    [LISTED, "x.localhost", 80, "local"],
    [LISTED, "169.254.169.254", 80, "local"],
    [LISTED, "20.20.20.21", 80, "unlisted"],
    [rules("allowed.test:22"), "allowed.test", 22, "allow allowed.test:22 by name"],
    [rules("allowed.test:22"), "allowed.test", 443, "unlisted"],
    [rules("allowed.test", "allowed.test:80"), "allowed.test", 80, "deny allowed.test:80"],
    [rules("allowed.test", "allowed.test:80"), "allowed.test", 443, "allow allowed.test by name"],
    [rules("**.x.test"), "x.test", 443, "allow **.x.test"],
    [rules("**.x.test"), "a.x.test", 443, "allow **.x.test"],
    [rules("**.x.test", "*.x.test"), "a.x.test", 443, "deny *.x.test"],
    [rules("*.x.test", "**.x.test"), "a.x.test", 443, "deny **.x.test"],
    [rules("a.test", "a.test"), "a.test", 443, "deny a.test"],
    [rules("a.test *.b.test", "*"), "a.test", 443, "allow a.test by name"],
    [rules("a.test *.b.test", "*"), "x.b.test", 443, "allow *.b.test"],
    [rules("a.test *.b.test", "*"), "c.test", 443, "deny *"],
    [rules("a.test", "*"), "a.test", 22, "deny *"],
    [rules("*.a.test", "*.b.a.test"), "x.b.a.test", 443, "deny *.b.a.test"],
    [rules("*.b.a.test", "*.a.test"), "x.b.a.test", 443, "allow *.b.a.test"],
    [rules("*"), "anything.test", 443, "allow *"],
    [rules("*"), "anything.test", 8080, "unlisted"],
    [rules("*"), "20.20.20.21", 443, "allow *"],
    [rules("*"), "10.0.0.1", 443, "local"],
    [rules("*"), "[::1]", 80, "local"],
    [rules("*"), "[::ffff:127.0.0.1]", 80, "local"],
    [rules("*"), "localhost", 80, "local"],
    [rules("*:7101"), "127.0.0.1", 7101, "local"],
    [rules("*.localhost"), "x.localhost", 80, "local"],
    [rules("localhost"), "localhost", 80, "allow localhost by name"],
    [rules("localhost"), "127.0.0.1", 80, "local"],
    [rules("127.0.0.1:7101"), "127.1", 7101, "allow 127.0.0.1:7101 by name"],
    [rules("127.0.0.1:7101"), "127.0.0.1", 7102, "local"],
    [rules("* 10.0.0.1"), "10.0.0.1", 443, "allow 10.0.0.1 by name"],
    [rules("*", "20.20.20.21"), "0x14141415", 80, "deny 20.20.20.21"],
    [rules("*", "20.20.20.21"), "[64:ff9b::1414:1415]", 80, "deny 20.20.20.21"],
    [rules("*", "20.20.20.21"), "[2002:1414:1415::]", 80, "deny 20.20.20.21"],
  ])("%j: %s:%i is %s", (given, text, port, verdict) => {
    expect(say(given, text, port)).toBe(verdict);
  });
});

describe("what a released name may resolve to", () => {
  test.each<readonly [given: HostRules, host: string, port: number, address: string, verdict: string]>([
    [rules("*.a.test"), "x.a.test", 80, "20.20.20.20", "reach"],
    [rules("*.a.test"), "x.a.test", 80, "127.0.0.1", "local"],
    [rules("*.a.test"), "x.a.test", 80, "169.254.169.254", "local"],
    [rules("a.test"), "a.test", 80, "10.7.7.7", "local"],
    [rules("a.test 10.7.7.7"), "a.test", 80, "10.7.7.7", "reach"],
    [rules("a.test:8443 10.7.7.7:8443"), "a.test", 8443, "10.7.7.7", "reach"],
    [rules("a.test:8443 10.7.7.7"), "a.test", 8443, "10.7.7.7", "local"],
    [rules("a.test", "20.20.20.21"), "a.test", 80, "20.20.20.21", "deny"],
    [rules("a.test", "20.20.20.21"), "a.test", 80, "64:ff9b::1414:1415", "deny"],
    [rules("a.test", "*"), "a.test", 80, "20.20.20.20", "reach"],
    [rules("a.test", "*"), "a.test", 80, "127.0.0.1", "local"],
    [rules("localhost"), "localhost", 80, "127.0.0.1", "reach"],
    [rules("localhost"), "localhost", 80, "::1", "reach"],
    [rules("localhost"), "localhost", 80, "10.0.0.1", "local"],
    [rules("127.0.0.1"), "127.0.0.1", 80, "127.0.0.1", "reach"],
  ])("%j: %s:%i at %s: %s", (given, text, port, address, kind) => {
    const target = { host: host(text), port };
    const verdict = hostVerdict(given, target);
    const isNamed = verdict.kind === "allow" && verdict.isNamed;
    expect(verdict.kind).toBe("allow");
    expect(addressVerdict(given, target, isNamed, address).kind).toBe(kind);
  });

  test("a name that somebody released for once may be local only where it says so itself", () => {
    const target = { host: host("a.test"), port: 80 };
    expect(addressVerdict(rules(""), target, true, "127.0.0.1").kind).toBe("local");
    expect(addressVerdict(rules(""), { host: host("localhost"), port: 80 }, true, "127.0.0.1").kind).toBe("reach");
    expect(addressVerdict(rules(""), { host: host("10.0.0.1"), port: 80 }, true, "10.0.0.1").kind).toBe("reach");
  });
});

function wide(char: string): string {
  return String.fromCharCode(char.charCodeAt(0) + 0xfee0);
}

/** The same host in other letters. */
function disguised(text: string): fc.Arbitrary<string> {
  const letters = Array.from(text, (char) => {
    const forms = char === "." ? [".", "\u3002", "\uff0e", "\uff61"] : [char, char.toUpperCase(), wide(char)];
    return fc.constantFrom(...forms);
  });
  return fc.tuple(fc.tuple(...letters), fc.constantFrom("", ".", "\u3002")).map(([all, dot]) => all.join("") + dot);
}

test("no spelling of a denied name is ever allowed", () => {
  fc.assert(
    fc.property(disguised("secret.corp.test"), fc.integer({ min: 1, max: 65_535 }), (text, port) => {
      expect(say(rules("* *.corp.test", "secret.corp.test"), text, port)).toBe("deny secret.corp.test");
    }),
  );
});

test("no spelling of a denied address is ever allowed", () => {
  const octet = fc.integer({ min: 1, max: 223 });
  const forms: readonly ((bytes: readonly number[], value: number) => string)[] = [
    (bytes) => bytes.join("."),
    (bytes) => `${bytes.join(".")}.`,
    (_, value) => String(value),
    (_, value) => `0x${value.toString(16)}`,
    (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join("."),
    (bytes) => bytes.map((byte) => `0x${byte.toString(16)}`).join("."),
    (bytes) => `${bytes[0]}.${(bytes[1] ?? 0) * 65_536 + (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0)}`,
    (bytes) => `[::ffff:${bytes.join(".")}]`,
    (_, value) => `[0:0:0:0:0:ffff:${(value >>> 16).toString(16)}:${(value & 65_535).toString(16)}]`,
    (_, value) => `[64:ff9b::${(value >>> 16).toString(16)}:${(value & 65_535).toString(16)}]`,
    (bytes) => Array.from(bytes.join("."), wide).join(""),
  ];
  fc.assert(
    fc.property(fc.tuple(octet, octet, octet, octet), fc.constantFrom(...forms), (bytes, form) => {
      const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      const denied = bytes.join(".");
      expect(say(rules("*", denied), form(bytes, value), 443)).toBe(`deny ${denied}`);
    }),
  );
});
