/** Property lists in XML, as a device manager writes them, and broken ones. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readPlist } from "../../../src/core/config/plist.ts";

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

function list(inner: string): string {
  return `${HEAD}<plist version="1.0">\n<dict>\n${inner}\n</dict>\n</plist>\n`;
}

const GOOD: readonly [name: string, inner: string, expected: readonly (readonly [string, string])[]][] = [
  ["nothing", "", []],
  ["text", "<key>a</key><string>b c</string>", [["a", "b c"]]],
  ["data over lines", "<key>a</key>\n<data>\n YWJj\n</data>", [["a", "\n YWJj\n"]]],
  [
    "empty text, in both forms",
    "<key>a</key><string/><key>b</key><string></string>",
    [
      ["a", ""],
      ["b", ""],
    ],
  ],
  ["escapes", "<key>a&amp;b</key><string>&lt;&gt;&quot;&apos;&#65;&#x1F600;</string>", [["a&b", "<>\"'A😀"]]],
  ["comments", "<!-- <key>x</key> --><key>a</key><!-- - --><string>b</string>", [["a", "b"]]],
  [
    "other values, passed over",
    "<key>n</key><integer>1</integer><key>t</key><true/><key>d</key><dict><key>a</key><string>inner</string></dict>" +
      "<key>l</key><array><string>x</string><dict/></array><key>a</key><string>b</string>",
    [["a", "b"]],
  ],
];
test.each(GOOD)("reads %s", (_name, inner, expected) => {
  expect(readPlist(list(inner))).toEqual({ ok: true, value: new Map(expected) });
});

const BAD: readonly [name: string, text: string, expected: string][] = [
  ["nothing at all", "", "it holds no dictionary"],
  ["plain text", "hello", "it holds no dictionary"],
  ["a list at the top", `${HEAD}<plist><array></array></plist>`, "it holds no dictionary"],
  ["a tag that does not end", `${HEAD}<plist><dict><key`, "it is no XML property list"],
  ["an escape of no meaning", list("<key>a</key><string>&foo;</string>"), "it is no XML property list"],
  [
    "an escape by the name of something else",
    list("<key>a</key><string>&constructor;</string>"),
    "it is no XML property list",
  ],
  ["a value without a key", list("<string>b</string>"), "a key is missing in its dictionary"],
  ["a key without a value", list("<key>a</key>"), 'the value of "a" is broken'],
  [
    "an end that is missing",
    `${HEAD}<plist><dict><key>a</key><string>b</string>`,
    "a key is missing in its dictionary",
  ],
  ["more behind it", `${list("")}<dict/>`, "something stands behind its dictionary"],
];
test.each(BAD)("refuses %s", (_name, text, expected) => {
  expect(readPlist(text)).toEqual({ ok: false, error: expected });
});

test("ends on every text, and never reads half of one", () => {
  const pieces = fc.array(
    fc.constantFrom("<plist>", "<dict>", "</dict>", "</plist>", "<key>a</key>", "<string>", "x", "&", "<"),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const starts = parts[0] === "<plist>" && parts[1] === "<dict>";
      expect([starts, false]).toContain(readPlist(parts.join("")).ok);
    }),
  );
});
