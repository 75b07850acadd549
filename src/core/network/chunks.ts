/** Finds where a chunked body ends, piece by piece, without keeping any of it. */

/** Where in the body the reader stands. */
export type ChunkPlace =
  /** In the line that says how long the next chunk is; `text` is what came of it. */
  | { readonly at: "size"; readonly text: string }
  /** `left` bytes of the chunk are still to come. */
  | { readonly at: "data"; readonly left: number }
  /** In the line break behind a chunk. */
  | { readonly at: "break"; readonly text: string }
  /** In the lines behind the last chunk. */
  | { readonly at: "end"; readonly text: string; readonly bytes: number };

export const CHUNKS_START: ChunkPlace = { at: "size", text: "" };

export type ChunkStep =
  | { readonly kind: "more"; readonly place: ChunkPlace }
  /** `end` bytes of the piece belong to the body. */
  | { readonly kind: "done"; readonly end: number }
  | { readonly kind: "fault" };

/** Characters of the line before a chunk, with its extensions. */
const SIZE_CHARS_MAX = 1024;
const TRAILER_BYTES_MAX = 16 * 1024;

/**
 * @param strict for requests, where another reader must find the same end: no extensions, no trailers, no bare line feeds
 */
export function readChunks(start: ChunkPlace, piece: Uint8Array, strict: boolean): ChunkStep {
  let place = start;
  let at = 0;
  while (at < piece.length) {
    if (place.at === "data") {
      const taken = Math.min(place.left, piece.length - at);
      at += taken;
      place = place.left > taken ? { at: "data", left: place.left - taken } : { at: "break", text: "" };
      continue;
    }
    const char = String.fromCharCode(piece[at] ?? 0);
    at += 1;
    const next = char === "\n" ? endLine(place, strict) : inLine(place, char);
    if (next === "fault") return { kind: "fault" };
    if (next === "done") return { kind: "done", end: at };
    place = next;
  }
  return { kind: "more", place };
}

type LinePlace = Exclude<ChunkPlace, { readonly at: "data" }>;

function inLine(place: LinePlace, char: string): LinePlace | "fault" {
  const text = place.text + char;
  if (place.at === "break") return text === "\r" ? { at: "break", text } : "fault";
  if (place.at === "end") {
    const isTooLong = place.bytes >= TRAILER_BYTES_MAX;
    // Only whether the line is empty matters.
    return isTooLong ? "fault" : { at: "end", text: text.slice(0, 2), bytes: place.bytes + 1 };
  }
  return text.length > SIZE_CHARS_MAX ? "fault" : { at: "size", text };
}

function endLine(place: LinePlace, strict: boolean): ChunkPlace | "fault" | "done" {
  if (strict && !place.text.endsWith("\r") && place.at !== "end") return "fault";
  const line = place.text.replace(/\r$/, "");
  if (place.at === "break") return CHUNKS_START;
  if (place.at === "end") {
    if (line === "") return strict && place.text !== "\r" ? "fault" : "done";
    return strict ? "fault" : { at: "end", text: "", bytes: place.bytes };
  }
  const [, digits] = (strict ? /^([0-9a-f]{1,12})$/i : /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i).exec(line) ?? [];
  if (digits === undefined) return "fault";
  const bytes = Number.parseInt(digits, 16);
  return bytes === 0 ? { at: "end", text: "", bytes: 0 } : { at: "data", left: bytes };
}
