/** Heads as the proxy passes them on, with the Host that was judged. */
import { type HostPort, printHostPort } from "./host.ts";
import { type BodyLength, type Header, type RequestHead, tokensOf } from "./http-head.ts";

/** How the end of an answer is told. */
export type AnswerLength = BodyLength | { readonly kind: "until-closed" };

export type AnswerHead = {
  readonly status: number;
  readonly statusLine: string;
  readonly headers: readonly Header[];
  readonly body: AnswerLength;
  /** Whether the server means to send more on this connection. */
  readonly staysOpen: boolean;
};

/** What concerns one connection only, or was meant for the proxy. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "proxy-authorization",
  "proxy-authenticate",
  "proxy-authentication-info",
  "te",
  "trailer",
  "upgrade",
  "http2-settings",
]);

/** Told apart by whoever reads on, so no `Connection` header may take them away. */
const FRAMING: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "host"]);

/**
 * The request for the server itself: the path alone and the judged host.
 *
 * @param staysOpen whether another may follow on the same connection
 */
export function forwardedRequest(head: RequestHead, to: HostPort, path: string, staysOpen: boolean): string {
  const kept = passedOn(head.headers).filter(([name]) => name.toLowerCase() !== "host");
  const own: readonly Header[] = head.isWebSocket
    ? [
        ["Connection", "Upgrade"],
        ["Upgrade", "websocket"],
      ]
    : [["Connection", staysOpen ? "keep-alive" : "close"]];
  const headers: readonly Header[] = [["Host", printHostPort(to, 80)], ...kept, ...own];
  return print(`${head.method} ${path} HTTP/${head.version}`, headers);
}

/**
 * Reads an answer's head; null for what is none.
 *
 * It only goes back into the sandbox, so it is read as leniently as programs do.
 *
 * @param method that of the request, which tells whether there is a body
 */
export function readAnswerHead(text: string, method: string): AnswerHead | null {
  const [statusLine = "", ...lines] = text.replaceAll("\r\n", "\n").trimEnd().split("\n");
  const [, digits] = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [^\0\r]*)?$/.exec(statusLine) ?? [];
  if (digits === undefined) return null;
  const headers = lines
    .map((line): Header => [line.slice(0, Math.max(line.indexOf(":"), 0)), line.slice(line.indexOf(":") + 1).trim()])
    .filter(([name]) => name.trim() !== "" && !/\s/.test(name));
  const status = Number(digits);
  const body = answerLength(status, headers, method);
  const isOpen = statusLine.startsWith("HTTP/1.1") && !tokensOf(headers, "connection").includes("close");
  return { status, statusLine, headers, body, staysOpen: isOpen && body.kind !== "until-closed" };
}

function answerLength(status: number, headers: readonly Header[], method: string): AnswerLength {
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return { kind: "bytes", bytes: 0 };
  const codings = tokensOf(headers, "transfer-encoding");
  if (codings.length > 0) return codings.at(-1) === "chunked" ? { kind: "chunked" } : { kind: "until-closed" };
  const lengths = new Set(tokensOf(headers, "content-length"));
  const [length = ""] = lengths;
  const isSure = lengths.size === 1 && /^\d{1,15}$/.test(length);
  return isSure ? { kind: "bytes", bytes: Number(length) } : { kind: "until-closed" };
}

/** The answer for the client. @param staysOpen whether more may follow on its connection */
export function forwardedAnswer(head: AnswerHead, staysOpen: boolean): string {
  const upgrade = head.headers.filter(([name]) => name.toLowerCase() === "upgrade");
  if (head.status === 101)
    return print(head.statusLine, [...passedOn(head.headers), ["Connection", "Upgrade"], ...upgrade]);
  if (head.status < 200) return print(head.statusLine, passedOn(head.headers));
  return print(head.statusLine, [...passedOn(head.headers), ["Connection", staysOpen ? "keep-alive" : "close"]]);
}

function passedOn(headers: readonly Header[]): readonly Header[] {
  const listed = tokensOf(headers, "connection").filter((name) => !FRAMING.has(name));
  return headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !listed.includes(name.toLowerCase()));
}

function print(first: string, headers: readonly Header[]): string {
  return `${[first, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n`;
}
