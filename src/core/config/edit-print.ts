/** Writes values as TOML, each on one line. */
import { isTable, printKey, printText } from "./spot.ts";

export type TomlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue };

/** `"a b"`, `[1, 2]`, `{ a = true }`. A whole number is an integer. */
export function printValue(value: TomlValue): string {
  if (typeof value === "string") return printText(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value !== "object") return String(value);
  // The parser's dates print themselves as they were written: a day without an hour stays one.
  if (value instanceof Date) return value.toISOString();
  if (isTomlList(value)) return `[${value.map(printValue).join(", ")}]`;
  const pairs = Object.entries(value).map(([key, inner]) => `${printKey([key])} = ${printValue(inner)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  // Beyond 2^53 a number is printed with an exponent, which makes it a float.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** Text that is the same for equal values, whatever the order of keys; for nothing as well. */
export function stable(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  if (!isTable(value)) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner)}`).join(",")}}`;
}

/** Whole numbers as the parser gives them here, so that 1 and 1.0 are two. */
export function exact(value: TomlValue): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  if (isTomlList(value)) return value.map(exact);
  if (!isTomlTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exact(inner)]));
}

export function isTomlList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value);
}

export function isTomlTable(value: TomlValue): value is Readonly<Record<string, TomlValue>> {
  return isTable(value);
}

/** False where a text in it, or a key, has half of a character, which no file can hold. */
export function isWritable(value: TomlValue): boolean {
  if (typeof value === "string") return !/\p{Cs}/u.test(value);
  if (isTomlList(value)) return value.every(isWritable);
  return !isTomlTable(value) || Object.entries(value).every((entry) => isWritable(entry));
}
