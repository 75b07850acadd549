/** Operators on values. */
import { typeAndRepr } from "./arguments.ts";
import { compare, dictKey, equal, isNumeric, type Numeric } from "./compare.ts";
import { addPairs, union } from "./dict-methods.ts";
import * as integers from "./integers.ts";
import type { Int } from "./integers.ts";
import { extend, indexOf } from "./list-methods.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { chargeSearch } from "./string-search.ts";
import { formatPercent } from "./string-format.ts";
import type { BinaryOperator, UnaryOperator } from "./syntax.ts";
import { unionOfTypes } from "./types.ts";
import { floatOf, listOf, tupleOf, typeName, type Value } from "./values.ts";

/** Every binary operator but `and` and `or`, which do not always evaluate both sides. */
export type StrictOperator = Exclude<BinaryOperator, "and" | "or">;

export type Operation = (machine: Machine, left: Value, right: Value) => Value;

export const OPERATIONS: Readonly<Record<StrictOperator, Operation>> = {
  "==": equal,
  "!=": (machine, left, right) => !equal(machine, left, right),
  "<": (machine, left, right) => compare(machine, left, right) < 0,
  ">": (machine, left, right) => compare(machine, left, right) > 0,
  "<=": (machine, left, right) => compare(machine, left, right) <= 0,
  ">=": (machine, left, right) => compare(machine, left, right) >= 0,
  in: (machine, left, right) => contains(machine, right, left),
  "not in": (machine, left, right) => !contains(machine, right, left),
  "|": unite,
  "^": bits("^"),
  "&": bits("&"),
  "<<": onInts("<<", integers.shiftLeft),
  ">>": onInts(">>", integers.shiftRight),
  "+": add,
  "-": onNumbers("-", integers.subtract, (left, right) => left - right),
  "*": multiply,
  "/": divide,
  "//": floorDivide,
  "%": modulo,
};

/** `left operator= right` where that differs from `left = left operator right`: a list or dict is changed in place. */
export function augment(machine: Machine, operator: StrictOperator, left: Value, right: Value): Value {
  if (typeof left === "object" && left !== null) {
    if (operator === "+" && left.kind === "list") {
      extend(machine, left, right);
      return left;
    }
    if (operator === "|" && left.kind === "dict") return uniteInPlace(machine, left, right);
  }
  return OPERATIONS[operator](machine, left, right);
}

export function unary(machine: Machine, operator: UnaryOperator, value: Value): Value {
  if (operator === "not") return !isTrue(value);
  if (isInt(value)) {
    if (operator === "-") return integers.negate(machine, value);
    return operator === "~" ? integers.invert(machine, value) : value;
  }
  if (typeof value === "object" && value !== null && value.kind === "float" && operator !== "~") {
    return operator === "-" ? floatOf(-value.number) : value;
  }
  throw new Fault(`Operation \`${operator}\` not supported on type \`${typeName(value)}\``);
}

/** What `if` and `not` see. */
export function isTrue(value: Value): boolean {
  if (typeof value !== "object") return Boolean(value);
  if (value === null) return false;
  switch (value.kind) {
    case "float":
      return value.number !== 0;
    case "bytes":
      return value.octets.length > 0;
    case "list":
    case "tuple":
      return value.items.length > 0;
    case "dict":
      return value.entries.size > 0;
    case "range":
      return value.length > 0;
    default:
      return true;
  }
}

