/** Settings in force as a table for people and as JSON, each value with its origin. */
import type { Effective, Origin } from "../../core/config/layers.ts";
import { visible, widthOf } from "../../kit/text.ts";
import { HIDDEN, withoutSecrets } from "../../core/audit/hide-settings.ts";
import { asciiControls, type Tone, type TonedLine } from "./tones.ts";

/** Keys and values that are longer push the rest of their own line to the right, and no other's. */
const KEY_COLUMNS_MAX = 50;
const VALUE_COLUMNS_MAX = 34;

/** The leaves whose key is `key` or lies below it, plain keys before tables; all without a key. */
export function belowKey(effective: Effective, key: string | null): Effective {
  const wanted = [...effective].filter(([name]) => key === null || name === key || name.startsWith(`${key}.`));
  return new Map(wanted.toSorted(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1)));
}

function depth(key: string): 0 | 1 {
  return key.includes(".") ? 1 : 0;
}

/** One value by its key: `{"approval_policy": {"value": …, "origin": {"layer", "file", "line"}}}`. */
export function effectiveJson(effective: Effective): string {
  const entries = [...effective].map(([key, { value, origin }]) => [
    key,
    { value: withoutSecrets(partsOf(key), value), origin: originJson(origin) },
  ]);
  return `${asciiControls(JSON.stringify(Object.fromEntries(entries), null, 2))}\n`;
}

function originJson({ layer, place }: Origin): object {
  if (place?.kind === "file") return { layer, file: place.file, line: place.line };
  return { layer, file: null, line: null, ...(place === null ? {} : { flag: flagText(place.text) }) };
}

type Row = { readonly key: string; readonly value: string; readonly origin: Origin };

/**
 * A block for the plain keys and one for each table: long names of one table push no other to the right.
 *
 * @param home absolute, shown as `~`; null to leave origins out
 */
export function effectiveLines(effective: Effective, home: string | null): readonly TonedLine[] {
  const blocks = new Map<string, Row[]>();
  for (const [name, { value, origin }] of effective) {
    const table = depth(name) === 0 ? "" : (partsOf(name)[0] ?? "");
    const row = { key: visible(name), value: visible(printed(withoutSecrets(partsOf(name), value))), origin };
    blocks.set(table, [...(blocks.get(table) ?? []), row]);
  }
  const gap: TonedLine = { tone: "plain", text: "" };
  return [...blocks.values()].flatMap((rows, at) => [...(at === 0 ? [] : [gap]), ...blockLines(rows, home)]);
}

function blockLines(rows: readonly Row[], home: string | null): readonly TonedLine[] {
  const keys = columnsFor(
    rows.map(({ key }) => key),
    KEY_COLUMNS_MAX,
  );
  const values = columnsFor(
    rows.map(({ value }) => value),
    VALUE_COLUMNS_MAX,
  );
  return rows.map(({ key, value, origin }) => {
    const left = `${padded(key, keys)}  `;
    if (home !== null)
      return { tone: toneOf(origin), text: `${left}${padded(value, values)}  ${originText(origin, home)}` };
    const required = origin.layer === "requirements" ? `  (${placeText(origin, null)} requires it)` : "";
    return { tone: toneOf(origin), text: `${left}${value}${required}` };
  });
}

function toneOf({ layer }: Origin): Tone {
  if (layer === "requirements") return "warning";
  return layer === "default" ? "dim" : "plain";
}

/** `user  ~/.codex/config.toml:3`. */
export function originText(origin: Origin, home: string): string {
  const name = origin.layer.replace("-", " ");
  return origin.place === null ? name : `${name}  ${placeText(origin, home)}`;
}

function placeText({ place }: Origin, home: string | null): string {
  if (place === null) return "an administrator";
  if (place.kind === "flag") return visible(flagText(place.text));
  const isOwn = home !== null && home !== "/" && place.file.startsWith(`${home}/`);
  return `${visible(isOwn ? `~${place.file.slice(home.length)}` : place.file)}:${place.line}`;
}

/** Without the value, which may be a table with a secret in it: `-c mcp_servers.x`. */
function flagText(text: string): string {
  return text.startsWith("-c ") ? (text.split("=")[0] ?? text).trimEnd() : text;
}

/** As it would be written in TOML, as far as that has a word for it. */
export function printed(value: unknown): string {
  if (value === HIDDEN) return HIDDEN;
  if (Array.isArray(value)) return `[${value.map(printed).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const inner = Object.entries(value).map(([key, each]) => `${key} = ${printed(each)}`);
    return inner.length === 0 ? "{}" : `{ ${inner.join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** The names of a dotted key; those in quotes as they are meant. */
function partsOf(key: string): readonly string[] {
  const parts = key.match(/"(?:[^"\\]|\\.)*"|[^.]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? String(JSON.parse(part)) : part));
}

function columnsFor(texts: readonly string[], max: number): number {
  return Math.max(0, ...texts.map(widthOf).filter((width) => width <= max));
}

function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}
