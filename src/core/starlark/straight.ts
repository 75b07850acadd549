/** Statements that call a function with plain data: they run once, so they are not compiled. */
import { call } from "./call.ts";
import { isLength, spread } from "./compile-call.ts";
import { integer } from "./integers.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import type { Expression, Statement } from "./syntax.ts";
import type { Unit } from "./unit.ts";
import { listOf, type Value } from "./values.ts";

type CallExpression = Extract<Expression, { kind: "call" }>;

/** Lists within lists that count as plain, so few that their depth need not be counted; deeper ones are compiled. */
const LISTS_MAX = 2;

/**
 * Runs the statement if it is such a call, at the same cost and with the same errors as compiled code.
 * False if it is not: nothing has happened then.
 */
export function runStraight(unit: Unit, statement: Statement): boolean {
  if (statement.kind !== "expression" || statement.value.kind !== "call") return false;
  const { callee, args } = statement.value;
  if (callee.kind !== "name" || callee.binding?.kind !== "builtin" || isLength(callee)) return false;
  // The statement, the call, the function's name.
  let weight = 3;
  for (const arg of args) {
    const own = arg.kind === "positional" || arg.kind === "named" ? weigh(arg.value, LISTS_MAX) : null;
    if (own === null) return false;
    weight += own;
  }
  unit.machine.steps(weight);
  callPlain(unit, statement.value, unit.builtins.get(callee.binding.name) ?? null);
  return true;
}

/** Steps that evaluating plain data costs; null for all else. */
function weigh(expression: Expression, listsLeft: number): number | null {
  switch (expression.kind) {
    case "string":
    case "int":
      return 1;
    case "name":
      return expression.binding?.kind === "builtin" ? 1 : null;
    case "list": {
      if (listsLeft === 0) return null;
      let weight = 1;
      for (const item of expression.items) {
        const own = weigh(item, listsLeft - 1);
        if (own === null) return null;
        weight += own;
      }
      return weight;
    }
    default:
      return null;
  }
}

function callPlain(unit: Unit, expression: CallExpression, callee: Value): void {
  const { machine } = unit;
  const { args } = expression;
  const isNamed = args.some((arg) => arg.kind === "named");
  if (args.length > 0) machine.allocate((isNamed ? 2 : 1) * (OBJECT_BYTES + args.length * ITEM_BYTES));
  const values: Value[] = [];
  for (const arg of args) values.push(valueOf(unit, arg.value));
  machine.site = expression;
  machine.enter({ name: unit.name, site: expression });
  call(machine, callee, isNamed ? spread(machine, args, values) : { positional: values, named: null });
  machine.leave();
}

function valueOf(unit: Unit, expression: Expression): Value {
  switch (expression.kind) {
    case "string":
      return expression.value;
    case "int":
      return integer(expression.value);
    case "name":
      return unit.builtins.get(expression.name) ?? null;
    case "list": {
      unit.machine.allocate(3 * OBJECT_BYTES + expression.items.length * ITEM_BYTES);
      const values: Value[] = [];
      for (const item of expression.items) values.push(valueOf(unit, item));
      return listOf(values);
    }
    default:
      throw new Error(`${expression.kind} is no plain data`);
  }
}
