/** All servers of one thread behind one door. */
import { isPlain } from "../../core/agent/mcp-listing.ts";
import { type OfferedTool, offeredTools } from "../../core/agent/mcp-tools.ts";
import type { McpServer } from "../../core/config/servers.ts";
import type { Mcp, McpOptions, McpPage, McpServerState, McpServerView } from "../../engine/agent/mcp-port.ts";
import type { Json } from "../../kit/json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isSame } from "../../kit/same.ts";
import { TIMER_MS_MAX, wake } from "../wake.ts";
import type { Around } from "./connect.ts";
import { Connection } from "./connection.ts";
import { askForAll, askForPage, askServer } from "./wire.ts";

type Servers = ReadonlyMap<string, McpServer>;

/** A turn waits so long for servers that start. As measured on Codex. */
const GRACE_MS = 1_000;
const RESTARTS_MAX = 3;
/** For what a client wants to see of a server beside its tools. */
const VIEW_MS = 5_000;
/** What may stand in the name of a server. As in Codex. */
const NAME = /^[a-zA-Z0-9_:@/.-]{1,128}$/;

/** Starts all servers that are enabled, in the background; what is thrown by `options` is dropped. */
export function openMcp(servers: Servers, around: Around, options: McpOptions): Mcp {
  return new OpenMcp(servers, around, {
    elicit: options.elicit,
    onState: (state) => drop(() => options.onState(state)),
    warn: (text) => drop(() => options.warn(text)),
  });
}

/** Showing is not deciding: what fails there stops nothing. */
function drop(show: () => void): void {
  try {
    show();
  } catch {
    // Whoever shows it knows.
  }
}

class OpenMcp implements Mcp {
  readonly #around: Around;
  readonly #options: McpOptions;
  readonly #connections = new Map<string, Connection>();
  readonly #restarts = new Map<string, number>();
  /** Servers whose names cannot be used. */
  #misnamed: readonly McpServerState[] = [];
  #isClosed = false;

  constructor(servers: Servers, around: Around, options: McpOptions) {
    this.#around = around;
    this.#options = options;
    this.#take(servers);
  }

  get hasServers(): boolean {
    return this.#connections.size > 0 || this.#misnamed.length > 0;
  }

