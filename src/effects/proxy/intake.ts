/** Reads from and writes to sockets by hand, and hands back what was not used. */
import type { Socket } from "node:net";
import { CHUNKS_START, readChunks } from "../../core/network/chunks.ts";
import type { AnswerLength } from "../../core/network/http-forward.ts";
import { isWide, pour } from "./wide.ts";

/** What a reader of bytes says of all that came so far. */
export type Reading<T> =
  | { readonly kind: "more" }
  /** `end` bytes are used up; what is behind them stays in the socket. */
  | { readonly kind: "read"; readonly value: T; readonly end: number };

export type Taken<T> =
  | { readonly kind: "read"; readonly value: T }
  /** `hasBytes`: in the middle of something. */
  | { readonly kind: "ended"; readonly hasBytes: boolean }
  | { readonly kind: "long" | "late" };

export type Bounds = { readonly bytesMax: number; readonly waitMs: number | null };

/** Resolves once `read` is content, at the end of the stream, or when a bound is reached. Never rejects. */
export async function take<T>(
  socket: Socket,
  read: (bytes: Buffer) => Reading<T>,
  { bytesMax, waitMs }: Bounds,
): Promise<Taken<T>> {
  const late = new AbortController();
  const timer = waitMs === null ? null : setTimeout(() => late.abort(), waitMs);
  let bytes: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const piece = await next(socket, late.signal);
      if (piece === null) return late.signal.aborted ? { kind: "late" } : { kind: "ended", hasBytes: bytes.length > 0 };
      bytes = bytes.length === 0 ? piece : Buffer.concat([bytes, piece]);
      const reading = read(bytes);
      if (reading.kind === "read") {
        if (reading.end < bytes.length) socket.unshift(bytes.subarray(reading.end));
        return { kind: "read", value: reading.value };
      }
      if (bytes.length >= bytesMax) return { kind: "long" };
    }
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

/** The head of an HTTP message, with its empty line, one byte a character. */
export function readHeadText(bytes: Buffer): Reading<string> {
  // A head may also end in bare line feeds: an answer's is taken so, a request's is found to be malformed.
  const ends = ["\r\n\r\n", "\n\n"].map((mark) => {
    const at = bytes.indexOf(mark);
    return at === -1 ? Number.POSITIVE_INFINITY : at + mark.length;
  });
  const end = Math.min(...ends);
  return end > bytes.length ? { kind: "more" } : { kind: "read", value: bytes.toString("latin1", 0, end), end };
}

/**
 * Moves a body from one socket to the other.
 *
 * @param strict see `readChunks`
 * @returns whether all of it went over
 */
export async function pump(from: Socket, to: Socket, length: AnswerLength, strict: boolean): Promise<boolean> {
  let left = length.kind === "bytes" ? length.bytes : Number.POSITIVE_INFINITY;
  if (length.kind !== "chunked" && isWide(from)) {
    const poured = await pour(from, to, left, NEVER);
    return poured.left === 0 || (length.kind === "until-closed" && poured.hasEnded);
  }
  let place = CHUNKS_START;
  while (left > 0) {
    const piece = await next(from);
    if (piece === null) return length.kind === "until-closed" && from.readableEnded;
    let end = Math.min(left, piece.length);
    if (length.kind === "chunked") {
      const step = readChunks(place, piece, strict);
      if (step.kind === "fault") return false;
      if (step.kind === "more") place = step.place;
      else [end, left] = [step.end, step.end];
    }
    if (end < piece.length) from.unshift(piece.subarray(end));
    left -= end;
    if (!(await send(to, piece.subarray(0, end)))) return false;
  }
  return true;
}

/** Resolves when there is room for more; false if the socket is gone. */
export function send(socket: Socket, bytes: Uint8Array | string): Promise<boolean> {
  if (!socket.writable) return Promise.resolve(false);
  const hasRoom = typeof bytes === "string" ? socket.write(bytes, "latin1") : socket.write(bytes);
  if (hasRoom) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (isOpen: boolean) => (): void => {
      socket.off("drain", onDrain).off("close", onClose);
      resolve(isOpen);
    };
    const [onDrain, onClose] = [done(true), done(false)];
    socket.on("drain", onDrain).on("close", onClose);
  });
}

/** The next piece; null at the end of the stream, or when `signal` says that it comes too late. */
async function next(socket: Socket, signal: AbortSignal | null = null): Promise<Buffer | null> {
  for (;;) {
    const piece: unknown = socket.read();
    if (Buffer.isBuffer(piece)) return piece;
    if (socket.readableEnded || socket.destroyed || signal?.aborted === true) return null;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off("readable", done).off("end", done).off("close", done);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      socket.on("readable", done).on("end", done).on("close", done);
      signal?.addEventListener("abort", done);
    });
  }
}

/** How long a client may take to close its side, once it has all that was said. */
const LINGER_MS = 2_000;

/** Says a last word and closes, without losing it to a reset while the other side still sends. */
export function hangUp(socket: Socket, lastWord: string | Uint8Array): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const bytes = typeof lastWord === "string" ? Buffer.from(lastWord) : lastWord;
  socket.end(bytes, () => {
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    timer.unref();
    socket.once("close", () => clearTimeout(timer));
  });
  socket.once("end", () => socket.destroySoon());
  socket.resume();
}

/** Joins two sockets until both sides have ended; the end of one direction leaves the other open. */
export function join(a: Socket, b: Socket): void {
  flow(a, b);
  flow(b, a);
}

/**
 * All that `from` says goes to `to`, and so does its end; where one breaks, the other is broken off.
 *
 * @returns what ends this without touching either; resolves when both are free
 */
export function flow(from: Socket, to: Socket): () => Promise<void> {
  const onClosed = (): void => {
    // An orderly end was passed on already; anything else must not look like one.
    if (!from.readableEnded || from.errored !== null) to.resetAndDestroy();
  };
  from.once("close", onClosed);
  const stop = new AbortController();
  const done = isWide(from) ? pourAll(from, to, stop.signal) : Promise.resolve(void from.pipe(to));
  return async () => {
    from.off("close", onClosed);
    from.unpipe(to);
    stop.abort();
    await done;
  };
}

async function pourAll(from: Socket, to: Socket, signal: AbortSignal): Promise<void> {
  const { hasEnded } = await pour(from, to, Number.POSITIVE_INFINITY, signal);
  if (hasEnded && !signal.aborted) to.end();
}

const NEVER = new AbortController().signal;
