/** Every host has one spelling, or none. */
import { domainToASCII } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeHostFault,
  type Host,
  type HostFault,
  isLocalName,
  printHostPort,
  readHost,
  readHostPort,
} from "../../../src/core/network/host.ts";

const name = (text: string): Host => ({ kind: "name", text });
const address = (text: string): Host => ({ kind: "address", text });
const long = `${"a".repeat(60)}.`.repeat(5);

describe("one spelling", () => {
  test.each<readonly [text: string, host: Host]>([
    ["api.example.com", name("api.example.com")],
    ["API.Example.COM", name("api.example.com")],
    ["api.example.com.", name("api.example.com")],
    ["api.example.com...", name("api.example.com")],
    ["_dmarc.example.com", name("_dmarc.example.com")],
    ["r3---sn-a.example.com", name("r3---sn-a.example.com")],
    ["localhost", name("localhost")],
    ["\uff53\uff45\uff43ret.test", name("secret.test")],
    ["secret\u3002test", name("secret.test")],
    ["secret\uff0etest", name("secret.test")],
    ["secret\uff61test\u3002", name("secret.test")],
    ["\u212aelvin.test", name("kelvin.test")],
    ["\u{1d42c}\u{1d41e}\u{1d41c}.test", name("sec.test")],
    ["ﬁ.test", name("fi.test")],
    ["BÜCHER.test", name("xn--bcher-kva.test")],
    ["bu\u0308cher.test", name("xn--bcher-kva.test")],
    ["xn--bcher-kva.test", name("xn--bcher-kva.test")],
    ["XN--BCHER-KVA.test", name("xn--bcher-kva.test")],
    ["straße.test", name("xn--strae-oqa.test")],
    ["i❤.test", name("xn--i-7iq.test")],
    ["127.0.0.1", address("127.0.0.1")],
    ["127.1", address("127.0.0.1")],
    ["127.0.0.1.", address("127.0.0.1")],
    ["0x7F000001", address("127.0.0.1")],
    ["１２７.0.0.1", address("127.0.0.1")],
    ["①②⑦.0.0.1", address("127.0.0.1")],
    ["0x7f。1", address("127.0.0.1")],
    ["[::1]", address("::1")],
    ["::1", address("::1")],
    ["[0:0::1]", address("::1")],
    ["[::ffff:127.0.0.1]", address("127.0.0.1")],
    ["[FD00::1]", address("fd00::1")],
  ])("%j", (text, host) => {
    expect(readHost(text)).toEqual({ ok: true, value: host });
  });
});

describe("no host", () => {
  test.each<readonly [text: string, kind: HostFault["kind"]]>([
    ["", "empty"],
    [".", "empty"],
    ["...", "empty"],
    ["a..b", "label"],
    [".a", "label"],
    [`${"a".repeat(64)}.test`, "label"],
    [long, "long"],
    ["a".repeat(2000), "long"],
    ["a b", "character"],
    ["a\tb", "character"],
    ["a\r\nb", "character"],
    ["a\0b", "character"],
    ["denied.test\0.allowed.test", "character"],
    ["a%2eb", "character"],
    ["a/b", "character"],
    ["a\\b", "character"],
    ["u@a", "character"],
    ["a?b", "character"],
    ["a#b", "character"],
    ["*.a", "character"],
    ["a,b", "character"],
    ["\u2100.test", "character"],
    ["a\u00adb.test", "character"],
    ["a\u200bb.test", "character"],
    ["a\u200db.test", "character"],
    ["a\ufe0fb.test", "character"],
    ["a\u202eb.test", "character"],
    ["\ud800.test", "character"],
    ["a\u2024b\u2044.test", "character"],
    ["\u0301a.test", "label"],
    ["xn--secret-.test", "encoding"],
    ["xn--.test", "encoding"],
    ["xn--a.test", "encoding"],
    ["xn--99999999.test", "encoding"],
    ["xn--bcher-KVA9.test", "encoding"],
    // The full-width letters themselves, which a resolver would fold.
    ["xn--oi7cdb5cck.test", "encoding"],
    ["1.2.3.4.5", "address"],
    ["256.1.1.1", "address"],
    ["1.2.3.09", "address"],
    ["a.0x7f", "address"],
    ["4294967296", "address"],
    ["[127.0.0.1]", "address"],
    ["[::1", "address"],
    ["::1]", "address"],
    ["[a]", "address"],
    ["a:b", "address"],
    ["[::1%lo]", "zone"],
    ["fe80::1%25eth0", "zone"],
  ])("%j", (text, kind) => {
    expect(readHost(text)).toEqual({ ok: false, error: { kind, text } });
  });

  test("each fault is described without what it was found in", () => {
    const kinds = ["empty", "long", "character", "label", "encoding", "address", "zone", "port"] as const;
    const texts = kinds.map((kind) => describeHostFault({ kind, text: "\x1b[31mX" }));
    expect(texts.some((text) => text.includes("X") || text === "")).toBe(false);
    expect(new Set(texts).size).toBe(kinds.length);
  });
});

