/** What keys may hold, as data: checks, unknown keys and the JSON Schema are made of it. */
import { nearest } from "../../kit/nearest.ts";
import { never } from "../../kit/never.ts";
import type { Notice } from "./notice.ts";
import { entriesOf, isTable, itemsOf, missing, oneOf, printKey, type Spot, wrong } from "./spot.ts";

export type TableShape = {
  readonly kind: "table";
  readonly keys: Readonly<Record<string, Shape>>;
  /** Known to Codex alone: let pass without a word. */
  readonly passed?: readonly string[];
  readonly required?: readonly string[];
  /** What another key is; a notice where nothing is said. `pass`: looked at elsewhere. */
  readonly others?: "error" | "pass";
};

/** `expected` is for people, and follows "but must be". */
export type Shape =
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly values: readonly [string, ...string[]] }
  /** Not empty and without NUL, unless `mayBeEmpty`. */
  | { readonly kind: "text"; readonly expected: string; readonly mayBeEmpty?: boolean; readonly pattern?: RegExp }
  | {
      readonly kind: "number";
      readonly expected: string;
      readonly whole: boolean;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: "list"; readonly of: Shape; readonly expected: string }
  /** A table with names of the person's own. */
  | { readonly kind: "map"; readonly of: Shape; readonly names?: RegExp; readonly expected?: string }
  | TableShape
  /** The first that fits. */
  | { readonly kind: "either"; readonly of: readonly [Shape, ...Shape[]]; readonly expected: string }
  /** Known elsewhere; here it would not count. */
  | { readonly kind: "barred"; readonly expected: string }
  /** A reader of its own says what is wrong with it. */
  | { readonly kind: "own" };

/** Notes what does not fit, and tells of keys that nobody knows. `top`: the shape of the whole file. */
export function check(spot: Spot, shape: Shape, top: TableShape): readonly Notice[] {
  switch (shape.kind) {
    case "own":
      return [];
    case "barred":
      wrong(spot, shape.expected);
      return [];
    case "switch":
      if (typeof spot.value !== "boolean") wrong(spot, "true or false");
      return [];
    case "choice":
      if (!shape.values.some((value) => value === spot.value)) wrong(spot, oneOf(shape.values));
      return [];
    case "text":
      if (!isText(spot.value, shape)) wrong(spot, shape.expected);
      return [];
    case "number":
      if (!isNumber(spot.value, shape)) wrong(spot, shape.expected);
      return [];
    case "list":
      return itemsOf(spot, shape.expected).flatMap((item) => check(item, shape.of, top));
    case "map":
      return checkMap(spot, shape, top);
    case "table":
      return checkTable(spot, shape, top);
    case "either":
      return checkEither(spot, shape, top);
    default:
      return never(shape);
  }
}

function isText(value: unknown, { mayBeEmpty = false, pattern }: Shape & { readonly kind: "text" }): boolean {
  if (typeof value !== "string" || value.includes("\0")) return false;
  return (mayBeEmpty || value !== "") && (pattern?.test(value) ?? true);
}

function isNumber(value: unknown, { whole, min, max }: Shape & { readonly kind: "number" }): boolean {
  if (typeof value !== "number" || !(value >= min && value <= max)) return false;
  return !whole || Number.isSafeInteger(value);
}

function checkMap(spot: Spot, shape: Shape & { readonly kind: "map" }, top: TableShape): readonly Notice[] {
  return entriesOf(spot).flatMap(([name, inner]) => {
    const isName = name !== "" && !name.includes("\0") && (shape.names?.test(name) ?? true);
    if (!isName) wrong(inner, shape.expected ?? "under a name", "under no name that can be used");
    return check(inner, shape.of, top);
  });
}

/** Of several faults that of the alternative with the same form as the value is told, for it says most. */
function checkEither(spot: Spot, shape: Shape & { readonly kind: "either" }, top: TableShape): readonly Notice[] {
  const tried = shape.of.map((one) => {
    const faults: Spot["faults"] = [];
    return { faults, notices: check({ ...spot, faults }, one, top), isTable: one.kind === "table" };
  });
  const fitting = tried.find(({ faults }) => faults.length === 0);
  if (fitting !== undefined) return fitting.notices;
  const meant = isTable(spot.value) ? tried.find((one) => one.isTable) : undefined;
  if (meant === undefined) wrong(spot, shape.expected);
  else spot.faults.push(...meant.faults);
  return [];
}

