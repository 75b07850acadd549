/** Reads `[mcp_servers.NAME]`, names as in Codex 0.169; whole only over all sources. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError, Place } from "./error.ts";
import { absolutePath, isTable, printKey, type Spot, type Table, wrong } from "./spot.ts";
import { fieldsOf } from "./tables.ts";

/** Which of a server's tools ask: `writes`: those that change something. */
export const TOOL_APPROVALS = ["auto", "prompt", "writes", "approve"] as const;
export type ToolApproval = (typeof TOOL_APPROVALS)[number];

type Texts = Readonly<Record<string, string>>;

/** What one source says of a server; what is absent it leaves open. */
export type McpServerText = {
  readonly place: Place;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Texts;
  /** Names of variables that the server gets from assent's own environment. */
  readonly envVars?: readonly string[];
  /** Absolute. */
  readonly cwd?: string;
  readonly url?: string;
  readonly bearerTokenEnvVar?: string;
  readonly httpHeaders?: Texts;
  /** Headers whose values are in variables, by the variable's name. */
  readonly envHttpHeaders?: Texts;
  readonly isEnabled?: boolean;
  /** True: nothing starts where it does not. */
  readonly isRequired?: boolean;
  readonly startupTimeoutMs?: number;
  readonly toolTimeoutMs?: number;
  readonly enabledTools?: readonly string[];
  readonly disabledTools?: readonly string[];
  readonly approval?: ToolApproval;
  readonly approvalByTool?: ReadonlyMap<string, ToolApproval>;
};

export type McpTransport =
  | {
      readonly kind: "command";
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Texts;
      readonly envVars: readonly string[];
      /** Null: where the session takes place. */
      readonly cwd: string | null;
    }
  | {
      readonly kind: "url";
      readonly url: string;
      readonly bearerTokenEnvVar: string | null;
      readonly httpHeaders: Texts;
      readonly envHttpHeaders: Texts;
    };

export type McpServer = {
  readonly transport: McpTransport;
  readonly isEnabled: boolean;
  readonly isRequired: boolean;
  /** Null for what Codex takes where nothing is said. */
  readonly startupTimeoutMs: number | null;
  readonly toolTimeoutMs: number | null;
  /** Null for all of them. */
  readonly enabledTools: readonly string[] | null;
  readonly disabledTools: readonly string[];
  /** Null where nothing is said. */
  readonly approval: ToolApproval | null;
  readonly approvalByTool: ReadonlyMap<string, ToolApproval>;
};

const FIELDS: Readonly<Record<string, keyof McpServerText>> = {
  command: "command",
  args: "args",
  env: "env",
  url: "url",
  bearer_token_env_var: "bearerTokenEnvVar",
  http_headers: "httpHeaders",
  env_http_headers: "envHttpHeaders",
  enabled: "isEnabled",
  required: "isRequired",
  enabled_tools: "enabledTools",
  disabled_tools: "disabledTools",
  default_tools_approval_mode: "approval",
};

/** @param spot a table of servers that fits its shape; what does not is noted already */
export function readServers(spot: Spot): ReadonlyMap<string, McpServerText> {
  const servers = new Map<string, McpServerText>();
  if (!isTable(spot.value) || spot.faults.length > 0) return servers;
  for (const [name, value] of Object.entries(spot.value)) {
    if (isTable(value)) servers.set(name, readServer({ ...spot, value, path: [...spot.path, name] }, value));
  }
  return servers;
}

function readServer(spot: Spot, table: Table): McpServerText {
  const at = [...spot.path];
  if (table["bearer_token"] !== undefined) {
    const inner = { ...spot, value: "a secret", path: [...at, "bearer_token"] };
    wrong(inner, "left out: put it into a variable and name that in bearer_token_env_var", "a secret in a file");
  }
  const { cwd, env_vars: envVars, tools, startup_timeout_ms: startupMs } = table;
  const startup = msOf(table["startup_timeout_sec"]) ?? (typeof startupMs === "number" ? startupMs : null);
  const toolTimeout = msOf(table["tool_timeout_sec"]);
  const folder = typeof cwd === "string" ? absolutePath(cwd, spot.source) : null;
  return {
    place: spot.source.placeOf(at),
    ...fieldsOf(table, FIELDS),
    ...(folder === null ? {} : { cwd: folder }),
    ...(Array.isArray(envVars) ? { envVars: envVars.map(nameOf) } : {}),
    ...(startup === null ? {} : { startupTimeoutMs: startup }),
    ...(toolTimeout === null ? {} : { toolTimeoutMs: toolTimeout }),
    ...(isTable(tools) ? { approvalByTool: approvalsOf(tools) } : {}),
  };
}

