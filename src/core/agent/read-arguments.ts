/** Reads the arguments of a call by key, and notes the first thing that is wrong. */

/** Everything that is absent or null is null; what has another type is a fault, which the caller looks at in the end. */
export interface Arguments {
  text(key: string): string | null;
  number(key: string): number | null;
  flag(key: string): boolean | null;
  /** One of `values`. */
  choice<T extends string>(key: string, values: readonly T[]): T | null;
  texts(key: string): readonly string[] | null;
  /** As it is written; undefined where it is absent. */
  value(key: string): unknown;
  inner(key: string): Arguments | null;
  list(key: string): readonly Arguments[] | null;
  /** Notes that a key is missing. */
  need<T>(key: string, value: T | null): value is T;
  /** The first fault, in words for the model; null where there is none. */
  fault(): string | null;
}

const PARSING = "failed to parse function arguments";

export function readArguments(text: string): Arguments {
  const faults: string[] = [];
  let value: unknown = {};
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch (error) {
    // The parser has one complaint only; where it is stands in its words.
    faults.push(`${PARSING}: ${error instanceof Error ? error.message : "no JSON"}`);
  }
  if (!isTable(value)) faults.push(`${PARSING}: they must be one JSON object`);
  return argumentsOf(isTable(value) ? value : {}, "", faults);
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param path of the table in the arguments, with a dot at its end; faults are noted in `faults` */
function argumentsOf(table: Table, path: string, faults: string[]): Arguments {
  function typed<T>(key: string, expected: string, read: (value: unknown) => T | null): T | null {
    const value = Object.hasOwn(table, key) ? table[key] : null;
    if (value === null || value === undefined) return null;
    const found = read(value);
    if (found === null) faults.push(`${PARSING}: invalid value for \`${path}${key}\`, expected ${expected}`);
    return found;
  }
  return {
    text: (key) => typed(key, "a string", (value) => (typeof value === "string" ? value : null)),
    number: (key) =>
      typed(key, "a number", (value) => (typeof value === "number" && Number.isFinite(value) ? value : null)),
    flag: (key) => typed(key, "true or false", (value) => (typeof value === "boolean" ? value : null)),
    choice: (key, values) =>
      typed(
        key,
        `one of ${values.map((each) => `\`${each}\``).join(", ")}`,
        (value) => values.find((each) => each === value) ?? null,
      ),
    texts: (key) =>
      typed(key, "a list of strings", (value) => (Array.isArray(value) && value.every(isText) ? [...value] : null)),
    value: (key) => (Object.hasOwn(table, key) ? table[key] : undefined),
    inner: (key) =>
      typed(key, "an object", (value) => (isTable(value) ? argumentsOf(value, `${path}${key}.`, faults) : null)),
    list: (key) =>
      typed(key, "a list of objects", (value) =>
        Array.isArray(value) && value.every(isTable)
          ? value.map((each: Table, index) => argumentsOf(each, `${path}${key}.${index}.`, faults))
          : null,
      ),
    need<T>(key: string, value: T | null): value is T {
      if (value === null) faults.push(`${PARSING}: missing field \`${path}${key}\``);
      return value !== null;
    },
    fault: () => faults[0] ?? null,
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
