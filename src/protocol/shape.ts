/** What a schema says, in the few forms that this protocol uses. */
import type * as z from "zod/mini";
import { isAbsolutePath, isCount } from "./define.ts";

export type Schema = z.core.$ZodType;
export type Shape =
  | { readonly kind: "text"; readonly isPath: boolean }
  /** `isWhole` with its bounds, both included. */
  | { readonly kind: "number"; readonly isWhole: boolean; readonly min: number; readonly max: number }
  | { readonly kind: "boolean" | "null" | "any" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "list"; readonly of: Schema }
  | { readonly kind: "map"; readonly of: Schema }
  /** `isOpen`: it may have others that are not named. */
  | { readonly kind: "fields"; readonly fields: Readonly<Record<string, Schema>>; readonly isOpen: boolean }
  | { readonly kind: "either"; readonly options: readonly Schema[] }
  | { readonly kind: "optional" | "nullable"; readonly of: Schema };

type Described = { readonly def: z.core.$ZodTypes["_zod"]["def"] };

const FORMATS: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["int32", [-(2 ** 31), 2 ** 31 - 1]],
  ["uint32", [0, 2 ** 32 - 1]],
]);

/** Throws on a form that the protocol does not use: that is a fault of its definitions. */
export function shapeOf(schema: Schema): Shape {
  const { def } = schema as unknown as Described;
  switch (def.type) {
    case "string":
      return { kind: "text", isPath: isAbsolutePath(schema) };
    case "number":
      return numberOf(schema, "format" in def ? String(def.format) : null);
    case "boolean":
    case "null":
      return { kind: def.type };
    case "unknown":
      return { kind: "any" };
    case "enum":
      return { kind: "words", words: Object.values(def.entries).map(String) };
    case "literal":
      return { kind: "words", words: def.values.map(String) };
    case "array":
      return { kind: "list", of: def.element };
    case "record":
      return { kind: "map", of: def.valueType };
    case "object":
      return { kind: "fields", fields: def.shape, isOpen: def.catchall !== undefined };
    case "union":
      return { kind: "either", options: def.options };
    case "optional":
    case "nullable":
      return { kind: def.type, of: def.innerType };
    default:
      throw new Error(`the protocol has no ${def.type}`);
  }
}

function numberOf(schema: Schema, format: string | null): Shape {
  if (format === null) return { kind: "number", isWhole: false, min: -Infinity, max: Infinity };
  const [min, max] = FORMATS.get(format) ?? [isCount(schema) ? 0 : Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return { kind: "number", isWhole: true, min, max };
}
