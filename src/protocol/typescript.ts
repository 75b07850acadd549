/** A definition as a TypeScript type. */
import { never } from "../kit/never.ts";
import { isExperimental, titleOf } from "./define.ts";
import { type Schema, shapeOf } from "./shape.ts";

/** As it is used in another one: by its name, where it has one. */
export function typeUse(schema: Schema, withExperimental: boolean): string {
  return titleOf(schema) ?? typeBody(schema, withExperimental);
}

export function typeBody(schema: Schema, withExperimental: boolean): string {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "any":
      return "JsonValue";
    case "text":
      return "string";
    case "boolean":
    case "null":
    case "number":
      return shape.kind;
    case "words":
      return shape.words.map((word) => JSON.stringify(word)).join(" | ");
    case "list":
      return `Array<${typeUse(shape.of, withExperimental)}>`;
    case "map":
      return `{ [key in string]?: ${typeUse(shape.of, withExperimental)} }`;
    case "fields":
      return fieldsOf(shape.fields, withExperimental);
    case "either":
      return shape.options
        .filter((one) => withExperimental || !isExperimental(one))
        .map((one) => typeUse(one, withExperimental))
        .join(" | ");
    case "nullable":
      return `${typeUse(shape.of, withExperimental)} | null`;
    case "optional":
      return typeUse(shape.of, withExperimental);
    default:
      return never(shape);
  }
}

function fieldsOf(fields: Readonly<Record<string, Schema>>, withExperimental: boolean): string {
  const shown = Object.entries(fields).filter(([, field]) => withExperimental || !isExperimental(field));
  if (shown.length === 0) return "Record<string, never>";
  const written = shown.map(([name, field]) => {
    const mark = shapeOf(field).kind === "optional" ? "?" : "";
    return `${/^\w+$/u.test(name) ? name : JSON.stringify(name)}${mark}: ${typeUse(field, withExperimental)}`;
  });
  return `{ ${written.join(", ")} }`;
}
