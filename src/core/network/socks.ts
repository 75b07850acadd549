/** SOCKS5 (RFC 1928) as far as the proxy speaks it: CONNECT, by name or address. */
import { formatAddress } from "./address.ts";
import { type HostFault, type HostPort, readHost } from "./host.ts";

/** `end` bytes belong to the message; `more`: it is not whole yet. */
export type SocksRead<T> =
  | { readonly kind: "more" }
  | { readonly kind: "read"; readonly value: T; readonly end: number }
  | { readonly kind: "fault"; readonly fault: SocksFault };

export type SocksFault =
  | { readonly kind: "version" | "method" | "command" | "address" | "port" }
  | { readonly kind: "host"; readonly fault: HostFault };

/** What a reply tells the client. */
export type SocksReply = "granted" | "failed" | "refused-by-rules" | "unreachable" | "refused" | "command" | "address";

const CODES: Readonly<Record<SocksReply, number>> = {
  granted: 0,
  failed: 1,
  "refused-by-rules": 2,
  unreachable: 4,
  refused: 5,
  command: 7,
  address: 8,
};

export const SOCKS_VERSION = 5;
/** Also said to be wrong by the reply of its own that SOCKS4 has. */
export const SOCKS4_VERSION = 4;

const METHODS = { none: 0, password: 2 } as const;

/** "No acceptable method". */
export const SOCKS_NO_METHOD: readonly number[] = [SOCKS_VERSION, 0xff];
/** "Request rejected", as SOCKS4 says it. */
export const SOCKS4_REJECTED: readonly number[] = [0, 91, 0, 0, 0, 0, 0, 0];
/** The password was accepted, whatever it was: nobody but the sandbox reaches this port. */
export const SOCKS_WELCOME: readonly number[] = [1, 0];

/** The client's methods; the answer is the one that is taken. */
export function readGreeting(bytes: Uint8Array): SocksRead<"none" | "password"> {
  if (bytes.length > 0 && bytes[0] !== SOCKS_VERSION) return { kind: "fault", fault: { kind: "version" } };
  const end = 2 + (bytes[1] ?? 0);
  if (bytes.length < 2 || bytes.length < end) return { kind: "more" };
  const offered = bytes.subarray(2, end);
  if (offered.includes(METHODS.none)) return { kind: "read", value: "none", end };
  if (offered.includes(METHODS.password)) return { kind: "read", value: "password", end };
  return { kind: "fault", fault: { kind: "method" } };
}

export function printMethod(method: "none" | "password"): readonly number[] {
  return [SOCKS_VERSION, METHODS[method]];
}

/** Name and password (RFC 1929), which say nothing here. */
export function readPassword(bytes: Uint8Array): SocksRead<"ignored"> {
  if (bytes.length > 0 && bytes[0] !== 1) return { kind: "fault", fault: { kind: "version" } };
  const name = bytes[1] ?? 0;
  const end = 3 + name + (bytes[2 + name] ?? 0);
  if (bytes.length < 3 + name || bytes.length < end) return { kind: "more" };
  return { kind: "read", value: "ignored", end };
}

export function readConnect(bytes: Uint8Array): SocksRead<HostPort> {
  if (bytes.length > 0 && bytes[0] !== SOCKS_VERSION) return { kind: "fault", fault: { kind: "version" } };
  if (bytes.length < 5) return { kind: "more" };
  if (bytes[1] !== 1) return { kind: "fault", fault: { kind: "command" } };
  const length = bytes[3] === 1 ? 4 : bytes[3] === 4 ? 16 : bytes[3] === 3 ? 1 + (bytes[4] ?? 0) : null;
  if (length === null || bytes[2] !== 0) return { kind: "fault", fault: { kind: "address" } };
  const end = 4 + length + 2;
  if (bytes.length < end) return { kind: "more" };
  const address = bytes.subarray(4, 4 + length);
  const text = bytes[3] === 3 ? String.fromCharCode(...address.subarray(1)) : formatAddress([...address]);
  const host = readHost(text);
  if (!host.ok) return { kind: "fault", fault: { kind: "host", fault: host.error } };
  const port = (bytes[end - 2] ?? 0) * 256 + (bytes[end - 1] ?? 0);
  if (port === 0) return { kind: "fault", fault: { kind: "port" } };
  return { kind: "read", value: { host: host.value, port }, end };
}

/** With no address of ours, which is nobody's business. */
export function printReply(reply: SocksReply): readonly number[] {
  return [SOCKS_VERSION, CODES[reply], 0, 1, 0, 0, 0, 0, 0, 0];
}