test("reading its own spelling again changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
      const first = readHost(text);
      expect(first.ok ? readHost(first.value.text) : first).toEqual(first);
    }),
  );
});

test("a name has nothing in it but letters, digits, hyphens, underscores and dots", () => {
  const odd = fc.constantFrom(...Array.from("aZ0-_.。．％%@/\\:[]\0\r\n \u00ad\u200b\u0301\u2100ﬁßİıΣςſK①⑴❤中"));
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 12 }), (letters) => {
      const host = readHost(letters.join(""));
      expect(host.ok && host.value.kind === "name" ? host.value.text : "none").toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/);
    }),
  );
});

test("names of several scripts come out as Node writes them", () => {
  const words = ["Bücher", "ЯНДЕКС", "中文", "한국", "例え", "ΣΟΦΌΣ", "مثال", "ไทย", "Ｆｕｌｌ", "ﬂag", "Öl"];
  expect(words.map((word) => readHost(`${word}.test`))).toEqual(
    words.map((word) => ({ ok: true, value: name(domainToASCII(`${word}.test`)) })),
  );
});

describe("host and port", () => {
  test.each<readonly [text: string, usual: number | null, read: string | null]>([
    ["a.test:443", null, "a.test:443"],
    ["a.test", 80, "a.test:80"],
    ["a.test", null, null],
    ["a.test:", 80, null],
    ["a.test:0", 80, null],
    ["a.test:65535", 80, "a.test:65535"],
    ["a.test:65536", 80, null],
    ["a.test:080", 80, null],
    ["a.test:+80", 80, null],
    ["a.test:80:80", 80, null],
    ["a.test:80 ", 80, null],
    ["[::1]:80", null, "[::1]:80"],
    ["[::1]", 80, "[::1]:80"],
    ["::1", 80, null],
    ["::1:80", null, null],
    ["[::1]x:80", null, null],
    ["[::ffff:1.2.3.4]:80", null, "1.2.3.4:80"],
    [":80", null, null],
    ["", 80, null],
  ])("%j, usually %j", (text, usual, expected) => {
    const read = readHostPort(text, usual);
    expect(read.ok ? printHostPort(read.value) : null).toBe(expected);
  });

  test("the port that goes without saying is left out", () => {
    expect(printHostPort({ host: address("::1"), port: 80 }, 80)).toBe("[::1]");
  });
});

test.each<readonly [text: string, isLocal: boolean]>([
  ["localhost", true],
  ["x.localhost", true],
  ["localhost.localdomain", true],
  ["ip6-localhost", true],
  ["localhost.test", false],
  ["notlocalhost", false],
])("%s is a local name: %j", (text, isLocal) => {
  expect(isLocalName(text)).toBe(isLocal);
});
