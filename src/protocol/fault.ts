/** Why a value does not fit a shape, in one line that names the field. */
import { never } from "../kit/never.ts";
import { titleOf } from "./define.ts";
import { type Schema, type Shape, shapeOf } from "./shape.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Characters of a wrong text that are repeated. */
const SHOWN_MAX = 200;
const U32_MAX = 0xffff_ffff;

/**
 * The first thing in which `value` differs from `schema`, in the words that clients of this protocol know; null where
 * none is found. Fields are gone through in the order of the message, and what is missing comes last.
 *
 * @param path of `value` within the parameters, as in `input[0].text`; empty for the parameters themselves
 */
export function findFault(schema: Schema, value: unknown, path = ""): string | null {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "optional":
      return value === undefined ? null : findFault(shape.of, value, path);
    case "nullable":
      return value === null ? null : findFault(shape.of, value, path);
    case "any":
      return null;
    case "boolean":
      return typeof value === "boolean" ? null : wrongType(value, "a boolean", path);
    case "null":
      return value === null ? null : wrongType(value, "null", path);
    case "text":
      return findInText(shape.isPath, value, path);
    case "number":
      return findInNumber(shape, value, path);
    case "words":
      return findInWords(shape.words, value, path);
    case "list":
      if (!Array.isArray(value)) return wrongType(value, "a sequence", path);
      return first(value, (one, at) => findFault(shape.of, one, `${path}[${at}]`));
    case "map":
      if (!isFields(value)) return wrongType(value, "a map", path);
      return first(Object.entries(value), ([name, one]) => findFault(shape.of, one, join(path, name)));
    case "fields":
      return findInFields(shape.fields, titleOf(schema), value, path);
    case "either":
      return findInEither(shape.options, value, path);
    default:
      return never(shape);
  }
}

function findInText(isPath: boolean, value: unknown, path: string): string | null {
  if (typeof value !== "string") return wrongType(value, "a string", path);
  return isPath && !value.startsWith("/") ? wrong("value", value, "an absolute path", path) : null;
}

function findInNumber(shape: Shape & { readonly kind: "number" }, value: unknown, path: string): string | null {
  const expected = shape.isWhole ? nameOfRange(shape.min, shape.max) : "a number";
  if (typeof value !== "number") return wrongType(value, expected, path);
  if (shape.isWhole && !Number.isInteger(value)) return wrongType(value, expected, path);
  return value < shape.min || value > shape.max ? wrong("value", value, expected, path) : null;
}

function nameOfRange(min: number, max: number): string {
  return `${min >= 0 ? "u" : "i"}${max <= U32_MAX ? 32 : 64}`;
}

function findInWords(
  words: readonly string[],
  value: unknown,
  path: string,
  expected: "a string" | "string or map" = "a string",
): string | null {
  if (typeof value !== "string") return wrongType(value, expected, path);
  return words.includes(value) ? null : unknownVariant(value, words, path);
}

function findInFields(
  fields: Readonly<Record<string, Schema>>,
  title: string | null,
  value: unknown,
  path: string,
): string | null {
  if (!isFields(value)) return wrongType(value, title === null ? "a map" : `struct ${title}`, path);
  for (const [name, one] of Object.entries(value)) {
    const field = fieldOf(fields, name);
    const fault = field === null ? null : findFault(field, one, join(path, name));
    if (fault !== null) return fault;
  }
  const missing = Object.keys(fields).find((name) => value[name] === undefined && mustBeThere(fields, name));
  return missing === undefined ? null : missingField(missing, path);
}

function mustBeThere(fields: Readonly<Record<string, Schema>>, name: string): boolean {
  const field = fieldOf(fields, name);
  return field !== null && shapeOf(field).kind !== "optional";
}

/** One of several: told apart by a field that says which, or by the only field there is, or by being a word. */
function findInEither(options: readonly Schema[], value: unknown, path: string): string | null {
  if (options.some((option) => findFault(option, value, path) === null)) return null;
  const objects = options.flatMap(objectsOf);
  const tag = tagOf(objects);
  if (tag !== null) return findByTag(objects, tag, value, path);
  const words = options.flatMap(wordsOf);
  const keys = objects.flatMap((one) => Object.keys(one).slice(0, 1));
  if (words.length + keys.length === 0) return wrongType(value, "another type", path);
  if (!isFields(value)) return findInWords([...words, ...keys], value, path, "string or map");
  const [key = ""] = Object.keys(value);
  const chosen = objects.find((one) => Object.hasOwn(one, key));
  return chosen === undefined
    ? unknownVariant(key, [...words, ...keys], path)
    : findInFields(chosen, null, value, path);
}

function findByTag(
  objects: readonly Readonly<Record<string, Schema>>[],
  tag: string,
  value: unknown,
  path: string,
): string | null {
  if (!isFields(value)) return wrongType(value, "a map", path);
  const named = value[tag];
  if (named === undefined) return missingField(tag, path);
  const known = objects.map((one) => wordsOf(one[tag]));
  const chosen = objects[known.findIndex((words) => words.some((word) => word === named))];
  if (chosen === undefined) return findInWords([...new Set(known.flat())], named, join(path, tag));
  return findInFields(chosen, null, value, path);
}

function objectsOf(schema: Schema): readonly Readonly<Record<string, Schema>>[] {
  const shape = shapeOf(schema);
  if (shape.kind === "either") return shape.options.flatMap(objectsOf);
  return shape.kind === "fields" ? [shape.fields] : [];
}

/** The field by which all of them are told apart. */
function tagOf(objects: readonly Readonly<Record<string, Schema>>[]): string | null {
  const [one, ...others] = objects;
  if (one === undefined || others.length === 0) return null;
  const isTag = (name: string): boolean => objects.every((fields) => wordsOf(fieldOf(fields, name)).length > 0);
  return Object.keys(one).find(isTag) ?? null;
}

function wordsOf(schema: Schema | null | undefined): readonly string[] {
  const shape = schema === null || schema === undefined ? null : shapeOf(schema);
  return shape?.kind === "words" ? shape.words : [];
}

function fieldOf(fields: Readonly<Record<string, Schema>>, name: string): Schema | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function first<T>(list: readonly T[], find: (one: T, at: number) => string | null): string | null {
  for (const [at, one] of list.entries()) {
    const fault = find(one, at);
    if (fault !== null) return fault;
  }
  return null;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Says what there is in place of a word that nobody knows; also for methods. */
export function unknownVariant(name: string, known: readonly string[], path: string): string {
  const quoted = [...new Set(known)].map((one) => `\`${one}\``);
  const expected = quoted.length > 2 ? `one of ${quoted.join(", ")}` : quoted.join(" or ");
  return `unknown variant \`${cut(name)}\`, expected ${expected}${where(path)}`;
}

function missingField(name: string, path: string): string {
  return `missing field \`${name}\`${where(path)}`;
}

function wrongType(value: unknown, expected: string, path: string): string {
  return wrong("type", value, expected, path);
}

function wrong(what: "type" | "value", value: unknown, expected: string, path: string): string {
  return `invalid ${what}: ${seen(value)}, expected ${expected}${where(path)}`;
}

function where(path: string): string {
  return path === "" ? "" : ` in \`${path}\``;
}

function seen(value: unknown): string {
  if (typeof value === "string") return `string ${JSON.stringify(cut(value))}`;
  if (typeof value === "number") return `${Number.isInteger(value) ? "integer" : "floating point"} \`${value}\``;
  if (typeof value === "boolean") return `boolean \`${value}\``;
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "sequence" : "map";
}

function cut(text: string): string {
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)}…`;
}
