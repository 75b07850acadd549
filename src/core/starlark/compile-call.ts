/** Calls as closures. */
import { attribute, methodOf, noAttribute } from "./attributes.ts";
import { length } from "./length.ts";
import { call, type Scope } from "./call.ts";
import { collect, isIterable } from "./iterate.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { type Caller, Fault, type Machine } from "./machine.ts";
import { type Plan, sum } from "./plan.ts";
import type { Argument, Expression } from "./syntax.ts";
import type { Evaluate, Unit } from "./unit.ts";
import { type Arguments, NO_ARGUMENTS, type Value } from "./values.ts";

type CallExpression = Extract<Expression, { kind: "call" }>;

/** Closures of a call when its arguments are there: its own, the function called and what that calls. */
const CALL_HEIGHT = 4;

export function planCall(unit: Unit, expression: CallExpression): Plan {
  const { callee, args } = expression;
  const values = args.map((arg) => arg.value);
  const head = callee.kind === "dot" ? callee.object : callee;
  return {
    parts: [head, ...values],
    build: (codes) => {
      const { runs, height, weight } = sum(codes);
      return { run: link(unit, expression, runs), height: Math.max(height + 1, CALL_HEIGHT), weight };
    },
  };
}

function link(unit: Unit, expression: CallExpression, [head, ...runs]: readonly Evaluate[]): Evaluate {
  const { callee, args } = expression;
  const { machine } = unit;
  if (head === undefined) throw new Error("a call without callee");
  const caller: Caller = { name: unit.name, site: expression };
  const [only] = runs;
  if (isLength(callee) && only !== undefined && runs.length === 1 && args[0]?.kind === "positional") {
    return (scope) => {
      const value = only(scope);
      machine.site = expression;
      return length(machine, value);
    };
  }
  const give = argumentsGiver(machine, args, runs);
  if (callee.kind === "dot") {
    const { name } = callee;
    return (scope) => {
      const object = head(scope);
      machine.site = expression;
      const method = methodOf(object, name) ?? attributeCall(machine, object, name);
      const given = give(scope);
      machine.site = expression;
      machine.enter(caller);
      const result = method(machine, given(machine));
      machine.leave();
      return result;
    };
  }
  return (scope) => {
    const value = head(scope);
    const given = give(scope);
    machine.site = expression;
    machine.enter(caller);
    const result = call(machine, value, given(machine));
    machine.leave();
    return result;
  };
}

/** The reference compiles `len(x)` to an operation of its own, which is no call in traces. */
export function isLength(callee: Expression): boolean {
  return callee.kind === "name" && callee.binding?.kind === "builtin" && callee.name === "len";
}

function attributeCall(machine: Machine, object: Value, name: string): (machine: Machine, args: Arguments) => Value {
  const found = attribute(machine, object, name);
  if (found === undefined) throw noAttribute(object, name);
  return (inner, args) => call(inner, found, args);
}

/** Evaluates the arguments; what it gives spreads the splats, whose errors belong to the call. */
type Giver = (scope: Scope) => (machine: Machine) => Arguments;

function argumentsGiver(machine: Machine, args: readonly Argument[], runs: readonly Evaluate[]): Giver {
  const bytes = OBJECT_BYTES + runs.length * ITEM_BYTES;
  if (args.length === 0) return () => () => NO_ARGUMENTS;
  if (args.every((arg) => arg.kind === "positional")) {
    return (scope) => {
      machine.allocate(bytes);
      const positional: Value[] = [];
      for (const run of runs) positional.push(run(scope));
      return () => ({ positional, named: null });
    };
  }
  return (scope) => {
    machine.allocate(2 * bytes);
    const values: Value[] = [];
    for (const run of runs) values.push(run(scope));
    return () => spread(machine, args, values);
  };
}

export function spread(machine: Machine, args: readonly Argument[], values: readonly Value[]): Arguments {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    const value = values[at] ?? null;
    switch (arg?.kind) {
      case "positional":
        positional.push(value);
        break;
      case "named":
        named.set(arg.name, value);
        break;
      case "star":
        if (!isIterable(value)) throw new Fault("The argument provided for *args is not iterable");
        for (const item of collect(machine, value)) positional.push(item);
        break;
      case "star-star":
        spreadNamed(machine, value, named);
        break;
      default:
    }
  }
  return { positional, named: named.size === 0 ? null : named };
}

function spreadNamed(machine: Machine, value: Value, named: Map<string, Value>): void {
  if (typeof value !== "object" || value === null || value.kind !== "dict") {
    throw new Fault("The argument provided for **kwargs is not a dictionary");
  }
  for (const entry of value.entries.values()) {
    machine.step();
    machine.allocate(4 * ITEM_BYTES);
    if (typeof entry.key !== "string") throw new Fault("The argument provided for *args is not an identifier");
    if (named.has(entry.key)) throw new Fault(`Argument \`${entry.key}\` occurs more than once`);
    named.set(entry.key, entry.value);
  }
}
