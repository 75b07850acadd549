/** JSON values: one canonical text for each, and looks into those of unknown shape. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };

/** Text with sorted keys and no spaces; the same value gives the same text whatever the order of its keys. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** The object that a text is; null for one that is something else, or no JSON. */
export function objectIn(text: string): JsonObject | null {
  try {
    const value: Json = JSON.parse(text);
    return asObject(value);
  } catch {
    // The parser has one complaint only: text that is no JSON.
    return null;
  }
}

/** Null for what is missing or no object. */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === "object" && value !== null && !isList(value) ? value : null;
}

/** Empty for what is missing or no list. */
export function asList(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** What of a list is text; empty for what is missing or no list. */
export function asTexts(value: Json | undefined): readonly string[] {
  return asList(value).filter((each) => typeof each === "string");
}

/** Null for what is missing or no text. */
export function asText(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Null for what is missing or no number. */
export function asNumber(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Fields that nobody has looked at yet: of a line in a file, of what somebody else's code gave. */
export type Fields = { readonly [key: string]: unknown };

export function hasFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
