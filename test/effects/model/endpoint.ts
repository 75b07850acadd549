/** An endpoint of the Responses API that answers as it is told, one answer a request. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ModelRequest } from "../../../src/core/agent/model-item.ts";
import type { ModelProvider } from "../../../src/core/config/models.ts";
import { responsesModel, type WaitIo } from "../../../src/effects/model/responses.ts";
import type { Model, ModelEvent } from "../../../src/engine/agent/model.ts";

export type Received = {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Counts connections from 0. */
  readonly connection: number;
  /** Resolves when its connection has ended. */
  readonly closed: Promise<void>;
};

export type Script = (response: ServerResponse, connection: Socket) => void;

export type TestEndpoint = {
  readonly url: string;
  readonly received: Received[];
  stop(): Promise<void>;
};

/** What comes after the last script is answered with a closing message. */
export async function startEndpoint(scripts: readonly Script[]): Promise<TestEndpoint> {
  const received: Received[] = [];
  const connections: Socket[] = [];
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const script = scripts[received.length] ?? stream(DONE);
      received.push({
        url: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString("utf8")),
        connection: connections.indexOf(request.socket),
        closed: new Promise((resolve) => request.socket.on("close", () => resolve())),
      });
      script(response, request.socket);
    });
  });
  server.on("connection", (socket) => connections.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

export const DONE: readonly Event[] = [{ type: "response.completed", response: { id: "r" } }];

/** Writes events and ends the stream. */
export function stream(events: readonly Event[]): Script {
  return (response) => {
    head(response);
    for (const event of events) send(response, event);
    response.end();
  };
}

/** Writes them, and then tears the connection. */
export function cutAfter(events: readonly Event[]): Script {
  return (response, connection) => {
    head(response);
    for (const event of events) send(response, event);
    setImmediate(() => connection.destroy());
  };
}

/** Writes them and says nothing more. */
export function hangAfter(events: readonly Event[]): Script {
  return (response) => {
    head(response);
    for (const event of events) send(response, event);
  };
}

export function refuse(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Script {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

/** The bytes as they are. */
export function raw(type: string, chunks: Iterable<string>): Script {
  return (response) => {
    response.writeHead(200, { "content-type": type });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  };
}

function head(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}

function send(response: ServerResponse, event: Event): void {
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

export const REQUEST: ModelRequest = {
  model: "gpt-5.5",
  instructions: "Be brief.",
  input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "hello" }] }],
  tools: [{ type: "function", name: "exec_command" }],
  outputSchema: null,
  effort: null,
  summary: null,
  thread: "t-1",
};

/** A model that is asked there. */
export function modelAt({ url }: TestEndpoint, provider: ModelProvider, io?: WaitIo): Model {
  const access = {
    name: "test",
    provider: { baseUrl: url, envKey: "TEST_KEY", requestRetriesMax: 2, streamRetriesMax: 2, ...provider },
    variables: { TEST_KEY: "top-secret-key", TEAM: "blue-team", EMPTY: "" },
    home: "/nowhere",
    client: { originator: "my editor", version: "1.2.3" },
  };
  return responsesModel(access, io);
}

export async function all(events: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const found: ModelEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}
