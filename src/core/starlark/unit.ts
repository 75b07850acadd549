/** What the compiler knows of the piece of code at hand: the file's own, or one function's. */
import { Fault, type Machine } from "./machine.ts";
import type { Scope } from "./call.ts";
import type { Extent } from "./extent.ts";
import type { Binding, Expression, FunctionBody, Statement, Target } from "./syntax.ts";
import type { TypeValue, Value } from "./values.ts";

/** Code is compiled to closures: they run several times as fast as a walk over the tree. */
export type Evaluate = (scope: Scope) => Value;
export type Assign = (scope: Scope, value: Value) => void;
export type Run = (scope: Scope) => Signal;

/** How a statement ended. */
export type Signal = 0 | 1 | 2 | 3;
export const NEXT = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

/** A type annotation: known when the statement of the file that it stands in is about to run. */
export type Annotation = { type: TypeValue | null };

/** Parts of the compiler that need each other. */
export type Compiler = {
  readonly expression: (unit: Unit, expression: Expression) => Evaluate;
  readonly target: (unit: Unit, target: Target) => Assign;
  readonly block: (unit: Unit, statements: readonly Statement[]) => Run;
  /** What evaluating `def` or `lambda` gives. */
  readonly function: (unit: Unit, body: FunctionBody) => Evaluate;
};

export type Unit = {
  readonly compiler: Compiler;
  readonly machine: Machine;
  readonly builtins: ReadonlyMap<string, Value>;
  /** By slot, undefined until assigned. */
  readonly globals: (Value | undefined)[];
  /** To be done before the current statement of the file runs: its type annotations. */
  readonly preparations: (() => void)[];
  /** As traces name the code: `<module>` or the function's name. */
  readonly name: string;
  /** What the function was declared to return; null without declaration. */
  readonly returns: Annotation | null;
  /** Steps that one run of the code compiled since it was last zero costs. */
  weight: number;
  /** Closures within closures at the place being compiled, and the most of them so far. */
  depth: number;
  depthMax: number;
};

/** Reads a name; fails at `site` while it is not assigned. */
export function nameReader(unit: Unit, name: string, binding: Binding | null, site: Extent): Evaluate {
  const { machine, globals } = unit;
  const unset = (): never => {
    machine.site = site;
    throw new Fault(`Local variable \`${name}\` referenced before assignment`);
  };
  switch (binding?.kind) {
    case "local": {
      const { slot } = binding;
      return (scope) => scope.slots[slot] ?? (scope.slots[slot] === null ? null : unset());
    }
    case "free": {
      const { slot, up } = binding;
      return (scope) => {
        const value = outer(scope, up).slots[slot];
        return value === undefined ? unset() : value;
      };
    }
    case "global": {
      const { slot } = binding;
      return () => globals[slot] ?? (globals[slot] === null ? null : unset());
    }
    case "builtin": {
      const value = unit.builtins.get(binding.name);
      if (value === undefined) throw new Error(`no built-in value ${binding.name}`);
      return () => value;
    }
    default:
      throw new Error(`name ${name} was not resolved`);
  }
}

function outer(scope: Scope, up: number): Scope {
  let found = scope;
  for (let left = up; left > 0; left--) {
    if (found.parent === null) throw new Error("no enclosing frame");
    found = found.parent;
  }
  return found;
}

/** What `compile` compiles, and its weight apart from that of what stands around it. */
export function weighed<T>(unit: Unit, compile: () => T): { readonly result: T; readonly weight: number } {
  const around = unit.weight;
  unit.weight = 0;
  const result = compile();
  const { weight } = unit;
  unit.weight = around;
  return { result, weight };
}