function add(machine: Machine, left: Value, right: Value): Value {
  if (typeof left === "string" && typeof right === "string") {
    machine.allocate(OBJECT_BYTES + (left.length + right.length) * 2);
    machine.scan(left.length + right.length);
    return left + right;
  }
  if (typeof left === "object" && left !== null && typeof right === "object" && right !== null) {
    if ((left.kind === "list" || left.kind === "tuple") && (right.kind === "list" || right.kind === "tuple")) {
      if (left.kind !== right.kind) throw unsupported("+", left, right);
      const length = left.items.length + right.items.length;
      machine.steps(length >> 3);
      machine.allocate(OBJECT_BYTES + length * ITEM_BYTES);
      const items = left.items.concat(right.items);
      return left.kind === "list" ? listOf(items) : tupleOf(items);
    }
    if (left.kind === "bytes" && right.kind === "bytes") {
      machine.allocate(OBJECT_BYTES + left.octets.length + right.octets.length);
      const octets = new Uint8Array(left.octets.length + right.octets.length);
      octets.set(left.octets);
      octets.set(right.octets, left.octets.length);
      return { kind: "bytes", octets };
    }
  }
  return addNumbers(machine, left, right);
}

const addNumbers = onNumbers("+", integers.add, (left, right) => left + right);

const multiplyNumbers = onNumbers("*", integers.multiply, (left, right) => left * right);

function multiply(machine: Machine, left: Value, right: Value): Value {
  if (isInt(right) && isSequence(left)) return repeat(machine, left, right);
  if (isInt(left) && isSequence(right)) return repeat(machine, right, left);
  return multiplyNumbers(machine, left, right);
}

type Sequence = string | Extract<Value, { kind: "list" | "tuple" | "bytes" }>;

function isSequence(value: Value): value is Sequence {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null) return false;
  return value.kind === "list" || value.kind === "tuple" || value.kind === "bytes";
}

function repeat(machine: Machine, value: Sequence, count: Int): Value {
  const times = Math.max(integers.toI32(count), 0);
  if (typeof value === "string") {
    machine.scan(value.length * times);
    machine.allocate(OBJECT_BYTES + value.length * times * 2);
    return value.repeat(value === "" ? 0 : times);
  }
  if (value.kind === "bytes") {
    const { octets } = value;
    machine.scan(octets.length * times);
    machine.allocate(OBJECT_BYTES + octets.length * times);
    const repeated = new Uint8Array(octets.length * times);
    for (let at = 0; at < repeated.length; at += octets.length) repeated.set(octets, at);
    return { kind: "bytes", octets: repeated };
  }
  const length = value.items.length * times;
  machine.steps(length >> 3);
  machine.allocate(OBJECT_BYTES + length * ITEM_BYTES);
  const items: Value[] = [];
  while (items.length < length) for (const item of value.items) items.push(item);
  return value.kind === "list" ? listOf(items) : tupleOf(items);
}

function divide(machine: Machine, left: Value, right: Value): Value {
  if (!isNumeric(left) || !isNumeric(right)) throw unsupported("/", left, right);
  const divisor = asFloat(right);
  if (divisor === 0) throw new Fault(`float division by zero: ${shown(left)} / ${shown(right)}`);
  machine.step();
  return floatOf(asFloat(left) / divisor);
}

/** Rust prints a whole float without a point. */
function shown(value: Numeric): string {
  return typeof value === "object" ? String(value.number) : String(value);
}

function floorDivide(machine: Machine, left: Value, right: Value): Value {
  if (isInt(left) && isInt(right)) {
    if (right === 0) throw new Fault(`Floor division by zero: ${left} // ${right}`);
    return integers.floorDivide(machine, left, right);
  }
  if (!isNumeric(left) || !isNumeric(right)) throw unsupported("//", left, right);
  const divisor = asFloat(right);
  if (divisor === 0) throw new Fault("Cannot divide by zero");
  return floatOf(Math.floor(asFloat(left) / divisor));
}

function modulo(machine: Machine, left: Value, right: Value): Value {
  if (typeof left === "string") return formatPercent(machine, left, right);
  if (isInt(left) && isInt(right)) {
    if (right === 0) throw new Fault(`Modulo by zero: ${left} % ${right}`);
    return integers.floorModulo(machine, left, right);
  }
  if (!isNumeric(left) || !isNumeric(right)) throw unsupported("%", left, right);
  const [dividend, divisor] = [asFloat(left), asFloat(right)];
  if (divisor === 0) throw new Fault("Cannot divide by zero");
  const rest = dividend % divisor;
  return floatOf(rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest);
}

