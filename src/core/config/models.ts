/** Reads `[model_providers.NAME]`: where models are asked; names as in Codex 0.169. */
import { isTable, type Spot } from "./spot.ts";
import { fieldsOf } from "./tables.ts";

type Texts = Readonly<Record<string, string>>;

/** What is absent is left open, or as Codex has it. */
export type ModelProvider = {
  /** For people. */
  readonly name?: string;
  readonly baseUrl?: string;
  /** The variable that holds the key. */
  readonly envKey?: string;
  readonly envKeyInstructions?: string;
  readonly bearerToken?: string;
  readonly wireApi?: "responses";
  readonly queryParams?: Texts;
  readonly httpHeaders?: Texts;
  /** Headers whose values are in variables, by the variable's name. */
  readonly envHttpHeaders?: Texts;
  readonly requestRetriesMax?: number;
  readonly streamRetriesMax?: number;
  readonly streamIdleTimeoutMs?: number;
  readonly websocketConnectTimeoutMs?: number;
  readonly requiresOpenaiAuth?: boolean;
  readonly supportsWebsockets?: boolean;
};

export type ModelProviders = ReadonlyMap<string, ModelProvider>;

const FIELDS: Readonly<Record<string, keyof ModelProvider>> = {
  name: "name",
  base_url: "baseUrl",
  env_key: "envKey",
  env_key_instructions: "envKeyInstructions",
  experimental_bearer_token: "bearerToken",
  wire_api: "wireApi",
  query_params: "queryParams",
  http_headers: "httpHeaders",
  env_http_headers: "envHttpHeaders",
  request_max_retries: "requestRetriesMax",
  stream_max_retries: "streamRetriesMax",
  stream_idle_timeout_ms: "streamIdleTimeoutMs",
  websocket_connect_timeout_ms: "websocketConnectTimeoutMs",
  requires_openai_auth: "requiresOpenaiAuth",
  supports_websockets: "supportsWebsockets",
};

/** @param spot a table of providers that fits its shape; what does not is noted already */
export function readProviders(spot: Spot): ModelProviders {
  if (!isTable(spot.value)) return new Map();
  return new Map(
    Object.entries(spot.value).map(([name, table]) => [name, isTable(table) ? fieldsOf(table, FIELDS) : {}]),
  );
}

/** What both say of each provider, key by key. */
export function joinProviders(weaker: ModelProviders, own: ModelProviders): ModelProviders {
  const all = new Map(weaker);
  for (const [name, provider] of own) {
    const known = all.get(name) ?? {};
    const texts = (key: "queryParams" | "httpHeaders" | "envHttpHeaders"): ModelProvider =>
      known[key] === undefined || provider[key] === undefined ? {} : { [key]: { ...known[key], ...provider[key] } };
    all.set(name, {
      ...known,
      ...provider,
      ...texts("queryParams"),
      ...texts("httpHeaders"),
      ...texts("envHttpHeaders"),
    });
  }
  return all;
}
