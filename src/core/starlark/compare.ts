/** When values are equal, which comes first, and what makes them one key of a dict. */
import { bitLength, isI32 } from "./integers.ts";
import { BIG_COMPARISON_STEPS, ITEM_BYTES, OBJECT_BYTES, VALUE_DEPTH_MAX } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { isFlat } from "./text.ts";
import { type Dict, type DictKey, type Float, type Tuple, typeName, type Value } from "./values.ts";

/** Pairs still to be compared lie on a stack of their own, so that no depth of values exhausts the native one. */
type Walk = { readonly left: readonly Value[]; readonly right: readonly Value[]; index: number };

/** `left == right`; never fails but for depth and cost. */
export function equal(machine: Machine, left: Value, right: Value): boolean {
  const same = equalHere(machine, left, right);
  if (typeof same === "boolean") return same;
  const walks: Walk[] = [same];
  for (let walk = walks.at(-1); walk !== undefined; walk = walks.at(-1)) {
    if (walk.index === walk.left.length) {
      walks.pop();
      continue;
    }
    machine.step();
    const inner = equalHere(machine, walk.left[walk.index] ?? null, walk.right[walk.index] ?? null);
    walk.index++;
    if (inner === false) return false;
    if (inner !== true) deepen(walks, inner);
  }
  return true;
}

/** The answer, or the items that it depends on. */
function equalHere(machine: Machine, left: Value, right: Value): boolean | Walk {
  if (typeof left === "bigint" && typeof right === "bigint") machine.steps(BIG_COMPARISON_STEPS);
  if (left === right) return true;
  if (typeof left === "number" || typeof left === "bigint") return isFloat(right) && Number(left) === right.number;
  if (typeof left === "string") {
    if (typeof right !== "string" || left.length !== right.length) return false;
    machine.scan(left.length); // what the test above cost
    return false;
  }
  if (typeof left !== "object" || left === null) return false;
  if (left.kind === "float") return isNumeric(right) && compareNumbers(machine, left, right) === 0;
  if (typeof right !== "object" || right === null || left.kind !== right.kind) return false;
  return equalOfKind(machine, left, right);
}

function equalOfKind(machine: Machine, left: Value & object, right: Value & object): boolean | Walk {
  if ((left.kind === "list" || left.kind === "tuple") && (right.kind === "list" || right.kind === "tuple")) {
    return left.items.length === right.items.length && { left: left.items, right: right.items, index: 0 };
  }
  if (left.kind === "dict" && right.kind === "dict") return equalDicts(machine, left, right);
  if (left.kind === "bytes" && right.kind === "bytes") return compareOctets(machine, left.octets, right.octets) === 0;
  if (left.kind === "type" && right.kind === "type") return left.name === right.name;
  if (left.kind === "range" && right.kind === "range") {
    const { length, start, step } = left;
    if (length !== right.length) return false;
    return length === 0 || (start === right.start && (length === 1 || step === right.step));
  }
  return false;
}

function equalDicts(machine: Machine, left: Dict, right: Dict): boolean | Walk {
  if (left.entries.size !== right.entries.size) return false;
  machine.steps(left.entries.size);
  machine.allocate(left.entries.size * 16);
  const walk: Walk & { readonly left: Value[]; readonly right: Value[] } = { left: [], right: [], index: 0 };
  for (const [key, entry] of left.entries) {
    const other = right.entries.get(key);
    if (other === undefined) return false;
    walk.left.push(entry.value);
    walk.right.push(other.value);
  }
  return walk;
}

/** Negative, zero or positive; fails where the types have no order. */
export function compare(machine: Machine, left: Value, right: Value): number {
  const order = compareHere(machine, left, right);
  if (typeof order === "number") return order;
  const walks: Walk[] = [order];
  for (let walk = walks.at(-1); walk !== undefined; walk = walks.at(-1)) {
    const { left: a, right: b, index } = walk;
    if (index === a.length || index === b.length) {
      if (a.length !== b.length) return a.length - b.length;
      walks.pop();
      continue;
    }
    machine.step();
    const inner = compareHere(machine, a[index] ?? null, b[index] ?? null);
    walk.index++;
    if (typeof inner !== "number") deepen(walks, inner);
    else if (inner !== 0) return inner;
  }
  return 0;
}

