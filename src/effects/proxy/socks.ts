/** The proxy's SOCKS5 side: CONNECT by name or address, then a tunnel like any other. */
import {
  printMethod,
  printReply,
  readConnect,
  readGreeting,
  readPassword,
  SOCKS_NO_METHOD,
  SOCKS_WELCOME,
  type SocksFault,
  type SocksRead,
  type SocksReply,
} from "../../core/network/socks.ts";
import type { Opened } from "./door.ts";
import { HEAD_MS } from "./exchange.ts";
import { hangUp, type Reading, send, take } from "./intake.ts";
import { type Line, openFor } from "./line.ts";
import { serveTunnel } from "./tunnel.ts";

const MESSAGE_BYTES_MAX = 1024;

/** Serves a connection to its end. */
export async function serveSocks(line: Line): Promise<void> {
  const { client } = line;
  const method = await message(line, readGreeting, () => SOCKS_NO_METHOD);
  if (method === null || !(await send(client, Uint8Array.from(printMethod(method))))) return;
  if (method === "password") {
    const isRead = await message(line, readPassword, () => SOCKS_NO_METHOD);
    if (isRead === null || !(await send(client, Uint8Array.from(SOCKS_WELCOME)))) return;
  }
  const to = await message(line, readConnect, (fault) => printReply(replyTo(fault)));
  if (to === null) return;
  const wanted = { ...to, protocol: "socks5_tcp", peer: line.peer } as const;
  const opened = await openFor(line, wanted);
  if (opened.kind !== "open") {
    hangUp(client, Uint8Array.from(printReply(replyOf(opened))));
    return;
  }
  if (await send(client, Uint8Array.from(printReply("granted")))) await serveTunnel(line, wanted, opened.socket);
}

/** Null when there will be none; a fault is answered here. */
async function message<T>(
  { client }: Line,
  read: (bytes: Uint8Array) => SocksRead<T>,
  answer: (fault: SocksFault) => readonly number[],
): Promise<T | null> {
  type Found = { readonly value: T } | { readonly fault: SocksFault };
  const reading = (bytes: Buffer): Reading<Found> => {
    const found = read(bytes);
    if (found.kind === "more") return found;
    if (found.kind === "fault") return { kind: "read", value: { fault: found.fault }, end: bytes.length };
    return { kind: "read", value: { value: found.value }, end: found.end };
  };
  const taken = await take(client, reading, { bytesMax: MESSAGE_BYTES_MAX, waitMs: HEAD_MS });
  if (taken.kind !== "read") {
    hangUp(client, "");
    return null;
  }
  if ("value" in taken.value) return taken.value.value;
  hangUp(client, Uint8Array.from(answer(taken.value.fault)));
  return null;
}

function replyTo(fault: SocksFault): SocksReply {
  if (fault.kind === "command") return "command";
  if (fault.kind === "address") return "address";
  return fault.kind === "host" ? "refused-by-rules" : "failed";
}

function replyOf(opened: Exclude<Opened, { readonly kind: "open" }>): SocksReply {
  if (opened.kind === "refuse") return "refused-by-rules";
  return opened.fault === "refused" ? "refused" : "unreachable";
}
