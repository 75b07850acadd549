/** `range`, `enumerate`, `sorted`, `min`, `max`: built-in functions that order and number. */
import { bind, booleanArgument, extraNamed, i32Argument, positional } from "./arguments.ts";
import { call } from "./call.ts";
import { compare } from "./compare.ts";
import { each } from "./iterate.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { type Arguments, listOf, tupleOf, type Value } from "./values.ts";

/** `range(stop)`, `range(start, stop)`, `range(start, stop, step)`. */
export function rangeFunction(machine: Machine, args: Arguments): Value {
  const [a1 = null, a2, a3] = positional(args, 1, 3);
  const first = i32Argument(machine, "a1", a1);
  const second = a2 === undefined ? null : i32Argument(machine, "a2", a2);
  const step = a3 === undefined ? 1 : i32Argument(machine, "step", a3);
  if (step === 0) throw new Fault("Third argument of range (step) cannot be zero");
  const [start, stop] = second === null ? [0, first] : [first, second];
  machine.allocate(2 * OBJECT_BYTES);
  return { kind: "range", start, stop, step, length: Math.max(0, Math.ceil((stop - start) / step)) };
}

const ENUMERATE_PARAMETERS = [
  { name: "it", style: "position", required: true },
  { name: "start", style: "both", required: false },
] as const;

/** `enumerate(items, start = 0)`; the count goes round after 32 bits, as in the reference. */
export function enumerateFunction(machine: Machine, args: Arguments): Value {
  const [value = null, start = 0] = bind("enumerate", ENUMERATE_PARAMETERS, args);
  let number = i32Argument(machine, "start", start);
  const pairs: Value[] = [];
  each(machine, value, (item) => {
    machine.allocate(3 * OBJECT_BYTES + ITEM_BYTES);
    pairs.push(tupleOf([number, item]));
    number = (number + 1) | 0;
    return false;
  });
  return listOf(pairs);
}

const SORTED_PARAMETERS = [
  { name: "x", style: "position", required: true },
  { name: "key", style: "name", required: false },
  { name: "reverse", style: "name", required: false },
] as const;

type Keyed = { readonly key: Value; readonly value: Value };

/** `sorted(items, *, key, reverse = False)`: stable, also in reverse. */
export function sortedFunction(machine: Machine, args: Arguments): Value {
  const [value = null, key, reverse = false] = bind("sorted", SORTED_PARAMETERS, args);
  const isReverse = booleanArgument(machine, "reverse", reverse);
  const items: Keyed[] = [];
  each(machine, value, (item) => {
    machine.allocate(OBJECT_BYTES + 3 * ITEM_BYTES);
    items.push({ key: key === undefined ? item : callBack(machine, "sorted", key, item), value: item });
    return false;
  });
  // The reference notes a comparison that fails, goes on as if both were equal, and reports the last one.
  let failure: Fault | null = null;
  const order = (a: Keyed, b: Keyed): number => {
    machine.step();
    try {
      return isReverse ? compare(machine, b.key, a.key) : compare(machine, a.key, b.key);
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.kind === "limit") throw fault;
      failure = fault;
      return 0;
    }
  };
  if (items.length <= SHORT) insertionSort(items, order);
  else items.sort(order);
  if (failure !== null) throw failure;
  return listOf(items.map((item) => item.value));
}

/** Up to here the reference sorts by insertion, which shows in the message about what cannot be compared. */
const SHORT = 20;

function insertionSort(items: Keyed[], order: (a: Keyed, b: Keyed) => number): void {
  const sorted: Keyed[] = [];
  for (const item of items) {
    let at = sorted.length;
    while (at > 0 && order(item, sorted[at - 1] ?? item) < 0) at--;
    sorted.splice(at, 0, item);
  }
  items.splice(0, items.length, ...sorted);
}

/** `min` (sign -1) and `max` (sign 1): of their arguments, or of the items of a single one. */
export function extreme(name: string, sign: 1 | -1): (machine: Machine, args: Arguments) => Value {
  return (machine, args) => {
    const extra = [...(args.named?.keys() ?? [])].filter((key) => key !== "key");
    if (extra.length > 0) throw extraNamed(extra, name);
    const key = args.named?.get("key");
    const candidates = args.positional.length === 1 ? (args.positional[0] ?? null) : tupleOf(args.positional);
    let best: Keyed | null = null;
    each(machine, candidates, (value) => {
      const next = { value, key: key === undefined ? value : callBack(machine, name, key, value) };
      if (best === null || compare(machine, best.key, next.key) * sign < 0) best = next;
      return false;
    });
    return chosen(best);
  };
}

function chosen(best: Keyed | null): Value {
  if (best !== null) return best.value;
  // The reference says so for `min` too.
  throw new Fault("Argument is an empty iterable, max() expect a non empty iterable");
}

/** Calls a function of the file from the built-in function called `name`. */
function callBack(machine: Machine, name: string, callee: Value, argument: Value): Value {
  const { site } = machine;
  machine.enter({ name, site: null });
  const result = call(machine, callee, { positional: [argument], named: null });
  machine.leave();
  machine.site = site;
  return result;
}