function compareHere(machine: Machine, left: Value, right: Value): number | Walk {
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(machine, left, right);
  if (typeof left === "string" && typeof right === "string") return compareText(machine, left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (typeof left === "object" && left !== null && typeof right === "object" && right !== null) {
    if ((left.kind === "list" || left.kind === "tuple") && left.kind === right.kind) {
      return { left: left.items, right: right.items, index: 0 };
    }
    if (left.kind === "bytes" && right.kind === "bytes") return compareOctets(machine, left.octets, right.octets);
  }
  throw new Fault(
    `Operation \`${comparisonName(left)}\` not supported for types \`${typeName(left)}\` and \`${typeName(right)}\``,
  );
}

/** The reference names the comparison after the type on the left. */
function comparisonName(left: Value): string {
  switch (typeName(left)) {
    case "string":
    case "bytes":
    case "list":
    case "tuple":
      return "cmp()";
    case "bool":
      return "<>";
    default:
      return "compare";
  }
}

/** Between an integer and a float the integer is rounded to a float first; NaN comes after everything. */
function compareNumbers(machine: Machine, left: Numeric, right: Numeric): number {
  if (typeof left !== "object" && typeof right !== "object") {
    if (typeof left === "bigint" && typeof right === "bigint") machine.steps(BIG_COMPARISON_STEPS);
    return left === right ? 0 : left < right ? -1 : 1;
  }
  const a = typeof left === "object" ? left.number : Number(left);
  const b = typeof right === "object" ? right.number : Number(right);
  if (a === b) return 0;
  if (isNaN(a) || isNaN(b)) return Number(isNaN(a)) - Number(isNaN(b));
  return a < b ? -1 : 1;
}

/** By code points, which UTF-16 orders otherwise beyond the basic plane. */
function compareText(machine: Machine, left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  machine.scan(length);
  if (isFlat(left) && isFlat(right)) return left < right ? -1 : 1;
  let at = 0;
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return (left.codePointAt(at) ?? -1) - (right.codePointAt(at) ?? -1);
}

function compareOctets(machine: Machine, left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  machine.scan(length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function deepen(walks: Walk[], inner: Walk): void {
  if (walks.length >= VALUE_DEPTH_MAX) throw new Fault("Too many recursion levels");
  walks.push(inner);
}

/**
 * A primitive that is the same for equal values and for no others: text for tuples, the value itself for most.
 * Fails for what is not hashable. A float beyond 32 bits is another key than the integer it equals, as in the reference.
 */
export function dictKey(machine: Machine, value: Value): DictKey {
  if (typeof value === "string") return value.startsWith(MARK) ? `${MARK}s${value}` : value;
  if (typeof value === "bigint") machine.scan(bitLength(value));
  if (typeof value !== "object" || value === null) return value;
  switch (value.kind) {
    case "function":
      return value;
    case "tuple":
      return tupleKey(machine, value);
    case "float":
      if (Number.isInteger(value.number) && isI32(value.number)) return value.number + 0;
      return MARK + scalarKey(machine, value);
    default:
      return MARK + scalarKey(machine, value);
  }
}

/** Starts every key that is not its own value, and no other. */
const MARK = "\0";

function tupleKey(machine: Machine, tuple: Tuple): string {
  let key = `${MARK}(`;
  const walks = [{ items: tuple.items, index: 0 }];
  for (let walk = walks.at(-1); walk !== undefined; walk = walks.at(-1)) {
    machine.steps(2);
    machine.allocate(2 * OBJECT_BYTES);
    if (walk.index === walk.items.length) {
      key += ")";
      walks.pop();
      continue;
    }
    const item = walk.items[walk.index++] ?? null;
    if (typeof item === "object" && item !== null && item.kind === "tuple") {
      key += "(";
      walks.push({ items: item.items, index: 0 });
    } else {
      const text = scalarKey(machine, item);
      machine.allocate(text.length * 2 + ITEM_BYTES);
      key += `${text.length}:${text}`;
    }
  }
  return key;
}

/** Text that tells values apart which are not equal; the kind comes first. */
function scalarKey(machine: Machine, value: Value): string {
  if (typeof value === "string") return `s${value}`;
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? `b${value}` : `i${value}`;
  switch (value.kind) {
    case "float":
      return Number.isInteger(value.number) && isI32(value.number) ? `i${value.number + 0}` : `f${value.number}`;
    case "bytes":
      machine.allocate(value.octets.length * 4);
      return `y${value.octets.join()}`;
    case "type":
      return `t${value.name}`;
    case "function":
      return `@${machine.identityOf(value)}`;
    default:
      throw new Fault(`Value of type \`${typeName(value)}\` is not hashable`);
  }
}

export type Numeric = number | bigint | Float;

export function isNumeric(value: Value): value is Numeric {
  return typeof value === "number" || typeof value === "bigint" || isFloat(value);
}

export function isFloat(value: Value): value is Float {
  return typeof value === "object" && value !== null && value.kind === "float";
}
