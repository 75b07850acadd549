/** Finding, cutting and replacing text, charged before it is done. */
import { stringArgument } from "./arguments.ts";
import { each } from "./iterate.ts";
import { chargeCharacters } from "./length.ts";
import { ITEM_BYTES, OBJECT_BYTES, SEARCH_WIDTH_MAX } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { charactersOf, codePointIndex, lengthOf, unitOffset } from "./text.ts";
import { type List, listOf, type Tuple, tupleOf, type Value } from "./values.ts";

/** Charges a search for `needle` in `length` units; a search looks at each position only so often. */
export function chargeSearch(machine: Machine, length: number, needle: string): void {
  machine.scan(length * Math.min(needle.length + 1, SEARCH_WIDTH_MAX));
}

/** A part of a text in units, and where it starts in code points; null if its start lies behind its end. */
export type Part = { readonly text: string; readonly from: number };

/** The part between two positions in code points, negative ones counted from the end. */
export function partOf(machine: Machine, text: string, start: number | null, end: number | null): Part | null {
  chargeCharacters(machine, text);
  if (start === null && end === null) return { text, from: 0 };
  const length = lengthOf(text);
  const from = place(start ?? 0, length);
  const to = Math.min(place(end ?? length, length), length);
  if (from > to) return null;
  return { text: text.slice(unitOffset(text, from), unitOffset(text, to)), from };
}

function place(index: number, length: number): number {
  return index < 0 ? Math.max(index + length, 0) : index;
}

/** Position in code points of the first or last `needle` in the part; -1 if there is none. */
export function find(machine: Machine, part: Part | null, needle: string, last: boolean): number {
  if (part === null) return -1;
  chargeSearch(machine, part.text.length, needle);
  const offset = last ? part.text.lastIndexOf(needle) : part.text.indexOf(needle);
  return offset < 0 ? -1 : part.from + codePointIndex(part.text, offset);
}

export function count(machine: Machine, part: Part | null, needle: string): number {
  if (part === null) return 0;
  if (needle === "") return lengthOf(part.text) + 1;
  chargeSearch(machine, part.text.length, needle);
  let found = 0;
  for (let at = part.text.indexOf(needle); at >= 0; at = part.text.indexOf(needle, at + needle.length)) found++;
  return found;
}

/** Pieces between separators, at most `max` cuts, from the left or from the right. */
export function splitBy(machine: Machine, text: string, separator: string, max: number, fromRight: boolean): List {
  if (separator === "") return splitEverywhere(machine, text, max, fromRight);
  chargeSearch(machine, text.length, separator);
  const pieces: Value[] = [];
  if (!fromRight) {
    let rest = 0;
    for (let at = text.indexOf(separator); at >= 0 && pieces.length < max; at = text.indexOf(separator, rest)) {
      push(machine, pieces, text.slice(rest, at));
      rest = at + separator.length;
    }
    push(machine, pieces, text.slice(rest));
    return listOf(pieces);
  }
  let rest = text.length;
  while (pieces.length < max && rest >= separator.length) {
    const at = text.lastIndexOf(separator, rest - separator.length);
    if (at < 0) break;
    push(machine, pieces, text.slice(at + separator.length, rest));
    rest = at;
  }
  push(machine, pieces, text.slice(0, rest));
  return listOf(pieces.toReversed());
}

/** An empty separator stands before, between and behind all characters. */
function splitEverywhere(machine: Machine, text: string, max: number, fromRight: boolean): List {
  machine.allocate(text.length * (ITEM_BYTES + OBJECT_BYTES));
  machine.steps(text.length);
  const pieces = ["", ...charactersOf(text), ""];
  if (pieces.length <= max + 1) return listOf(pieces);
  if (fromRight) return listOf([pieces.slice(0, -max || undefined).join(""), ...pieces.slice(pieces.length - max)]);
  return listOf([...pieces.slice(0, max), pieces.slice(max).join("")]);
}

/** Words between white space, at most `max` cuts; what is left over keeps its white space at the far end. */
export function splitWords(machine: Machine, text: string, max: number, fromRight: boolean): List {
  machine.scan(text.length);
  const pieces: Value[] = [];
  return listOf(fromRight ? wordsFromRight(machine, text, max, pieces) : wordsFromLeft(machine, text, max, pieces));
}

