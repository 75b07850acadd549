/** What a method is: a function that knows the value it belongs to. */
import type { Machine } from "./machine.ts";
import type { Arguments, Value } from "./values.ts";

/** Throws a `Fault` when the arguments are wrong. */
export type Method<Self> = (machine: Machine, self: Self, args: Arguments) => Value;
export type MethodTable<Self> = Readonly<Record<string, Method<Self>>>;
