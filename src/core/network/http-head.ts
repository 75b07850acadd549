/**
 * Reads the head of a request strictly.
 *
 * What two programs could understand differently is refused, not repaired.
 * Texts hold one byte a character (latin1). Source: RFC 9112; what is refused beyond it is what smuggling is made of.
 */
import { err, ok, type Result } from "../../kit/result.ts";
import { describeHostFault, type HostFault, type HostPort, printHostPort, readHostPort } from "./host.ts";

export type Header = readonly [name: string, value: string];

/** How long a body is. */
export type BodyLength = { readonly kind: "bytes"; readonly bytes: number } | { readonly kind: "chunked" };

export type RequestTarget =
  | { readonly kind: "tunnel"; readonly to: HostPort }
  /** `path` starts with a slash. */
  | { readonly kind: "absolute"; readonly to: HostPort; readonly path: string }
  | { readonly kind: "origin"; readonly path: string };

export type RequestHead = {
  readonly method: string;
  readonly target: RequestTarget;
  /** What the Host header says, where there is one. A missing port is 80. */
  readonly host: HostPort | null;
  readonly version: "1.0" | "1.1";
  readonly headers: readonly Header[];
  readonly body: BodyLength;
  readonly isWebSocket: boolean;
  /** Whether the client means to send more on this connection. */
  readonly staysOpen: boolean;
};

type PlainFault = "line" | "scheme" | "user" | "target" | "header" | "length" | "many" | "no-host" | "hosts";

export type HeadFault =
  | { readonly kind: PlainFault }
  | { readonly kind: "host"; readonly fault: HostFault }
  | { readonly kind: "mismatch"; readonly host: string; readonly target: string };

/** Bytes of a request's head, with the empty line. */
export const HEAD_BYTES_MAX = 64 * 1024;
const HEADERS_MAX = 200;

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const TARGET = /^[!-~]+$/;

const FAULTS: Readonly<Record<PlainFault, string>> = {
  line: "the request line is not `METHOD TARGET HTTP/1.1`",
  scheme: "only http:// can be asked for directly; other schemes need CONNECT",
  user: "the address holds a user name",
  target: "the target holds characters that no address has, or is none that a proxy takes",
  header: "a header line is malformed",
  length: "how long the body is cannot be told for certain",
  many: `there are more than ${HEADERS_MAX} headers`,
  "no-host": "there is no Host header",
  hosts: "there is more than one Host header",
};

/** One line for the person who wonders why. */
export function describeHeadFault(fault: HeadFault): string {
  if (fault.kind === "host") return describeHostFault(fault.fault);
  if (fault.kind === "mismatch") return `the Host header names ${fault.host}, the target is ${fault.target}`;
  return FAULTS[fault.kind];
}

/**
 * @param text the whole head, up to and with the empty line
 */
export function readRequestHead(text: string): Result<RequestHead, HeadFault> {
  const lines = text.split("\r\n");
  if (lines.at(-1) !== "" || lines.at(-2) !== "") return err({ kind: "header" });
  const [method = "", target = "", protocol = "", ...more] = (lines[0] ?? "").split(" ");
  const version = protocol === "HTTP/1.1" ? "1.1" : protocol === "HTTP/1.0" ? "1.0" : null;
  if (version === null || more.length > 0 || !METHOD.test(method)) return err({ kind: "line" });
  if (!TARGET.test(target)) return err({ kind: "target" });
  const headers = readHeaders(lines.slice(1, -2));
  if (!headers.ok) return headers;
  const body = bodyLength(headers.value, version);
  if (body === null) return err({ kind: "length" });
  const place = readTarget(method, target);
  if (!place.ok) return place;
  // What follows is the tunnel's, so a length could only mislead.
  if (method === "CONNECT" && (body.kind === "chunked" || body.bytes > 0)) return err({ kind: "length" });
  const host = hostOf(headers.value, place.value, version);
  if (!host.ok) return host;
  const connection = tokensOf(headers.value, "connection");
  const isWebSocket = connection.includes("upgrade") && tokensOf(headers.value, "upgrade").join() === "websocket";
  const staysOpen = version === "1.1" && !connection.includes("close");
  return ok({
    method,
    target: place.value,
    host: host.value,
    version,
    headers: headers.value,
    body,
    isWebSocket,
    staysOpen,
  });
}

