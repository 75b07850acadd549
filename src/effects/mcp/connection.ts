/** One server from its start to its end: its state, its tools, its calls. */
import { type ListedTool, readListing } from "../../core/agent/mcp-listing.ts";
import { readToolResult, withoutAudio } from "../../core/agent/mcp-output.ts";
import { chosenTools } from "../../core/agent/mcp-tools.ts";
import type { ToolResult } from "../../core/approval/facts.ts";
import type { McpServer } from "../../core/config/servers.ts";
import type { McpCall, McpOptions, McpServerState } from "../../engine/agent/mcp-port.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isSame } from "../../kit/same.ts";
import { asObject } from "../../kit/json.ts";
import { type Asks, asksOf } from "./asks.ts";
import { type Around, connect, type Link } from "./connect.ts";
import { askForAll, askServer } from "./wire.ts";
import { faultWords } from "./words.ts";

/** Where the settings say nothing. As in Codex. */
const STARTUP_MS = 30_000;
const CALL_MS = 300_000;

export class Connection {
  readonly server: string;
  readonly settings: McpServer;
  /** Resolves when it is ready or has failed. Never rejects. */
  readonly started: Promise<void>;
  state: McpServerState;
  /** True where it was ready and has ended by itself since. */
  hasDied = false;
  /** Null until the handshake. */
  link: Link | null = null;
  readonly #options: McpOptions;
  readonly #asks: Asks;
  readonly #closing = new AbortController();
  #isClosed = false;
  #listed: readonly ListedTool[] = [];
  /** Tools are being listed anew; calls wait for that. */
  #relisting: Promise<void> | null = null;
  #isStale = false;

  constructor(server: string, settings: McpServer, around: Around, options: McpOptions) {
    this.server = server;
    this.settings = settings;
    this.state = { server, state: "starting", why: null };
    this.#options = options;
    this.#asks = asksOf(server, settings.toolTimeoutMs ?? CALL_MS, options);
    options.onState(this.state);
    this.started = this.#start(around);
  }

  /**
   * Those that the settings let through. Those of a server that has died are offered on, and each call of them fails: it
   * may be started again, and a model is confused by tools that come and go.
   */
  tools(): readonly ListedTool[] {
    return this.state.state === "ready" || this.hasDied ? this.#listed : [];
  }

  /** Asks it something within the time for a call. As in `Asks`. */
  async ask<T>(
    what: string,
    question: (link: Link, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<Result<T, string>> {
    const { link } = this;
    if (link === null || this.state.state !== "ready") return err("Transport closed");
    return this.#asks.ask(link, what, (ends) => question(link, ends), signal);
  }

  /** As in `Mcp`. */
  async call(call: McpCall, signal: AbortSignal): Promise<Result<ToolResult, string>> {
    const { tool, input } = call;
    const failed = (why: string): Result<ToolResult, string> =>
      err(`tool call error: tool call failed for \`${this.server}/${tool}\`\n\nCaused by:\n    ${why}`);
    const answered = await this.ask(
      "tools/call",
      async ({ client }, ends) => {
        await untilDone(this.#relisting, ends);
        const why = this.#refusal(call);
        if (why !== null) return { why };
        const given = input === null ? {} : { arguments: input };
        return { answer: await askServer(client, "tools/call", { name: tool, ...given }, ends) };
      },
      signal,
    );
    if (!answered.ok) return failed(answered.error);
    const { value } = answered;
    if ("why" in value) return failed(value.why);
    const result = readToolResult(value.answer);
    return result === null ? failed("Unexpected response type") : ok(withoutAudio(result));
  }

  /** Ends it with all that it started. No state is told any more. */
  async close(why: string): Promise<void> {
    this.#isClosed = true;
    this.#closing.abort(why);
    this.#asks.asker.idle();
    await this.started;
    await this.link?.close();
  }

  async #start(around: Around): Promise<void> {
    const ms = this.settings.startupTimeoutMs ?? STARTUP_MS;
    const late = `it was not ready after ${ms / 1000} seconds; where it needs more, set startup_timeout_sec`;
    const timer = setTimeout(() => this.#closing.abort(late), ms);
    const hearing = {
      elicit: (params: unknown, signal: AbortSignal) => this.#asks.asker.ask(params, signal),
      toolsChanged: () => this.#toolsChanged(),
      ended: (why: string) => this.#fail(why),
    };
    try {
      const connected = await connect(this.settings, around, hearing, this.#closing.signal);
      if (!connected.ok) return this.#fail(connected.error);
      this.link = connected.value;
      await this.#list(connected.value);
      if (this.state.state === "starting") this.#become("ready", null);
    } finally {
      clearTimeout(timer);
    }
  }

  #become(state: McpServerState["state"], why: string | null): void {
    if (this.#isClosed) return;
    this.state = { server: this.server, state, why };
    this.#options.onState(this.state);
  }

  #fail(why: string): void {
    if (this.state.state === "failed" || this.#isClosed) return;
    this.hasDied = this.state.state === "ready";
    if (this.hasDied) this.#options.warn(`MCP server ${this.server} cannot be used any more: ${why}`);
    this.#become("failed", why);
  }

  /** What cannot be listed cannot be judged: the server is of no use then. */
  async #list(link: Link): Promise<void> {
    const { client, sdk } = link;
    if (client.getServerCapabilities()?.tools === undefined) return;
    const { signal } = this.#closing;
    let why = "the answer is not what the protocol has";
    try {
      const entries = await askForAll(client, "tools", signal);
      if (entries !== null) {
        const read = readListing(entries);
        for (const text of read.leftOut) this.#options.warn(`MCP server ${this.server}: ${text}`);
        this.#listed = chosenTools(read.tools, this.settings);
        return;
      }
    } catch (error) {
      why = signal.aborted ? String(signal.reason) : faultWords(error, sdk);
    }
    this.#fail(`its tools could not be listed: ${why}`);
    await link.close();
  }

  #toolsChanged(): void {
    this.#isStale = true;
    if (this.state.state !== "ready" || this.#relisting !== null) return;
    this.#relisting = this.#relist().finally(() => {
      this.#relisting = null;
    });
  }

  async #relist(): Promise<void> {
    while (this.#isStale && this.link !== null && this.state.state === "ready") {
      this.#isStale = false;
      await this.#list(this.link);
    }
  }

  /** Why a tool is not called as it was shown; null where it is. */
  #refusal({ tool, input, about }: McpCall): string | null {
    const now = this.#listed.find((one) => one.tool === tool);
    if (now === undefined) return "the server does not offer this tool any more";
    if (!isSame(now.about, about)) {
      return "the server changed what it tells of this tool, so nothing was called: call it again to have it judged anew";
    }
    if (input === null || asObject(input) !== null) return null;
    return `MCP tool arguments must be a JSON object, got ${JSON.stringify(input)}`;
  }
}

/** Rejects as soon as `signal` aborts. */
async function untilDone(work: Promise<void> | null, signal: AbortSignal): Promise<void> {
  if (work === null) return;
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
    work.then(resolve, reject);
  });
}
