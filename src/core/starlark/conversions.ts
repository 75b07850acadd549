/** `int`, `float`, `bytes`, `chr`, `ord`: from one type to another. */
import { bind, i32Argument, positional, wrongType } from "./arguments.ts";
import { isNumeric } from "./compare.ts";
import { parseFloatText } from "./floats.ts";
import { chargeBits, chargeQuadratic, type Int, integer } from "./integers.ts";
import { each, isIterable } from "./iterate.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { encode, lengthOf, quote } from "./text.ts";
import { type Arguments, floatOf, typeName, type Value } from "./values.ts";

const INT_PARAMETERS = [
  { name: "a", style: "position", required: false },
  { name: "base", style: "both", required: false },
] as const;

/** `int(x = 0, base = 0)`, where 0 is the base that the prefix of the text says, else ten. */
export function intFunction(machine: Machine, args: Arguments): Value {
  const [value = 0, given] = bind("int", INT_PARAMETERS, args);
  const base = given === undefined ? null : i32Argument(machine, "base", given);
  if (typeof value === "string") return parseInteger(machine, value, base ?? 0);
  if (typeof value !== "boolean" && !isNumeric(value)) throw wrongType(machine, "a", "bool | float | int | str", value);
  if (base !== null) throw new Fault(`int() cannot convert non-string with explicit base '${base}'`);
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "object") return value;
  if (Number.isFinite(value.number)) return integer(BigInt(Math.trunc(value.number)));
  const shown = Number.isNaN(value.number) ? "NaN" : value.number > 0 ? "inf" : "-inf";
  throw new Fault(`Float \`${shown}\` cannot be represented as exact integer`);
}

const PREFIXES: Readonly<Record<string, number>> = { "0b": 2, "0o": 8, "0x": 16 };

function parseInteger(machine: Machine, text: string, givenBase: number): Int {
  if (givenBase !== 0 && (givenBase < 2 || givenBase > 36)) {
    throw new Fault(`${givenBase} is not a valid base, int() base must be >= 2 and <= 36`);
  }
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text;
  const prefix = unsigned.slice(0, 2).toLowerCase();
  const prefixBase = Object.hasOwn(PREFIXES, prefix) ? (PREFIXES[prefix] ?? 0) : 0;
  const isPrefixed = prefixBase !== 0 && (givenBase === prefixBase || givenBase === 0);
  const base = givenBase === 0 ? (isPrefixed ? prefixBase : 10) : givenBase;
  const digits = isPrefixed ? unsigned.slice(2) : unsigned;
  if (/^[+-]/.test(digits)) throw new Fault(`Cannot parse \`${digits}\` as an integer`);
  const value = digitsToInteger(machine, digits, base);
  if (value === null) throw new Fault(`Cannot parse \`${digits}\` as an integer in base ${base}`);
  return integer(text.startsWith("-") ? -value : value);
}

/** Null if it is no number in this base; underscores may stand between digits. */
function digitsToInteger(machine: Machine, text: string, base: number): bigint | null {
  const digits = text.replaceAll("_", "").toLowerCase();
  const bits = Math.ceil(digits.length * Math.log2(base));
  chargeBits(machine, bits);
  chargeQuadratic(machine, bits, bits);
  machine.steps(bits >> 2);
  if (!/^[0-9a-z]+$/.test(digits) || text.startsWith("_")) return null;
  const allowed = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  for (const digit of digits) if (!allowed.includes(digit)) return null;
  const shorthand = { 2: "0b", 8: "0o", 10: "", 16: "0x" }[base];
  if (shorthand !== undefined) return BigInt(shorthand + digits);
  return inPieces(digits, base);
}

/** Halves are converted on their own, so that the work stays with the engine's multiplication. */
function inPieces(digits: string, base: number): bigint {
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, base));
  const low = digits.length >> 1;
  const high = inPieces(digits.slice(0, digits.length - low), base);
  return high * BigInt(base) ** BigInt(low) + inPieces(digits.slice(digits.length - low), base);
}

/** `float(x = 0.0)`. */
export function floatFunction(machine: Machine, args: Arguments): Value {
  const [value = floatOf(0)] = positional(args, 0, 1);
  if (typeof value === "boolean") return floatOf(Number(value));
  if (typeof value === "string") {
    machine.scan(value.length);
    const parsed = parseFloatText(value);
    if (!parsed.ok) throw new Fault(parsed.error);
    return floatOf(parsed.value);
  }
  if (!isNumeric(value)) throw wrongType(machine, "a", "bool | float | int | str", value);
  return typeof value === "object" ? value : floatOf(Number(value));
}

/** `bytes(x)`: of a string its UTF-8, of bytes themselves, else of integers that fit an octet. */
export function bytesFunction(machine: Machine, args: Arguments): Value {
  const [value = null] = positional(args, 1);
  if (typeof value === "string") {
    machine.scan(value.length);
    machine.allocate(OBJECT_BYTES + value.length * 3);
    return { kind: "bytes", octets: encode(value) };
  }
  if (typeof value === "object" && value !== null) {
    if (value.kind === "bytes") return value;
    if (isIterable(value)) return { kind: "bytes", octets: Uint8Array.from(octetsOf(machine, value)) };
  }
  throw new Fault(`bytes() argument must be bytes, str, or iterable of int, not '${typeName(value)}'`);
}

function octetsOf(machine: Machine, value: Value): number[] {
  const octets: number[] = [];
  each(machine, value, (item) => {
    if (typeof item !== "number") throw new Fault(`bytes() iterable must contain integers, not '${typeName(item)}'`);
    if (item < 0 || item > 255) throw new Fault(`bytes() integer ${item} is out of range 0..=255`);
    machine.allocate(ITEM_BYTES);
    octets.push(item);
    return false;
  });
  return octets;
}

export function characterFunction(machine: Machine, args: Arguments): Value {
  const code = i32Argument(machine, "i", positional(args, 1)[0] ?? null);
  if (code < 0) throw new Fault(`chr() parameter value negative integer ${code}`);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new Fault(`chr() parameter value is 0x${code.toString(16)} which is not a valid UTF-8 codepoint`);
  }
  return String.fromCodePoint(code);
}

/** `ord(x)`: the code point of one character, or the octet of bytes of length one. */
export function ordinal(machine: Machine, args: Arguments): Value {
  const [value = null] = positional(args, 1);
  if (typeof value === "string") {
    machine.scan(value.length);
    if (lengthOf(value) !== 1) throw new Fault(`ord(): ${quote(value)} is not a single character string`);
    return value.codePointAt(0) ?? 0;
  }
  if (typeof value === "object" && value !== null && value.kind === "bytes") {
    const { octets } = value;
    if (octets.length !== 1) throw new Fault(`ord(): bytes argument must have length 1, not ${octets.length}`);
    return octets[0] ?? 0;
  }
  throw new Fault(`ord(): expected string or bytes, got '${typeName(value)}'`);
}
