/** Whether a value fits a JSON Schema, as far as ours go; any other keyword is a fault. */
type Schema = Readonly<Record<string, unknown>>;

const SAYS_NOTHING: ReadonlySet<string> = new Set(["$schema", "definitions", "title", "format"]);

/** @param root what `$ref` starts from */
export function isValid(schema: unknown, value: unknown, root: Schema): boolean {
  if (schema === true) return true;
  return Object.entries(schema as Schema)
    .filter(([keyword]) => !SAYS_NOTHING.has(keyword))
    .every(([keyword, said]) => holds(keyword, said, value, root));
}

function holds(keyword: string, said: unknown, value: unknown, root: Schema): boolean {
  const fields = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
  switch (keyword) {
    case "$ref":
      return isValid(follow(root, said as string), value, root);
    case "type":
      return [said].flat().some((type) => hasType(type as string, value));
    case "enum":
      return (said as readonly unknown[]).includes(value);
    case "minimum":
      return typeof value !== "number" || value >= (said as number);
    case "items":
      return !Array.isArray(value) || value.every((one) => isValid(said, one, root));
    case "anyOf":
      return (said as readonly unknown[]).some((one) => isValid(one, value, root));
    case "oneOf":
      return (said as readonly unknown[]).filter((one) => isValid(one, value, root)).length === 1;
    case "required":
      return fields === null || (said as readonly string[]).every((name) => Object.hasOwn(fields, name));
    case "additionalProperties":
      return fields === null || Object.values(fields).every((one) => isValid(said, one, root));
    case "properties":
      return Object.entries(said as Schema).every(
        ([name, one]) => fields === null || !Object.hasOwn(fields, name) || isValid(one, fields[name], root),
      );
    default:
      throw new Error(`unknown keyword ${keyword}`);
  }
}

function follow(root: Schema, ref: string): unknown {
  const found = ref
    .split("/")
    .slice(1)
    .reduce<unknown>((at, name) => (at as Schema)[name], root);
  if (found === undefined) throw new Error(`nothing at ${ref}`);
  return found;
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