function wordsFromLeft(machine: Machine, text: string, max: number, pieces: Value[]): Value[] {
  let at = spaceEnd(text, 0);
  while (at < text.length) {
    if (pieces.length === max) {
      push(machine, pieces, text.slice(at));
      break;
    }
    let end = at;
    while (end < text.length && !isSpaceCode(text.charCodeAt(end))) end++;
    push(machine, pieces, text.slice(at, end));
    at = spaceEnd(text, end);
  }
  return pieces;
}

function wordsFromRight(machine: Machine, text: string, max: number, pieces: Value[]): Value[] {
  let end = spaceStart(text, text.length);
  while (end > 0) {
    if (pieces.length === max) {
      push(machine, pieces, text.slice(0, end));
      break;
    }
    let at = end;
    while (at > 0 && !isSpaceCode(text.charCodeAt(at - 1))) at--;
    push(machine, pieces, text.slice(at, end));
    end = spaceStart(text, at);
  }
  return pieces.toReversed();
}

/** Where the white space that starts at `at` ends. */
export function spaceEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && isSpaceCode(text.charCodeAt(end))) end++;
  return end;
}

/** Where the white space that ends at `end` starts. */
export function spaceStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && isSpaceCode(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Unicode's White_Space; none of it lies beyond the basic plane. */
export function isSpaceCode(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return SPACES.includes(code) || (code >= 0x2000 && code <= 0x200a);
}

const SPACES: readonly number[] = [0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000];

/** Lines without their ends, or with them; only line feed and carriage return end a line. */
export function splitLines(machine: Machine, text: string, keepEnds: boolean): List {
  machine.scan(text.length);
  const lines: Value[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x0a && code !== 0x0d) continue;
    const next = code === 0x0d && text.charCodeAt(at + 1) === 0x0a ? at + 2 : at + 1;
    push(machine, lines, text.slice(start, keepEnds ? next : at));
    start = next;
    at = next - 1;
  }
  if (start < text.length) push(machine, lines, text.slice(start));
  return listOf(lines);
}

/** The first `max` occurrences replaced, all of them if it is Infinity. */
export function replace(machine: Machine, text: string, from: string, to: string, max: number): string {
  if (from === "") return interleave(machine, text, to, max);
  chargeSearch(machine, text.length, from);
  let result = "";
  let rest = 0;
  let done = 0;
  for (let at = text.indexOf(from); at >= 0 && done < max; at = text.indexOf(from, rest)) {
    machine.step();
    machine.allocate(OBJECT_BYTES + (at - rest + to.length) * 2);
    result += text.slice(rest, at) + to;
    rest = at + from.length;
    done++;
  }
  machine.allocate((text.length - rest) * 2);
  return result + text.slice(rest);
}

function interleave(machine: Machine, text: string, between: string, max: number): string {
  const characters = charactersOf(text);
  const times = Math.min(max, characters.length + 1);
  machine.steps(times);
  machine.allocate(times * (OBJECT_BYTES + between.length * 2) + text.length * (2 + ITEM_BYTES));
  let result = "";
  for (const [index, character] of characters.entries()) result += (index < times ? between : "") + character;
  return result + (times > characters.length ? between : "");
}

/** What stands before, is, and stands behind the separator; the whole text and nothing where there is none. */
export function partition(machine: Machine, text: string, separator: string, last: boolean): Tuple {
  if (separator === "") throw new Fault("Empty separator cannot be used for partitioning");
  chargeSearch(machine, text.length, separator);
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) return tupleOf(last ? ["", "", text] : [text, "", ""]);
  machine.allocate(2 * text.length);
  return tupleOf([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

/** All strings that `items` holds, with `text` between them. */
export function join(machine: Machine, text: string, items: Value): string {
  const pieces: string[] = [];
  each(machine, items, (item) => {
    const piece = typeof item === "string" ? item : stringArgument(machine, "to_join", item);
    machine.allocate(ITEM_BYTES + 2 * (piece.length + text.length));
    pieces.push(piece);
    return false;
  });
  return pieces.join(text);
}

function push(machine: Machine, pieces: Value[], piece: string): void {
  machine.step();
  machine.allocate(ITEM_BYTES + OBJECT_BYTES + piece.length * 2);
  pieces.push(piece);
}
