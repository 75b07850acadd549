/** Types as values: what an annotation says, how it prints, which values it takes. */
import { never } from "../../kit/never.ts";
import { OBJECT_BYTES, TYPE_DEPTH_MAX } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { repr, textOf } from "./repr.ts";
import { type Alternative, type Callable, ELLIPSIS, type TypeValue, typeName, type Value } from "./values.ts";

/** A type of one name: `name` is how it prints, `typeName` what `type()` says of its values. */
export function plainType(name: string, typeName: string): TypeValue {
  return typeOf([{ shape: "plain", name, typeName }]);
}

export const NONE_TYPE: TypeValue = plainType("None", "NoneType");

/** True if the value is of the type; looks at every item. */
export function hasType(machine: Machine, type: TypeValue, value: Value): boolean {
  return type.alternatives.some((one) => fits(machine, one, value));
}

function fits(machine: Machine, alternative: Alternative, value: Value): boolean {
  machine.step();
  if (alternative.shape === "plain") {
    if (alternative.typeName !== "type") return alternative.typeName === typeName(value);
    return typeof value === "object" && value !== null && (value.kind === "type" || isNative(value));
  }
  if (typeof value !== "object" || value === null) return false;
  switch (alternative.shape) {
    case "list":
    case "tuple-of": {
      if (value.kind !== (alternative.shape === "list" ? "list" : "tuple")) return false;
      const { item } = alternative;
      return item === null || value.items.every((one) => hasType(machine, item, one));
    }
    case "tuple": {
      const { items } = alternative;
      if (value.kind !== "tuple" || value.items.length !== items.length) return false;
      return items.every((type, index) => hasType(machine, type, value.items[index] ?? null));
    }
    case "dict": {
      if (value.kind !== "dict") return false;
      if (alternative.entry === null) return true;
      const [key, item] = alternative.entry;
      for (const entry of value.entries.values()) {
        if (!hasType(machine, key, entry.key) || !hasType(machine, item, entry.value)) return false;
      }
      return true;
    }
    default:
      return never(alternative);
  }
}

/** Every function that is not the file's own counts as a type. */
function isNative(value: Value & object): boolean {
  return value.kind === "function" && value.isNative;
}

/** The type that a value stands for when it is used as one. */
export function typeFrom(machine: Machine, value: Value): TypeValue {
  if (value === null) return NONE_TYPE;
  if (typeof value === "string") {
    throw new Fault(`String literals are not allowed in type expressions: \`${repr(machine, value)}\``);
  }
  if (typeof value === "object") {
    switch (value.kind) {
      case "type":
        return value;
      case "function":
        if (value.type !== null) return value.type;
        break;
      case "tuple":
        return charged(machine, {
          shape: "tuple",
          items: value.items.map((item) => typeFrom(machine, item)),
        });
      case "list":
        throw new Fault("`[X]` cannot be used as type, perhaps you meant `list[X]`");
      case "dict":
        throw new Fault("`{A: B}` cannot be used as type, perhaps you meant `dict[A, B]`");
      default:
    }
  }
  throw new Fault(`Type \`${textOf(machine, value)}\` is not a valid type annotation`);
}

/** `left | right`, null where `left` is nothing that the operator takes for a type. */
export function unionOfTypes(machine: Machine, left: Value, right: Value): TypeValue | null {
  if (left === null) return unite(machine, NONE_TYPE, typeFrom(machine, right));
  if (typeof left !== "object") return null;
  if (left.kind === "type") return unite(machine, left, typeFrom(machine, right));
  if (left.kind !== "function" || !left.isNative) return null;
  if (left.type === null) throw new Fault(`LHS is not a type: \`${left.name}\``);
  return unite(machine, left.type, typeFrom(machine, right));
}

