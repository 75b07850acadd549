/** Pages of a list; a cursor names the last entry of the page before. */
import { err, ok, type Result } from "../../kit/result.ts";

export type Page<T> = { readonly entries: readonly T[]; readonly next: string | null };

/** The entries after the one that `cursor` names; an entry that is not there any more is an error. */
export function pageOf<T>(
  list: readonly T[],
  keyOf: (entry: T) => string,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Result<Page<T>, string> {
  const at = cursor === null ? 0 : list.findIndex((entry) => keyOf(entry) === cursor) + 1;
  if (cursor !== null && at === 0) return err(`invalid cursor: ${cursor}`);
  const entries = list.slice(at, at + limit);
  const last = entries.at(-1);
  const next = last !== undefined && at + limit < list.length ? keyOf(last) : null;
  return ok({ entries, next });
}
