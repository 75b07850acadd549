/** Keeps a bounded part of what flows by, and passes it on. */
import { write } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { codeOf } from "./text-file.ts";

export type Collector = {
  readonly add: (chunk: Uint8Array) => void;
  /** The beginning and the end of all that was added; a line between tells how much is left out. */
  readonly bytes: () => Uint8Array;
};

const RETRY_MS = 5;
const writeTo = promisify(write);

/** @param headMax bytes kept of the beginning. @param tailMax bytes kept of the end; at least one chunk's worth is kept */
export function collector(headMax: number, tailMax: number): Collector {
  const head: Uint8Array[] = [];
  const tail: Uint8Array[] = [];
  let headBytes = 0;
  let tailBytes = 0;
  let dropped = 0;
  return {
    add(chunk) {
      const first = chunk.subarray(0, headMax - headBytes);
      const rest = chunk.subarray(first.length);
      if (first.length > 0) head.push(first);
      if (rest.length > 0) tail.push(rest);
      headBytes += first.length;
      tailBytes += rest.length;
      while (tailBytes > tailMax) {
        const oldest = tail[0] ?? new Uint8Array();
        const cut = Math.min(oldest.length, tailBytes - tailMax);
        if (cut === oldest.length) tail.shift();
        else tail[0] = oldest.subarray(cut);
        tailBytes -= cut;
        dropped += cut;
      }
    },
    bytes() {
      const gap = dropped === 0 || headMax === 0 ? [] : [Buffer.from(`\n[${dropped} bytes left out]\n`)];
      return Buffer.concat([...head, ...gap, ...tail]);
    },
  };
}

/**
 * Copies all of `from` to a descriptor of this process, as fast as that takes it; resolves at its end.
 * If nobody reads there any more, `from` is closed, so that its writer learns of it.
 */
export async function passOn(from: Readable, fd: number, keep: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    keep(chunk);
    if (!(await writeAll(fd, chunk))) return;
  }
}

/** Reads all of `from`. */
export async function collect(from: Readable, keep: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) keep(chunk);
}

/** False if nobody reads. The descriptor may be non-blocking, for whoever started assent shares it. */
async function writeAll(fd: number, bytes: Uint8Array): Promise<boolean> {
  for (let at = 0; at < bytes.length;) {
    try {
      at += (await writeTo(fd, bytes, at, bytes.length - at)).bytesWritten;
    } catch (error) {
      if (codeOf(error) === "EAGAIN") await sleep(RETRY_MS);
      else if (codeOf(error) === "EPIPE") return false;
      else throw error;
    }
  }
  return true;
}
