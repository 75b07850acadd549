/** `x[i]`, `x[a:b:c]` and `x[i] = y`. */
import { typeAndRepr } from "./arguments.ts";
import { dictKey } from "./compare.ts";
import { put } from "./dict-methods.ts";
import { toI32 } from "./integers.ts";
import { assertStill } from "./iterate.ts";
import { chargeCharacters, length } from "./length.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { repr } from "./repr.ts";
import { charactersOf, isFlat, lengthOf, unitOffset } from "./text.ts";
import { genericOf } from "./types.ts";
import { listOf, type Range, tupleOf, typeName, type Value } from "./values.ts";

export function index(machine: Machine, object: Value, at: Value): Value {
  if (typeof object === "string") return characterAt(machine, object, at);
  if (typeof object === "object" && object !== null) {
    switch (object.kind) {
      case "list":
      case "tuple":
        return object.items[place(machine, at, object.items.length)] ?? null;
      case "dict": {
        const entry = object.entries.get(dictKey(machine, at));
        if (entry === undefined) throw new Fault(`Key \`${repr(machine, at)}\` was not found`);
        return entry.value;
      }
      case "range":
        return object.start + place(machine, at, length(machine, object)) * object.step;
      case "bytes":
        return object.octets[place(machine, at, object.octets.length)] ?? null;
      case "function":
        if (object.isNative) return genericOf(machine, object, [at]);
        break;
      default:
    }
  }
  throw new Fault(`Operation \`[]\` not supported for types \`${typeName(object)}\` and \`${typeName(at)}\``);
}

/** `object[first, second]`, which only type constructors know. */
export function index2(machine: Machine, object: Value, first: Value, second: Value): Value {
  if (typeof object === "object" && object !== null && object.kind === "function" && object.isNative) {
    return genericOf(machine, object, [first, second]);
  }
  throw new Fault(`Operation \`[,]\` not supported on type \`${typeName(object)}\``);
}

function characterAt(machine: Machine, text: string, at: Value): string {
  chargeCharacters(machine, text);
  if (typeof at !== "number" && typeof at !== "bigint") {
    throw new Fault(`Type of parameters mismatch, expected \`int\`, actual \`${typeAndRepr(machine, at)}\``);
  }
  const unit = unitOffset(text, place(machine, at, lengthOf(text)));
  return String.fromCodePoint(text.codePointAt(unit) ?? 0);
}

/** `object[at] = value`. */
export function setIndex(machine: Machine, object: Value, at: Value, value: Value): void {
  if (typeof object === "object" && object !== null) {
    if (object.kind === "dict") return put(machine, object, at, value);
    if (object.kind === "list") {
      const position = place(machine, at, object.items.length);
      assertStill(object);
      object.items[position] = value;
      return;
    }
  }
  throw new Fault("Immutable");
}

/** A position in what has this length; negative ones count from the end. */
function place(machine: Machine, at: Value, length: number): number {
  const given = integerOf(machine, at);
  const position = given < 0 ? given + length : given;
  if (position < 0 || position >= length) throw new Fault(`Index \`${position}\` is out of bound`);
  return position;
}

function integerOf(machine: Machine, value: Value): number {
  if (typeof value === "number" || typeof value === "bigint") return toI32(value);
  throw new Fault(`Expected \`int\`, but got \`${typeAndRepr(machine, value)}\``);
}

/** The three parts of a slice, undefined where one was left out; None means the same, but see `sliceText`. */
export type Slice = {
  readonly from: Value | undefined;
  readonly to: Value | undefined;
  readonly step: Value | undefined;
};

/** Positions `start`, `start + step` … up to but not including `stop`, all within the length. */
type Positions = { readonly start: number; readonly stop: number; readonly step: number; readonly count: number };

export function slice(machine: Machine, object: Value, parts: Slice): Value {
  if (typeof object === "string") return sliceText(machine, object, parts);
  if (typeof object === "object" && object !== null) {
    switch (object.kind) {
      case "list":
        return listOf(sliceItems(machine, object.items, parts));
      case "tuple":
        return tupleOf(sliceItems(machine, object.items, parts));
      case "bytes": {
        const positions = positionsOf(machine, parts, object.octets.length);
        machine.allocate(OBJECT_BYTES + positions.count);
        return { kind: "bytes", octets: Uint8Array.from(listPositions(positions), (at) => object.octets[at] ?? 0) };
      }
      case "range":
        return sliceRange(object, positionsOf(machine, parts, object.length));
      default:
    }
  }
  throw new Fault(`Operation \`[::]\` not supported on type \`${typeName(object)}\``);
}

function sliceItems(machine: Machine, items: readonly Value[], parts: Slice): Value[] {
  const { start, stop, step, count } = positionsOf(machine, parts, items.length);
  machine.steps(count >> 3);
  machine.allocate(OBJECT_BYTES + count * ITEM_BYTES);
  if (step === 1) return items.slice(start, start + count);
  const sliced: Value[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) sliced.push(items[at] ?? null);
  return sliced;
}

function sliceText(machine: Machine, text: string, parts: Slice): string {
  chargeCharacters(machine, text);
  // A string without a step of its own takes no None: so does the reference.
  if (parts.step === undefined || parts.step === 1) {
    for (const part of [parts.from, parts.to]) if (part === null) integerOf(machine, part);
  }
  const { start, step, count, ...positions } = positionsOf(machine, parts, lengthOf(text));
  machine.allocate(OBJECT_BYTES + count * 2);
  if (step === 1) return text.slice(unitOffset(text, start), unitOffset(text, start + count));
  machine.steps(count + (text.length >> 2));
  machine.allocate(count * ITEM_BYTES + (isFlat(text) ? 0 : text.length * ITEM_BYTES));
  const characters = isFlat(text) ? text : charactersOf(text);
  return listPositions({ start, step, count, ...positions })
    .map((at) => characters[at] ?? "")
    .join("");
}

function sliceRange(range: Range, { start, stop, step, count }: Positions): Range {
  return {
    kind: "range",
    start: range.start + start * range.step,
    stop: range.start + stop * range.step,
    step: range.step * step,
    length: count,
  };
}

function listPositions({ start, step, count }: Positions): number[] {
  return Array.from({ length: count }, (_, index) => start + index * step);
}

function positionsOf(machine: Machine, parts: Slice, length: number): Positions {
  const step = optionalInteger(machine, parts.step) ?? 1;
  const from = optionalInteger(machine, parts.from);
  const to = optionalInteger(machine, parts.to);
  if (step === 0) throw new Fault("Index `0` is out of bound");
  const [first, last] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, first), last);
  const start = from === null ? (step > 0 ? first : last) : clamp(from);
  const stop = to === null ? (step > 0 ? last : first) : clamp(to);
  return { start, stop, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

function optionalInteger(machine: Machine, value: Value | undefined): number | null {
  return value === undefined || value === null ? null : integerOf(machine, value);
}