/** `list[T]`, `dict[K, V]`, `tuple[T, ...]`; others know no brackets. */
export function genericOf(machine: Machine, callee: Callable, args: readonly [Value] | readonly [Value, Value]): Value {
  const [first, second] = args;
  const shape = callee.type?.alternatives[0]?.shape;
  if (second === undefined) {
    if (shape === "list") return charged(machine, { shape: "list", item: typeFrom(machine, first) });
    throw new Fault("Operation `[]` not supported on type `function`");
  }
  if (shape === "dict") {
    return charged(machine, { shape: "dict", entry: [typeFrom(machine, first), typeFrom(machine, second)] });
  }
  if (shape === "tuple-of") {
    const item = typeFrom(machine, first);
    if (second === ELLIPSIS) return charged(machine, { shape: "tuple-of", item });
    throw new Fault("`tuple[]` is implemented only for `tuple[T, ...]`");
  }
  throw new Fault("Operation `[,]` not supported on type `function`");
}

export function unite(machine: Machine, left: TypeValue, right: TypeValue): TypeValue {
  let alternatives: readonly Alternative[] = left.alternatives;
  for (const one of right.alternatives) alternatives = joined(machine, alternatives, one);
  const type = typeOf(alternatives);
  return chargedType(machine, type);
}

/** One more member: lists and dicts become one list, one dict; the rest stands side by side. */
function joined(machine: Machine, alternatives: readonly Alternative[], one: Alternative): readonly Alternative[] {
  const name = nameOf(one);
  machine.steps(alternatives.length * 4 + (name.length >> 2));
  if (alternatives.some((other) => nameOf(other) === name)) return alternatives;
  for (const [index, other] of alternatives.entries()) {
    if (other.shape === "list" && one.shape === "list") {
      const item = other.item === null || one.item === null ? null : unite(machine, other.item, one.item);
      return alternatives.with(index, { shape: "list", item });
    }
    if (other.shape === "dict" && one.shape === "dict") {
      const [a, b] = [other.entry, one.entry];
      const entry =
        a === null || b === null ? null : ([unite(machine, a[0], b[0]), unite(machine, a[1], b[1])] as const);
      return alternatives.with(index, { shape: "dict", entry });
    }
  }
  return [...alternatives, one];
}

function charged(machine: Machine, alternative: Alternative): TypeValue {
  return chargedType(machine, typeOf([alternative]));
}

function chargedType(machine: Machine, type: TypeValue): TypeValue {
  if (type.depth > TYPE_DEPTH_MAX) throw new Fault(`limit of ${TYPE_DEPTH_MAX} types within types reached`, "limit");
  machine.allocate(4 * OBJECT_BYTES + type.name.length * 2);
  machine.steps(8 + (type.name.length >> 1));
  return type;
}

export function typeOf(alternatives: readonly Alternative[]): TypeValue {
  const sorted = alternatives.toSorted((a, b) => rank(a) - rank(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  const depth = 1 + Math.max(0, ...sorted.flatMap(partsOf).map((part) => part.depth));
  return { kind: "type", name: sorted.map(nameOf).join(" | "), alternatives: sorted, depth };
}

function rank(alternative: Alternative): number {
  if (alternative.shape === "plain") return alternative.name === "type" ? 1 : 0;
  return ["list", "tuple", "tuple-of", "dict"].indexOf(alternative.shape) + 2;
}

function nameOf(alternative: Alternative): string {
  switch (alternative.shape) {
    case "plain":
      return alternative.name;
    case "list":
      return alternative.item === null ? "list" : `list[${alternative.item.name}]`;
    case "tuple-of":
      return alternative.item === null ? "tuple" : `tuple[${alternative.item.name}, ...]`;
    case "tuple":
      return `(${alternative.items.map((item) => item.name).join(", ")}${alternative.items.length === 1 ? "," : ""})`;
    case "dict":
      return alternative.entry === null ? "dict" : `dict[${alternative.entry.map((part) => part.name).join(", ")}]`;
    default:
      return never(alternative);
  }
}

function partsOf(alternative: Alternative): readonly TypeValue[] {
  switch (alternative.shape) {
    case "plain":
      return [];
    case "list":
    case "tuple-of":
      return alternative.item === null ? [] : [alternative.item];
    case "tuple":
      return alternative.items;
    case "dict":
      return alternative.entry ?? [];
    default:
      return never(alternative);
  }
}
