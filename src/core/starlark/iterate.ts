/** Walking over values that hold others; a list or dict may not change while it is walked. */
import { ITEM_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import type { Expression } from "./syntax.ts";
import { type Dict, type Elements, type Entry, type List, type Range, typeName, type Value } from "./values.ts";

/**
 * Gives the items one after the other and undefined at the end; each costs a step. `release` ends the walk, and must be
 * called unless the run of the file ends with it.
 */
export type Walker = { next(): Value | undefined; release(): void };

/** Starts a walk; fails if the value cannot be walked. A list or dict may not change until it is released. */
export function walk(machine: Machine, value: Value): Walker {
  if (typeof value !== "object" || value === null) throw notIterable(value);
  switch (value.kind) {
    case "list":
      value.walkers++;
      return new ItemWalker(machine, value.items, value);
    case "tuple":
      return new ItemWalker(machine, value.items, null);
    case "dict":
      value.walkers++;
      return new KeyWalker(machine, value);
    case "range":
      return new RangeWalker(machine, value);
    case "elements":
      return new ElementWalker(machine, value);
    default:
      throw notIterable(value);
  }
}

class ItemWalker implements Walker {
  private readonly machine: Machine;
  private readonly items: readonly Value[];
  private readonly owner: List | null;
  private at = 0;

  constructor(machine: Machine, items: readonly Value[], owner: List | null) {
    this.machine = machine;
    this.items = items;
    this.owner = owner;
  }

  next(): Value | undefined {
    this.machine.step();
    return this.items[this.at++];
  }

  release(): void {
    if (this.owner !== null) this.owner.walkers--;
  }
}

class KeyWalker implements Walker {
  private readonly machine: Machine;
  private readonly owner: Dict;
  private readonly entries: Iterator<Entry>;

  constructor(machine: Machine, owner: Dict) {
    this.machine = machine;
    this.owner = owner;
    this.entries = owner.entries.values();
  }

  next(): Value | undefined {
    this.machine.step();
    const { done, value } = this.entries.next();
    return done === true ? undefined : value.key;
  }

  release(): void {
    this.owner.walkers--;
  }
}

class RangeWalker implements Walker {
  private readonly machine: Machine;
  private readonly range: Range;
  private at = 0;

  constructor(machine: Machine, range: Range) {
    this.machine = machine;
    this.range = range;
  }

  next(): Value | undefined {
    this.machine.step();
    const { length, start, step } = this.range;
    return this.at < length ? start + this.at++ * step : undefined;
  }

  release(): void {}
}

class ElementWalker implements Walker {
  private readonly machine: Machine;
  private readonly elements: Elements;
  private at = 0;

  constructor(machine: Machine, elements: Elements) {
    this.machine = machine;
    this.elements = elements;
  }

  next(): Value | undefined {
    this.machine.step();
    const code = this.elements.text.codePointAt(this.at);
    if (code === undefined) return undefined;
    this.at += code > 0xffff ? 2 : 1;
    return this.elements.of === "elems" ? String.fromCodePoint(code) : code;
  }

  release(): void {}
}

/** Calls `visit` with each item until it returns true. */
export function each(machine: Machine, value: Value, visit: (item: Value) => boolean): void {
  const walker = walk(machine, value);
  for (let item = walker.next(); item !== undefined; item = walker.next()) if (visit(item)) break;
  walker.release();
}

/** All items as an array of its own; charges its memory. */
export function collect(machine: Machine, value: Value): Value[] {
  if (typeof value === "object" && value !== null) {
    if (value.kind === "list" || value.kind === "tuple") {
      machine.steps(value.items.length >> 2);
      machine.allocate(value.items.length * ITEM_BYTES);
      return value.items.slice();
    }
    if (value.kind === "range") machine.steps(value.length >> 10); // an enormous one fails at once
  }
  const items: Value[] = [];
  each(machine, value, (item) => {
    machine.allocate(ITEM_BYTES);
    items.push(item);
    return false;
  });
  return items;
}

/** Refuses to change what is being walked. */
export function assertStill(value: List | Dict): void {
  if (value.walkers > 0) throw new Fault("This operation mutates an iterable for an iterator while iterating.");
}

export function notIterable(value: Value): Fault {
  return new Fault(`Operation \`(iter)\` not supported on type \`${typeName(value)}\``);
}

/** True if `walk` takes it. */
export function isIterable(value: Value): boolean {
  return typeof value === "object" && value !== null && ITERABLE.includes(value.kind);
}

const ITERABLE: readonly string[] = ["list", "tuple", "dict", "range", "elements"];

/** A literal `""` may be walked, since the reference looks at it before it runs; no other string may. */
export function isEmptyText(expression: Expression): boolean {
  return expression.kind === "string" && expression.value === "";
}
