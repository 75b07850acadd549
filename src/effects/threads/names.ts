/** What threads are called: the last line about each in `HOME/session_index.jsonl`. */
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import type { ThreadId } from "../../core/agent/item.ts";
import type { Millis } from "../../kit/time.ts";
import { asText, objectIn } from "../../kit/json.ts";
import { stampOf } from "../text-file.ts";

export interface Names {
  all(): ReadonlyMap<ThreadId, string>;
  /** Throws what Node throws. */
  set(id: ThreadId, name: string, now: Millis): void;
}

export function namesIn(home: string): Names {
  const path = `${home}/session_index.jsonl`;
  let stamp: string | null = null;
  let known: ReadonlyMap<ThreadId, string> = new Map();
  return {
    all() {
      const now = stampNow(path);
      if (now !== stamp) known = now === null ? new Map() : read(path);
      stamp = now;
      return known;
    },
    set(id, name, now) {
      const line = JSON.stringify({ id, thread_name: name, updated_at: new Date(now).toISOString() });
      append(path, `${line}\n`);
    },
  };
}

function stampNow(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : stampOf(stats);
}

function read(path: string): ReadonlyMap<ThreadId, string> {
  const names = new Map<ThreadId, string>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const fields = objectIn(line);
    const id = asText(fields?.["id"]);
    const name = asText(fields?.["thread_name"]);
    if (id !== null && name !== null) names.set(id, name);
  }
  return names;
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/** Begins with a line feed: a line that a crash left without its end must not take this one with it. */
function append(path: string, line: string): void {
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    writeSync(file, fstatSync(file).size === 0 ? line : `\n${line}`);
  } finally {
    closeSync(file);
  }
}
