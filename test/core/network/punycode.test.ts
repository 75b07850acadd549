/** Labels go to ASCII and come back. */
import { domainToASCII } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLabel, encodeLabel } from "../../../src/core/network/punycode.ts";

test.each<readonly [label: string, encoded: string]>([
  ["bücher", "bcher-kva"],
  ["ü", "tda"],
  ["他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"],
  ["почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"],
  ["3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"],
  ["💩", "ls8h"],
  ["a-ü", "a--yka"],
])("%s is %s", (label, encoded) => {
  expect(encodeLabel(label)).toBe(encoded);
  expect(decodeLabel(encoded)).toBe(label);
});

test.each(["ü", "9999999", "99999999999999999999", "bcher-kvaz9", "-", "a-!"])("%j stands for no label", (text) => {
  const label = decodeLabel(text);
  expect(label === null || encodeLabel(label) !== text).toBe(true);
});

test("every label comes back, and as Node writes it", () => {
  const letter = fc.constantFrom(...Array.from("abz09-üßñşжя中文語ابةहि가나ไทย💩"));
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 20 }), (letters) => {
      const label = letters.join("");
      const encoded = encodeLabel(label);
      expect(decodeLabel(encoded)).toBe(label);
      const ascii = domainToASCII(`${label}.test`);
      // Node refuses more than is punycode's to refuse; what it takes it must write the same.
      const isTaken = ascii !== "" && /[^\0-\x7f]/.test(label) && label.normalize("NFKC") === label;
      expect(isTaken ? ascii : `xn--${encoded}.test`).toBe(`xn--${encoded}.test`);
    }),
  );
});