function unite(machine: Machine, left: Value, right: Value): Value {
  if (isInt(left) && isInt(right)) return integers.bitwise(machine, "|", left, right);
  if (typeof left === "object" && left !== null && left.kind === "dict") {
    if (typeof right === "object" && right !== null && right.kind === "dict") return union(machine, left, right);
  } else {
    const type = unionOfTypes(machine, left, right);
    if (type !== null) return type;
  }
  throw unsupported("|", left, right);
}

function uniteInPlace(machine: Machine, left: Extract<Value, { kind: "dict" }>, right: Value): Value {
  if (typeof right !== "object" || right === null || right.kind !== "dict") throw unsupported("|=", left, right);
  addPairs(machine, left, right, String);
  return left;
}

function contains(machine: Machine, container: Value, item: Value): boolean {
  if (typeof container === "string") {
    if (typeof item !== "string") {
      throw new Fault(`Type of parameters mismatch, expected \`str\`, actual \`${typeAndRepr(machine, item)}\``);
    }
    chargeSearch(machine, container.length, item);
    return container.includes(item);
  }
  if (typeof container === "object" && container !== null) {
    switch (container.kind) {
      case "list":
      case "tuple":
        return indexOf(machine, container.items, item, 0, container.items.length) >= 0;
      case "dict":
        return container.entries.has(dictKey(machine, item));
      case "range":
        return rangeContains(container, item);
      case "bytes":
        return bytesContain(machine, container.octets, item);
      default:
    }
  }
  throw unsupported("in", item, container);
}

function rangeContains(range: Extract<Value, { kind: "range" }>, item: Value): boolean {
  if (!isNumeric(item)) return false;
  const index = (asFloat(item) - range.start) / range.step;
  return Number.isInteger(index) && index >= 0 && index < range.length;
}

function bytesContain(machine: Machine, octets: Uint8Array, item: Value): boolean {
  machine.steps(octets.length);
  if (typeof item === "number" && integers.isI32(item)) {
    if (item < 0 || item > 255) throw new Fault(`byte value must be in range 0..=255, got ${item}`);
    return octets.includes(item);
  }
  if (typeof item !== "object" || item === null || item.kind !== "bytes") {
    throw new Fault(`argument to 'in bytes' must be an int or bytes, not '${typeName(item)}'`);
  }
  machine.steps(octets.length * item.octets.length);
  for (let at = 0; at + item.octets.length <= octets.length; at++) {
    if (item.octets.every((octet, index) => octets[at + index] === octet)) return true;
  }
  return false;
}

function bits(operator: "&" | "^"): Operation {
  return onInts(operator, (machine, left, right) => integers.bitwise(machine, operator, left, right));
}

function onInts(operator: string, act: (machine: Machine, left: Int, right: Int) => Int): Operation {
  return (machine, left, right) => {
    if (isInt(left) && isInt(right)) return act(machine, left, right);
    throw unsupported(operator, left, right);
  };
}

function onNumbers(
  operator: string,
  exact: (machine: Machine, left: Int, right: Int) => Int,
  rounded: (left: number, right: number) => number,
): Operation {
  return (machine, left, right) => {
    if (isInt(left) && isInt(right)) return exact(machine, left, right);
    if (isNumeric(left) && isNumeric(right)) return floatOf(rounded(asFloat(left), asFloat(right)));
    throw unsupported(operator, left, right);
  };
}

function unsupported(operator: string, left: Value, right: Value): Fault {
  const types = `\`${typeName(left)}\` and \`${typeName(right)}\``;
  return new Fault(`Operation \`${operator}\` not supported for types ${types}`);
}

function isInt(value: Value): value is Int {
  return typeof value === "number" || typeof value === "bigint";
}

function asFloat(value: Numeric): number {
  return typeof value === "object" ? value.number : Number(value);
}