function checkTable(spot: Spot, shape: TableShape, top: TableShape): readonly Notice[] {
  const notices: Notice[] = [];
  const unknown: (readonly [string, Spot])[] = [];
  const entries = entriesOf(spot);
  for (const [key, inner] of entries) {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (known !== undefined) notices.push(...check(inner, known, top));
    else if (shape.passed?.includes(key) !== true) unknown.push([key, inner]);
  }
  notices.push(...unknownKeys(unknown, shape, top));
  const absent = isTable(spot.value)
    ? shape.required?.find((name) => !entries.some(([key]) => key === name))
    : undefined;
  if (absent !== undefined) missing(spot, absent, expectedOf(shape.keys[absent]));
  return notices;
}

function expectedOf(shape: Shape | undefined): string {
  if (shape?.kind === "switch") return "true or false";
  return shape?.kind === "text" ? shape.expected : "a table";
}

/** A file may have a hundred thousand of them: more than these are only counted, with the last that is told of. */
const UNKNOWN_MAX = 20;

function unknownKeys(
  unknown: readonly (readonly [key: string, inner: Spot])[],
  shape: TableShape,
  top: TableShape,
): readonly Notice[] {
  const [first] = unknown;
  // What is an error is so for each of them, and the first is the one that is told.
  if (shape.others === "error" && first !== undefined) return unknownKey(first[1], first[0], shape, top);
  const found = unknown.slice(0, UNKNOWN_MAX).flatMap(([key, inner]) => unknownKey(inner, key, shape, top));
  const more = unknown.length - UNKNOWN_MAX;
  for (const [key, inner] of unknown.slice(UNKNOWN_MAX)) refuseSpelling(inner, key, shape);
  const last = found.at(-1);
  return more > 0 && last?.kind === "unknown-key" ? [...found.slice(0, -1), { ...last, more }] : found;
}

/** What is surely meant for a key that is read, and would be passed over, is an error: `sandbox-mode`, `"Sandbox_Mode"`. */
function unknownKey(inner: Spot, key: string, shape: TableShape, top: TableShape): readonly Notice[] {
  if (shape.others === "pass") return [];
  if (refuseSpelling(inner, key, shape)) return [];
  if (shape.others === "error") {
    wrong(inner, oneOf(Object.keys(shape.keys)), "no key that is read");
    return [];
  }
  const place = inner.source.placeOf(inner.path);
  return [{ kind: "unknown-key", place, key: printKey(inner.path), meant: meantBy(inner.path, shape, top) }];
}

/** False if no key is spelled like it. */
function refuseSpelling(inner: Spot, key: string, shape: TableShape): boolean {
  const wanted = plainly(key);
  const spelled = shape.others === "pass" || !Object.hasOwn(shape.keys, wanted) ? null : wanted;
  if (spelled !== null) wrong(inner, `written ${spelled}`, "no key that is read");
  return spelled !== null;
}

function plainly(key: string): string {
  return key
    .replace(/["'\s]/g, "")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** The key, dotted, that was most likely meant: one beside it, one at the top that a header swallowed, or one further down. */
function meantBy(path: readonly string[], shape: TableShape, top: TableShape): string | null {
  const key = path.at(-1) ?? "";
  const above = path.slice(0, -1);
  if (shape !== top && isAmong(top, key)) return printKey([key]);
  const beside = nearest(key, [...Object.keys(shape.keys), ...(shape.passed ?? [])]);
  if (beside !== null) return printKey([...above, beside]);
  const below = Object.entries(top.keys).find(([, inner]) => inner.kind === "table" && Object.hasOwn(inner.keys, key));
  return below === undefined ? null : printKey([below[0], key]);
}

function isAmong({ keys, passed }: TableShape, key: string): boolean {
  return Object.hasOwn(keys, key) || passed?.includes(key) === true;
}

/** For shapes whose values are few. */
export function choice(values: readonly [string, ...string[]]): Shape {
  return { kind: "choice", values };
}

export const SWITCH: Shape = { kind: "switch" };

export function text(
  expected: string,
  options: { readonly mayBeEmpty?: boolean; readonly pattern?: RegExp } = {},
): Shape {
  return { kind: "text", expected, ...options };
}

export function listOf(of: Shape, expected: string): Shape {
  return { kind: "list", of, expected };
}
