/** How messages are defined: by name, and made when they are first needed. */
import * as z from "zod/mini";

/**
 * A named shape of the protocol. Calling it gives the schema, always the same one; it is made at the first call, so that
 * a start pays only for the messages that come.
 */
export type Definition<S extends z.ZodMiniType = z.ZodMiniType> = (() => S) & {
  /** As clients know it: the name of its JSON Schema and of its TypeScript type. */
  readonly title: string;
};

/** The value of a definition, for TypeScript. */
export type Of<D extends Definition> = z.infer<ReturnType<D>>;

const titles = new WeakMap<z.core.$ZodType, string>();
const experimentals = new WeakSet<z.core.$ZodType>();
const counts = new WeakSet<z.core.$ZodType>();
const paths = new WeakSet<z.core.$ZodType>();

export function define<S extends z.ZodMiniType>(title: string, make: () => S): Definition<S> {
  let made: S | null = null;
  const get = (): S => {
    if (made === null) {
      made = make();
      titles.set(made, title);
    }
    return made;
  };
  return Object.assign(get, { title });
}

/** The name that a schema was defined by; null for a part without one. */
export function titleOf(schema: z.core.$ZodType): string | null {
  return titles.get(schema) ?? null;
}

/** A field that may be left out or null, which mean the same. */
export function maybe<S extends z.ZodMiniType>(schema: S): z.ZodMiniOptional<z.ZodMiniNullable<S>> {
  return z.optional(z.nullable(schema));
}

/** A field or a variant for clients that declared `experimentalApi`; not a definition, which others may use as well. */
export function experimental<S extends z.ZodMiniType>(schema: S): S {
  if (titles.has(schema)) throw new Error(`${titles.get(schema)} is marked wherever it is used`);
  experimentals.add(schema);
  return schema;
}

export function isExperimental(schema: z.core.$ZodType): boolean {
  return experimentals.has(schema);
}

/** A whole number of at least 0. */
export function count(): z.ZodMiniNumberFormat {
  const schema = z.int().check(z.minimum(0));
  counts.add(schema);
  return schema;
}

export function isCount(schema: z.core.$ZodType): boolean {
  return counts.has(schema);
}

export function absolutePath(): z.ZodMiniString {
  const schema = z.string().check(z.startsWith("/"));
  paths.add(schema);
  return schema;
}

export function isAbsolutePath(schema: z.core.$ZodType): boolean {
  return paths.has(schema);
}

/** No parameters: nothing, null, or an object whose fields are not looked at. */
export const None = define("None", () => z.optional(z.nullable(z.looseObject({}))));
