/** Type annotations: evaluated once, before the statement around them runs. */
import { attribute } from "./attributes.ts";
import { index } from "./indexing.ts";
import { Fault } from "./machine.ts";
import { genericOf, typeFrom, unite } from "./types.ts";
import type { Extent } from "./extent.ts";
import type { Expression } from "./syntax.ts";
import type { Annotation, Unit } from "./unit.ts";
import { ELLIPSIS, tupleOf, type TypeValue, typeName, type Value } from "./values.ts";

/** The parser has seen to it that the expression has a form that types have. */
export function compileAnnotation(unit: Unit, expression: Expression): Annotation {
  const annotation: Annotation = { type: null };
  unit.preparations.push(() => {
    annotation.type = typeAt(unit, expression);
  });
  return annotation;
}

function typeAt(unit: Unit, expression: Expression): TypeValue {
  if (expression.kind === "binary") {
    const left = typeAt(unit, expression.left);
    return unite(at(unit, expression), left, typeAt(unit, expression.right));
  }
  if (expression.kind === "list") {
    const [first, ...rest] = expression.items.map((item) => typeAt(unit, item));
    if (first === undefined) throw new Fault("Empty list is not allowed in type expression");
    return rest.reduce((type, next) => unite(at(unit, expression), type, next), first);
  }
  const value = valueAt(unit, expression);
  return typeFrom(at(unit, expression), value);
}

function valueAt(unit: Unit, expression: Expression): Value {
  switch (expression.kind) {
    case "name":
      return nameAt(unit, expression);
    case "ellipsis":
      return ELLIPSIS;
    case "tuple":
      return tupleOf(expression.items.map((item) => typeAt(unit, item)));
    case "index": {
      const object = valueAt(unit, expression.object);
      const type = typeAt(unit, expression.index);
      return index(at(unit, expression), object, type);
    }
    case "index2": {
      const object = valueAt(unit, expression.object);
      const args = [expression.first, expression.second].map((part) => argumentAt(unit, part));
      return pairAt(unit, expression, object, args);
    }
    case "dot": {
      const object = valueAt(unit, expression.object);
      const found = attribute(at(unit, expression.nameExtent), object, expression.name);
      if (found !== undefined) return found;
      throw new Fault(`Operation \`.${expression.name}\` not supported on type \`${typeName(object)}\``);
    }
    default:
      return typeAt(unit, expression);
  }
}

function argumentAt(unit: Unit, expression: Expression): Value {
  return expression.kind === "ellipsis" ? ELLIPSIS : typeAt(unit, expression);
}

function pairAt(unit: Unit, site: Extent, object: Value, [first = null, second = null]: readonly Value[]): Value {
  const machine = at(unit, site);
  const shape = typeof object === "object" && object?.kind === "function" ? object.type?.alternatives[0]?.shape : null;
  if (typeof object === "object" && object?.kind === "function" && (shape === "dict" || shape === "tuple-of")) {
    return genericOf(machine, object, [first, second]);
  }
  throw new Fault("[,] can only be applied to dict or tuple functions in type expression");
}

function nameAt(unit: Unit, expression: Extract<Expression, { kind: "name" }>): Value {
  const { name, binding } = expression;
  const value =
    binding?.kind === "builtin"
      ? unit.builtins.get(binding.name)
      : binding?.kind === "global"
        ? unit.globals[binding.slot]
        : undefined;
  if (value !== undefined) return value;
  at(unit, expression);
  throw new Fault(`Module variable is not set: \`${name}\``);
}

function at(unit: Unit, site: Extent): Unit["machine"] {
  unit.machine.site = site;
  return unit.machine;
}
