/** Bytes as keys: what is one key, what is several, what is none. */
import { expect, test } from "vitest";
import { flushKeys, NO_INPUT, readKeys, type Input, type Key, type KeyName } from "../../../src/surfaces/tui/keys.ts";

const text = (text: string): Key => ({ kind: "text", text });
const named = (name: KeyName): Key => ({ kind: "named", name });
const burst = (...keys: readonly Key[]): Key => ({ kind: "burst", keys });
const unknown: Key = { kind: "unknown" };

const PIECES: readonly [name: string, pieces: readonly string[], keys: readonly Key[]][] = [
  ["a letter", ["a"], [text("a")]],
  ["a letter of two units", ["🚀"], [text("🚀")]],
  ["letters one by one", ["a", "s"], [text("a"), text("s")]],
  ["letters at once", ["as"], [burst(text("a"), text("s"))]],
  ["a letter and enter at once", ["a\r"], [burst(text("a"), named("enter"))]],
  ["enter", ["\r"], [named("enter")]],
  ["line feed", ["\n"], [named("enter")]],
  ["Ctrl-C", ["\x03"], [named("interrupt")]],
  ["Ctrl-C again and again", ["\x03\x03\x03"], [named("interrupt")]],
  ["Ctrl-C among others", ["a\x03"], [burst(text("a"), named("interrupt"))]],
  ["Ctrl-D", ["\x04"], [named("end-of-input")]],
  [
    "the keys that erase",
    ["\x7f", "\b", "\x15", "\x17", "\x0b"],
    [named("backspace"), named("backspace"), named("erase-line"), named("erase-word"), named("erase-rest")],
  ],
  ["other controls", ["\x00", "\x1a"], [unknown, unknown]],
  ["arrows", ["\x1b[A", "\x1b[B", "\x1bOC", "\x1bOD"], [named("up"), named("down"), named("right"), named("left")]],
  ["arrows with a modifier", ["\x1b[1;5A"], [named("up")]],
  ["keys with a number", ["\x1b[3~", "\x1b[5~", "\x1b[6;2~"], [named("delete"), named("page-up"), named("page-down")]],
  ["a held arrow", ["\x1b[B\x1b[B"], [named("down"), named("down")]],
  ["an arrow and a letter at once", ["\x1b[Ba"], [burst(named("down"), text("a"))]],
  ["an arrow that comes in parts", ["\x1b", "[", "A"], [named("up")]],
  ["an escape and a letter at once", ["\x1ba"], [unknown]],
  ["a mouse report", ["\x1b[<0;10;10M"], [unknown]],
  ["a report of the terminal", ["\x1b[?62;4c"], [unknown]],
  ["a function key", ["\x1bOP"], [unknown]],
  ["keypad enter", ["\x1bOM"], [named("enter")]],
  ["a paste", ["\x1b[200~a\r\x1b[201~"], [{ kind: "paste", text: "a\r" }]],
  ["a paste of nothing", ["\x1b[200~\x1b[201~"], [{ kind: "paste", text: "" }]],
  ["a paste in parts", ["\x1b[20", "0~a", "s\x1b[2", "01~"], [{ kind: "paste", text: "as" }]],
  ["a paste with a sequence in it", ["\x1b[200~x\x1b[Ay\x1b[201~"], [{ kind: "paste", text: "x\x1b[Ay" }]],
  ["a paste and a letter at once", ["\x1b[200~x\x1b[201~a"], [burst({ kind: "paste", text: "x" }, text("a"))]],
  ["Ctrl-C in a paste that does not end", ["\x1b[200~x", "\x03"], [named("interrupt")]],
  ["a sequence that is none", ["\x1b[1\x01"], [burst(unknown, text("["), text("1"), named("home"))]],
];
test.each(PIECES)("reads %s", (_name, pieces, keys) => {
  expect(readAll(pieces).keys).toEqual(keys);
});

test("a lone escape is a key once nothing follows", () => {
  const { input } = readAll(["\x1b"]);
  expect(flushKeys(input)).toEqual({ input: NO_INPUT, keys: [named("escape")] });
});

test("a sequence that stays torn is no key", () => {
  const { input } = readAll(["\x1b[1"]);
  expect(flushKeys(input)).toEqual({ input: NO_INPUT, keys: [unknown] });
});

test("a paste is kept only up to a bound", () => {
  const { keys } = readAll(["\x1b[200~", "x".repeat(10_000), "\x1b[201~"]);
  expect(keys).toEqual([{ kind: "paste", text: "x".repeat(4096) }]);
});

function readAll(pieces: readonly string[]): { readonly input: Input; readonly keys: readonly Key[] } {
  let input = NO_INPUT;
  const keys: Key[] = [];
  for (const piece of pieces) {
    const read = readKeys(input, piece);
    input = read.input;
    keys.push(...read.keys);
  }
  return { input, keys };
}
