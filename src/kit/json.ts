/** JSON values: one canonical text for each, so that equal values have equal digests. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Text with sorted keys and no spaces; the same value gives the same text whatever the order of its keys. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** The object that a text is; null for one that is something else, or no JSON. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  const value = parsed(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser has one complaint only: text that is no JSON.
    return null;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
