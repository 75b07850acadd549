/** What the grammar leaves to be checked: assignment targets, types, parameters, arguments. */
import { never } from "../../kit/never.ts";
import type { SyntaxFault } from "./string-literal.ts";
import type { Extent } from "./extent.ts";
import type { Argument, Expression, Parameter, Target } from "./syntax.ts";

const INVALID_TARGET = "left-hand-side of assignment must take the form `a`, `a.b` or `a[b]`";

/** Tuples within tuples left of `=`: targets are walked by recursion, here and when they are assigned to. */
const TARGET_DEPTH_MAX = 1_000;

/** What an expression means left of `=` or after `for`; a fault if nothing can be assigned to it. */
export function targetOf(expression: Expression, depth = TARGET_DEPTH_MAX): Target | SyntaxFault {
  const { start, end } = expression;
  if (depth === 0) return { message: "nested too deeply", extent: expression };
  switch (expression.kind) {
    case "name":
      return { start, end, kind: "name", name: expression.name, binding: null };
    case "dot":
    case "index":
      return expression;
    case "tuple":
    case "list": {
      const items: Target[] = [];
      for (const item of expression.items) {
        const target = targetOf(item, depth - 1);
        if ("message" in target) return target;
        items.push(target);
      }
      return { start, end, kind: "tuple", items };
    }
    default:
      return { message: INVALID_TARGET, extent: expression };
  }
}

/** How messages call an expression that is no type. */
const NO_TYPES: { readonly [kind in Expression["kind"]]?: string } = {
  call: "call",
  slice: "slice",
  lambda: "lambda",
  string: "string literal",
  int: "int",
  float: "float",
  conditional: "if",
  dict: "dict",
  "list-comprehension": "list comprehension",
  "dict-comprehension": "dict comprehension",
  format: "f-string",
  bytes: "bytes literal",
};

const NO_TYPE_OPERATORS = { not: "not", "-": "minus", "+": "plus", "~": "bit not" } as const;

/**
 * The first part of a type annotation that cannot be one, whatever its names stand for; null if there is none.
 * Types are names, `a.b`, `a[b]`, `a[b, c]`, `...`, unions by `|` or as lists, and tuples of types.
 */
export function typeFault(annotation: Expression): SyntaxFault | null {
  const rest: { readonly type: Expression; readonly argument: boolean }[] = [{ type: annotation, argument: false }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const fault = ownTypeFault(next.type, next.argument);
    if (fault !== null) return fault;
    for (const part of typeParts(next.type).toReversed()) rest.push(part);
  }
  return null;
}

/** The types that a type is made of; those between the brackets of `a[b, c]` may be lists of any length. */
function typeParts(type: Expression): readonly { readonly type: Expression; readonly argument: boolean }[] {
  switch (type.kind) {
    case "binary":
      return [type.left, type.right].map((part) => ({ type: part, argument: false }));
    case "tuple":
      return type.items.map((part) => ({ type: part, argument: false }));
    case "list":
      return type.items.map((part) => ({ type: part, argument: false }));
    case "index":
      return [{ type: type.index, argument: false }];
    case "index2":
      return [type.first, type.second].map((part) => ({ type: part, argument: true }));
    default:
      return [];
  }
}

function ownTypeFault(type: Expression, argument: boolean): SyntaxFault | null {
  switch (type.kind) {
    case "name":
    case "ellipsis":
    case "tuple":
      return null;
    case "dot":
      return pathFault(type);
    case "index":
      return type.object.kind === "name" ? null : noType(type, "array indirection where array is not an identifier");
    case "index2":
      return pathFault(type.object);
    case "unary":
      return noType(type, NO_TYPE_OPERATORS[type.operator]);
    case "binary":
      return type.operator === "|" ? null : noType(type, "bin op except `|`");
    case "list":
      if (argument || type.items.length > 1) return null;
      if (type.items.length === 1) return noType(type, "list of 1 element");
      return { message: "Empty list is not allowed in type expression", extent: type };
    default:
      return noType(type, NO_TYPES[type.kind] ?? type.kind);
  }
}

