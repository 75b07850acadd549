/** The names in force at one place of a file, and the slots they live in. */
import type { Binding } from "./syntax.ts";

/** `frame` counts from 0, the file's own. */
type Place = { readonly frame: number; readonly slot: number };

type Frame = { readonly names: Map<string, Place>; slots: number };

/** What a comprehension's variables hid, to be brought back at its end; null for a name that was free. */
export type Hidden = readonly (readonly [name: string, place: Place | null])[];

export class Scopes {
  private readonly frames: [Frame, ...Frame[]] = [{ names: new Map(), slots: 0 }];
  /** What the module defines, in the order of its slots. */
  private readonly globals = new Map<string, Binding>();
  private readonly builtins: ReadonlyMap<string, Binding>;

  constructor(builtins: ReadonlySet<string>) {
    this.builtins = new Map(Array.from(builtins, (name) => [name, { kind: "builtin", name }]));
  }

  defineGlobals(names: Iterable<string>): void {
    for (const name of names) {
      if (!this.globals.has(name)) this.globals.set(name, { kind: "global", slot: this.globals.size });
    }
  }

  /** Names of the globals by slot. */
  globalNames(): Iterable<string> {
    return this.globals.keys();
  }

  /** Enters a function; its names get slots in their order, each one only once. */
  enterFunction(names: Iterable<string>): void {
    const frame: Frame = { names: new Map(), slots: 0 };
    this.frames.push(frame);
    for (const name of names) {
      if (!frame.names.has(name)) frame.names.set(name, { frame: this.frames.length - 1, slot: frame.slots++ });
    }
  }

  /** Leaves the function and tells how many slots it needs. */
  leaveFunction(): number {
    return this.frames.pop()?.slots ?? 0;
  }

  /** How many slots the running frame needs so far. */
  slots(): number {
    return this.top().slots;
  }

  enterComprehension(names: Iterable<string>): Hidden {
    const frame = this.top();
    const hidden: [string, Place | null][] = [];
    for (const name of new Set(names)) {
      hidden.push([name, frame.names.get(name) ?? null]);
      frame.names.set(name, { frame: this.frames.length - 1, slot: frame.slots++ });
    }
    return hidden;
  }

  leaveComprehension(hidden: Hidden): void {
    const { names } = this.top();
    for (const [name, place] of hidden) {
      if (place === null) names.delete(name);
      else names.set(name, place);
    }
  }

  /** Where a name is found from here; null if nobody defines it. */
  find(name: string): Binding | null {
    const top = this.frames.length - 1;
    for (let index = top; index >= 0; index--) {
      const place = this.frames[index]?.names.get(name);
      if (place === undefined) continue;
      // Functions in between know the name from now on, which suggestions show.
      for (const frame of this.frames.slice(index + 1)) frame.names.set(name, place);
      const up = top - place.frame;
      return up === 0 ? { kind: "local", slot: place.slot } : { kind: "free", up, slot: place.slot };
    }
    return this.globals.get(name) ?? this.builtins.get(name) ?? null;
  }

  /** Every name known here, the nearest first; built-in ones in alphabetical order. */
  *visible(): Iterable<string> {
    for (const frame of this.frames.toReversed()) yield* frame.names.keys();
    yield* this.globals.keys();
    yield* [...this.builtins.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  }

  private top(): Frame {
    return this.frames.at(-1) ?? this.frames[0];
  }
}
