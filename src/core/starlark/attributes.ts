/** What stands behind a dot: methods, and the name of a type. */
import { bind } from "./arguments.ts";
import { DICT_METHODS } from "./dict-methods.ts";
import { LIST_METHODS } from "./list-methods.ts";
import { OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import type { MethodTable } from "./method.ts";
import { nearest } from "./nearest.ts";
import { repr } from "./repr.ts";
import { BYTES_METHODS, STRING_METHODS } from "./string-methods.ts";
import { hasType } from "./types.ts";
import { type Arguments, type TypeValue, typeName, type Value } from "./values.ts";

/** A method bound to its value. */
type Bound = (machine: Machine, args: Arguments) => Value;

/** `value.name`; undefined if there is none. */
export function attribute(machine: Machine, value: Value, name: string): Value | undefined {
  if (isTypeFunction(value) && name === "type") return value.name === "str" ? "string" : value.name;
  const method = methodOf(value, name);
  if (method === undefined) return undefined;
  machine.allocate(4 * OBJECT_BYTES);
  return { kind: "function", name, isNative: true, type: null, call: method };
}

/** Names that `dir()` lists, sorted. */
export function attributesOf(value: Value): string[] {
  return isTypeFunction(value) ? ["type"] : Object.keys(tableOf(value) ?? {}).toSorted();
}

export function noAttribute(value: Value, name: string): Fault {
  const known = nearest(name, attributesOf(value));
  const hint = known === null ? "" : `, did you mean \`${known}\`?`;
  return new Fault(`Object of type \`${typeName(value)}\` has no attribute \`${name}\`${hint}`);
}

/** True if the value has a method of this name; the `type` of a type function is none, as in the reference. */
export function hasMethod(value: Value, name: string): boolean {
  const table = tableOf(value);
  return table !== null && Object.hasOwn(table, name);
}

export function methodOf(value: Value, name: string): Bound | undefined {
  if (typeof value === "string") return lookUp(STRING_METHODS, value, name);
  if (typeof value !== "object" || value === null) return undefined;
  switch (value.kind) {
    case "list":
      return lookUp(LIST_METHODS, value, name);
    case "dict":
      return lookUp(DICT_METHODS, value, name);
    case "bytes":
      return lookUp(BYTES_METHODS, value, name);
    case "type":
      return lookUp(TYPE_METHODS, value, name);
    default:
      return undefined;
  }
}

function lookUp<Self>(table: MethodTable<Self>, self: Self, name: string): Bound | undefined {
  const method = Object.hasOwn(table, name) ? table[name] : undefined;
  return method === undefined ? undefined : (machine, args) => method(machine, self, args);
}

function tableOf(value: Value): object | null {
  if (typeof value === "string") return STRING_METHODS;
  if (typeof value !== "object" || value === null) return null;
  switch (value.kind) {
    case "list":
      return LIST_METHODS;
    case "dict":
      return DICT_METHODS;
    case "bytes":
      return BYTES_METHODS;
    case "type":
      return TYPE_METHODS;
    default:
      return null;
  }
}

const MATCH_PARAMETERS = [{ name: "value", style: "both", required: true }] as const;

const TYPE_METHODS: MethodTable<TypeValue> = {
  check_matches: (machine, self, args) => {
    const [value = null] = bind("check_matches", MATCH_PARAMETERS, args);
    if (hasType(machine, self, value)) return null;
    const shown = repr(machine, value);
    throw new Fault(`Value of type \`${typeName(value)}\` does not match type \`${self.name}\`: ${shown}`);
  },
  matches: (machine, self, args) => {
    const [value = null] = bind("matches", MATCH_PARAMETERS, args);
    return hasType(machine, self, value);
  },
};

type TypeFunction = Extract<Value, { kind: "function" }> & { readonly type: TypeValue };

function isTypeFunction(value: Value): value is TypeFunction {
  return typeof value === "object" && value !== null && value.kind === "function" && value.type !== null;
}
