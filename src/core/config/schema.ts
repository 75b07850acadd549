/** The JSON Schema of `config.toml`, made of the catalogue, for editors. */
import { never } from "../../kit/never.ts";
import { CATALOGUE, PROFILE_LAYER, PROFILE_SHAPE } from "./catalogue.ts";
import { WORDS } from "./catalogue-words.ts";
import { OWN_SCHEMAS, type Schema } from "./own-schemas.ts";
import type { Shape, TableShape } from "./shapes.ts";

/**
 * The schema of a whole file. Keys that nobody knows are let pass at the top, for Codex has many; inside the tables
 * that assent reads they are refused, where the reader only warns of some.
 */
export function configSchema(): object {
  const $defs = Object.fromEntries(Object.entries(PROFILE_LAYER).map(([key, shape]) => [key, schemaOf(shape, [key])]));
  const shared = Object.fromEntries(Object.keys($defs).map((key) => [key, { $ref: `#/$defs/${key}` }]));
  const ownOf = ({ keys }: TableShape): object => {
    const own = Object.entries(keys).filter(([key]) => !Object.hasOwn(shared, key));
    return Object.fromEntries(own.map(([key, shape]) => [key, schemaOf(shape, [key])]));
  };
  const profile = { type: "object", properties: { ...shared, ...ownOf(PROFILE_SHAPE) } };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Settings of assent",
    description: "config.toml in assent's home, in .codex of a project, or of the machine; see docs/configuration.md.",
    type: "object",
    properties: {
      ...shared,
      ...ownOf(CATALOGUE),
      profiles: { type: "object", ...wordsAt(["profiles"]), additionalProperties: profile },
    },
    $defs,
  };
}

function schemaOf(shape: Shape, path: readonly string[]): Schema {
  return { ...formOf(shape, path), ...wordsAt(path) };
}

/** What a shape is, without the words of its key. */
function formOf(shape: Shape, path: readonly string[]): Schema & object {
  const own = OWN_SCHEMAS[path.join(".")];
  if (own !== undefined) return own;
  switch (shape.kind) {
    case "own":
      throw new Error(`no schema for ${path.join(".")}`);
    case "barred":
      return { not: {} };
    case "switch":
      return { type: "boolean" };
    case "choice":
      return { enum: shape.values };
    case "text": {
      const pattern = shape.pattern === undefined ? {} : { pattern: shape.pattern.source };
      return { type: "string", ...(shape.mayBeEmpty === true ? {} : { minLength: 1 }), ...pattern };
    }
    case "number":
      return { type: shape.whole ? "integer" : "number", minimum: shape.min, maximum: shape.max };
    case "list":
      return { type: "array", items: formOf(shape.of, path) };
    case "map": {
      const names = shape.names === undefined ? {} : { pattern: shape.names.source };
      const inner = schemaOf(shape.of, [...path, "*"]);
      return { type: "object", propertyNames: { minLength: 1, ...names }, additionalProperties: inner };
    }
    case "table":
      return tableSchema(shape, path);
    case "either":
      return { anyOf: shape.of.map((one) => formOf(one, path)) };
    default:
      return never(shape);
  }
}

function tableSchema({ keys, passed = [], required, others }: TableShape, path: readonly string[]): Schema & object {
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, schemaOf(shape, [...path, key])])),
      ...Object.fromEntries(passed.map((key) => [key, true])),
    },
    ...(required === undefined ? {} : { required }),
    additionalProperties: others === "pass",
  };
}

function wordsAt(path: readonly string[]): object {
  const words = WORDS[path.join(".")];
  if (words === undefined) return {};
  const [title, description, standard] = words;
  return { title, description, ...(standard === undefined ? {} : { default: standard }) };
}
