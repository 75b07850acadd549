/** One request and its answer through the proxy, with back pressure both ways. */
import type { Socket } from "node:net";
import type { HostPort } from "../../core/network/host.ts";
import { forwardedAnswer, forwardedRequest, readAnswerHead } from "../../core/network/http-forward.ts";
import { describeHeadFault, HEAD_BYTES_MAX, type RequestHead, readRequestHead } from "../../core/network/http-head.ts";
import { printAnswer } from "../../core/network/refusal.ts";
import { hangUp, join, pump, readHeadText, send, take } from "./intake.ts";

/** How long a client may take for a request's head, or keep a connection without one. */
export const HEAD_MS = 60_000;
const ANSWER_HEAD_BYTES_MAX = 256 * 1024;

/** The next request, or null at the end; whatever is wrong with it is answered here. */
export async function nextHead(client: Socket): Promise<RequestHead | null> {
  const taken = await take(client, readHeadText, { bytesMax: HEAD_BYTES_MAX, waitMs: HEAD_MS });
  if (taken.kind === "read") {
    const head = readRequestHead(taken.value);
    if (head.ok) return head.value;
    refuseHead(client, describeHeadFault(head.error));
    return null;
  }
  if (taken.kind === "long") refuseHead(client, `the head is longer than ${HEAD_BYTES_MAX} bytes`);
  else if (taken.kind === "ended" && taken.hasBytes) refuseHead(client, "the head has no end");
  else hangUp(client, "");
  return null;
}

/** For what cannot be read for certain: nothing of it is passed on. */
export function refuseHead(client: Socket, why: string): void {
  hangUp(client, printAnswer("400 Bad Request", "text/plain", `assent: the request was refused: ${why}\n`));
}

export type Exchange = {
  readonly head: RequestHead;
  readonly to: HostPort;
  readonly path: string;
  /** The same upstream takes all requests of the connection, as in a tunnel. */
  readonly isPinned: boolean;
};

/** Passes one request on and its answer back. `next`: another request may follow; else the client is hung up on. */
export async function exchange(client: Socket, upstream: Socket, request: Exchange): Promise<"next" | "over"> {
  const { head, to, path, isPinned } = request;
  let isSent = false;
  const sending = (async (): Promise<void> => {
    const isWritten = await send(upstream, forwardedRequest(head, to, path, isPinned && head.staysOpen));
    isSent = isWritten && (await pump(client, upstream, head.body, true));
    // A body that broke off will never be answered.
    if (!isSent) upstream.destroy();
  })();
  const answered = await relayAnswer(client, upstream, request);
  if (answered === "upgraded") {
    await sending;
    join(client, upstream);
    return "over";
  }
  if (answered === "open" && isSent) return "next";
  if (answered === "none" && isPinned && isSent && upstream.readableEnded) {
    // Clients know what it means that a server closes a connection that they wanted to use again.
    hangUp(client, "");
  } else if (answered === "none") {
    const why = isSent ? "the server gave no answer that can be read" : "the body was malformed or broke off";
    hangUp(client, printAnswer(`502 Bad Gateway: ${why}`, "text/plain", `assent: ${why}\n`));
  } else if (answered === "broken") client.resetAndDestroy();
  else hangUp(client, "");
  upstream.destroy();
  await sending;
  return "over";
}

/** `none`: nothing has been said to the client. `close`: all was said, and no more may follow. */
async function relayAnswer(
  client: Socket,
  upstream: Socket,
  { head, isPinned }: Exchange,
): Promise<"open" | "close" | "broken" | "none" | "upgraded"> {
  for (;;) {
    const taken = await take(upstream, readHeadText, { bytesMax: ANSWER_HEAD_BYTES_MAX, waitMs: null });
    const answer = taken.kind === "read" ? readAnswerHead(taken.value, head.method) : null;
    if (answer === null || (answer.status === 101 && !head.isWebSocket)) return "none";
    const staysOpen = head.staysOpen && answer.body.kind !== "until-closed" && (!isPinned || answer.staysOpen);
    if (!(await send(client, forwardedAnswer(answer, staysOpen)))) return "broken";
    if (answer.status === 101) return "upgraded";
    if (answer.status < 200) continue;
    if (!(await pump(upstream, client, answer.body, false))) return "broken";
    return staysOpen ? "open" : "close";
  }
}
