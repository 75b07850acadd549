/** A line that is typed: what each key makes of it. */
import { expect, test } from "vitest";
import { edit, FIELD_LENGTH_MAX, fieldOf, type Field } from "../../../src/surfaces/tui/field.ts";
import type { Key, KeyName } from "../../../src/surfaces/tui/keys.ts";

const named = (name: KeyName): Key => ({ kind: "named", name });

/** The cursor is written as `|`. */
const EDITS: readonly [before: string, key: Key, after: string][] = [
  ["ab|", { kind: "text", text: "c" }, "abc|"],
  ["a|b", { kind: "text", text: "🚀" }, "a🚀|b"],
  ["a|b", { kind: "paste", text: "x\r\ny\tz\x1b" }, "ax y z|b"],
  ["ab|", { kind: "burst", keys: [named("backspace"), { kind: "text", text: "c" }, named("enter")] }, "ac |"],
  ["a|", { kind: "burst", keys: [named("escape"), named("interrupt"), { kind: "unknown" }] }, "a|"],
  ["a|b", named("backspace"), "|b"],
  ["🚀|b", named("backspace"), "|b"],
  ["|ab", named("backspace"), "|ab"],
  ["a|b", named("delete"), "a|"],
  ["ab|", named("delete"), "ab|"],
  ["a|b", named("left"), "|ab"],
  ["|ab", named("left"), "|ab"],
  ["🚀|", named("left"), "|🚀"],
  ["a|b", named("right"), "ab|"],
  ["ab|", named("right"), "ab|"],
  ["a|b", named("home"), "|ab"],
  ["a|b", named("end"), "ab|"],
  ["one two |x", named("erase-word"), "one |x"],
  ["one|x", named("erase-word"), "|x"],
  ["one |two", named("erase-line"), "|two"],
  ["one| two", named("erase-rest"), "one|"],
  ["a|b", named("up"), "a|b"],
  ["a|b", { kind: "unknown" }, "a|b"],
];
test.each(EDITS)("%j and %j make %j", (before, key, after) => {
  expect(edit(parse(before), key)).toEqual(parse(after));
});

test("holds no more than its bound", () => {
  expect(edit(fieldOf("x".repeat(FIELD_LENGTH_MAX - 1)), { kind: "paste", text: "🚀y" })).toEqual(
    fieldOf("x".repeat(FIELD_LENGTH_MAX - 1)),
  );
});

function parse(text: string): Field {
  return { text: text.replace("|", ""), at: text.indexOf("|") };
}
