/** The door to the servers of the Model Context Protocol that one thread has. */
import type { OfferedTool } from "../../core/agent/mcp-tools.ts";
import type { ElicitationForm, ToolAbout } from "../../core/approval/action.ts";
import type { ToolResult } from "../../core/approval/facts.ts";
import type { McpServer } from "../../core/config/servers.ts";
import type { Json } from "../../kit/json.ts";
import type { Result } from "../../kit/result.ts";

/** One server as clients see it. */
export type McpServerState = {
  readonly server: string;
  readonly state: "starting" | "ready" | "failed";
  /** One line for a person, not escaped; null but for `failed`. */
  readonly why: string | null;
};

/** What a server is asked to do, as it was shown before. */
export type McpCall = {
  readonly server: string;
  /** As the server calls it. */
  readonly tool: string;
  readonly input: Json;
  /** What was shown of it: a tool that is told of in another way by now is not called. */
  readonly about: ToolAbout;
};

/** A server asks the person something. */
export type Elicitation = {
  readonly server: string;
  /** Not escaped. */
  readonly message: string;
  readonly form: ElicitationForm;
};

export type ElicitationAnswer =
  /** `content`: what the person typed; null where there was nothing to type. */
  { readonly kind: "accept"; readonly content: Json } | { readonly kind: "decline" | "cancel" };

/** A rejection counts as a refusal. `signal`: the server took it back, or its call ended. */
export type Elicit = (elicitation: Elicitation, signal: AbortSignal) => Promise<ElicitationAnswer>;

export type McpOptions = {
  /** Called at each change, in order; what it throws is dropped. */
  readonly onState: (state: McpServerState) => void;
  readonly elicit: Elicit;
  /** For a person: tools that are left out, a server that ended. One line, not escaped; what it throws is dropped. */
  readonly warn: (text: string) => void;
};

/** All that is known of a server, for clients that list them. */
export type McpServerView = McpServerState & {
  /** By the name that the server gives each. */
  readonly tools: ReadonlyMap<string, Json>;
  readonly resources: readonly Json[];
  readonly resourceTemplates: readonly Json[];
  /** Of its own: name, title, version; null until it has answered. */
  readonly info: Json;
  readonly capabilities: Json;
  /** Scheme, host and port; null for a program. */
  readonly origin: string | null;
  /** `bearer`: a token of a variable is sent along; `none` else. Signing in by OAuth is not supported. */
  readonly auth: "bearer" | "none";
};

export interface Mcp {
  /** False where no server is enabled: then nothing else of this is of use. */
  readonly hasServers: boolean;
  /** By name, those that are enabled. */
  states(): readonly McpServerState[];
  /**
   * For the beginning of a turn: starts servers again that were ready and have ended since (each three times at most),
   * and resolves when none is starting any more, after a second (as measured) or when `signal` aborts. Never rejects.
   */
  settled(signal: AbortSignal): Promise<void>;
  /** For the beginning of a thread: waits for servers that are `required`. An error is one line that names them. */
  required(signal: AbortSignal): Promise<Result<null, string>>;
  /** Of all servers that are ready, or were and have ended since; servers and tools by name. */
  tools(): readonly OfferedTool[];
  /**
   * Never rejects. An error is what the model reads, not escaped: there is no such tool, it changed since it was shown,
   * its server failed or took too long, `signal` aborted. What the tool itself calls an error is a result with `isError`.
   */
  call(call: McpCall, signal: AbortSignal): Promise<Result<ToolResult, string>>;
  /** One page of one server; `cursor` as the page before gave it, null for the first. Errors as above. */
  listResources(
    kind: "resources" | "templates",
    server: string,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<Result<McpPage, string>>;
  /** As the server gives it: an object with `contents`. */
  readResource(server: string, uri: string, signal: AbortSignal): Promise<Result<Json, string>>;
  /** For clients; looks resources up anew. Null for `server`: all of them. */
  view(server: string | null, signal: AbortSignal): Promise<readonly McpServerView[]>;
  /** Settings that hold from now on: servers that they change, and those that failed, are started anew. Never rejects. */
  reload(servers: ReadonlyMap<string, McpServer>): Promise<void>;
  /** Ends all servers with all that they started. What is open fails with one line. */
  close(): Promise<void>;
}

export type McpPage = { readonly entries: readonly Json[]; readonly next: string | null };
