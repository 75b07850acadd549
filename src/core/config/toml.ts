/** Reads a layer of settings from TOML: a whole file, or the values of `-c`. */
import { parse, TomlError } from "smol-toml";
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError, Place } from "./error.ts";
import { oneSource } from "./join-layers.ts";
import { readLayer, readProfileLayer } from "./keys.ts";
import type { LayerName, ReadLayer } from "./layers.ts";
import { NESTING_MAX } from "./outline.ts";
import { deepestIn, positionAt, positionsIn } from "./positions.ts";
import type { Layer } from "./settings.ts";
import { describeValue, isTable, printKey, type Source, type Table } from "./spot.ts";
import { overlaid, valueAt, withValue } from "./tables.ts";

/** @param text without a byte order mark; `base` and `userHome` absolute, see `Source` */
export function readConfigText(options: {
  readonly name: LayerName;
  readonly file: string;
  readonly text: string;
  readonly base: string;
  readonly userHome: string;
}): Result<ReadLayer, ConfigError> {
  const { name, file, text, base, userHome } = options;
  const parsed = parseFile(file, text);
  if (!parsed.ok) return parsed;
  const { table, placeOf } = parsed.value;
  const readAs = name === "profile" ? readProfileLayer : readLayer;
  const layer = readAs(table, { base, userHome, placeOf });
  return layer.ok ? ok({ name, file, ...layer.value }) : layer;
}

/** The table that a TOML file holds, and where each value of it stands. */
export type TomlFile = { readonly table: Table; readonly placeOf: Source["placeOf"] };

/** @param text without a byte order mark */
export function parseFile(file: string, text: string): Result<TomlFile, ConfigError> {
  const parsed = parseToml(text);
  if (!parsed.ok) {
    return err({ kind: "syntax", place: { kind: "file", file, ...parsed.error.at }, message: parsed.error.message });
  }
  const positionOf = positionsIn(text);
  return ok({ table: parsed.value, placeOf: (path) => ({ kind: "file", file, ...positionOf(path) }) });
}

/** What a profile `[profiles.NAME]` of `layer` says; null where it has none of that name. */
export function readProfile(
  layer: ReadLayer,
  name: string,
  source: Omit<Source, "placeOf">,
): Result<ReadLayer | null, ConfigError> {
  const above = ["profiles", name];
  const table = valueAt(layer.table, above);
  if (table === undefined) return ok(null);
  const placeOf = (path: readonly string[]): Place => layer.placeOf([...above, ...path]);
  if (!isTable(table)) {
    const found = describeValue(table);
    return err({ kind: "bad-value", place: placeOf([]), key: printKey(above), found, expected: "a table" });
  }
  const read = readProfileLayer(table, { ...source, placeOf });
  return read.ok ? ok({ name: "profile", file: layer.file, ...read.value }) : read;
}

/**
 * Reads the values of `-c` into one layer, the later ones over the earlier. As Codex reads them: dots part the key, VALUE
 * is TOML, and what is no TOML is taken as text.
 *
 * @param base absolute: the folder that relative paths start from
 */
export function readOverrides(
  texts: readonly string[],
  base: string,
  userHome: string,
): Result<ReadLayer, ConfigError> {
  const typed: Typed[] = [];
  for (const text of texts) {
    const read = readTyped(text, base, userHome);
    if (!read.ok) return read;
    typed.push(read.value);
  }
  const [only] = typed;
  const layer = only !== undefined && typed.length === 1 ? only.layer : oneSource(typed.map((one) => one.layer));
  const table = typed.map((one) => one.table).reduce(overlaid, {});
  const placeOf = (path: readonly string[]): Place => {
    const said = typed.findLast((one) => valueAt(one.table, path) !== undefined) ?? typed.at(-1);
    return said?.place ?? { kind: "flag", text: "-c" };
  };
  return ok({ name: "command-line", file: null, table, layer, placeOf });
}

type Typed = { readonly table: Table; readonly layer: Layer; readonly place: Place };

function readTyped(text: string, base: string, userHome: string): Result<Typed, ConfigError> {
  const place: Place = { kind: "flag", text: `-c ${text}` };
  const equals = text.indexOf("=");
  if (equals < 0) return err({ kind: "bad-override", place, why: "no-equals-sign" });
  const path = text.slice(0, equals).trim().split(".");
  if (path.some((part) => part.trim() === "")) return err({ kind: "bad-override", place, why: "empty-key" });
  const table = withValue({}, path, overrideValue(text.slice(equals + 1).trim()));
  const layer = readLayer(table, { base, userHome, placeOf: () => place });
  return layer.ok ? ok({ ...layer.value, place }) : layer;
}

function overrideValue(text: string): unknown {
  const parsed = parseToml(`value = ${text}`);
  if (parsed.ok && Object.hasOwn(parsed.value, "value")) return parsed.value["value"];
  return text.replace(/^["']+/u, "").replace(/["']+$/u, "");
}

type Broken = { readonly at: { readonly line: number; readonly column: number }; readonly message: string };

function parseToml(text: string): Result<Readonly<Record<string, unknown>>, Broken> {
  try {
    const table = parse(text, { integersAsBigInt: "asNeeded", maxDepth: NESTING_MAX });
    if (!isDeeper(table, NESTING_MAX)) return ok(table);
    return err({ at: deepestIn(text), message: `this lies in more than ${NESTING_MAX} tables or lists` });
  } catch (error) {
    // The parser reports broken text by throwing; anything else it throws is a fault and goes on.
    if (!(error instanceof TomlError)) throw error;
    const lineStart =
      text
        .split("\n")
        .slice(0, error.line - 1)
        .join("\n").length + (error.line > 1 ? 1 : 0);
    return err({ at: positionAt(text, lineStart + error.column - 1), message: firstLine(error.message) });
  }
}

/** Without a call in a call: names with dots may go as deep as a text is long. */
function isDeeper(value: unknown, depthMax: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true;
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** The parser puts an excerpt of the text below its message and a fixed phrase before it. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace("Invalid TOML document: ", "");
}
