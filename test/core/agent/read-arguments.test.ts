/** Arguments of a call by key, and the first thing that is wrong with them. */
import { expect, test } from "vitest";
import { type Arguments, readArguments } from "../../../src/core/agent/read-arguments.ts";

const READS: readonly [name: string, text: string, read: (from: Arguments) => unknown, expected: unknown][] = [
  ["a text", '{"a":"x"}', (from) => from.text("a"), "x"],
  ["what is absent", "{}", (from) => from.text("a"), null],
  ["null as absent", '{"a":null}', (from) => from.number("a"), null],
  ["no text at all as no arguments", "", (from) => from.flag("a"), null],
  ["a number", '{"a":1.5}', (from) => from.number("a"), 1.5],
  ["a claim", '{"a":false}', (from) => from.flag("a"), false],
  ["one of several", '{"a":"y"}', (from) => from.choice("a", ["x", "y"]), "y"],
  ["texts", '{"a":["x",""]}', (from) => from.texts("a"), ["x", ""]],
  ["what lies in it", '{"a":{"b":"x"}}', (from) => from.inner("a")?.text("b"), "x"],
  ["a list of objects", '{"a":[{"b":1},{"b":2}]}', (from) => from.list("a")?.map((one) => one.number("b")), [1, 2]],
  ["nothing that an object inherits", "{}", (from) => from.value("constructor"), undefined],
];

test.each(READS)("reads %s", (_name, text, read, expected) => {
  const from = readArguments(text);
  expect([read(from), from.fault()]).toEqual([expected, null]);
});

const PARSING = "failed to parse function arguments";
const FAULTS: readonly [name: string, text: string, read: (from: Arguments) => unknown, fault: string][] = [
  ["a list in place of an object", "[]", (from) => from.text("a"), `${PARSING}: they must be one JSON object`],
  [
    "a number for a text",
    '{"a":1}',
    (from) => from.text("a"),
    `${PARSING}: invalid value for \`a\`, expected a string`,
  ],
  [
    "another choice",
    '{"a":"z"}',
    (from) => from.choice("a", ["x", "y"]),
    `${PARSING}: invalid value for \`a\`, expected one of \`x\`, \`y\``,
  ],
  [
    "one wrong item",
    '{"a":["x",1]}',
    (from) => from.texts("a"),
    `${PARSING}: invalid value for \`a\`, expected a list of strings`,
  ],
  [
    "what is wrong further in, with its whole path",
    '{"a":[{"b":{"c":1}}]}',
    (from) => from.list("a")?.map((one) => one.inner("b")?.text("c")),
    `${PARSING}: invalid value for \`a.0.b.c\`, expected a string`,
  ],
  ["what is missing", "{}", (from) => from.need("a", from.text("a")), `${PARSING}: missing field \`a\``],
  [
    "the first of two",
    '{"a":1,"b":2}',
    (from) => [from.text("a"), from.text("b")],
    `${PARSING}: invalid value for \`a\`, expected a string`,
  ],
];

test.each(FAULTS)("notes %s", (_name, text, read, fault) => {
  const from = readArguments(text);
  read(from);
  expect(from.fault()).toBe(fault);
});

test("notes text that is no JSON, in the words of the parser", () => {
  expect(readArguments("{not json").fault()).toMatch(/^failed to parse function arguments: ./);
});
