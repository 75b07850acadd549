/** The functions and constants that every file has, but for the rule functions. */
import { extraNamed, positional, positionalOnly, stringArgument, wrongType } from "./arguments.ts";
import { attribute, attributesOf, hasMethod } from "./attributes.ts";
import { isNumeric } from "./compare.ts";
import { addPairs, emptyDict, put } from "./dict-methods.ts";
import { negate } from "./integers.ts";
import { collect, each } from "./iterate.ts";
import { length } from "./length.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { bytesFunction, characterFunction, floatFunction, intFunction, ordinal } from "./conversions.ts";
import { isTrue } from "./operators.ts";
import { enumerateFunction, extreme, rangeFunction, sortedFunction } from "./sequences.ts";
import { repr, textOf } from "./repr.ts";
import { plainType, typeOf } from "./types.ts";
import {
  type Arguments,
  type Callable,
  floatOf,
  listOf,
  tupleOf,
  typeName,
  type TypeValue,
  type Value,
} from "./values.ts";

type Act = (machine: Machine, args: Arguments) => Value;

const FUNCTIONS: Readonly<Record<string, Act>> = {
  abs: (machine, args) => {
    const [x = null] = positional(args, 1);
    if (!isNumeric(x)) throw wrongType(machine, "x", "float | int", x);
    if (typeof x === "object") return floatOf(Math.abs(x.number));
    return x < 0 ? negate(machine, x) : x;
  },
  all: (machine, args) => !some(machine, positional(args, 1)[0] ?? null, false),
  any: (machine, args) => some(machine, positional(args, 1)[0] ?? null, true),
  chr: characterFunction,
  dir: (machine, args) => {
    const names = attributesOf(positional(args, 1)[0] ?? null);
    machine.allocate(names.length * ITEM_BYTES);
    return listOf(names);
  },
  enumerate: enumerateFunction,
  fail: (machine, args) => {
    if (args.named !== null) throw extraNamed([...args.named.keys()], "fail");
    const words = args.positional.map((value) => (typeof value === "string" ? value : repr(machine, value)));
    throw new Fault(["fail:", ...words].join(" "));
  },
  getattr: (machine, args) => {
    const [object = null, name, fallback] = positional(args, 2, 3);
    const attr = stringArgument(machine, "attr", name);
    const found = attribute(machine, object, attr) ?? fallback;
    if (found === undefined) throw new Fault(`Operation \`.${attr}\` not supported on type \`${typeName(object)}\``);
    return found;
  },
  hasattr: (machine, args) => {
    const [object = null, name] = positional(args, 2);
    return hasMethod(object, stringArgument(machine, "attr", name));
  },
  hash: (machine, args) => {
    const text = stringArgument(machine, "a", positional(args, 1)[0]);
    machine.steps(text.length >> 2);
    let hash = 0;
    for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    return hash;
  },
  len: (machine, args) => length(machine, positional(args, 1)[0] ?? null),
  max: extreme("max", 1),
  min: extreme("min", -1),
  ord: ordinal,
  repr: (machine, args) => repr(machine, positional(args, 1)[0] ?? null),
  reversed: (machine, args) => listOf(collect(machine, positional(args, 1)[0] ?? null).toReversed()),
  sorted: sortedFunction,
  zip: (machine, args) => {
    if (args.named !== null) throw extraNamed([...args.named.keys()], "zip");
    const columns = args.positional.map((value) => collect(machine, value));
    const rows = columns.length === 0 ? 0 : Math.min(...columns.map((column) => column.length));
    machine.allocate(rows * (3 * OBJECT_BYTES + columns.length * ITEM_BYTES));
    machine.steps(rows);
    return listOf(Array.from({ length: rows }, (_, row) => tupleOf(columns.map((column) => column[row] ?? null))));
  },
};

/** Functions that are types too. */
const TYPES: Readonly<Record<string, { readonly type: TypeValue; readonly act: Act }>> = {
  bool: { type: plainType("bool", "bool"), act: (_machine, args) => isTrue(positional(args, 0, 1)[0] ?? null) },
  bytes: { type: plainType("bytes", "bytes"), act: bytesFunction },
  dict: {
    type: typeOf([{ shape: "dict", entry: null }]),
    act: (machine, args) => {
      const [pairs] = positionalOnly(args, 0, 1);
      const dict = emptyDict(machine);
      if (pairs !== undefined) addPairs(machine, dict, pairs, (item) => `${NO_PAIR}${repr(machine, item)}`);
      for (const [name, value] of args.named ?? []) put(machine, dict, name, value);
      return dict;
    },
  },
  float: { type: plainType("float", "float"), act: floatFunction },
  int: { type: plainType("int", "int"), act: intFunction },
  list: { type: typeOf([{ shape: "list", item: null }]), act: (machine, args) => listOf(items(machine, args)) },
  range: { type: plainType("range", "range"), act: rangeFunction },
  str: { type: plainType("str", "string"), act: (machine, args) => textOf(machine, positional(args, 1)[0] ?? null) },
  tuple: { type: typeOf([{ shape: "tuple-of", item: null }]), act: (machine, args) => tupleOf(items(machine, args)) },
  type: {
    type: plainType("type", "type"),
    act: (_machine, args) => typeName(positional(args, 1)[0] ?? null),
  },
};

const NO_PAIR = "Found a non-pair element in the positional argument of dict(): ";

/** All of them by name. */
export function builtins(): Map<string, Value> {
  const values = new Map<string, Value>([
    ["None", null],
    ["True", true],
    ["False", false],
  ]);
  for (const [name, call] of Object.entries(FUNCTIONS)) values.set(name, native(name, null, call));
  for (const [name, { type, act }] of Object.entries(TYPES)) values.set(name, native(name, type, act));
  return values;
}

function native(name: string, type: TypeValue | null, call: Act): Callable {
  return { kind: "function", name, isNative: true, type, call };
}

/** True if an item is as true as wanted; looks no further than that one. */
function some(machine: Machine, value: Value, wanted: boolean): boolean {
  let found = false;
  each(machine, value, (item) => {
    found = isTrue(item) === wanted;
    return found;
  });
  return found;
}

function items(machine: Machine, args: Arguments): Value[] {
  const [value] = positional(args, 0, 1);
  return value === undefined ? [] : collect(machine, value);
}
