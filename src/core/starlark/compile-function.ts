/** `def` and `lambda` as closures. */
import { compileAnnotation } from "./annotation.ts";
import { bindArguments, checkType, descend, type Formal, type Scope, type Signature } from "./call.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import type { FunctionBody, Parameter } from "./syntax.ts";
import { type Annotation, type Evaluate, RETURN, type Run, type Unit } from "./unit.ts";
import type { Callable, Value } from "./values.ts";

/** Closures of a call that stand around those of its body. */
const FRAME_HEIGHT = 3;

/** A parameter as compiled: its fallback is evaluated when `def` is. */
type Declared = {
  readonly parameter: Exclude<Parameter, { kind: "star-alone" }>;
  readonly kind: Formal["kind"];
  readonly annotation: Annotation | null;
  readonly fallback: Evaluate | null;
};

export function compileFunction(unit: Unit, body: FunctionBody): Evaluate {
  const { machine } = unit;
  const declared = declare(unit, body.parameters);
  const returns = body.returns === null ? null : compileAnnotation(unit, body.returns);
  const inner: Unit = { ...unit, name: body.name, returns, weight: 0, depth: 0, depthMax: 0 };
  const run = unit.compiler.block(inner, body.body);
  const height = inner.depthMax + FRAME_HEIGHT;
  const callee = `${machine.file}.${body.name}`;
  const places = declared.filter((one) => one.kind === "position").length;
  const bytes = 2 * OBJECT_BYTES + body.slots * ITEM_BYTES;
  return (scope) => {
    machine.allocate(8 * OBJECT_BYTES);
    const formals = declared.map((one) => formalOf(unit, one, scope));
    const isPlain = places === formals.length && formals.every((formal) => formal.type === null);
    const signature: Signature = { callee, formals, places, isPlain };
    const result: Callable = {
      kind: "function",
      name: callee,
      isNative: false,
      type: null,
      call: (_machine, args) => {
        machine.allocate(bytes);
        machine.step();
        const slots = Array.from<Value | undefined>({ length: body.slots });
        bindArguments(machine, signature, args, slots);
        return runBody(unit, body, { run, returns, height }, { slots, parent: scope, result: null });
      },
    };
    return result;
  };
}

type Body = { readonly run: Run; readonly returns: Annotation | null; readonly height: number };

function runBody({ machine }: Unit, site: FunctionBody, { run, returns, height }: Body, scope: Scope): Value {
  descend(machine, height);
  const signal = run(scope);
  machine.depth -= height;
  const type = returns?.type ?? null;
  if (signal !== RETURN && type !== null) {
    machine.site = site;
    checkType(machine, type, null, "return type");
  }
  return scope.result;
}

/** The parameters that have a slot, in their order; behind a star they are given by name only. */
function declare(unit: Unit, parameters: readonly Parameter[]): readonly Declared[] {
  const declared: Declared[] = [];
  let isBehindStar = false;
  for (const parameter of parameters) {
    if (parameter.kind === "star-alone") {
      isBehindStar = true;
      continue;
    }
    const annotation = parameter.type === null ? null : compileAnnotation(unit, parameter.type);
    const fallback =
      parameter.kind === "plain" && parameter.fallback !== null
        ? unit.compiler.expression(unit, parameter.fallback)
        : null;
    const plainKind = isBehindStar ? "named-only" : "position";
    declared.push({ parameter, kind: parameter.kind === "plain" ? plainKind : parameter.kind, annotation, fallback });
    isBehindStar ||= parameter.kind === "star";
  }
  return declared;
}

function formalOf({ machine }: Unit, { parameter, kind, annotation, fallback }: Declared, scope: Scope): Formal {
  machine.allocate(OBJECT_BYTES);
  const { name } = parameter;
  const type = annotation?.type ?? null;
  const value = fallback?.(scope);
  if (value !== undefined && type !== null) {
    machine.site = parameter;
    checkType(machine, type, value, `argument \`${name}\``);
  }
  return { name, kind, fallback: value, type };
}
