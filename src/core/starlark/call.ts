/** Calling a value, and putting arguments to the parameters of a function of the file. */
import { extraNamed, extraPositional } from "./arguments.ts";
import { put } from "./dict-methods.ts";
import { NATIVE_DEPTH_MAX, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { textOf } from "./repr.ts";
import { hasType } from "./types.ts";
import { type Arguments, type Dict, tupleOf, typeName, type TypeValue, type Value } from "./values.ts";

/** Calls `callee`; the caller has entered the call and set the site. */
export function call(machine: Machine, callee: Value, args: Arguments): Value {
  if (typeof callee === "object" && callee !== null && callee.kind === "function") return callee.call(machine, args);
  throw new Fault(`Operation \`call()\` not supported on type \`${typeName(callee)}\``);
}

/** One frame of variables: of a function's call, or the file's own. A slot is undefined until it is assigned. */
export type Scope = {
  readonly slots: (Value | undefined)[];
  /** The frame of the function around this one; null for the file's own. */
  readonly parent: Scope | null;
  /** What `return` gave. */
  result: Value;
};

/** A parameter with a name; its slot is its place in the list. */
export type Formal = {
  readonly name: string;
  readonly kind: "position" | "named-only" | "star" | "star-star";
  /** Value where the argument is left out; undefined where it must be given. */
  readonly fallback: Value | undefined;
  /** Null without annotation. */
  readonly type: TypeValue | null;
};

export type Signature = {
  /** As messages name it: path of the file, dot, name. */
  readonly callee: string;
  readonly formals: readonly Formal[];
  /** Parameters that may be given by position; they come first. */
  readonly places: number;
  /** True if there is neither `*` nor `**`, nothing after them, and no annotation. */
  readonly isPlain: boolean;
};

/** Fills the first slots with the arguments. */
export function bindArguments(
  machine: Machine,
  signature: Signature,
  args: Arguments,
  slots: (Value | undefined)[],
): void {
  const { formals, places } = signature;
  const given = args.positional;
  const count = Math.min(given.length, places);
  for (let index = 0; index < count; index++) slots[index] = given[index];
  if (!(signature.isPlain && args.named === null && given.length === places)) bindRest(machine, signature, args, slots);
  for (const [index, formal] of formals.entries()) {
    if (formal.type !== null) checkType(machine, formal.type, slots[index] ?? null, `argument \`${formal.name}\``);
  }
}

/** Named arguments, those left over, and the fallbacks. */
function bindRest(machine: Machine, signature: Signature, args: Arguments, slots: (Value | undefined)[]): void {
  const { formals, places, callee } = signature;
  const star = formals.findIndex((formal) => formal.kind === "star");
  const starStar = formals.findIndex((formal) => formal.kind === "star-star");
  const { extra, more } = bindNamed(machine, signature, args, slots, starStar >= 0);
  if (args.positional.length > places && star < 0) throw extraPositional(args.positional.length - places, callee);
  if (star >= 0) {
    const rest = args.positional.slice(places);
    machine.allocate(OBJECT_BYTES + rest.length * 16);
    slots[star] = tupleOf(rest);
  }
  if (starStar >= 0) slots[starStar] = more;
  for (const [index, formal] of formals.entries()) {
    if (slots[index] !== undefined) continue;
    if (formal.fallback === undefined) throw missing(formal, callee);
    slots[index] = formal.fallback;
  }
  if (extra.length > 0) throw extraNamed(extra, callee);
}

type Leftover = { readonly extra: readonly string[]; readonly more: Dict };

function bindNamed(
  machine: Machine,
  { formals }: Signature,
  args: Arguments,
  slots: (Value | undefined)[],
  takesMore: boolean,
): Leftover {
  const more: Dict = { kind: "dict", entries: new Map(), walkers: 0 };
  const extra: string[] = [];
  for (const [name, value] of args.named ?? []) {
    machine.steps(1 + (formals.length >> 4));
    const index = formals.findIndex((formal) => formal.name === name && !formal.kind.startsWith("star"));
    if (index >= 0) {
      if (slots[index] !== undefined) throw new Fault(`Argument \`${name}\` occurs more than once`);
      slots[index] = value;
    } else if (takesMore) put(machine, more, name, value);
    else extra.push(name);
  }
  return { extra, more };
}

function missing(formal: Formal, callee: string): Fault {
  const what = formal.kind === "named-only" ? "named-only parameter" : "parameter";
  return new Fault(`Missing ${what} \`${formal.name}\` for call to \`${callee}\``);
}

/** Fails if the value is not of the type; `where` says what was annotated. */
export function checkType(machine: Machine, type: TypeValue, value: Value, where: string): void {
  if (hasType(machine, type, value)) return;
  throw new Fault(
    `Value \`${textOf(machine, value)}\` of type \`${typeName(value)}\` does not match the type annotation ` +
      `\`${type.name}\` for ${where}`,
  );
}

/** Counts the closures of a function's body as being on the native stack. */
export function descend(machine: Machine, height: number): void {
  machine.depth += height;
  if (machine.depth > NATIVE_DEPTH_MAX) {
    throw new Fault(`limit of ${NATIVE_DEPTH_MAX} expressions within expressions reached`, "limit");
  }
}
