/** As much of JSON Schema, draft 2020-12, as the schema of settings uses. */
import { isTable, type Table } from "../../../src/core/config/spot.ts";

const ANNOTATIONS = ["title", "description", "default", "$schema", "$defs"];

/** True if `value` fits `schema`, a part of `root`; a keyword that is not known here throws. */
export function fits(value: unknown, schema: unknown, root: Table): boolean {
  if (typeof schema === "boolean") return schema;
  if (!isTable(schema)) throw new Error(`no schema: ${JSON.stringify(schema)}`);
  return Object.entries(schema).every(([keyword, said]) => fitsKeyword(value, keyword, { said, schema, root }));
}

type Said = { readonly said: unknown; readonly schema: Table; readonly root: Table };

function fitsKeyword(value: unknown, keyword: string, { said, schema, root }: Said): boolean {
  switch (keyword) {
    case "$ref":
      return fits(value, tableOf(root["$defs"])[String(said).replace("#/$defs/", "")], root);
    case "type":
      return isOfType(value, String(said));
    case "enum":
      return listOf(said).includes(value);
    case "const":
      return said === value;
    case "anyOf":
      return listOf(said).some((one) => fits(value, one, root));
    case "not":
      return !fits(value, said, root);
    case "minLength":
      return typeof value !== "string" || value.length >= Number(said);
    case "pattern":
      return typeof value !== "string" || new RegExp(String(said), "u").test(value);
    case "minimum":
      return !isNumber(value) || Number(value) >= Number(said);
    case "maximum":
      return !isNumber(value) || Number(value) <= Number(said);
    case "items":
      return !Array.isArray(value) || value.every((item) => fits(item, said, root));
    case "required":
      return !isTable(value) || listOf(said).every((key) => Object.hasOwn(value, String(key)));
    case "propertyNames":
      return !isTable(value) || Object.keys(value).every((key) => fits(key, said, root));
    case "properties":
      return (
        !isTable(value) ||
        Object.entries(tableOf(said)).every(([key, one]) => !Object.hasOwn(value, key) || fits(value[key], one, root))
      );
    case "patternProperties":
      return (
        !isTable(value) ||
        Object.entries(tableOf(said)).every(([pattern, one]) =>
          matching(value, pattern).every((key) => fits(value[key], one, root)),
        )
      );
    case "additionalProperties":
      return !isTable(value) || otherKeys(value, schema).every((key) => fits(value[key], said, root));
    default:
      if (ANNOTATIONS.includes(keyword)) return true;
      throw new Error(`unknown keyword ${keyword}`);
  }
}

function matching(value: Table, pattern: string): readonly string[] {
  return Object.keys(value).filter((key) => new RegExp(pattern, "u").test(key));
}

function otherKeys(value: Table, schema: Table): readonly string[] {
  const named = tableOf(schema["properties"] ?? {});
  const patterns = Object.keys(tableOf(schema["patternProperties"] ?? {}));
  return Object.keys(value).filter(
    (key) => !Object.hasOwn(named, key) && !patterns.some((pattern) => matching({ [key]: null }, pattern).length > 0),
  );
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "object") return isTable(value);
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return isNumber(value) && (typeof value === "bigint" || Number.isInteger(value));
  return type === "number" ? isNumber(value) : typeof value === type;
}

function isNumber(value: unknown): boolean {
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("no list in a schema");
  return value;
}

function tableOf(value: unknown): Table {
  if (!isTable(value)) throw new Error("no table in a schema");
  return value;
}
