/** Faults of an endpoint in one line. */
import { expect, test } from "vitest";
import { oneLine, statusText } from "../../../src/effects/model/fault-text.ts";

const LINES: readonly [name: string, text: string, secrets: readonly string[], line: string][] = [
  ["on one line", "a\n\t b ", [], "a b"],
  ["without secrets", "key-12345 and key-12345", ["key-12345"], "[secret] and [secret]"],
  ["the longer secret first", "key-12345-more", ["key-12345", "key-12345-more"], "[secret]"],
  ["short words are no secrets", "a yes b", ["yes"], "a yes b"],
  ["cut", "x".repeat(700), [], `${"x".repeat(600)}…`],
];

test.each(LINES)("%s", (_name, text, secrets, line) => {
  expect(oneLine(text, secrets)).toBe(line);
});

const BODIES: readonly [body: string, text: string][] = [
  ["", "the model's endpoint answered 500 Internal Server Error"],
  ["down", "the model's endpoint answered 500 Internal Server Error: down"],
  ['{"error":{"message":"m"}}', "the model's endpoint answered 500 Internal Server Error: m"],
  ['{"error":"e"}', "the model's endpoint answered 500 Internal Server Error: e"],
  ['{"detail":"d"}', "the model's endpoint answered 500 Internal Server Error: d"],
  ['{"other":1}', 'the model\'s endpoint answered 500 Internal Server Error: {"other":1}'],
];

test.each(BODIES)("a body %s", (body, text) => {
  expect(statusText(500, body)).toBe(text);
});
