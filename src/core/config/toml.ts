/** Reads a layer of settings from TOML: a whole file, or the values of `-c`. */
import { parse, TomlError } from "smol-toml";
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError, Place } from "./error.ts";
import { readLayer } from "./keys.ts";
import type { LayerName, ReadLayer } from "./layers.ts";
import { positionAt, positionOf } from "./positions.ts";
import type { Layer } from "./settings.ts";

/** @param text without a byte order mark; `base` and `userHome` absolute, see `Source` */
export function readConfigText(options: {
  readonly name: LayerName;
  readonly file: string;
  readonly text: string;
  readonly base: string;
  readonly userHome: string;
}): Result<ReadLayer, ConfigError> {
  const { name, file, text, base, userHome } = options;
  const parsed = parseToml(text);
  if (!parsed.ok)
    return err({ kind: "syntax", place: { kind: "file", file, ...parsed.error.at }, message: parsed.error.message });
  const placeOf = (path: readonly string[]): Place => ({ kind: "file", file, ...positionOf(text, path) });
  const layer = readLayer(parsed.value, { base, userHome, placeOf });
  return layer.ok ? ok({ name, file, table: parsed.value, layer: layer.value, placeOf }) : layer;
}

/**
 * Reads `KEY=VALUE` as Codex does: dots part the key, VALUE is TOML, and what is no TOML is taken as text.
 *
 * @param base absolute: the folder that relative paths start from
 */
export function readOverride(text: string, base: string, userHome: string): Result<Layer, ConfigError> {
  const place: Place = { kind: "flag", text: `-c ${text}` };
  const equals = text.indexOf("=");
  if (equals < 0) return err({ kind: "bad-override", place, why: "no-equals-sign" });
  const key = text.slice(0, equals).trim();
  if (key.split(".").some((part) => part.trim() === "")) return err({ kind: "bad-override", place, why: "empty-key" });
  const value = overrideValue(text.slice(equals + 1).trim());
  const table = key.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  return readLayer(table, { base, userHome, placeOf: () => place });
}

function overrideValue(text: string): unknown {
  const parsed = parseToml(`value = ${text}`);
  if (parsed.ok && Object.hasOwn(parsed.value, "value")) return parsed.value["value"];
  return text.replace(/^["']+/u, "").replace(/["']+$/u, "");
}

type Broken = { readonly at: { readonly line: number; readonly column: number }; readonly message: string };

function parseToml(text: string): Result<Readonly<Record<string, unknown>>, Broken> {
  try {
    return ok(parse(text, { integersAsBigInt: "asNeeded" }));
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

/** The parser puts an excerpt of the text below its message and a fixed phrase before it. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace("Invalid TOML document: ", "");
}
