/** A definition as JSON Schema, draft 7. */
import type { Json } from "../kit/json.ts";
import { never } from "../kit/never.ts";
import { isExperimental, titleOf } from "./define.ts";
import { type Schema, type Shape, shapeOf } from "./shape.ts";

export type JsonSchema = { readonly [key: string]: Json };

export type Writing = {
  /** Where the definition of a name is found: the text of a `$ref`. */
  readonly refer: (title: string) => string;
  readonly withExperimental: boolean;
};

const U32_MAX = 0xffff_ffff;

/** As it is used in another one: by reference, where it has a name. */
export function useOf(schema: Schema, writing: Writing): Json {
  const title = titleOf(schema);
  return title === null ? bodyOf(schema, writing) : { $ref: writing.refer(title) };
}

/** The schema itself; `true` where anything will do. */
export function bodyOf(schema: Schema, writing: Writing): Json {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "any":
      return true;
    case "text":
      return { type: "string" };
    case "boolean":
    case "null":
      return { type: shape.kind };
    case "number":
      return numberOf(shape);
    case "words":
      return { enum: shape.words, type: "string" };
    case "list":
      return { items: useOf(shape.of, writing), type: "array" };
    case "map":
      return { additionalProperties: useOf(shape.of, writing), type: "object" };
    case "fields":
      return fieldsOf(shape.fields, writing);
    case "either":
      return { anyOf: shape.options.filter((one) => isShown(one, writing)).map((one) => useOf(one, writing)) };
    case "nullable":
      return orNull(useOf(shape.of, writing));
    case "optional":
      return useOf(shape.of, writing);
    default:
      return never(shape);
  }
}

function isShown(schema: Schema, writing: Writing): boolean {
  return writing.withExperimental || !isExperimental(schema);
}

function numberOf({ isWhole, min, max }: Shape & { readonly kind: "number" }): JsonSchema {
  if (!isWhole) return { format: "double", type: "number" };
  const bits = max <= U32_MAX ? 32 : 64;
  return min < 0 ? { format: `int${bits}`, type: "integer" } : { format: `uint${bits}`, minimum: 0, type: "integer" };
}

function fieldsOf(fields: Readonly<Record<string, Schema>>, writing: Writing): JsonSchema {
  const shown = Object.entries(fields).filter(([, field]) => isShown(field, writing));
  const required = shown.filter(([, field]) => shapeOf(field).kind !== "optional").map(([name]) => name);
  return {
    ...(shown.length > 0 && {
      properties: Object.fromEntries(shown.map(([name, field]) => [name, useOf(field, writing)])),
    }),
    ...(required.length > 0 && { required }),
    type: "object",
  };
}

function orNull(one: Json): Json {
  if (one === true) return true;
  const { type } = Object(one) as { readonly type?: Json };
  if (typeof type === "string" && !Object.hasOwn(Object(one) as object, "enum")) {
    return { ...(one as JsonSchema), type: [type, "null"] };
  }
  return { anyOf: [one, { type: "null" }] };
}
