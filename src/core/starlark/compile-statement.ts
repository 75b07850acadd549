/** Statements as closures. */
import { never } from "../../kit/never.ts";
import { compileAnnotation } from "./annotation.ts";
import { attribute, noAttribute } from "./attributes.ts";
import { checkType, type Scope } from "./call.ts";
import { index, setIndex } from "./indexing.ts";
import { isEmptyText, walk } from "./iterate.ts";
import { Fault } from "./machine.ts";
import { augment, isTrue, type StrictOperator } from "./operators.ts";
import type { BinaryOperator, Statement, Target } from "./syntax.ts";
import { BREAK, CONTINUE, type Evaluate, nameReader, NEXT, RETURN, type Run, type Unit, weighed } from "./unit.ts";
import { typeName, type Value } from "./values.ts";

type Kind<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/**
 * Statements one after the other; charges all that they evaluate when they start.
 * Blocks within blocks recurse through here, so nothing stands between that would make the native stack deeper.
 */
export function compileBlock(unit: Unit, statements: readonly Statement[]): Run {
  const { machine } = unit;
  const around = unit.weight;
  unit.weight = statements.length;
  unit.depth += BLOCK_HEIGHT;
  unit.depthMax = Math.max(unit.depthMax, unit.depth);
  const runs: Run[] = [];
  for (const statement of statements) runs.push(compileStatement(unit, statement));
  const cost = unit.weight;
  unit.weight = around;
  unit.depth -= BLOCK_HEIGHT;
  return (scope) => {
    machine.steps(cost);
    for (const run of runs) {
      const signal = run(scope);
      if (signal !== NEXT) return signal;
    }
    return NEXT;
  };
}

/** Closures of a block and of the statement that it is part of. */
const BLOCK_HEIGHT = 2;

export function compileStatement(unit: Unit, statement: Statement): Run {
  switch (statement.kind) {
    case "expression": {
      const value = unit.compiler.expression(unit, statement.value);
      return (scope) => {
        value(scope);
        return NEXT;
      };
    }
    case "assign":
      return compileAssign(unit, statement);
    case "augment":
      return compileAugment(unit, statement);
    case "if":
      return compileIf(unit, statement);
    case "for":
      return compileFor(unit, statement);
    case "def": {
      const value = unit.compiler.function(unit, statement.function);
      const assign = unit.compiler.target(unit, statement.target);
      return (scope) => {
        assign(scope, value(scope));
        return NEXT;
      };
    }
    case "return":
      return compileReturn(unit, statement);
    case "load":
      return refuseLoad(unit, statement);
    case "pass":
      return () => NEXT;
    case "break":
      return () => BREAK;
    case "continue":
      return () => CONTINUE;
    default:
      return never(statement);
  }
}

function compileAssign(unit: Unit, statement: Kind<"assign">): Run {
  const { machine } = unit;
  const value = unit.compiler.expression(unit, statement.value);
  const assign = unit.compiler.target(unit, statement.target);
  const annotation = statement.type === null ? null : compileAnnotation(unit, statement.type);
  const site = statement.type ?? statement;
  return (scope) => {
    const result = value(scope);
    const type = annotation?.type ?? null;
    if (type !== null) {
      machine.site = site;
      checkType(machine, type, result, "return type");
    }
    assign(scope, result);
    return NEXT;
  };
}

/** A place that is read and then written; its parts are evaluated once. */
type Place = { readonly read: () => Value; readonly write: (value: Value) => void };

function compileAugment(unit: Unit, statement: Kind<"augment">): Run {
  const { machine } = unit;
  const place = compilePlace(unit, statement.target, statement);
  const value = unit.compiler.expression(unit, statement.value);
  const operator = strict(statement.operator);
  return (scope) => {
    const target = place(scope);
    const left = target.read();
    const right = value(scope);
    machine.site = statement;
    target.write(augment(machine, operator, left, right));
    return NEXT;
  };
}

function strict(operator: BinaryOperator): StrictOperator {
  if (operator === "and" || operator === "or") throw new Error(`no such assignment: ${operator}=`);
  return operator;
}

function compilePlace(unit: Unit, target: Target, site: Statement): (scope: Scope) => Place {
  const { machine } = unit;
  switch (target.kind) {
    case "name": {
      const read = nameReader(unit, target.name, target.binding, site);
      const assign = unit.compiler.target(unit, target);
      return (scope) => ({ read: () => read(scope), write: (value) => assign(scope, value) });
    }
    case "index": {
      const object = unit.compiler.expression(unit, target.object);
      const at = unit.compiler.expression(unit, target.index);
      return (scope) => {
        const container = object(scope);
        const key = at(scope);
        machine.site = site;
        return {
          read: () => index(machine, container, key),
          write: (value) => setIndex(machine, container, key, value),
        };
      };
    }
    case "dot": {
      const object = unit.compiler.expression(unit, target.object);
      return (scope) => {
        const value = object(scope);
        machine.site = site;
        if (attribute(machine, value, target.name) === undefined) throw noAttribute(value, target.name);
        throw new Fault(`Operation \`.${target.name}=\` not supported on type \`${typeName(value)}\``);
      };
    }
    case "tuple":
      throw new Error("several names cannot be augmented");
    default:
      return never(target);
  }
}

function compileIf(unit: Unit, { branches, otherwise }: Kind<"if">): Run {
  const compiled: { readonly condition: Evaluate; readonly body: Run }[] = [];
  for (const branch of branches) {
    const condition = unit.compiler.expression(unit, branch.condition);
    compiled.push({ condition, body: unit.compiler.block(unit, branch.body) });
  }
  const last = otherwise === null ? null : unit.compiler.block(unit, otherwise);
  return (scope) => {
    for (const { condition, body } of compiled) if (isTrue(condition(scope))) return body(scope);
    return last === null ? NEXT : last(scope);
  };
}

function compileFor(unit: Unit, statement: Kind<"for">): Run {
  const { machine } = unit;
  const over = unit.compiler.expression(unit, statement.over);
  const { result: assign, weight } = weighed(unit, () => unit.compiler.target(unit, statement.target));
  const body = unit.compiler.block(unit, statement.body);
  if (isEmptyText(statement.over)) return () => NEXT;
  return (scope) => {
    const value = over(scope);
    machine.site = statement;
    const walker = walk(machine, value);
    for (let item = walker.next(); item !== undefined; item = walker.next()) {
      machine.steps(weight);
      assign(scope, item);
      const signal = body(scope);
      if (signal === BREAK) break;
      if (signal === RETURN) {
        walker.release();
        return RETURN;
      }
    }
    walker.release();
    return NEXT;
  };
}

function compileReturn(unit: Unit, statement: Kind<"return">): Run {
  const { machine, returns } = unit;
  const value = statement.value === null ? null : unit.compiler.expression(unit, statement.value);
  return (scope) => {
    const result = value === null ? null : value(scope);
    const type = returns?.type ?? null;
    if (type !== null) {
      machine.site = statement;
      checkType(machine, type, result, "return type");
    }
    scope.result = result;
    return RETURN;
  };
}

function refuseLoad({ machine }: Unit, statement: Kind<"load">): Run {
  return () => {
    machine.site = statement;
    throw new Fault("No imports available");
  };
}
