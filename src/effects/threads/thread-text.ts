/** Reads a thread's file from the disk, whole or only how it begins. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { previewOf } from "../../core/agent/preview.ts";
import type { ThreadId } from "../../core/agent/item.ts";
import type { ThreadSummary } from "../../engine/agent/host.ts";
import { asList, asObject, asText, type JsonObject } from "../../kit/json.ts";
import { systemWords } from "../text-file.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { ThreadFile } from "./places.ts";
import { type Base, baseOf, BASES_MAX, readMeta } from "./read-rollout.ts";
import { parseRolloutLine, type RolloutLine } from "./rollout-line.ts";

/** Pictures lie in these files as text. */
const TEXT_BYTES_MAX = 256 * 1024 * 1024;
/** What comes before the first words of a person and with them: instructions, permissions, skills, pictures. */
const HEAD_BYTES_MAX = 16 * 1024 * 1024;
const HEAD_BYTES_FIRST = 16 * 1024;

/** No link is followed, and a pipe in the place of the file does not block. */
const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** An error is the reason in plain words. */
export async function readThreadText(path: string): Promise<Result<string, string>> {
  try {
    const handle = await open(path, READING);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return err("it is no regular file");
      if (stats.size > TEXT_BYTES_MAX) return err(`it is larger than ${TEXT_BYTES_MAX} bytes`);
      return ok(await handle.readFile("utf8"));
    } finally {
      await handle.close();
    }
  } catch (error) {
    return err(systemWords(error));
  }
}

/** What of a list's entry its file's first lines tell, and never changes after them. */
export type Head = Omit<ThreadSummary, "path" | "name" | "createdAt" | "updatedAt" | "isArchived">;

/**
 * Null for a file that is none of these, or in which nobody has said anything yet. At once: a page reads many.
 *
 * @param find the file of another thread, for what begins there
 */
export function readHead(file: ThreadFile, find: (id: ThreadId) => ThreadFile | null, depth = 0): Head | null {
  const found = readFirst(file);
  if (found === null) return null;
  const { base, preview, ...head } = found;
  const other = base === null || depth === BASES_MAX ? null : find(base.thread);
  const before = other === null ? null : readHead(other, find, depth + 1);
  const words = before?.preview ?? preview;
  return words === null ? null : { ...head, preview: words };
}

/** `preview` null where nobody has said anything. */
type First = Omit<Head, "preview"> & { readonly base: Base | null; readonly preview: string | null };

function readFirst(file: ThreadFile): First | null {
  let descriptor: number;
  try {
    descriptor = openSync(file.path, READING);
  } catch {
    // It is gone, or not for this user: then it is not in the list.
    return null;
  }
  try {
    return fstatSync(descriptor).isFile() ? firstIn(descriptor, file) : null;
  } finally {
    closeSync(descriptor);
  }
}

function firstIn(descriptor: number, file: ThreadFile): First | null {
  let text = Buffer.alloc(0);
  for (let size = HEAD_BYTES_FIRST; ; size *= 4) {
    const more = Buffer.alloc(size - text.length);
    const length = readSync(descriptor, more, 0, more.length, text.length);
    text = Buffer.concat([text, more.subarray(0, length)]);
    const first = firstOf(text.toString("utf8").split("\n").slice(0, -1), file);
    if (first?.preview !== null && first !== null) return first;
    // A line that is longer than all that is read holds a picture, and words somewhere.
    if (size >= HEAD_BYTES_MAX) return first === null ? null : { ...first, preview: "" };
    const isWhole = length < more.length;
    if (isWhole || (first === null && text.includes("\n"))) return first;
  }
}

/** Null where the first line is none that a thread begins with. */
function firstOf([first, ...rest]: readonly string[], file: ThreadFile): First | null {
  const line = first === undefined ? null : parseRolloutLine(first);
  const meta = line === null ? null : readMeta(line, file.id);
  if (line === null || meta === null) return null;
  const said = rest.flatMap((each) => parseRolloutLine(each) ?? []);
  const preview = said.map(wordsOf).find((words) => words !== null) ?? null;
  const model = meta.model === "" ? (said.map(modelOf).find((name) => name !== null) ?? null) : meta.model;
  const { createdAt: _, ...about } = meta;
  return { ...about, id: file.id, model, preview, source: sourceOf(line.payload), base: baseOf(line) };
}

/** As it is kept; other agents' threads have a description instead of a word. */
function sourceOf(meta: JsonObject): string {
  const source = meta["source"];
  if (typeof source === "string") return source;
  return asObject(source)?.["subagent"] === undefined ? "unknown" : "subAgent";
}

function modelOf({ type, payload }: RolloutLine): string | null {
  return type === "turn_context" ? asText(payload["model"]) : null;
}

/** What a person said; null for another line. */
function wordsOf({ type, payload }: RolloutLine): string | null {
  if (type !== "event_msg") return null;
  if (payload["type"] === "user_message") return previewOf([asText(payload["message"]) ?? ""]);
  const item = asObject(payload["item"]);
  if (payload["type"] !== "item_completed" || item?.["type"] !== "UserMessage") return null;
  const texts = asList(item["content"]).flatMap((part) => asText(asObject(part)?.["text"]) ?? []);
  return previewOf(texts);
}
