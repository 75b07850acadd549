/** What a program says first in a tunnel, and whether it names the tunnel's host. */
import { type HostPort, readHost } from "./host.ts";
import { looksLikeTls, readHello } from "./tls-hello.ts";

export type FirstBytes =
  /** More are needed. */
  | { readonly kind: "more" }
  /** Nothing in them speaks against the tunnel. */
  | { readonly kind: "pass" }
  /** HTTP in the clear: each request must name the host. */
  | { readonly kind: "http" }
  | { readonly kind: "refuse"; readonly why: string };

/** Bytes of a first line; longer ones are refused or let pass as they stand. */
const LINE_BYTES_MAX = 16 * 1024;
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** @param bytes all that came so far, at least one */
export function readFirstBytes(bytes: Uint8Array, to: HostPort): FirstBytes {
  if (looksLikeTls(bytes)) return readTls(bytes, to);
  // On the ports of the web nothing may pass unread that a server could take for a request.
  if (to.port === HTTP_PORT) return { kind: "http" };
  const text = String.fromCharCode(...bytes.subarray(0, LINE_BYTES_MAX)).replace(/^[\r\n\t ]+/, "");
  const end = text.search(/[\r\n]/);
  const line = end === -1 ? text : text.slice(0, end);
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(line)) return { kind: "pass" };
  if (end === -1) return bytes.length >= LINE_BYTES_MAX ? { kind: "http" } : { kind: "more" };
  if (!/HTTP\//i.test(line)) return { kind: "pass" };
  // HTTP/2 without TLS: its requests cannot be compared, and no browser or tool speaks it on the ports of the web.
  if (line === "PRI * HTTP/2.0" && to.port !== HTTPS_PORT) return { kind: "pass" };
  return { kind: "http" };
}

function readTls(bytes: Uint8Array, to: HostPort): FirstBytes {
  const hello = readHello(bytes);
  if (hello.kind === "more") return hello;
  if (hello.kind === "fault") return { kind: "refuse", why: "the first TLS message is malformed" };
  if (hello.name === null) {
    if (to.host.kind === "address") return { kind: "pass" };
    return { kind: "refuse", why: `the TLS connection names no server, the tunnel is for ${to.host.text}` };
  }
  const named = readHost(hello.name);
  if (!named.ok) return { kind: "refuse", why: "the TLS connection names a server in a form that no name has" };
  if (named.value.text === to.host.text) return { kind: "pass" };
  return { kind: "refuse", why: `the TLS connection names ${named.value.text}, the tunnel is for ${to.host.text}` };
}