function readHeaders(lines: readonly string[]): Result<readonly Header[], HeadFault> {
  if (lines.length > HEADERS_MAX) return err({ kind: "many" });
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    // This refuses folded lines and bare line breaks as well: neither is in any name or value.
    if (colon === -1 || !NAME.test(name) || !VALUE.test(value)) return err({ kind: "header" });
    headers.push([name, value.replaceAll(/^[ \t]+|[ \t]+$/g, "")]);
  }
  return ok(headers);
}

/** Null where there is any doubt: two lengths, a length beside chunks, another coding, chunks in HTTP/1.0. */
function bodyLength(headers: readonly Header[], version: "1.0" | "1.1"): BodyLength | null {
  const lengths = valuesOf(headers, "content-length");
  const codings = valuesOf(headers, "transfer-encoding");
  if (lengths.length + codings.length > 1) return null;
  const [coding] = codings;
  if (coding !== undefined) return version === "1.1" && coding.toLowerCase() === "chunked" ? { kind: "chunked" } : null;
  const [length = "0"] = lengths;
  return /^\d{1,15}$/.test(length) ? { kind: "bytes", bytes: Number(length) } : null;
}

function readTarget(method: string, text: string): Result<RequestTarget, HeadFault> {
  if (method === "CONNECT") {
    if (text.includes("@")) return err({ kind: "user" });
    const to = readHostPort(text, null);
    return to.ok ? ok({ kind: "tunnel", to: to.value }) : err({ kind: "host", fault: to.error });
  }
  if (/[#\\]/.test(text)) return err({ kind: "target" });
  if (text.startsWith("/")) return ok({ kind: "origin", path: text });
  const [, scheme, authority = "", path = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?]*)(.*)$/.exec(text) ?? [];
  if (scheme === undefined) return err({ kind: "target" });
  if (scheme.toLowerCase() !== "http") return err({ kind: "scheme" });
  if (authority.includes("@")) return err({ kind: "user" });
  const to = readHostPort(authority, 80);
  if (!to.ok) return err({ kind: "host", fault: to.error });
  return ok({ kind: "absolute", to: to.value, path: path.startsWith("/") ? path : `/${path}` });
}

/** The Host header, which must name the target where that says its host itself; a tunnel's may leave out the port. */
function hostOf(
  headers: readonly Header[],
  target: RequestTarget,
  version: "1.0" | "1.1",
): Result<HostPort | null, HeadFault> {
  const values = valuesOf(headers, "host");
  const [value] = values;
  if (values.length > 1) return err({ kind: "hosts" });
  if (value === undefined) return version === "1.0" || target.kind === "tunnel" ? ok(null) : err({ kind: "no-host" });
  const host = readHostPort(value, target.kind === "tunnel" ? target.to.port : 80);
  if (!host.ok) return err({ kind: "host", fault: host.error });
  const fault = target.kind === "origin" ? null : mismatch(host.value, target.to);
  return fault === null ? ok(host.value) : err(fault);
}

/** Null where both name the same place. */
export function mismatch(host: HostPort, target: HostPort): HeadFault | null {
  const [a, b] = [printHostPort(host), printHostPort(target)];
  return a === b ? null : { kind: "mismatch", host: a, target: b };
}

/** Lower-case members of all lists in headers of this name. @param name lower case */
export function tokensOf(headers: readonly Header[], name: string): readonly string[] {
  return valuesOf(headers, name)
    .flatMap((value) => value.split(","))
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== "");
}

function valuesOf(headers: readonly Header[], name: string): readonly string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}
