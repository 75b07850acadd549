/** Starts or reaches a server and shakes hands with it. */
import { setImmediate } from "node:timers/promises";
import type { Client, Transport } from "@modelcontextprotocol/client";
import type { McpServer } from "../../core/config/servers.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { VERSION } from "../../version.ts";
import { TIMER_MS_MAX } from "../wake.ts";
import type { ServerAnswer } from "./elicit.ts";
import { waysTo } from "./http.ts";
import type { Sdk } from "./sdk.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import { stdioTransport } from "./stdio.ts";
import { faultWords } from "./words.ts";

/** The folder and variables of a thread. */
export type Around = { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> };

export type Link = {
  readonly client: Client;
  readonly sdk: Sdk;
  /** Ends the server with all that it started, or its session; resolves when that is done. Never rejects. */
  readonly close: () => Promise<void>;
};

export type Hearing = {
  readonly elicit: (params: unknown, signal: AbortSignal) => Promise<ServerAnswer>;
  readonly toolsChanged: () => void;
  /** Called once where it ends after the handshake, with why in one line. */
  readonly ended: (why: string) => void;
};

/** Messages within one window; a server that sends more is ended. */
const MESSAGES_MAX = 20_000;
const WINDOW_MS = 10_000;
/** What servers answer that know only the older protocol. */
const NOT_STREAMABLE = [400, 404, 405];

/**
 * Never rejects. An error is one line; nothing is left running then. Time is kept by whoever connects.
 *
 * @param signal gives up, and says why
 */
export async function connect(
  { transport }: McpServer,
  around: Around,
  hearing: Hearing,
  signal: AbortSignal,
): Promise<Result<Link, string>> {
  const started = transport.kind === "command" ? startServer(transport, around) : null;
  if (started?.ok === false) return started;
  // Loading keeps all else waiting: whoever opened the thread is answered first, and the program starts meanwhile.
  await setImmediate();
  const { SDK: sdk } = await import("./sdk.ts");
  if (transport.kind === "command") {
    return started === null ? err("it has no program") : overStdio(started.value, sdk, hearing, signal);
  }
  const ways = waysTo(transport, around.env, sdk);
  if (!ways.ok) return ways;
  const first = await overHttp(ways.value.streamable(), sdk, hearing, signal);
  if (first.kind === "linked") return ok(first.link);
  const { error } = first;
  const isOlder = error instanceof sdk.SdkHttpError && NOT_STREAMABLE.includes(error.status);
  const second = isOlder && !signal.aborted ? await overHttp(ways.value.sse(), sdk, hearing, signal) : first;
  if (second.kind === "linked") return ok(second.link);
  return err(signal.aborted ? String(signal.reason) : faultWords(error, sdk));
}

async function overStdio(
  server: ServerProcess,
  sdk: Sdk,
  hearing: Hearing,
  signal: AbortSignal,
): Promise<Result<Link, string>> {
  let why: string | null = null;
  let isUp = false;
  const flood = floodGate(() => void server.stop("it sent more messages than can be read"));
  const transport = stdioTransport(server, sdk, {
    onJunk: flood,
    onEnd: (reason) => {
      why = reason;
      if (isUp && reason !== null) hearing.ended(reason);
    },
  });
  Object.assign(transport, { onmessage: flood });
  const client = clientOf(sdk, hearing);
  try {
    await client.connect(transport, { signal, timeout: TIMER_MS_MAX });
    isUp = true;
    return ok({ client, sdk, close: () => server.stop(null) });
  } catch (error) {
    await server.stop(null);
    return err(signal.aborted ? String(signal.reason) : (why ?? faultWords(error, sdk)));
  }
}

type Reached = { readonly kind: "linked"; readonly link: Link } | { readonly kind: "failed"; readonly error: unknown };

async function overHttp(transport: Transport, sdk: Sdk, hearing: Hearing, signal: AbortSignal): Promise<Reached> {
  let isClosing = false;
  const client = clientOf(sdk, hearing);
  const close = async (): Promise<void> => {
    isClosing = true;
    // A server that cannot be told is left alone: nothing of it runs here.
    await client.close().catch(() => undefined);
  };
  const onmessage = floodGate(() => {
    void close();
    hearing.ended("it sent more messages than can be read");
  });
  // Called with each message beside the library's own.
  Object.assign(transport, { onmessage });
  try {
    await client.connect(transport, { signal, timeout: TIMER_MS_MAX });
    const onclose = (): void => {
      if (!isClosing) hearing.ended("its connection was closed");
    };
    Object.assign(client, { onclose });
    return { kind: "linked", link: { client, sdk, close } };
  } catch (error) {
    await close();
    return { kind: "failed", error };
  }
}

function clientOf(sdk: Sdk, { elicit, toolsChanged }: Hearing): Client {
  const client = new sdk.Client(
    { name: "assent", title: "assent", version: VERSION },
    {
      capabilities: { elicitation: { form: {}, url: {} } },
      // Results are read by what they are, and never by a schema of the server's own.
      jsonSchemaValidator: { getValidator: () => () => ({ valid: false, data: undefined, errorMessage: "unread" }) },
    },
  );
  client.setRequestHandler("elicitation/create", async (request, { mcpReq }) => {
    const answer = await elicit(request.params, mcpReq.signal);
    if (answer.action === "refuse") throw new sdk.ProtocolError(INVALID_PARAMS, "this cannot be shown to a person");
    return answer;
  });
  client.setNotificationHandler("notifications/tools/list_changed", toolsChanged);
  return client;
}

const INVALID_PARAMS = -32_602;

/** @param onFlood called once */
function floodGate(onFlood: () => void): () => void {
  let since = performance.now();
  let count = 0;
  let isOver = false;
  return () => {
    const now = performance.now();
    if (now - since > WINDOW_MS) {
      since = now;
      count = 0;
    }
    count += 1;
    if (isOver || count <= MESSAGES_MAX) return;
    isOver = true;
    onFlood();
  };
}
