/** Cuts a stream of bytes into messages, one a line. */
import { isUtf8 } from "node:buffer";
import type { Received } from "../engine/wire.ts";

/** Longest message in bytes, without its end of line. */
export const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

export type Lines = {
  readonly add: (chunk: Buffer) => void;
  /** What came after the last end of line counts as a line. */
  readonly end: () => void;
};

/**
 * `received` is called for each line in order, and not for blank ones. A line that grows beyond `bytesMax` is reported as
 * soon as it does, and what comes of it after that is thrown away.
 */
export function cutLines(received: (message: Received) => void, bytesMax = MESSAGE_BYTES_MAX): Lines {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isTooLong = false;

  const keep = (part: Buffer): void => {
    if (isTooLong) return;
    bytes += part.length;
    if (bytes <= bytesMax) {
      parts.push(part);
      return;
    }
    isTooLong = true;
    parts = [];
    received({ kind: "too-long", bytesMax });
  };
  const finish = (): void => {
    const [one] = parts;
    const line = parts.length === 1 && one !== undefined ? one : Buffer.concat(parts);
    const wasTooLong = isTooLong;
    parts = [];
    bytes = 0;
    isTooLong = false;
    if (!wasTooLong) report(line, received);
  };

  return {
    add(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        keep(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
    },
    end: finish,
  };
}

function report(line: Buffer, received: (message: Received) => void): void {
  const end = line.at(-1) === RETURN ? line.length - 1 : line.length;
  const text = line.subarray(0, end);
  if (!isUtf8(text)) {
    received({ kind: "not-text" });
    return;
  }
  const written = text.toString("utf8");
  if (written.trim() !== "") received({ kind: "text", text: written });
}
