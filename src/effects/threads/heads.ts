/**
 * How threads begin, kept in one file so that long lists need not read all of theirs.
 *
 * What stands in `HOME/assent/threads.jsonl` is shown in lists and nowhere else; without it all is read again.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { asObject, asText, type Json, type JsonObject, objectIn } from "../../kit/json.ts";
import { makeFolders } from "../folders.ts";
import { fileOf, type ThreadFile } from "./places.ts";
import { type Head, readHead } from "./thread-text.ts";

export interface Heads {
  /** Null for a file that is not in any list. */
  of(file: ThreadFile): Head | null;
  /** Keeps for the next process what was read; nothing is lost where that fails. */
  keep(): void;
}

/** A larger one is begun anew. */
const INDEX_BYTES_MAX = 64 * 1024 * 1024;

/** To read so many files takes less time than to read what is kept of all. */
const READ_FIRST = 128;

type Kept = { readonly text: string; readonly isTooLong: boolean };

export function headsIn(home: string): Heads {
  const path = `${home}/assent/threads.jsonl`;
  const known = new Map<string, Head>();
  let isTooLong: boolean | null = null;
  /** Not in the file yet. */
  const fresh = new Set<string>();
  const load = (): void => {
    const kept = textOf(path);
    for (const [name, head] of kept.text.split("\n").flatMap(entryIn)) {
      known.set(name, head);
      fresh.delete(name);
    }
    isTooLong = kept.isTooLong;
  };
  return {
    of(file) {
      if (isTooLong === null && known.size >= READ_FIRST) load();
      const head = known.get(file.name) ?? readHead(file, (id) => fileOf(home, id));
      if (head === null || known.has(file.name)) return head;
      known.set(file.name, head);
      fresh.add(file.name);
      return head;
    },
    keep() {
      // A few are read as fast again.
      if (isTooLong === null || fresh.size === 0) return;
      const lines = [...fresh].map((name) => `${JSON.stringify({ file: name, ...known.get(name) })}\n`).join("");
      try {
        makeFolders(`${home}/assent`);
        append(path, lines, isTooLong);
        fresh.clear();
        isTooLong = false;
      } catch {
        // It only saves time.
      }
    },
  };
}

function textOf(path: string): Kept {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const isTooLong = fstatSync(file).size > INDEX_BYTES_MAX;
      return { text: isTooLong ? "" : readFileSync(file, "utf8"), isTooLong };
    } finally {
      closeSync(file);
    }
  } catch {
    // Not there yet, or not to be read: then it tells nothing.
    return { text: "", isTooLong: false };
  }
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

/** Begins with a line feed: a line that a crash left without its end must not take the next with it. */
function append(path: string, lines: string, isAnew: boolean): void {
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | (isAnew ? O_TRUNC : 0), 0o600);
  try {
    writeSync(file, `\n${lines}`);
  } finally {
    closeSync(file);
  }
}

function entryIn(line: string): readonly (readonly [string, Head])[] {
  const fields = objectIn(line);
  const file = asText(fields?.["file"]);
  const head = fields === null ? null : headIn(fields);
  return file === null || head === null || !file.endsWith(`-${head.id}.jsonl`) ? [] : [[file, head]];
}

/** Null where a field is missing: another version wrote it. */
function headIn(fields: JsonObject): Head | null {
  const text = (name: string): string | null => asText(fields[name]);
  const [id, preview, cwd] = [text("id"), text("preview"), text("cwd")];
  const [modelProvider, source, originator, version] = [
    text("modelProvider"),
    text("source"),
    text("originator"),
    text("version"),
  ];
  if (id === null || preview === null || cwd === null || modelProvider === null) return null;
  if (source === null || originator === null || version === null) return null;
  const about = { id, preview, cwd, modelProvider, source, originator, version };
  return { ...about, model: text("model"), forkedFrom: text("forkedFrom"), git: gitIn(fields["git"]) };
}

function gitIn(value: Json | undefined): Head["git"] {
  const git = asObject(value);
  if (git === null) return null;
  return { branch: asText(git["branch"]), sha: asText(git["sha"]), origin: asText(git["origin"]) };
}
