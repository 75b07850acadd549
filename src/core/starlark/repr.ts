/** Values as text: `str` and `repr`. */
import { never } from "../../kit/never.ts";
import { formatCompact } from "./floats.ts";
import { chargeDigits } from "./integers.ts";
import { OBJECT_BYTES } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { decodeLossy, quote, quoteBytes } from "./text.ts";
import type { Dict, List, Tuple, Value } from "./values.ts";

/** As `str(value)`: a string or bytes as they are, everything else as `repr`. */
export function textOf(machine: Machine, value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && value.kind === "bytes") return decode(machine, value.octets);
  return repr(machine, value);
}

type Container = List | Tuple | Dict;
type Walk = { readonly of: Container; readonly items: readonly Value[]; index: number; readonly close: string };

/** As source text, as far as the value has one. Containers lie on a stack of their own, so depth does not matter. */
export function repr(machine: Machine, value: Value): string {
  if (!isContainer(value)) return scalar(machine, value);
  const open = new Set<Container>();
  const walks: Walk[] = [];
  let text = enter(machine, value, open, walks);
  for (let walk = walks.at(-1); walk !== undefined; walk = walks.at(-1)) {
    const { index, items } = walk;
    machine.step();
    if (index === items.length) {
      walks.pop();
      open.delete(walk.of);
      text += walk.close;
      continue;
    }
    walk.index++;
    if (index > 0) text += walk.of.kind === "dict" && index % 2 === 1 ? ": " : ", ";
    const item = items[index] ?? null;
    const piece = isContainer(item) ? enter(machine, item, open, walks) : scalar(machine, item);
    machine.allocate(OBJECT_BYTES + piece.length * 2);
    text += piece;
  }
  return text;
}

/** The text so far of a container: all of it if it is one that is being printed around us. */
function enter(machine: Machine, value: Container, open: Set<Container>, walks: Walk[]): string {
  const [start, close] = brackets(value);
  if (open.has(value)) return `${start}...${close}`;
  machine.allocate(2 * OBJECT_BYTES);
  open.add(value);
  const items = value.kind === "dict" ? flatten(machine, value) : value.items;
  walks.push({ of: value, items, index: 0, close: value.kind === "tuple" && items.length === 1 ? ",)" : close });
  return start;
}

function brackets(value: Container): readonly [string, string] {
  switch (value.kind) {
    case "list":
      return ["[", "]"];
    case "tuple":
      return ["(", ")"];
    case "dict":
      return ["{", "}"];
    default:
      return never(value);
  }
}

function flatten(machine: Machine, dict: Dict): Value[] {
  machine.allocate(dict.entries.size * 32);
  const items: Value[] = [];
  for (const entry of dict.entries.values()) items.push(entry.key, entry.value);
  return items;
}

function scalar(machine: Machine, value: Exclude<Value, Container>): string {
  switch (typeof value) {
    case "string":
      machine.steps(value.length);
      machine.allocate(value.length * 4);
      return quote(value);
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return String(value);
    case "bigint":
      chargeDigits(machine, value);
      return String(value);
    default:
      return value === null ? "None" : scalarObject(machine, value);
  }
}

function scalarObject(machine: Machine, value: Exclude<Value & object, Container>): string {
  switch (value.kind) {
    case "float":
      return formatCompact(value.number);
    case "bytes":
      machine.steps(value.octets.length);
      machine.allocate(value.octets.length * 8);
      return quoteBytes(value.octets);
    case "range": {
      const { start, stop, step } = value;
      if (step !== 1) return `range(${start}, ${stop}, ${step})`;
      return start === 0 ? `range(${stop})` : `range(${start}, ${stop})`;
    }
    case "elements":
      return "iterator";
    case "ellipsis":
      return "Ellipsis";
    case "function":
    case "type":
      return value.name;
    default:
      return never(value);
  }
}

function decode(machine: Machine, octets: Uint8Array): string {
  machine.scan(octets.length);
  machine.allocate(octets.length * 2);
  return decodeLossy(octets);
}

function isContainer(value: Value): value is Container {
  if (typeof value !== "object" || value === null) return false;
  return value.kind === "list" || value.kind === "tuple" || value.kind === "dict";
}
