/**
 * Sets or removes one key in the text of a settings file; all else stays as it is.
 *
 * Text is edited and not written anew, for comments and order are a person's. Edits are tried in the order in which
 * they are usual, and whether one did what was wanted and nothing else is seen by reading its result: what is written
 * in an unusual way is left to the person.
 */
import { parse } from "smol-toml";
import { err, ok, type Result } from "../../kit/result.ts";
import { isSame } from "../../kit/same.ts";
import { additions } from "./edit-add.ts";
import { editsOfList } from "./edit-list.ts";
import { exact, isTomlList, isTomlTable, isWritable, printValue, stable, type TomlValue } from "./edit-print.ts";
import { textWithout } from "./edit-remove.ts";
import { indentAt, linesOf, replaced, type Text, textOf } from "./edit-text.ts";
import type { Span } from "./outline.ts";
import { isTable, printKey, type Table } from "./spot.ts";
import { valueAt, without, withValue } from "./tables.ts";

/**
 * The text in which the value at `path` is `value`; null where it is so already. The error is for the person, and
 * follows the file's name. Comments in what is replaced go above it; they go only with a whole table.
 *
 * @param text TOML, with or without a byte order mark
 * @param path keys from the top; into lists it cannot lead
 */
export function setKey(text: string, path: readonly string[], value: TomlValue): Result<string | null, string> {
  const tree = readTree(text);
  if (tree === null) return err("it is no TOML");
  if (!isWritable([...path, value])) return err("half of a character cannot be written in TOML");
  const parents = checkParents(tree, path);
  if (!parents.ok) return parents;
  const wanted = stable(withValue(tree, path, exact(value)));
  if (wanted === stable(tree)) return ok(null);
  for (const edit of settingEdits(textOf(text), tree, path, value)) {
    const after = readTree(edit);
    if (after !== null && stable(after) === wanted) return ok(`${markOf(text)}${edit}`);
  }
  return err(`it is written in a way that assent does not edit: set ${printKey(path)} there by hand`);
}

/** The text without the key, or table, at `path`, and what stands behind it on its line; null where there is none. */
export function removeKey(text: string, path: readonly string[]): Result<string | null, string> {
  const tree = readTree(text);
  if (tree === null) return err("it is no TOML");
  const parents = checkParents(tree, path);
  if (!parents.ok) return parents;
  if (valueAt(tree, path) === undefined) return ok(null);
  const edit = textWithout(textOf(text), path);
  const after = readTree(edit);
  // A table that was only there for the key goes with it, or stays as a header.
  const rest = (table: Table): string => stable(without(withValue(table, path, true), path));
  if (after !== null && valueAt(after, path) === undefined && rest(after) === rest(tree)) {
    return ok(`${markOf(text)}${edit}`);
  }
  return err(`it is written in a way that assent does not edit: remove ${printKey(path)} there by hand`);
}

/** The value at `path` of a TOML text; undefined where there is none, or no TOML. */
export function valueIn(text: string, path: readonly string[]): unknown {
  return valueAt(readTree(text, "asNeeded") ?? {}, path);
}

function* settingEdits(text: Text, tree: Table, path: readonly string[], value: TomlValue): Generator<string> {
  const before = valueAt(tree, path);
  if (before === undefined) {
    yield* additions(text, path, printValue(value));
    return;
  }
  const pair = text.outline.nodes.find((node) => node.kind === "pair" && isSame(node.path, path));
  if (pair?.kind === "pair") {
    if (Array.isArray(before) && isTomlList(value))
      yield* editsOfList(text, path, pair.value, { before, after: value });
    yield* replacements(text, pair.span, pair.value, printValue(value));
    return;
  }
  if (isTable(before) && isTomlTable(value)) yield* tableEdits(text, before, path, value);
  yield* additions(textOf(textWithout(text, path)), path, printValue(value));
}

/** The value in the place of the old one; comments within the latter go above the line that it all begins with. */
function* replacements(text: Text, pair: Span, value: Span, print: string): Generator<string> {
  const comments = text.outline.comments.filter(({ start }) => start >= value.start && start < value.end);
  const outer = text.outline.nodes.findLast(
    (node) => node.kind === "pair" && !node.isInline && node.span.start <= pair.start,
  );
  const start = outer?.kind === "pair" ? outer.span.start : pair.start;
  const line = linesOf(text).startOf(start);
  const indent = indentAt(text, start);
  const above = comments.map(({ start, end }) => `${indent}${text.source.slice(start, end)}${text.lineEnd}`).join("");
  yield replaced(text, [
    { start: line, end: line, by: above },
    { ...value, by: print },
  ]);
}

/** Key by key, so that what stays keeps its place and its comments. */
function* tableEdits(
  text: Text,
  before: Table,
  path: readonly string[],
  value: Readonly<Record<string, TomlValue>>,
): Generator<string> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(value, key));
  const steps = [
    ...gone.map((key) => (source: string) => removeKey(source, [...path, key])),
    ...Object.entries(value).map(
      ([key, inner]) =>
        (source: string) =>
          setKey(source, [...path, key], inner),
    ),
  ];
  let { source } = text;
  for (const step of steps) {
    const done = step(source);
    if (!done.ok) return;
    source = done.value ?? source;
  }
  yield source;
}

/** What holds the key must be a table, or nothing yet. */
function checkParents(tree: Table, path: readonly string[]): Result<null, string> {
  for (let length = 1; length < path.length; length += 1) {
    const parent = path.slice(0, length);
    const value = valueAt(tree, parent);
    if (value === undefined) return ok(null);
    if (Array.isArray(value)) return err(`${printKey(parent)} is a list: what is in it is not edited by key`);
    if (!isTable(value)) return err(`${printKey(parent)} is no table, so that it has no key inside`);
  }
  return path.length === 0 ? err("there is no key") : ok(null);
}

/** @param big `true` to tell 1 from 1.0 */
function readTree(text: string, big: true | "asNeeded" = true): Table | null {
  try {
    return parse(text, { integersAsBigInt: big });
  } catch {
    // An edit that broke the text is none.
    return null;
  }
}

function markOf(text: string): string {
  return text.startsWith("\ufeff") ? "\ufeff" : "";
}
