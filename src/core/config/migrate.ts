/** Reads old names of keys as the names that they have today, each with a notice. */
import type { ConfigError, Place } from "./error.ts";
import type { Notice } from "./notice.ts";
import { printKey, type Source, type Table, wrong } from "./spot.ts";
import { valueAt, without, withValue } from "./tables.ts";

type OldKey = {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The value under the new name; null, where it is said what it must be, for one that is wrong. */
  readonly read: (value: unknown) => unknown;
  readonly expected: string;
};

/** The reviewer had a switch before there were several to choose from. */
const reviewer = (value: unknown): unknown =>
  typeof value === "boolean" ? (value ? "guardian_subagent" : "user") : null;

const OLD_KEYS: readonly OldKey[] = [["guardian_approval"], ["features", "guardian_approval"]].map((from) => ({
  from,
  to: ["approvals_reviewer"],
  read: reviewer,
  expected: "true or false",
}));

export type Migrated = {
  readonly table: Table;
  readonly notices: readonly Notice[];
  readonly placeOf: (path: readonly string[]) => Place;
};

/** Where the new name stands beside an old one, it wins. A value that is wrong is noted in `faults`. */
export function migrated(written: Table, source: Source, faults: ConfigError[]): Migrated {
  let table = written;
  const notices: Notice[] = [];
  const moved = new Map<string, readonly string[]>();
  for (const { from, to, read, expected } of OLD_KEYS) {
    const old = valueAt(table, from);
    if (old === undefined) continue;
    const value = read(old);
    table = without(table, from);
    if (value === null) {
      wrong({ value: old, path: from, source, faults }, expected);
      continue;
    }
    const isNew = valueAt(table, to) === undefined;
    if (isNew) {
      table = withValue(table, to, value);
      moved.set(printKey(to), from);
    }
    const now = isNew ? `${printKey(to)} = ${JSON.stringify(value)}` : null;
    notices.push({ kind: "renamed", place: source.placeOf(from), from: printKey(from), to: now });
  }
  return { table, notices, placeOf: (path) => source.placeOf(moved.get(printKey(path)) ?? path) };
}
