/** Looks into JSON of unknown shape: a field that is missing or of another kind is null. */
import type { Json } from "../../kit/json.ts";

export type Fields = { readonly [key: string]: Json };

/** The object that a text is; null for all else. */
export function fieldsIn(text: string): Fields | null {
  try {
    const value: Json = JSON.parse(text);
    return asFields(value);
  } catch {
    // The parser has one complaint only: text that is no JSON.
    return null;
  }
}

export function asFields(value: Json | undefined): Fields | null {
  return typeof value === "object" && value !== null && !isList(value) ? value : null;
}

/** Empty for what is no list. */
export function asList(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}

export function asText(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function asNumber(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** What of a list is text. */
export function asTexts(value: Json | undefined): readonly string[] {
  return asList(value).filter((each) => typeof each === "string");
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
