/** A value in the settings with the place where it stands; what is wrong with it is noted. */
import { resolvePath } from "../../kit/path.ts";
import type { ConfigError, Place } from "./error.ts";

/** What the reading of one source needs to know about it. */
export type Source = {
  /** Absolute: the folder that relative paths start from. */
  readonly base: string;
  /** Absolute: what `~` stands for. */
  readonly userHome: string;
  /** Where the value at `path` was given; list items are named by their index. */
  placeOf(path: readonly string[]): Place;
};

/** Readers go on after a fault with a value of no meaning; the caller looks at `faults` before it uses any. */
export type Spot = {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly source: Source;
  readonly faults: ConfigError[];
};

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `found` is what is described by itself if nothing else is said. */
export function wrong(spot: Spot, expected: string, found: string = describeValue(spot.value)): void {
  spot.faults.push({
    kind: "bad-value",
    place: spot.source.placeOf(spot.path),
    key: printKey(keyOf(spot.path)),
    found,
    expected,
  });
}

/** The table lacks `key`. */
export function missing(spot: Spot, key: string, expected: string): void {
  const { path, source } = spot;
  const found = "not there";
  spot.faults.push({ kind: "bad-value", place: source.placeOf(path), key: printKey([...path, key]), found, expected });
}

/** The values of a table by their keys; empty, with a fault, for what is none. */
export function entriesOf(spot: Spot): readonly (readonly [key: string, inner: Spot])[] {
  if (!isTable(spot.value)) {
    wrong(spot, "a table");
    return [];
  }
  return Object.entries(spot.value).map(([key, value]) => [key, { ...spot, value, path: [...spot.path, key] }]);
}

/** A longer list is refused: what each item costs at a start would add up, and a project's file must not hang it. */
export const LIST_ITEMS_MAX = 4_096;

/** The items of a list; empty, with a fault, for what is none, or longer than any. */
export function itemsOf(spot: Spot, expected: string): readonly Spot[] {
  if (!Array.isArray(spot.value)) {
    wrong(spot, expected);
    return [];
  }
  if (spot.value.length > LIST_ITEMS_MAX) {
    wrong(spot, `a list of at most ${LIST_ITEMS_MAX} items`, `a list of ${spot.value.length}`);
    return [];
  }
  return spot.value.map((value: unknown, index) => ({ ...spot, value, path: [...spot.path, String(index)] }));
}

/** One of `values`, or the first with a fault. */
export function choiceOf<T extends string>(spot: Spot, values: readonly [T, ...T[]]): T {
  const found = values.find((value) => value === spot.value);
  if (found === undefined) wrong(spot, oneOf(values));
  return found ?? values[0];
}

export function switchOf(spot: Spot): boolean {
  if (typeof spot.value !== "boolean") wrong(spot, "true or false");
  return spot.value === true;
}

/** Null, with a fault, for what is no text or empty. */
export function textOf(spot: Spot, expected: string): string | null {
  const { value } = spot;
  if (typeof value === "string" && value !== "" && !value.includes("\0")) return value;
  wrong(spot, expected);
  return null;
}

/** A whole number of at least one; `expected` is noted for everything else. */
export function countOf(spot: Spot, expected: string): number {
  const { value } = spot;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  wrong(spot, expected);
  return 1;
}

/** Null for text that names no path: it would stand for the base folder, which nobody wrote down. */
export function absolutePath(text: string, source: Source): string | null {
  if (text === "" || text.includes("\0")) return null;
  if (text === "~" || text.startsWith("~/")) return resolvePath(source.userHome, `./${text.slice(1)}`);
  return resolvePath(source.base, text);
}

export function describeValue(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? "a long text" : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  return value instanceof Date ? "a date" : "a table";
}

export function oneOf(values: readonly string[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}

/** The key that a list stands under. */
function keyOf(path: readonly string[]): readonly string[] {
  return /^\d+$/.test(path.at(-1) ?? "") ? path.slice(0, -1) : path;
}

/** `permissions.x.filesystem."/etc"`, as it would be written in the file. */
export function printKey(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : printText(part))).join(".");
}

/** In quotes, as TOML has it: JSON's escapes, but for the one control character that JSON leaves as it is. */
export function printText(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
