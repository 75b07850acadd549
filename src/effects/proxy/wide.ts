/**
 * Sockets that are read in large pieces through one buffer.
 *
 * With a new small one for each piece, as Node reads else, a download takes the proxy twice the time.
 */
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";

/** Takes a piece of the buffer; false where nothing may be read into it for now. */
type Sink = (piece: Uint8Array) => boolean;

const sinks = new WeakMap<Socket, { sink: Sink | null }>();

const SMALL_BYTES = 64 * 1024;
/** For a socket that fills the small one. */
const LARGE_BYTES = 1024 * 1024;
/** Large ones at once; with more downloads than that, each is slower anyway. */
const LARGE_MAX = 64;
let large = 0;

/** A socket like any other, until `pour` takes it over. */
export function connectWide(options: TcpNetConnectOpts): Socket {
  const state: { sink: Sink | null } = { sink: null };
  let buffer = Buffer.allocUnsafeSlow(SMALL_BYTES);
  const callback = (length: number, filled: Uint8Array): boolean => {
    const piece = filled.subarray(0, length);
    const goesOn = state.sink === null ? socket.push(Buffer.from(piece)) : state.sink(piece);
    const isFull = length === SMALL_BYTES && buffer.length === SMALL_BYTES;
    if (isFull && state.sink !== null && large < LARGE_MAX) {
      buffer = Buffer.allocUnsafeSlow(LARGE_BYTES);
      large += 1;
      socket.once("close", () => (large -= 1));
    }
    return goesOn;
  };
  const socket = connect({ ...options, onread: { buffer: () => buffer, callback } });
  sinks.set(socket, state);
  return socket;
}

export function isWide(socket: Socket): boolean {
  return sinks.has(socket);
}

/** `left` bytes did not come; `hasEnded`: and none will. */
export type Poured = { readonly left: number; readonly hasEnded: boolean };

/**
 * Passes on up to `bytes`, until they are over, one of both sides is, or `signal` says so. What comes after them stays in
 * the socket. Resolves when the buffer is free again.
 *
 * @param from one that `connectWide` made
 */
export async function pour(from: Socket, to: Socket, bytes: number, signal: AbortSignal): Promise<Poured> {
  const state = sinks.get(from);
  if (state === undefined) throw new Error("this socket was not made to be poured from");
  let left = bytes;
  while (left > 0) {
    const piece: unknown = from.read();
    if (!Buffer.isBuffer(piece)) break;
    if (piece.length > left) from.unshift(piece.subarray(left));
    to.write(piece.subarray(0, left));
    left -= Math.min(left, piece.length);
  }
  await new Promise<void>((resolve) => {
    // A write that the system did not take at once still needs the buffer.
    let holding = 0;
    const isOver = (): boolean => left === 0 || signal.aborted || to.destroyed || from.destroyed || from.readableEnded;
    const check = (): void => {
      if (!isOver()) return;
      state.sink = null;
      if (holding > 0 && !to.destroyed) return;
      from.off("end", check).off("close", check);
      to.off("close", check);
      signal.removeEventListener("abort", check);
      resolve();
    };
    state.sink = (piece) => {
      const part = piece.subarray(0, left);
      left -= part.length;
      if (part.length < piece.length) from.push(Buffer.from(piece.subarray(part.length)));
      holding += 1;
      let isHeld = true;
      const release = (): void => {
        if (!isHeld) return;
        isHeld = false;
        holding -= 1;
      };
      to.write(part, () => {
        const wasHeld = isHeld;
        release();
        check();
        if (wasHeld && !isOver()) from.read(0);
      });
      if (to.writableLength === 0) release();
      check();
      return holding === 0 && !isOver();
    };
    from.on("end", check).on("close", check);
    to.on("close", check);
    signal.addEventListener("abort", check);
    check();
    if (!isOver()) from.read(0);
  });
  return { left, hasEnded: from.readableEnded };
}
