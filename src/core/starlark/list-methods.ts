/** The methods of lists. */
import { i32Argument, optionalI32, positional } from "./arguments.ts";
import { equal } from "./compare.ts";
import { assertStill, collect } from "./iterate.ts";
import { ITEM_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import type { MethodTable } from "./method.ts";
import { repr } from "./repr.ts";
import type { List, Value } from "./values.ts";

export const LIST_METHODS: MethodTable<List> = {
  append: (machine, self, args) => {
    const [item = null] = positional(args, 1);
    assertStill(self);
    machine.allocate(ITEM_BYTES);
    self.items.push(item);
    return null;
  },
  clear: (_machine, self, args) => {
    positional(args, 0);
    assertStill(self);
    self.items = [];
    return null;
  },
  extend: (machine, self, args) => {
    const [items = null] = positional(args, 1);
    extend(machine, self, items);
    return null;
  },
  index: (machine, self, args) => {
    const [item = null, start, end] = positional(args, 1, 3);
    const length = self.items.length;
    const from = place(optionalI32(machine, "start", start) ?? 0, length);
    const to = place(optionalI32(machine, "end", end) ?? length, length);
    const index = indexOf(machine, self.items, item, from, to);
    if (index < 0) throw new Fault(`Element '${repr(machine, item)}' not found in '${repr(machine, self)}'`);
    return index;
  },
  insert: (machine, self, args) => {
    const [at = null, item = null] = positional(args, 2);
    const index = place(i32Argument(machine, "index", at), self.items.length);
    assertStill(self);
    machine.steps((self.items.length - index) >> 5);
    machine.allocate(ITEM_BYTES);
    self.items.splice(index, 0, item);
    return null;
  },
  pop: (machine, self, args) => {
    const [at] = positional(args, 0, 1);
    const index = at === undefined ? self.items.length - 1 : i32Argument(machine, "index", at);
    assertStill(self);
    if (index < 0 || index >= self.items.length) throw new Fault(`Index \`${index}\` is out of bound`);
    machine.steps((self.items.length - index) >> 5);
    return self.items.splice(index, 1)[0] ?? null;
  },
  remove: (machine, self, args) => {
    const [item = null] = positional(args, 1);
    const index = indexOf(machine, self.items, item, 0, self.items.length);
    if (index < 0) throw new Fault(`Element '${repr(machine, item)}' not found in list '${repr(machine, self)}'`);
    assertStill(self);
    machine.steps((self.items.length - index) >> 5);
    self.items.splice(index, 1);
    return null;
  },
};

/** `list.extend(items)` and `list += items`. */
export function extend(machine: Machine, list: List, items: Value): void {
  assertStill(list);
  const added = collect(machine, items);
  machine.allocate(added.length * ITEM_BYTES);
  for (const item of added) list.items.push(item);
}

/** Index of the first item equal to `item` from `from` up to but not including `to`; -1 if there is none. */
export function indexOf(machine: Machine, items: readonly Value[], item: Value, from: number, to: number): number {
  for (let index = from; index < to; index++) {
    machine.step();
    if (equal(machine, items[index] ?? null, item)) return index;
  }
  return -1;
}

/** A position, counted from the end if negative, within the list. */
function place(index: number, length: number): number {
  return Math.min(index < 0 ? Math.max(index + length, 0) : index, length);
}
