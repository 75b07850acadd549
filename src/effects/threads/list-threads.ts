/** One page of the threads that are kept. */
import type { ThreadPage, ThreadQuery, ThreadSummary } from "../../engine/agent/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import type { Heads } from "./heads.ts";
import { changedAt, type ThreadFile, threadFiles } from "./places.ts";
import { ID } from "./thread-id.ts";
import type { Head } from "./thread-text.ts";

type Placed = { readonly file: ThreadFile; readonly at: Millis };

/**
 * Where a page ends: the time and the id of its last thread. Threads that come later change nothing about what follows.
 */
type Mark = { readonly at: Millis; readonly id: string };

/** An error is one line for a person: the cursor is none of ours. */
export function listThreads(
  home: string,
  query: ThreadQuery,
  heads: Heads,
  names: ReadonlyMap<string, string>,
): Result<ThreadPage, string> {
  const mark = query.cursor === null ? null : markIn(query.cursor);
  if (mark === "bad") return err(`there is no page "${query.cursor ?? ""}": give a cursor as it was received`);
  const found: ThreadSummary[] = [];
  let next: string | null = null;
  for (const placed of inOrder(home, query)) {
    if (mark !== null && !isAfter(placed, mark, query.order)) continue;
    const head = heads.of(placed.file);
    if (head === null || !fits(head, names.get(head.id) ?? null, query)) continue;
    const summary = summaryOf(placed.file, head, names);
    if (summary === null) continue;
    if (found.length === query.limit) {
      next = cursorOf(found.at(-1), query.sortBy);
      break;
    }
    found.push(summary);
  }
  heads.keep();
  return ok({ threads: found, next });
}

function inOrder(home: string, { sortBy, order, isArchived }: ThreadQuery): readonly Placed[] {
  const placed = threadFiles(home, isArchived).flatMap((file) => {
    const at = sortBy === "created" ? file.createdAt : changedAt(file.path);
    return at === null ? [] : [{ file, at }];
  });
  const sign = order === "asc" ? 1 : -1;
  return placed.toSorted((a, b) => sign * (a.at - b.at || (a.file.id < b.file.id ? -1 : 1)));
}

function isAfter({ at, file }: Placed, mark: Mark, order: ThreadQuery["order"]): boolean {
  if (at !== mark.at) return order === "asc" ? at > mark.at : at < mark.at;
  return order === "asc" ? file.id > mark.id : file.id < mark.id;
}

/** Null for a thread whose file is gone. */
export function summaryOf(file: ThreadFile, head: Head, names: ReadonlyMap<string, string>): ThreadSummary | null {
  const updatedAt = changedAt(file.path);
  const { path, createdAt, isArchived } = file;
  return updatedAt === null
    ? null
    : { ...head, path, createdAt, updatedAt, isArchived, name: names.get(file.id) ?? null };
}

function fits(head: Head, name: string | null, { modelProviders, sources, cwds, search }: ThreadQuery): boolean {
  if (!isIn(head.modelProvider, modelProviders) || !isIn(head.source, sources) || !isIn(head.cwd, cwds)) return false;
  if (search === null || search === "") return true;
  const words = search.toLowerCase();
  return [name ?? "", head.preview].some((text) => text.toLowerCase().includes(words));
}

function cursorOf(last: ThreadSummary | undefined, sortBy: ThreadQuery["sortBy"]): string | null {
  if (last === undefined) return null;
  return `${new Date(sortBy === "created" ? last.createdAt : last.updatedAt).toISOString()}|${last.id}`;
}

function markIn(cursor: string): Mark | "bad" {
  const [time = "", id = ""] = cursor.split("|");
  const at = Date.parse(time);
  return Number.isNaN(at) || !ID.test(id) ? "bad" : { at, id };
}

function isIn(value: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(value);
}
