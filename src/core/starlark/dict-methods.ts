/** Dicts: looking up, changing, and their methods. */
import { bind, positional, positionalOnly } from "./arguments.ts";
import { dictKey } from "./compare.ts";
import { assertStill, collect, each } from "./iterate.ts";
import { ENTRY_BYTES, ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import type { MethodTable } from "./method.ts";
import { repr } from "./repr.ts";
import { type Dict, listOf, tupleOf, type Value } from "./values.ts";

export const DICT_METHODS: MethodTable<Dict> = {
  clear: (_machine, self, args) => {
    positional(args, 0);
    assertStill(self);
    self.entries.clear();
    return null;
  },
  get: (machine, self, args) => {
    const [key = null, fallback = null] = positional(args, 1, 2);
    const entry = self.entries.get(dictKey(machine, key));
    return entry === undefined ? fallback : entry.value;
  },
  items: (machine, self, args) => {
    positional(args, 0);
    machine.allocate(self.entries.size * 3 * OBJECT_BYTES);
    return listOf(listed(machine, self, (key, value) => tupleOf([key, value])));
  },
  keys: (machine, self, args) => {
    positional(args, 0);
    return listOf(listed(machine, self, (key) => key));
  },
  pop: (machine, self, args) => {
    const [key = null, fallback] = bind("pop", POP_PARAMETERS, args);
    assertStill(self);
    const place = dictKey(machine, key);
    const entry = self.entries.get(place);
    if (entry === undefined) {
      if (fallback !== undefined) return fallback;
      throw new Fault(`Key \`${repr(machine, key)}\` not found in dictionary \`${repr(machine, self)}\``);
    }
    self.entries.delete(place);
    return entry.value;
  },
  popitem: (machine, self, args) => {
    positional(args, 0);
    assertStill(self);
    for (const [place, entry] of self.entries) {
      self.entries.delete(place);
      machine.allocate(2 * OBJECT_BYTES);
      return tupleOf([entry.key, entry.value]);
    }
    throw new Fault("Cannot .popitem() on an empty dictionary");
  },
  setdefault: (machine, self, args) => {
    const [key = null, fallback = null] = positional(args, 1, 2);
    assertStill(self);
    const place = dictKey(machine, key);
    const entry = self.entries.get(place);
    if (entry !== undefined) return entry.value;
    machine.allocate(ENTRY_BYTES);
    self.entries.set(place, { key, value: fallback });
    return fallback;
  },
  update: (machine, self, args) => {
    // The one parameter has a name, which is all the same a key: only other names add entries of theirs.
    const [pairs] = positionalOnly(args, 0, 1);
    assertStill(self);
    if (pairs !== undefined) {
      const message = "dict.update expect a list of pairs or a dictionary as first argument, got a list of non-pairs.";
      addPairs(machine, self, pairs, () => message);
    }
    for (const [name, value] of args.named ?? []) put(machine, self, name, value);
    return null;
  },
  values: (machine, self, args) => {
    positional(args, 0);
    return listOf(listed(machine, self, (_key, value) => value));
  },
};

const POP_PARAMETERS = [
  { name: "key", style: "position", required: true },
  { name: "default", style: "both", required: false },
] as const;

export function emptyDict(machine: Machine): Dict {
  machine.allocate(6 * OBJECT_BYTES);
  return { kind: "dict", entries: new Map(), walkers: 0 };
}

/** `dict[key] = value`; a key that is there keeps its place. */
export function put(machine: Machine, dict: Dict, key: Value, value: Value): void {
  const place = dictKey(machine, key);
  assertStill(dict);
  const entry = dict.entries.get(place);
  if (entry !== undefined) {
    entry.value = value;
    return;
  }
  machine.step();
  machine.allocate(ENTRY_BYTES);
  dict.entries.set(place, { key, value });
}

/** Puts in what `pairs` holds: a dict's entries, or pairs. `message` says what is wrong with an item that is no pair. */
export function addPairs(machine: Machine, dict: Dict, pairs: Value, message: (item: Value) => string): void {
  if (typeof pairs === "object" && pairs !== null && pairs.kind === "dict") {
    for (const entry of Array.from(pairs.entries.values())) {
      machine.step();
      put(machine, dict, entry.key, entry.value);
    }
    return;
  }
  each(machine, pairs, (item) => {
    const [key, value, ...more] = collect(machine, item);
    if (key === undefined || value === undefined || more.length > 0) throw new Fault(message(item));
    put(machine, dict, key, value);
    return false;
  });
}

/** `left | right`: a new dict, where both have a key with the value of `right`. */
export function union(machine: Machine, left: Dict, right: Dict): Dict {
  const result = emptyDict(machine);
  for (const dict of [left, right]) addPairs(machine, result, dict, String);
  return result;
}

function listed(machine: Machine, dict: Dict, pick: (key: Value, value: Value) => Value): Value[] {
  machine.steps(dict.entries.size);
  machine.allocate(dict.entries.size * ITEM_BYTES);
  return Array.from(dict.entries.values(), (entry) => pick(entry.key, entry.value));
}