  states(): readonly McpServerState[] {
    const all = [...[...this.#connections.values()].map(({ state }) => state), ...this.#misnamed];
    return all.toSorted((a, b) => (a.server < b.server ? -1 : 1));
  }

  async settled(signal: AbortSignal): Promise<void> {
    const died = [...this.#connections].filter(([, { hasDied }]) => hasDied);
    await Promise.all(died.map(([server, connection]) => this.#restart(server, connection)));
    await this.#untilStarted([...this.#connections.values()], AbortSignal.any([signal, AbortSignal.timeout(GRACE_MS)]));
  }

  async required(signal: AbortSignal): Promise<Result<null, string>> {
    const wanted = [...this.#connections.values()].filter(({ settings }) => settings.isRequired);
    await this.#untilStarted(wanted, signal);
    const failed = wanted
      .filter(({ state }) => state.state !== "ready")
      .map(({ server, state }) => `${server}: ${state.why ?? "it is not ready"}`);
    return failed.length === 0 ? ok(null) : err(`required MCP servers failed to initialize: ${failed.join("; ")}`);
  }

  tools(): readonly OfferedTool[] {
    const all = [...this.#connections.values()];
    return offeredTools(all.map((one) => ({ server: one.server, settings: one.settings, tools: one.tools() })));
  }

  async call(...[call, signal]: Parameters<Mcp["call"]>): ReturnType<Mcp["call"]> {
    const connection = this.#connections.get(call.server);
    return connection === undefined ? unknown(call.server) : connection.call(call, signal);
  }

  async listResources(
    ...[kind, server, cursor, signal]: Parameters<Mcp["listResources"]>
  ): ReturnType<Mcp["listResources"]> {
    const connection = this.#connections.get(server);
    if (connection === undefined) return unknown(server);
    const answered = await connection.ask<McpPage | null>(
      `resources/${kind === "resources" ? "list" : "templates/list"}`,
      ({ client }, ends) => askForPage(client, kind, cursor, ends),
      signal,
    );
    if (!answered.ok) return answered;
    return answered.value === null ? err("Unexpected response type") : ok(answered.value);
  }

  async readResource(server: string, uri: string, signal: AbortSignal): Promise<Result<Json, string>> {
    const connection = this.#connections.get(server);
    if (connection === undefined) return unknown(server);
    return connection.ask(
      "resources/read",
      ({ client }, ends) => askServer(client, "resources/read", { uri }, ends),
      signal,
    );
  }

  async view(server: string | null, signal: AbortSignal): Promise<readonly McpServerView[]> {
    const wanted = [...this.#connections.values()].filter((one) => server === null || one.server === server);
    const ends = AbortSignal.any([signal, AbortSignal.timeout(VIEW_MS)]);
    const views = await Promise.all(wanted.map((one) => viewOf(one, ends)));
    return views.toSorted((a, b) => (a.server < b.server ? -1 : 1));
  }

  async reload(servers: Servers): Promise<void> {
    const ended: Promise<void>[] = [];
    for (const [name, connection] of this.#connections) {
      const next = servers.get(name);
      const stays = next !== undefined && isSame(next, connection.settings) && connection.state.state !== "failed";
      if (stays) continue;
      this.#connections.delete(name);
      ended.push(connection.close("its settings changed"));
    }
    // Two of one kind may want the same port or file.
    await Promise.all(ended);
    this.#restarts.clear();
    this.#take(servers);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#connections.values()].map((one) => one.close("it was closed")));
  }

  /** Starts those that do not run yet. */
  #take(servers: Servers): void {
    if (this.#isClosed) return;
    const enabled = [...servers].filter(([, { isEnabled }]) => isEnabled);
    const why = "its name must be made of letters, digits and _ : @ / . - alone";
    this.#misnamed = enabled.filter(([name]) => !NAME.test(name)).map(([server]) => ({ server, state: "failed", why }));
    for (const state of this.#misnamed) this.#options.onState(state);
    for (const [name, settings] of enabled) {
      if (NAME.test(name) && !this.#connections.has(name)) this.#open(name, settings);
    }
  }

  async #restart(name: string, died: Connection): Promise<void> {
    const times = (this.#restarts.get(name) ?? 0) + 1;
    if (times > RESTARTS_MAX) return;
    this.#restarts.set(name, times);
    await died.close("it is started again");
    if (!this.#isClosed && this.#connections.get(name) === died) this.#open(name, died.settings);
  }

  #open(name: string, settings: McpServer): void {
    this.#connections.set(name, new Connection(name, settings, this.#around, this.#options));
  }

  async #untilStarted(connections: readonly Connection[], signal: AbortSignal): Promise<void> {
    const all = Promise.all(connections.map(({ started }) => started));
    if (signal.aborted || connections.every(({ state }) => state.state !== "starting")) return;
    const done = new AbortController();
    const given = wake(TIMER_MS_MAX, AbortSignal.any([signal, done.signal]));
    await Promise.race([all, given]);
    done.abort();
  }
}

function unknown(server: string): { readonly ok: false; readonly error: string } {
  return err(`unknown MCP server '${server}'`);
}

async function viewOf(connection: Connection, signal: AbortSignal): Promise<McpServerView> {
  const { state, settings, link } = connection;
  const capabilities = link?.client.getServerCapabilities();
  const list = async (kind: "resources" | "templates"): Promise<readonly Json[]> => {
    if (capabilities?.resources === undefined) return [];
    const all = await connection.ask(kind, ({ client }, ends) => askForAll(client, kind, ends), signal);
    return all.ok ? (all.value ?? []) : [];
  };
  const [resources, resourceTemplates] = await Promise.all([list("resources"), list("templates")]);
  const { transport } = settings;
  const isAddress = transport.kind === "url" && URL.canParse(transport.url);
  return {
    ...state,
    tools: new Map(connection.tools().map(({ tool, whole }) => [tool, whole])),
    resources,
    resourceTemplates,
    info: plain(link?.client.getServerVersion()),
    capabilities: plain(capabilities),
    origin: isAddress ? new URL(transport.url).origin : null,
    auth: transport.kind === "url" && transport.bearerTokenEnvVar !== null ? "bearer" : "none",
  };
}

/** What the library holds as types of its own, as the value that it came as. */
function plain(value: unknown): Json {
  return isPlain(value) ? value : null;
}
