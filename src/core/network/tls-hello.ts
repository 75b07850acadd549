/** Reads the server's name out of the first message of a TLS connection (RFC 8446, RFC 6066). */

export type Hello =
  /** More bytes are needed. */
  | { readonly kind: "more" }
  /** `name` as it stands there, one byte a character; null where the client names no server. */
  | { readonly kind: "hello"; readonly name: string | null }
  | { readonly kind: "fault" };

/** Bytes of a first message with its record headers; the largest in use are below 4 KiB. */
const HELLO_BYTES_MAX = 16 * 1024;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RECORD_BYTES_MAX = 16_384;
const SERVER_NAME = 0;
const HOST_NAME = 0;

/** True if this can be the start of a TLS connection, as far as it goes. */
export function looksLikeTls(bytes: Uint8Array): boolean {
  return bytes[0] === HANDSHAKE && (bytes.length < 2 || bytes[1] === 3);
}

/** @param bytes all that came so far; more than the message is no fault */
export function readHello(bytes: Uint8Array): Hello {
  const handshake: number[] = [];
  let at = 0;
  for (;;) {
    const wanted = messageBytes(handshake);
    if (wanted !== null && (handshake[0] !== CLIENT_HELLO || wanted > HELLO_BYTES_MAX)) return { kind: "fault" };
    if (wanted !== null && handshake.length >= wanted) return readMessage(Uint8Array.from(handshake.slice(4, wanted)));
    if (bytes.length > at && bytes[at] !== HANDSHAKE) return { kind: "fault" };
    if (bytes.length < at + 5) return bytes.length > HELLO_BYTES_MAX ? { kind: "fault" } : { kind: "more" };
    const length = numberAt(bytes, at + 3, 2);
    if (bytes[at + 1] !== 3 || length === 0 || length > RECORD_BYTES_MAX) return { kind: "fault" };
    const record = bytes.subarray(at + 5, at + 5 + length);
    for (const byte of record) handshake.push(byte);
    // What has come of a record may be enough already to see that it is none.
    if (record.length < length) return isWrong(handshake) ? { kind: "fault" } : { kind: "more" };
    at += 5 + length;
  }
}

/** Bytes of the message with its own header, once that is known. */
function messageBytes(handshake: readonly number[]): number | null {
  return handshake.length < 4 ? null : 4 + numberAt(Uint8Array.from(handshake.slice(0, 4)), 1, 3);
}

function isWrong(handshake: readonly number[]): boolean {
  const wanted = messageBytes(handshake);
  return (handshake[0] ?? CLIENT_HELLO) !== CLIENT_HELLO || (wanted !== null && wanted > HELLO_BYTES_MAX);
}

function readMessage(body: Uint8Array): Hello {
  const parts = new Parts(body);
  parts.skip(2 + 32);
  for (const size of [1, 2, 1]) parts.part(size);
  if (parts.isBroken) return { kind: "fault" };
  // Before TLS 1.2 a client could leave out the extensions altogether.
  if (parts.isDone) return { kind: "hello", name: null };
  const extensions = new Parts(parts.part(2));
  if (parts.isBroken || !parts.isDone) return { kind: "fault" };
  let name: string | null = null;
  while (!extensions.isDone) {
    const type = extensions.number(2);
    const value = extensions.part(2);
    if (extensions.isBroken) return { kind: "fault" };
    if (type !== SERVER_NAME) continue;
    const found = readServerName(value);
    if (found === null || name !== null) return { kind: "fault" };
    name = found;
  }
  return { kind: "hello", name };
}

/** Exactly one host name: who sends several leaves open which one counts. */
function readServerName(value: Uint8Array): string | null {
  const outer = new Parts(value);
  const list = new Parts(outer.part(2));
  if (outer.isBroken || !outer.isDone || list.number(1) !== HOST_NAME) return null;
  const name = list.part(2);
  return list.isBroken || !list.isDone || name.length === 0 ? null : String.fromCharCode(...name);
}

/** Takes a message apart from its start; once something is missing, all that follows is empty and `isBroken` stays true. */
class Parts {
  readonly #bytes: Uint8Array;
  #at = 0;
  isBroken = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.isBroken || this.#at >= this.#bytes.length;
  }

  skip(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) this.isBroken = true;
    const part = this.isBroken ? new Uint8Array() : this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  number(size: number): number {
    return numberAt(this.skip(size), 0, size);
  }

  /** What follows a length of `size` bytes. */
  part(size: number): Uint8Array {
    return this.skip(this.number(size));
  }
}

function numberAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (const byte of bytes.subarray(at, at + size)) value = value * 256 + byte;
  return value;
}
