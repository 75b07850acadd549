/** One POST over a connection that is kept for the next: its head, then its body in pieces. */
import * as http from "node:http";
import * as https from "node:https";
import type { Endpoint } from "./provider.ts";

export type Answer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Once; ends with an error where the connection does. */
  readonly body: AsyncIterable<Buffer>;
  /** The rest of the body is of no interest; a short one is still read, so that the connection can be used again. */
  readonly leave: () => void;
  /** Ends the connection. */
  readonly destroy: () => void;
};

/** Idle connections do not keep the process alive. Shared: all threads of a process ask the same few endpoints. */
const AGENTS = {
  http: new http.Agent({ keepAlive: true }),
  https: new https.Agent({ keepAlive: true }),
};

/** How long the end of a body that nobody needs may take. */
const LEAVE_MS = 1000;

/**
 * Resolves with the head of the answer; redirects are answers, for what is sent is meant for this address alone.
 * Rejects if there is none, or when `signal` aborts; an abort later on ends the body with an error.
 *
 * Node's own client: it takes a fifth of the time that `fetch` takes for the first request of a process, and sets no
 * bound of its own to how long a model may think.
 */
export async function post(
  endpoint: Endpoint,
  extra: http.OutgoingHttpHeaders,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  for (;;) {
    const sent = await send(endpoint, { ...endpoint.headers, ...extra }, body, signal);
    if (sent !== "stale") return sent;
  }
}

/** "stale" where a kept connection turned out to be closed already: then nothing was answered, and another one is tried. */
function send(
  { url }: Endpoint,
  headers: http.OutgoingHttpHeaders,
  body: string,
  signal: AbortSignal,
): Promise<Answer | "stale"> {
  return new Promise((resolve, reject) => {
    const isTls = url.protocol === "https:";
    const options = { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } };
    const request = isTls
      ? https.request(url, { ...options, agent: AGENTS.https })
      : http.request(url, { ...options, agent: AGENTS.http });
    let answer: http.IncomingMessage | null = null;
    endWith(signal, request, () => answer);
    request.on("error", (error: NodeJS.ErrnoException) => {
      const isStale =
        request.reusedSocket && answer === null && (error.code === "ECONNRESET" || error.code === "EPIPE");
      if (isStale && !signal.aborted) resolve("stale");
      else reject(error);
    });
    request.on("response", (response) => {
      answer = response;
      resolve(answerOf(request, response));
    });
    request.setNoDelay(true);
    request.end(body);
  });
}

/**
 * Not by the option of Node's own: that ends the connection with an error even where the answer has come to its end just
 * then, and nobody listens for one there any more.
 */
function endWith(signal: AbortSignal, request: http.ClientRequest, answer: () => http.IncomingMessage | null): void {
  const end = (): void => void (answer() ?? request).destroy(new Error("it was ended"));
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  request.on("close", () => signal.removeEventListener("abort", end));
}

function answerOf(request: http.ClientRequest, response: http.IncomingMessage): Answer {
  // Whoever reads it hears of an error there; one that comes later is of no interest.
  response.on("error", () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    // A reader that stops early must not cost the connection: `leave` and `destroy` decide that.
    body: response.iterator({ destroyOnReturn: false }),
    leave: () => leave(request, response),
    // Without an error: the connection may be back among those that are kept, where nobody listens for one.
    destroy: () => void request.destroy(),
  };
}

function leave(request: http.ClientRequest, response: http.IncomingMessage): void {
  if (response.destroyed) return;
  const timer = setTimeout(() => request.destroy(), LEAVE_MS);
  timer.unref();
  response.on("close", () => clearTimeout(timer));
  response.resume();
}
