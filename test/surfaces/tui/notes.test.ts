/** Warnings about text that looks like something else: what is odd, and what is ordinary. */
import { expect, test } from "vitest";
import { notesOn, notesOnHost } from "../../../src/surfaces/tui/notes.ts";

const HIDDEN = "has characters that do not show or would steer the terminal; they are escaped as \\x1b, \\u{202e}";

const NOTES: readonly [name: string, text: string, notes: readonly string[]][] = [
  ["plain words", "git commit -m 'größer'", []],
  ["words of one other script", "echo привет мир", []],
  ["words of two scripts side by side", "echo 'hello мир'", []],
  ["a line break", "a\nb", []],
  ["a sequence", "ls \x1b[2J", [HIDDEN]],
  ["a mark of direction", "ls \u202etxt", [HIDDEN]],
  ["a Cyrillic letter in a Latin word", "\u0440ip install", ["mixes letters that look alike: рip is \\u{440}ip"]],
  ["a wide letter in a Latin word", "n\uff50m", ["mixes letters that look alike: nｐm is n\\u{ff50}m"]],
];
test.each(NOTES)("%s", (_name, text, notes) => {
  expect(valuesOf(notesOn(text))).toEqual(notes);
});

test("the content of files may mix scripts, but hide nothing", () => {
  expect(valuesOf(notesOn("a.ts", "const Δx = 1; // \u0440ip"))).toEqual([]);
  expect(valuesOf(notesOn("a.ts", "\u202e"))).toEqual([HIDDEN]);
});

const HOSTS: readonly [host: string, notes: readonly string[]][] = [
  ["registry.npmjs.org", []],
  ["xn--80ak6aa92e.com", []],
  ["g\u043e\u043egle.com", ["has letters beyond ASCII, which may pass for others: g\\u{43e}\\u{43e}gle.com"]],
];
test.each(HOSTS)("host %s", (host, notes) => {
  expect(valuesOf(notesOnHost(host))).toEqual(notes);
});

function valuesOf(blocks: ReturnType<typeof notesOn>): readonly string[] {
  return blocks.flatMap((block) => (block.kind === "field" ? block.values : []));
}
