/** Arguments of built-in functions: number, names, types, and the words when they are wrong. */
import { isI32 } from "./integers.ts";
import { Fault, type Machine } from "./machine.ts";
import { repr } from "./repr.ts";
import { characterBefore, encode, lengthOf } from "./text.ts";
import { type Arguments, typeName, type Value } from "./values.ts";

/** A value of more characters is shown in messages about types by its two ends, which are measured in octets. */
const SHOWN_MAX = 60;
const SHOWN_HEAD = 34;
const SHOWN_TAIL = 17;

/**
 * Arguments of a function that takes them by position only, `min` to `max` of them.
 *
 * @returns the given ones; reading beyond them gives undefined
 */
export function positional(args: Arguments, min: number, max: number = min): readonly (Value | undefined)[] {
  if (args.named !== null) throw extraNamed([...args.named.keys()], "function");
  const count = args.positional.length;
  if (count >= min && count <= max) return args.positional;
  const expected = min === max ? `${min}` : `between ${min} and ${max}`;
  throw new Fault(`Wrong number of positional arguments, expected ${expected}, got ${count}`);
}

/** As `positional`, where any name is taken too. */
export function positionalOnly(args: Arguments, min: number, max: number): readonly (Value | undefined)[] {
  return positional({ positional: args.positional, named: null }, min, max);
}

/** `style`: by position only, by position or name, by name only. */
export type Parameter = {
  readonly name: string;
  readonly style: "position" | "both" | "name";
  readonly required: boolean;
};

/** Puts the arguments of the function called `name` to its parameters; undefined where one was left out. */
export function bind(name: string, parameters: readonly Parameter[], args: Arguments): (Value | undefined)[] {
  const bound: (Value | undefined)[] = [];
  let places = 0;
  for (const parameter of parameters) {
    if (parameter.style === "name") bound.push(undefined);
    else bound.push(args.positional[places++]);
  }
  const extra = args.named === null ? [] : bindNamed(parameters, args.named, bound);
  if (args.positional.length > places) throw extraPositional(args.positional.length - places, name);
  let at = 0;
  for (const parameter of parameters) {
    if (bound[at++] !== undefined || !parameter.required) continue;
    const only = parameter.style === "position" ? "positional-only " : "";
    throw new Fault(`Missing ${only}parameter \`${parameter.name}\` for call to \`${name}\``);
  }
  if (extra.length > 0) throw extraNamed(extra, name);
  return bound;
}

/** Fills in what is given by name; the names that no parameter has. */
function bindNamed(
  parameters: readonly Parameter[],
  named: ReadonlyMap<string, Value>,
  bound: (Value | undefined)[],
): readonly string[] {
  const extra: string[] = [];
  for (const [key, value] of named) {
    const index = parameters.findIndex((one) => one.name === key && one.style !== "position");
    if (index < 0) extra.push(key);
    else if (bound[index] !== undefined) throw new Fault(`Argument \`${key}\` occurs more than once`);
    else bound[index] = value;
  }
  return extra;
}

export function extraPositional(count: number, callee: string): Fault {
  return new Fault(`Found ${count} extra positional argument(s) for call to ${callee}`);
}

export function extraNamed(names: readonly string[], callee: string): Fault {
  return new Fault(
    `Found ${names.map((name) => `\`${name}\``).join(" ")} extra named parameter(s) for call to ${callee}`,
  );
}

export function wrongType(machine: Machine, parameter: string, expected: string, actual: Value): Fault {
  const shown = typeAndRepr(machine, actual);
  return new Fault(`Type of parameter \`${parameter}\` doesn't match, expected \`${expected}\`, actual \`${shown}\``);
}

/** `string (repr: "a")`, long values shortened in the middle. */
export function typeAndRepr(machine: Machine, value: Value): string {
  const text = repr(machine, value);
  return `${typeName(value)} (repr: ${lengthOf(text) <= SHOWN_MAX ? text : shorten(text)})`;
}

function shorten(text: string): string {
  let head = 0;
  for (let octets = 0; octets < SHOWN_HEAD;) {
    const character = String.fromCodePoint(text.codePointAt(head) ?? 0);
    octets += encode(character).length;
    head += character.length;
  }
  let tail = text.length;
  for (let octets = SHOWN_TAIL; ;) {
    const character = characterBefore(text, tail);
    octets -= encode(character).length;
    if (octets < 0) break;
    tail -= character.length;
  }
  return `${text.slice(0, head)}<<...>>${text.slice(tail)}`;
}

export function stringArgument(machine: Machine, parameter: string, value: Value | undefined): string {
  if (typeof value === "string") return value;
  throw wrongType(machine, parameter, "str", value ?? null);
}

export function booleanArgument(machine: Machine, parameter: string, value: Value | undefined): boolean {
  if (typeof value === "boolean") return value;
  throw wrongType(machine, parameter, "bool", value ?? null);
}

/** An integer of 32 bits; `expected` is the type as declared. */
export function i32Argument(machine: Machine, parameter: string, value: Value, expected = "int"): number {
  if (typeof value !== "number" && typeof value !== "bigint") throw wrongType(machine, parameter, expected, value);
  if (isI32(value)) return value;
  throw new Fault(`Error unpacking value for parameter \`${parameter}\` of type \`${expected}`);
}

/** As `i32Argument`, or null for None and for an argument left out. */
export function optionalI32(machine: Machine, parameter: string, value: Value | undefined): number | null {
  return value === undefined || value === null ? null : i32Argument(machine, parameter, value, "None | int");
}
