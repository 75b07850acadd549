/** Expressions as closures. */
import { attribute, noAttribute } from "./attributes.ts";
import { planCall } from "./compile-call.ts";
import { planDictComprehension, planListComprehension } from "./compile-comprehension.ts";
import { dictKey } from "./compare.ts";
import { emptyDict } from "./dict-methods.ts";
import { index, index2, slice } from "./indexing.ts";
import { integer } from "./integers.ts";
import { ENTRY_BYTES, ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault } from "./machine.ts";
import { isTrue, OPERATIONS, unary } from "./operators.ts";
import { type Code, type Plan, sum } from "./plan.ts";
import { repr, textOf } from "./repr.ts";
import type { Extent } from "./extent.ts";
import type { Expression } from "./syntax.ts";
import { type Evaluate, nameReader, type Unit } from "./unit.ts";
import { ELLIPSIS, floatOf, listOf, tupleOf, type Value } from "./values.ts";

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;
/** Compiles with a stack of its own: what is deeply nested must not exhaust the native one before it even runs. */
export function compileExpression(unit: Unit, root: Expression): Evaluate {
  const tasks: (Expression | Plan)[] = [root];
  const done: Code[] = [];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ("kind" in task) {
      const run = leafOf(unit, task);
      if (run !== null) {
        done.push({ run, height: 1, weight: 1 });
        continue;
      }
      const plan = planOf(unit, task);
      tasks.push(plan);
      for (let at = plan.parts.length - 1; at >= 0; at--) tasks.push(plan.parts[at] ?? root);
    } else {
      const codes = done.slice(done.length - task.parts.length);
      done.length -= codes.length;
      done.push(task.build(codes));
    }
  }
  const [code] = done;
  if (code === undefined) throw new Error("nothing compiled");
  unit.weight += code.weight;
  unit.depthMax = Math.max(unit.depthMax, unit.depth + code.height);
  return code.run;
}

/** What has no parts; null for all else. */
function leafOf(unit: Unit, expression: Expression): Evaluate | null {
  switch (expression.kind) {
    case "int":
      return constant(integer(expression.value));
    case "float":
      return constant(floatOf(expression.value));
    case "string":
      return constant(expression.value);
    case "bytes":
      return constant({ kind: "bytes", octets: expression.value });
    case "ellipsis":
      return constant(ELLIPSIS);
    case "name":
      return nameReader(unit, expression.name, expression.binding, expression);
    case "lambda":
      return unit.compiler.function(unit, expression.function);
    default:
      return null;
  }
}

function planOf(unit: Unit, expression: Expression): Plan {
  switch (expression.kind) {
    case "list":
      return planItems(unit, expression.items, listOf);
    case "tuple":
      return planItems(unit, expression.items, tupleOf);
    case "dict":
      return planDict(unit, expression);
    case "format":
      return planFormat(unit, expression);
    case "call":
      return planCall(unit, expression);
    case "list-comprehension":
      return planListComprehension(unit, expression);
    case "dict-comprehension":
      return planDictComprehension(unit, expression);
    case "unary":
      return planUnary(unit, expression);
    case "binary":
      return planBinary(unit, expression);
    case "conditional":
      return planConditional(expression);
    case "dot":
      return planDot(unit, expression);
    case "index":
      return planStrict(unit, expression, expression.object, expression.index, index);
    case "index2":
      return planIndex2(unit, expression);
    case "slice":
      return planSlice(unit, expression);
    default:
      throw new Error(`${expression.kind} has no parts`);
  }
}

function constant(value: Value): Evaluate {
  return () => value;
}

/** A plan whose closure calls those of its parts and nothing else that is deep. */
function simple(parts: readonly Expression[], link: (runs: readonly Evaluate[]) => Evaluate): Plan {
  return {
    parts,
    build: (codes) => {
      const { runs, height, weight } = sum(codes);
      return { run: link(runs), height, weight };
    },
  };
}

function planItems(unit: Unit, items: readonly Expression[], make: (items: Value[]) => Value): Plan {
  const { machine } = unit;
  const bytes = 3 * OBJECT_BYTES + items.length * ITEM_BYTES;
  return simple(items, (runs) => (scope) => {
    machine.allocate(bytes);
    const values: Value[] = [];
    for (const run of runs) values.push(run(scope));
    return make(values);
  });
}

