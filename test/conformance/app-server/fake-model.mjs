/** A model that says what a scenario tells it to, over the Responses API. */
// A scriptable stand-in for the OpenAI Responses API (streaming, SSE) on 127.0.0.1.
//
// The server keeps two queues: `main` for the coding agent's own requests and `guardian` for the
// automatic approval reviewer's requests. Each POST .../responses takes one entry off its queue.
// An entry is an array of output steps, or an object {steps, delayMs, hang, status, cutShort}:
//   {call: "exec_command", args: {...}, id?}   a function call (args may be a raw string)
//   {custom: "apply_patch", input: "...", id?} a freeform (custom) tool call
//   {mcp: "tool", namespace: "mcp__srv", args}  a function call inside a namespace
//   {text: "..."}                              a final assistant message
// When a queue is empty the server answers with a plain closing message, so a run never hangs
// for lack of script; `extra` counts how often that happened.
import http from "node:http";
import zlib from "node:zlib";

const REVIEWER_MARK = /planned coding-agent action/i;

export class FakeModel {
  constructor() {
    this.queues = { main: [], guardian: [] };
    this.requests = []; // every decoded request, in order of arrival
    this.extra = { main: 0, guardian: 0 };
    this.waiters = [];
    this.callCount = 0;
    this.open = new Set();
    this.session = 0; // id of the latest process that kept running, for {{SESSION}} in arguments
    this.onRequest = null; // (record) => void, called before the reply is sent
    this.onReply = null; // (record) => void, called once the reply is written
  }

  async start() {
    this.server = http.createServer((req, res) => this.#handle(req, res));
    this.server.keepAliveTimeout = 1000;
    await new Promise((ok) => this.server.listen(0, "127.0.0.1", ok));
    this.port = this.server.address().port;
    return this;
  }

  async stop() {
    for (const res of this.open) res.destroy();
    this.server.closeAllConnections();
    await new Promise((ok) => this.server.close(ok));
  }

  get baseUrl() {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  queue(turns, kind = "main") {
    this.queues[kind].push(...turns);
  }

  /** The config.toml lines that point a Codex-compatible binary at this server. */
  config(model = "gpt-5.5") {
    return `model = "${model}"\nmodel_provider = "fake"\n`;
  }

  providerConfig() {
    return (
      `[model_providers.fake]\nname = "fake"\nbase_url = "${this.baseUrl}"\nwire_api = "responses"\n` +
      `request_max_retries = 0\nstream_max_retries = 0\n`
    );
  }

  /** Resolves when `count` requests of `kind` have arrived. */
  async waitFor(kind, count, timeoutMs = 20000) {
    const seen = () => this.requests.filter((r) => r.kind === kind).length;
    const end = Date.now() + timeoutMs;
    while (seen() < count) {
      if (Date.now() > end) throw new Error(`fake model: ${kind} request ${count} did not arrive`);
      await new Promise((ok) => setTimeout(ok, 10));
    }
  }

  async #handle(req, res) {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const url = req.url.split("?")[0];
    if (req.method !== "POST" || !url.endsWith("/responses")) {
      res.writeHead(url.endsWith("/models") ? 200 : 404, { "content-type": "application/json" });
      res.end(url.endsWith("/models") ? JSON.stringify({ object: "list", data: [], models: [] }) : "{}");
      return;
    }
    const body = decode(Buffer.concat(chunks), req.headers["content-encoding"]);
    const kind = isReviewer(body, req.headers) ? "guardian" : "main";
    for (const { output } of toolOutputs(body).values())
      this.session = Number(/session ID (\d+)/.exec(output)?.[1] ?? this.session);
    const record = { kind, body, headers: req.headers, at: performance.now() };
    this.requests.push(record);
    this.onRequest?.(record);
    let entry = this.queues[kind].shift();
    if (!entry) {
      this.extra[kind] += 1;
      entry = [{ text: "done" }];
    }
    if (Array.isArray(entry)) entry = { steps: entry };
    await this.#reply(res, entry, record);
  }

  async #reply(res, entry, record) {
    if (entry.delayMs) await new Promise((ok) => setTimeout(ok, entry.delayMs));
    if (entry.status) {
      res.writeHead(entry.status, { "content-type": "application/json" });
      res.end(JSON.stringify({ error: { message: entry.message ?? "scripted failure", type: "server_error" } }));
      return;
    }
    res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    this.open.add(res);
    res.on("close", () => this.open.delete(res));
    const id = `resp_${this.requests.length}`;
    const send = (type, data) => res.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    send("response.created", { response: { id } });
    if (entry.hang) return; // the connection stays open until the client gives up
    for (const [index, step] of (entry.steps ?? []).entries()) this.#step(send, step, index);
    if (entry.cutShort) {
      res.destroy();
      return;
    }
    record.repliedAt = performance.now();
    send("response.completed", {
      response: {
        id,
        usage: {
          input_tokens: 10,
          input_tokens_details: null,
          output_tokens: 5,
          output_tokens_details: null,
          total_tokens: 15,
        },
      },
    });
    res.end();
    this.onReply?.(record);
  }

  #step(send, step, index) {
    if (step.text !== undefined) {
      const item = {
        type: "message",
        role: "assistant",
        id: `msg_${++this.callCount}`,
        content: [{ type: "output_text", text: step.text }],
      };
      send("response.output_item.added", { output_index: index, item: { ...item, content: [] } });
      send("response.output_text.delta", { output_index: index, item_id: item.id, content_index: 0, delta: step.text });
      send("response.output_item.done", { output_index: index, item });
      return;
    }
    const callId = step.id ?? `call_${++this.callCount}`;
    const item = step.custom
      ? { type: "custom_tool_call", id: `ctc_${callId}`, call_id: callId, name: step.custom, input: step.input }
      : {
          type: "function_call",
          id: `fc_${callId}`,
          call_id: callId,
          name: step.call ?? step.mcp,
          arguments: asText(step.args ?? {}).replace(/"?\{\{SESSION\}\}"?/g, String(this.session)),
        };
    if (step.namespace) item.namespace = step.namespace;
    send("response.output_item.done", { output_index: index, item });
  }
}

const asText = (args) => (typeof args === "string" ? args : JSON.stringify(args));

function decode(buffer, encoding) {
  const raw =
    encoding === "gzip"
      ? zlib.gunzipSync(buffer)
      : encoding === "zstd" && zlib.zstdDecompressSync
        ? zlib.zstdDecompressSync(buffer)
        : buffer;
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return { unparsed: raw.toString("latin1") };
  }
}

/** The reviewer's request is told apart by its header, its output schema or its instructions. */
export function isReviewer(body, headers = {}) {
  if (headers["x-openai-subagent"] === "guardian" || /auto-review/.test(body.model ?? "")) return true;
  if (body.text?.format?.schema?.properties?.outcome) return true;
  return REVIEWER_MARK.test((body.instructions ?? "").slice(0, 2000));
}

/** Tool outputs (by call id) that a request hands back to the model. */
export function toolOutputs(body) {
  const found = new Map();
  for (const item of body.input ?? []) {
    if (!(item.type ?? "").endsWith("_output")) continue;
    found.set(item.call_id, { type: item.type, output: outputText(item.output) });
  }
  return found;
}

export function outputText(output) {
  if (typeof output === "string") return output;
  if (Array.isArray(output)) return output.map((part) => part.text ?? `<${part.type}>`).join("\n");
  if (output && typeof output === "object") return outputText(output.content ?? output.body ?? JSON.stringify(output));
  return String(output);
}
