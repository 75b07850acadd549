/** Works on settings as they are written: tables in tables, by key path. */
import { isTable, type Table } from "./spot.ts";

/** The value at `path`; undefined where there is none. */
export function valueAt(table: Table, path: readonly string[]): unknown {
  let value: unknown = table;
  for (const part of path) {
    if (!isTable(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

/** `table` with `value` at `path`; what stands in the way of a table is replaced. */
export function withValue(table: Table, path: readonly string[], value: unknown): Table {
  const [key, ...rest] = path;
  if (key === undefined) return table;
  const inner = Object.hasOwn(table, key) ? table[key] : undefined;
  const own = rest.length === 0 ? value : withValue(isTable(inner) ? inner : {}, rest, value);
  // An entry, not an assignment: `__proto__` is a key like any other.
  return Object.fromEntries([...Object.entries(table).filter(([name]) => name !== key), [key, own]]);
}

/** `table` without the value at `path`, and without the tables that are empty then. */
export function without(table: Table, path: readonly string[]): Table {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(table, key)) return table;
  const inner = table[key];
  const left = rest.length > 0 && isTable(inner) ? without(inner, rest) : {};
  const isGone = rest.length === 0 || (isTable(inner) && Object.keys(left).length === 0);
  if (rest.length > 0 && !isTable(inner)) return table;
  const others = Object.entries(table).filter(([name]) => name !== key);
  return Object.fromEntries(isGone ? others : [...others, [key, left]]);
}

/** What `own` says over `weaker`, key by key; tables are joined, everything else is replaced. */
export function overlaid(weaker: Table, own: Table): Table {
  const all = new Map(Object.entries(weaker));
  for (const [key, value] of Object.entries(own)) {
    const known = all.get(key);
    all.set(key, isTable(known) && isTable(value) ? overlaid(known, value) : value);
  }
  return Object.fromEntries(all);
}

/** The values of a table under the names of fields; what is absent stays absent. @param names field by key */
export function fieldsOf(table: Table, names: Readonly<Record<string, string>>): Table {
  const given = Object.entries(names).filter(([key]) => table[key] !== undefined);
  return Object.fromEntries(given.map(([key, field]) => [field, table[key]]));
}

export type Leaf = { readonly path: readonly string[]; readonly value: unknown };

/** Every value that is no table, and every table that is empty. */
export function leavesOf(table: Table, above: readonly string[] = []): readonly Leaf[] {
  return Object.entries(table).flatMap(([key, value]): readonly Leaf[] => {
    const path = [...above, key];
    return isTable(value) && Object.keys(value).length > 0 ? leavesOf(value, path) : [{ path, value }];
  });
}
