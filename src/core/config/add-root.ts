/** Adds one of `writable_roots` to the text of a settings file; all else stays as it is. */
import { parse } from "smol-toml";
import { err, ok, type Result } from "../../kit/result.ts";
import { positionOf } from "./positions.ts";

type Table = Readonly<Record<string, unknown>>;

const TABLE = "sandbox_workspace_write";
const KEY = "writable_roots";

/**
 * The text with the folder; null where it is there already. The error is for the person, and follows the file's name.
 *
 * Text is edited and not written anew, for comments and order are a person's. Whether an edit did nothing else is seen
 * by reading the result: what is written in an unusual way is left to the person.
 *
 * @param text TOML that loads
 */
export function addRoot(text: string, path: string): Result<string | null, string> {
  const before = read(text);
  if (before === null) return err("it cannot be read");
  if (before["default_permissions"] !== undefined) {
    return err("it chooses a permission profile, which says what may be written: add the folder there");
  }
  const table = before[TABLE] ?? {};
  if (!isTable(table)) return err(`${TABLE} is no table`);
  const roots: unknown = table[KEY] ?? [];
  if (!Array.isArray(roots)) return err(`${TABLE}.${KEY} is no list`);
  if (roots.includes(path)) return ok(null);
  const same = (after: Table): boolean => {
    const others = after[TABLE];
    const found: unknown = isTable(others) ? others[KEY] : null;
    if (!isTable(others) || !Array.isArray(found) || found.length !== roots.length + 1) return false;
    const rest = found.filter((each) => each !== path);
    return (
      stable({ ...after, [TABLE]: { ...others, [KEY]: rest } }) ===
      stable({ ...before, [TABLE]: { ...table, [KEY]: roots } })
    );
  };
  for (const edit of editsOf(
    text,
    { hasTable: before[TABLE] !== undefined, hasKey: KEY in table, isEmpty: roots.length === 0 },
    path,
  )) {
    const after = read(edit);
    if (after !== null && same(after)) return ok(edit);
  }
  return err(`it is written in a way that assent does not edit: add ${JSON.stringify(path)} to ${TABLE}.${KEY}`);
}

type Standing = { readonly hasTable: boolean; readonly hasKey: boolean; readonly isEmpty: boolean };

/** Texts of which one should do. */
function editsOf(text: string, { hasTable, hasKey, isEmpty }: Standing, path: string): readonly string[] {
  const name = JSON.stringify(path);
  const line = `${KEY} = [${name}]`;
  if (hasKey) {
    if (isEmpty) return [insert(text, offsetOf(text, [TABLE, KEY]) + 1, name)];
    return [insert(text, offsetOf(text, [TABLE, KEY, "0"]), `${name}, `)];
  }
  if (!hasTable) {
    const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n";
    return [`${text}${gap}[${TABLE}]\n${line}\n`];
  }
  const at = offsetOf(text, [TABLE]);
  const lineEnd = text.indexOf("\n", at);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return [
    lineEnd === -1 ? `${text}\n${line}\n` : insert(text, lineEnd + 1, `${line}\n`),
    insert(text, at + 1, ` ${line},`),
    insert(text, at + 1, ` ${line} `),
    insert(text, start, `${TABLE}.${line}\n`),
  ];
}

function insert(text: string, at: number, what: string): string {
  return `${text.slice(0, at)}${what}${text.slice(at)}`;
}

function offsetOf(text: string, path: readonly string[]): number {
  const { line, column } = positionOf(text, path);
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return (
    before +
    Array.from(lines[line - 1] ?? "")
      .slice(0, column - 1)
      .join("").length
  );
}

function read(text: string): Table | null {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch {
    // An edit that broke the text is none.
    return null;
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that is the same for the same values, whatever the order of keys. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === "bigint") return `${item}n`;
    if (!isTable(item)) return item;
    return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
