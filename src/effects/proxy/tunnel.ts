/** What runs through an opened tunnel: its first bytes are looked at, the rest is joined. */
import type { Socket } from "node:net";
import { type FirstBytes, readFirstBytes } from "../../core/network/first-bytes.ts";
import { type HostPort, printHostPort } from "../../core/network/host.ts";
import { describeHeadFault, mismatch, type RequestHead } from "../../core/network/http-head.ts";
import { looksLikeTls } from "../../core/network/tls-hello.ts";
import type { Wanted } from "./door.ts";
import { exchange, nextHead, refuseHead } from "./exchange.ts";
import { flow, hangUp, type Reading, take } from "./intake.ts";
import type { Line } from "./line.ts";

/** More than any first message has. */
const FIRST_BYTES_MAX = 32 * 1024;
const HTTP_PORT = 80;
/** The fatal alert "unrecognized name", which TLS clients show in words. */
const TLS_ALERT = Uint8Array.from([21, 3, 1, 0, 2, 2, 112]);

/** Serves a tunnel to its end. The client has been told that it is open. */
export async function serveTunnel(line: Line, wanted: Wanted, upstream: Socket): Promise<void> {
  const { client } = line;
  // Servers that speak first are heard at once; on the port of HTTP none does.
  const isEager = wanted.port !== HTTP_PORT;
  const stopEarly = isEager ? flow(upstream, client) : null;
  const first = await readFirst(client, wanted);
  if (first.kind === "http") {
    await stopEarly?.();
    return servePinned(line, wanted, upstream);
  }
  if (first.kind === "refuse") {
    await stopEarly?.();
    tell(line, wanted, first.why);
    upstream.destroy();
    hangUp(client, TLS_ALERT);
    return undefined;
  }
  if (!isEager) flow(upstream, client);
  if (first.kind === "pass") flow(client, upstream);
  else upstream.end(first.bytes);
  return undefined;
}

/** `all`: the program says no more than these bytes. */
type First = Exclude<FirstBytes, { readonly kind: "more" }> | { readonly kind: "all"; readonly bytes: Uint8Array };

/** Leaves all bytes in the socket, as long as that is open. */
async function readFirst(client: Socket, to: HostPort): Promise<First> {
  let seen: Uint8Array = new Uint8Array();
  const read = (bytes: Buffer): Reading<First> => {
    seen = bytes;
    const first = readFirstBytes(bytes, to);
    return first.kind === "more" ? first : { kind: "read", value: first, end: 0 };
  };
  const taken = await take(client, read, { bytesMax: FIRST_BYTES_MAX, waitMs: null });
  if (taken.kind === "read") return taken.value;
  // A line without its end is no request yet; a TLS message without its end may be anything.
  if (taken.kind === "ended" && !looksLikeTls(seen)) return { kind: "all", bytes: seen };
  return { kind: "refuse", why: "what the program says first has no end" };
}

/** Requests in the clear: each must name the tunnel's host, and all go to the one server. */
async function servePinned(line: Line, wanted: Wanted, upstream: Socket): Promise<void> {
  const { client } = line;
  for (;;) {
    const head = await whileOpen(client, upstream, () => nextHead(client));
    if (head === null) break;
    const path = pathIn(head, wanted);
    if (path.kind === "fault") {
      tell(line, wanted, path.why);
      refuseHead(client, path.why);
      break;
    }
    if ((await exchange(client, upstream, { head, to: wanted, path: path.text, isPinned: true })) === "over") return;
  }
  upstream.destroySoon();
}

/** Between requests the end of the server's side is the end of the client's, as without a proxy between them. */
async function whileOpen<T>(client: Socket, upstream: Socket, wait: () => Promise<T>): Promise<T> {
  const onEnd = (): void => hangUp(client, "");
  upstream.once("end", onEnd).once("close", onEnd);
  // Only who reads learns of an end.
  upstream.read(0);
  if (upstream.readableEnded || upstream.destroyed) onEnd();
  try {
    return await wait();
  } finally {
    upstream.off("end", onEnd).off("close", onEnd);
  }
}

type PathIn = { readonly kind: "path"; readonly text: string } | { readonly kind: "fault"; readonly why: string };

function pathIn({ target, host }: RequestHead, to: HostPort): PathIn {
  if (target.kind === "tunnel") return { kind: "fault", why: "there is a tunnel already" };
  const named = [host, target.kind === "absolute" ? target.to : null].filter((place) => place !== null);
  const fault = named.map((place) => mismatch(place, to)).find((found) => found !== null) ?? null;
  return fault === null ? { kind: "path", text: target.path } : { kind: "fault", why: describeHeadFault(fault) };
}

function tell({ options }: Line, wanted: Wanted, cause: string): void {
  const why = `${printHostPort(wanted)}: ${cause}`;
  options.refused(wanted, { kind: "refuse", why, rule: null, decision: "not_allowed", source: "baseline_policy" });
}