function planDict(unit: Unit, { entries }: Kind<"dict">): Plan {
  const { machine } = unit;
  const parts = entries.flatMap((entry) => [entry.key, entry.value]);
  const sites = entries.map((entry) => entry.key);
  return simple(parts, (runs) => (scope) => {
    const dict = emptyDict(machine);
    for (let at = 0; at < runs.length; at += 2) {
      const key = runs[at]?.(scope) ?? null;
      const value = runs[at + 1]?.(scope) ?? null;
      machine.site = sites[at >> 1] ?? machine.site;
      const place = dictKey(machine, key);
      if (dict.entries.has(place)) throw new Fault(`Dictionary key repeated for \`${repr(machine, key)}\``);
      machine.allocate(ENTRY_BYTES);
      dict.entries.set(place, { key, value });
    }
    return dict;
  });
}

function planFormat(unit: Unit, { pieces }: Kind<"format">): Plan {
  const { machine } = unit;
  const parts = pieces.flatMap((piece) => (piece.kind === "value" ? [piece.value] : []));
  return simple(parts, (runs) => (scope) => {
    let text = "";
    let next = 0;
    for (const piece of pieces) {
      if (piece.kind === "text") text += piece.text;
      else {
        const value = runs[next++]?.(scope) ?? null;
        text += piece.conversion === "r" ? repr(machine, value) : textOf(machine, value);
      }
      machine.allocate(OBJECT_BYTES + text.length * 2);
    }
    return text;
  });
}

function planUnary(unit: Unit, expression: Kind<"unary">): Plan {
  const { operator, operand } = expression;
  const { machine } = unit;
  return simple([operand], ([run = none]) => (scope) => {
    const value = run(scope);
    machine.site = expression;
    return unary(machine, operator, value);
  });
}

function planBinary(unit: Unit, expression: Kind<"binary">): Plan {
  const { operator, left, right } = expression;
  if (operator === "and" || operator === "or") {
    const stopsAt = operator === "or";
    return simple([left, right], ([first = none, second = none]) => (scope) => {
      const value = first(scope);
      return isTrue(value) === stopsAt ? value : second(scope);
    });
  }
  return planStrict(unit, expression, left, right, OPERATIONS[operator]);
}

/** An operation on two values, both evaluated first. */
function planStrict(
  unit: Unit,
  site: Extent,
  left: Expression,
  right: Expression,
  act: (machine: Unit["machine"], left: Value, right: Value) => Value,
): Plan {
  const { machine } = unit;
  return simple([left, right], ([first = none, second = none]) => (scope) => {
    const a = first(scope);
    const b = second(scope);
    machine.site = site;
    return act(machine, a, b);
  });
}

function planConditional({ condition, value, otherwise }: Kind<"conditional">): Plan {
  return simple([condition, value, otherwise], ([test = none, yes = none, no = none]) => (scope) => {
    return isTrue(test(scope)) ? yes(scope) : no(scope);
  });
}

function planDot(unit: Unit, expression: Kind<"dot">): Plan {
  const { object, name } = expression;
  const { machine } = unit;
  return simple([object], ([run = none]) => (scope) => {
    const value = run(scope);
    machine.site = expression;
    const found = attribute(machine, value, name);
    if (found === undefined) throw noAttribute(value, name);
    return found;
  });
}

function planIndex2(unit: Unit, expression: Kind<"index2">): Plan {
  const { object, first, second } = expression;
  const { machine } = unit;
  return simple([object, first, second], ([container = none, one = none, two = none]) => (scope) => {
    const value = container(scope);
    const a = one(scope);
    const b = two(scope);
    machine.site = expression;
    return index2(machine, value, a, b);
  });
}

function planSlice(unit: Unit, expression: Kind<"slice">): Plan {
  const { object, from, to, step } = expression;
  const { machine } = unit;
  const given = [from, to, step].filter((part) => part !== null);
  return simple([object, ...given], ([container = none, ...runs]) => {
    let next = 0;
    const [first, second, third] = [from, to, step].map((part) => (part === null ? undefined : runs[next++]));
    return (scope) => {
      const value = container(scope);
      const parts = { from: first?.(scope), to: second?.(scope), step: third?.(scope) };
      machine.site = expression;
      return slice(machine, value, parts);
    };
  });
}

function none(): Value {
  return null;
}
