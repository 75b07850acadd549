/** Runs a Starlark file from its text to its end: the public door of the language. */
import { err, ok, type Result } from "../../kit/result.ts";
import { bind, type Parameter, wrongType } from "./arguments.ts";
import { builtins } from "./builtins.ts";
import { descend, type Scope } from "./call.ts";
import { compileExpression } from "./compile-expression.ts";
import { compileFunction } from "./compile-function.ts";
import { compileBlock, compileStatement } from "./compile-statement.ts";
import { compileTarget } from "./compile-target.ts";
import type { StarlarkError } from "./error.ts";
import type { HostFunction, HostType } from "./host.ts";
import { LIMITS, type Limits, MESSAGE_MAX } from "./limits.ts";
import { Fault, Machine } from "./machine.ts";
import { parseFile } from "./parser.ts";
import { Lines } from "./places.ts";
import { isPlainFile, PlainFile } from "./plain-file.ts";
import { resolve } from "./resolver.ts";
import { runStraight } from "./straight.ts";
import type { File } from "./syntax.ts";
import type { Compiler, Run, Unit } from "./unit.ts";
import { type Callable, typeName, type Value } from "./values.ts";

/** `file` is the path as messages name it. */
export type Program = { readonly file: string; readonly source: string };

const COMPILER: Compiler = {
  expression: compileExpression,
  target: compileTarget,
  block: compileBlock,
  function: compileFunction,
};

/**
 * Parses, resolves and runs a file; what it achieves it does by calling `functions`.
 * Functions called before an error have been called: their effects are the caller's to drop.
 * Never throws; ends within `limits` whatever the file says.
 */
export function execute(
  program: Program,
  functions: readonly HostFunction[],
  limits: Limits = LIMITS,
): Result<void, StarlarkError> {
  const callees = new Map(functions.map(({ name, parameters }) => [name, new Set(parameters.map((one) => one.name))]));
  const hosts = new Map<string, Value>(functions.map((one) => [one.name, hostValue(one)]));
  if (isPlainFile(program.source, callees)) {
    const machine = new Machine(program.file, new Lines(program.source), limits);
    return ended(machine, () => runPlain(machine, new PlainFile(program.source, callees), hosts));
  }
  const parsed = parseFile(program.source);
  if (!parsed.ok) return err(shortened(parsed.error));
  const values = new Map([...builtins(), ...hosts]);
  const resolved = resolve(parsed.value, new Set(values.keys()));
  if (!resolved.ok) return err(shortened(resolved.error));
  const machine = new Machine(program.file, parsed.value.lines, limits);
  return ended(machine, () => run(machine, resolved.value, values));
}

function ended(machine: Machine, work: () => void): Result<void, StarlarkError> {
  try {
    work();
    return ok(undefined);
  } catch (fault) {
    return err(shortened(errorOf(machine, fault)));
  }
}

/** Each call is read and run before the next one is read, so that no tree of the file is kept. */
function runPlain(machine: Machine, file: PlainFile, values: ReadonlyMap<string, Value>): void {
  const unit = unitOf(machine, values);
  for (let call = file.next(); call !== null; call = file.next()) {
    if (!runStraight(unit, call)) throw new Error("a plain file has a call that is not plain");
  }
}

function unitOf(machine: Machine, builtins: ReadonlyMap<string, Value>): Unit {
  return {
    compiler: COMPILER,
    machine,
    builtins,
    globals: [],
    preparations: [],
    name: "<module>",
    returns: null,
    weight: 0,
    depth: 0,
    depthMax: 0,
  };
}

function run(machine: Machine, file: File, values: ReadonlyMap<string, Value>): void {
  const unit = unitOf(machine, values);
  const scope: Scope = { slots: [], parent: null, result: null };
  for (const statement of file.statements) {
    if (runStraight(unit, statement)) continue;
    // Types are looked up when everything before has run, so a file may give a name to a type and then use it.
    unit.weight = 1;
    unit.depthMax = 0;
    const step: Run = compileStatement(unit, statement);
    for (const prepare of unit.preparations.splice(0)) prepare();
    machine.steps(unit.weight);
    descend(machine, unit.depthMax);
    step(scope);
    machine.depth = 0;
  }
}

function errorOf(machine: Machine, fault: unknown): StarlarkError {
  const { lines } = machine;
  const trace = machine.calls.map(({ name, site }) => ({ name, span: site === null ? null : lines.span(site) }));
  const where = { span: lines.span(machine.site), trace };
  if (fault instanceof Fault) return { kind: fault.kind, message: fault.message, ...where };
  // Depth and sizes are counted so that this does not happen; if it does, it is a limit that the engine set.
  if (fault instanceof RangeError) return { kind: "limit", message: "limit of nesting or size reached", ...where };
  throw fault;
}

/** The same with a message that can be shown: values in it may be as long as memory allows. */
function shortened(error: StarlarkError): StarlarkError {
  if (error.message.length <= MESSAGE_MAX) return error;
  return { ...error, message: `${error.message.slice(0, MESSAGE_MAX).replace(/[\ud800-\udbff]$/, "")}...` };
}

const TYPE_NAMES: Readonly<Record<HostType, string>> = { str: "string", list: "list", bool: "bool" };

/** A host's function as a value of the language. */
function hostValue(host: HostFunction): Callable {
  const parameters: readonly Parameter[] = host.parameters.map(({ name, required }) => ({
    name,
    style: "both",
    required,
  }));
  return {
    kind: "function",
    name: host.name,
    isNative: true,
    type: null,
    call: (machine, args) => {
      const { start } = machine.site;
      const bound = bind(host.name, parameters, args);
      let at = 0;
      for (const { name, type } of host.parameters) {
        const value = bound[at++];
        if (value !== undefined && typeName(value) !== TYPE_NAMES[type]) throw wrongType(machine, name, type, value);
      }
      const result = host.call(bound, machine.lines.position(start));
      if (!result.ok) throw new Fault(result.error);
      return result.value;
    },
  };
}