function noType(type: Expression, what: string): SyntaxFault {
  return { message: `${what} expression is not allowed in type expression`, extent: type };
}

/** A path is a name followed by dots and names, the last of them not `type`. */
function pathFault(path: Expression): SyntaxFault | null {
  if (path.kind !== "name" && path.kind !== "dot") return { message: "Expecting path like `a.b.c`", extent: path };
  const names: string[] = [];
  let object: Expression = path;
  for (; object.kind === "dot"; object = object.object) names.push(object.name);
  if (object.kind !== "name") {
    return { message: "Only dot expression of form `ident.ident` is allowed in type expression", extent: object };
  }
  if (names[0] !== "type") return null;
  const full = [object.name, ...names.slice(1).toReversed()].join(".");
  return { message: `\`${full}.type\` is not allowed in type expression, use \`${full}\` instead`, extent: object };
}

/** The first thing wrong with the order or the names of parameters. */
export function parametersFault(parameters: readonly Parameter[]): SyntaxFault | null {
  const names = new Set<string>();
  let star = false;
  let starStar = false;
  let optional = false;
  for (const parameter of parameters) {
    if (parameter.kind !== "star-alone") {
      if (names.has(parameter.name)) return { message: "duplicated parameter name", extent: parameter };
      names.add(parameter.name);
    }
    if (parameter.kind === "plain") {
      if (starStar) return { message: "Parameter after kwargs", extent: parameter };
      if (parameter.fallback === null && optional && !star) {
        return { message: "positional parameter after non positional", extent: parameter };
      }
      optional ||= parameter.fallback !== null;
    } else if (parameter.kind === "star-star") {
      if (starStar) return { message: "Multiple kwargs dictionary in parameters", extent: parameter };
      starStar = true;
    } else {
      if (star || starStar)
        return { message: "Args parameter after another args or kwargs parameter", extent: parameter };
      star = true;
    }
  }
  return loneStarFault(parameters);
}

function loneStarFault(parameters: readonly Parameter[]): SyntaxFault | null {
  const index = parameters.findIndex((parameter) => parameter.kind === "star-alone");
  const star = parameters[index];
  if (star === undefined) return null;
  const next = parameters[index + 1];
  if (next === undefined) return { message: "`*` parameter must not be last", extent: star };
  if (next.kind === "plain") return null;
  return { message: "`*` must be followed by named parameter", extent: next };
}

const STAGES = { positional: 0, named: 1, star: 2, "star-star": 3 } as const;

/** The first thing wrong with the order or the names of arguments. */
export function argumentsFault(args: readonly Argument[]): SyntaxFault | null {
  // One argument alone is never wrong.
  if (args.length < 2) return null;
  const names = new Set<string>();
  let stage = 0;
  for (const arg of args) {
    const fault = argumentFault(arg, stage, names);
    if (fault !== null) return { message: fault, extent: arg };
    stage = Math.max(stage, STAGES[arg.kind]);
  }
  return null;
}

function argumentFault(arg: Argument, stage: number, names: Set<string>): string | null {
  switch (arg.kind) {
    case "positional":
      return stage > STAGES.positional ? "positional argument after non positional" : null;
    case "named":
      if (stage > STAGES.named) return "named argument after *args or **kwargs";
      if (names.has(arg.name)) return "repeated named argument";
      names.add(arg.name);
      return null;
    case "star":
      return stage > STAGES.named ? "Args array after another args or kwargs" : null;
    case "star-star":
      return stage === STAGES["star-star"] ? "Multiple kwargs dictionary in arguments" : null;
    default:
      return never(arg);
  }
}

export function trailingCommaFault(extent: Extent): SyntaxFault {
  return { message: "unparenthesized tuple with trailing comma", extent };
}