function msOf(seconds: unknown): number | null {
  return typeof seconds === "number" ? Math.round(seconds * 1000) : null;
}

function nameOf(entry: unknown): string {
  return isTable(entry) ? String(entry["name"]) : String(entry);
}

function approvalsOf(tools: Table): ReadonlyMap<string, ToolApproval> {
  const all = new Map<string, ToolApproval>();
  for (const [name, tool] of Object.entries(tools)) {
    const approval = isTable(tool) ? TOOL_APPROVALS.find((known) => known === tool["approval_mode"]) : undefined;
    if (approval !== undefined) all.set(name, approval);
  }
  return all;
}

/** What both say of each server, the stronger source's word over the weaker one's. */
export function joinServers(
  weaker: ReadonlyMap<string, McpServerText>,
  own: ReadonlyMap<string, McpServerText>,
): ReadonlyMap<string, McpServerText> {
  const all = new Map(weaker);
  for (const [name, server] of own) all.set(name, joinServer(all.get(name), server));
  return all;
}

function joinServer(weaker: McpServerText | undefined, own: McpServerText): McpServerText {
  if (weaker === undefined) return own;
  const texts = (key: "env" | "httpHeaders" | "envHttpHeaders"): Partial<McpServerText> =>
    weaker[key] === undefined || own[key] === undefined ? {} : { [key]: { ...weaker[key], ...own[key] } };
  const [a, b] = [weaker.approvalByTool, own.approvalByTool];
  return {
    ...weaker,
    ...own,
    ...texts("env"),
    ...texts("httpHeaders"),
    ...texts("envHttpHeaders"),
    ...(a === undefined || b === undefined ? {} : { approvalByTool: new Map([...a, ...b]) }),
  };
}

/** Of all sources together each server must be one program or one address. */
export function serversOf(
  texts: ReadonlyMap<string, McpServerText>,
): Result<ReadonlyMap<string, McpServer>, ConfigError> {
  const servers = new Map<string, McpServer>();
  for (const [name, text] of texts) {
    const transport = transportOf(text);
    if (typeof transport === "string") {
      const key = printKey(["mcp_servers", name]);
      const expected = 'a server with either "command" or "url", and with the keys of that one';
      return err({ kind: "bad-value", place: text.place, key, found: transport, expected });
    }
    servers.set(name, {
      transport,
      isEnabled: text.isEnabled ?? true,
      isRequired: text.isRequired ?? false,
      startupTimeoutMs: text.startupTimeoutMs ?? null,
      toolTimeoutMs: text.toolTimeoutMs ?? null,
      enabledTools: text.enabledTools ?? null,
      disabledTools: text.disabledTools ?? [],
      approval: text.approval ?? null,
      approvalByTool: text.approvalByTool ?? new Map(),
    });
  }
  return ok(servers);
}

const OF_COMMANDS = { args: "args", env: "env", envVars: "env_vars", cwd: "cwd" } as const;
const OF_URLS = {
  bearerTokenEnvVar: "bearer_token_env_var",
  httpHeaders: "http_headers",
  envHttpHeaders: "env_http_headers",
} as const;

/** Words for what is wrong where it is neither. */
function transportOf(text: McpServerText): McpTransport | string {
  const { command, url } = text;
  if (command !== undefined && url !== undefined) return "a server with both";
  if (command !== undefined) {
    const foreign = foreignIn(text, OF_URLS);
    if (foreign !== null) return `a command with ${foreign}`;
    const { args = [], env = {}, envVars = [], cwd = null } = text;
    return { kind: "command", command, args, env, envVars, cwd };
  }
  if (url === undefined) return "a server with neither";
  const foreign = foreignIn(text, OF_COMMANDS);
  if (foreign !== null) return `a url with ${foreign}`;
  const { bearerTokenEnvVar = null, httpHeaders = {}, envHttpHeaders = {} } = text;
  return { kind: "url", url, bearerTokenEnvVar, httpHeaders, envHttpHeaders };
}

function foreignIn(text: McpServerText, keys: Readonly<Record<string, string>>): string | null {
  const found = Object.entries(keys).find(([field]) => Object.hasOwn(text, field));
  return found === undefined ? null : found[1];
}
