/** The values a Starlark file computes with, and what each type is called. */
import type { Machine } from "./machine.ts";

/**
 * A number is an integer within the safe range, a bigint is one beyond it: each integer has one form only.
 * Strings are well-formed UTF-16 and mean their code points.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Bytes
  | Tuple
  | List
  | Dict
  | Range
  | Elements
  | Callable
  | TypeValue
  | Ellipsis;

export type Float = { readonly kind: "float"; readonly number: number };
export type Bytes = { readonly kind: "bytes"; readonly octets: Uint8Array };
export type Tuple = { readonly kind: "tuple"; readonly items: readonly Value[] };

/** `walkers` counts the loops that run over it just now: it may not change meanwhile. */
export type List = { readonly kind: "list"; items: Value[]; walkers: number };

/** Entries by the key's `dictKey`, in the order they were put in. `walkers` as in `List`. */
export type Dict = { readonly kind: "dict"; readonly entries: Map<DictKey, Entry>; walkers: number };
export type Entry = { readonly key: Value; value: Value };
/** A primitive (or a function itself) that is the same for equal Starlark values and for no others. */
export type DictKey = null | boolean | number | bigint | string | object;

export type Range = {
  readonly kind: "range";
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;
};

/** What `elems()` and `codepoints()` of a string give: can be walked and nothing else. */
export type Elements = { readonly kind: "elements"; readonly text: string; readonly of: "elems" | "codepoints" };

/** The value of `...`; it can do nothing. */
export type Ellipsis = { readonly kind: "ellipsis" };
export const ELLIPSIS: Ellipsis = { kind: "ellipsis" };

/** Arguments of one call, splats already spread. */
export type Arguments = {
  readonly positional: readonly Value[];
  /** Null when there are none. */
  readonly named: ReadonlyMap<string, Value> | null;
};

/** Any function: of the file, built in, or a method bound to its value. */
export type Callable = {
  readonly kind: "function";
  /** As `repr` prints it. */
  readonly name: string;
  /** False for a `def` or `lambda` of the file. */
  readonly isNative: boolean;
  /** What it stands for as a type annotation (`int`, `list` …), null for most. */
  readonly type: TypeValue | null;
  /** Throws a `Fault` placed at `machine.site`. */
  readonly call: (machine: Machine, args: Arguments) => Value;
};

/** One member of a union; null where any type will do. */
export type Alternative =
  | { readonly shape: "plain"; readonly name: string; readonly typeName: string }
  | { readonly shape: "list"; readonly item: TypeValue | null }
  | { readonly shape: "tuple"; readonly items: readonly TypeValue[] }
  | { readonly shape: "tuple-of"; readonly item: TypeValue | null }
  | { readonly shape: "dict"; readonly entry: readonly [key: TypeValue, value: TypeValue] | null };

/** A type as a value, such as `list[int]` or `None | int`: a union of at least one alternative, sorted. */
export type TypeValue = {
  readonly kind: "type";
  /** As it prints; equal types have equal names. */
  readonly name: string;
  readonly alternatives: readonly Alternative[];
  /** Types within types. */
  readonly depth: number;
};

/** Shared, so that a call without arguments makes no garbage. */
export const NO_ARGUMENTS: Arguments = { positional: [], named: null };

export function listOf(items: Value[]): List {
  return { kind: "list", items, walkers: 0 };
}

export function tupleOf(items: readonly Value[]): Tuple {
  return { kind: "tuple", items };
}

export function floatOf(number: number): Float {
  return { kind: "float", number };
}

/** The name that `type(value)` gives and that messages use. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
    case "bigint":
      return "int";
    default:
      if (value === null) return "NoneType";
      return value.kind === "elements" ? "iterator" : value.kind;
  }
}

export function isList(value: Value): value is List {
  return typeof value === "object" && value !== null && value.kind === "list";
}
