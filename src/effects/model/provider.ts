/** Where a model is asked: address, headers and patience, by the settings and variables. */
import type { ModelProvider, ModelProviders } from "../../core/config/models.ts";
import { objectIn } from "../../kit/json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { readTextFileNow } from "../text-file.ts";

/** Who asks, for the endpoint's log. */
export type ModelClient = { readonly originator: string; readonly version: string };

export type ModelAccess = {
  /** As the settings name it. */
  readonly name: string;
  readonly provider: ModelProvider;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** assent's own folder; `auth.json` in it may hold a key. */
  readonly home: string;
  readonly client: ModelClient;
};

export type Patience = {
  readonly requestRetriesMax: number;
  readonly streamRetriesMax: number;
  /** The longest time between two events. */
  readonly idleMs: number;
};

export type Endpoint = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly patience: Patience;
  /** Texts that no message may show. */
  readonly secrets: readonly string[];
};

/** The one that is there without settings. */
export const OPENAI = "openai";
const OPENAI_URL = "https://api.openai.com/v1";

/** As in Codex 0.169, the bound included. */
const REQUEST_RETRIES = 4;
const STREAM_RETRIES = 5;
const RETRIES_MAX = 100;
const IDLE_MS = 300_000;

/** What the settings say of the provider; an error is one line for a person. */
export function findProvider(name: string, providers: ModelProviders): Result<ModelProvider, string> {
  const found = providers.get(name);
  if (name === OPENAI) return ok({ name: "OpenAI", baseUrl: OPENAI_URL, requiresOpenaiAuth: true, ...found });
  if (found !== undefined) return ok(found);
  return err(`there is no model provider "${name}": describe it in [model_providers.${name}] or set model_provider`);
}

/** Where and how to ask; an error is one line for a person, with no secret in it. */
export function endpointOf(access: ModelAccess): Result<Endpoint, string> {
  const url = addressOf(access);
  if (!url.ok) return url;
  const key = keyOf(access);
  if (!key.ok) return key;
  const own = ownHeaders(access);
  const authorization = key.value === null ? {} : { authorization: `Bearer ${key.value}` };
  const { provider } = access;
  return ok({
    url: url.value,
    headers: { ...own, ...authorization, ...clientHeaders(access.client) },
    patience: {
      requestRetriesMax: Math.min(provider.requestRetriesMax ?? REQUEST_RETRIES, RETRIES_MAX),
      streamRetriesMax: Math.min(provider.streamRetriesMax ?? STREAM_RETRIES, RETRIES_MAX),
      idleMs: provider.streamIdleTimeoutMs ?? IDLE_MS,
    },
    secrets: [key.value, ...Object.values(own), ...Object.values(provider.queryParams ?? {})].flatMap((text) =>
      text === null ? [] : [text, encodeURIComponent(text)],
    ),
  });
}

function addressOf({ name, provider }: ModelAccess): Result<URL, string> {
  const where = `[model_providers.${name}]`;
  if (provider.baseUrl === undefined) return err(`${where} has no base_url`);
  const text = `${provider.baseUrl.replace(/\/+$/, "")}/responses`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol))
    return err(`base_url in ${where} is no http address`);
  if (url.username !== "" || url.password !== "")
    return err(`base_url in ${where} holds a password: put it in a variable, and name that in env_key`);
  for (const [param, value] of Object.entries(provider.queryParams ?? {})) url.searchParams.set(param, value);
  return ok(url);
}

/** The key that is sent; null where none is asked for. */
function keyOf(access: ModelAccess): Result<string | null, string> {
  const { provider, variables, name } = access;
  if (provider.envKey !== undefined) {
    const key = (variables[provider.envKey] ?? "").trim();
    const how = provider.envKeyInstructions === undefined ? "" : ` ${provider.envKeyInstructions}`;
    return key === "" ? err(`the variable ${provider.envKey} is not set: it holds the key of ${name}.${how}`) : ok(key);
  }
  if (provider.bearerToken !== undefined) return ok(provider.bearerToken);
  if (provider.requiresOpenaiAuth !== true) return ok(null);
  const key = openaiKey(access);
  if (key !== null) return ok(key);
  return err(`no key for ${name}: set OPENAI_API_KEY, or keep it in ${access.home}/auth.json`);
}

/** The variable's, else the one that is kept in `auth.json`. */
function openaiKey({ variables, home }: ModelAccess): string | null {
  const variable = (variables["OPENAI_API_KEY"] ?? "").trim();
  if (variable !== "") return variable;
  const file = readTextFileNow(`${home}/auth.json`);
  const key = file.ok && file.value !== null ? objectIn(file.value.text)?.["OPENAI_API_KEY"] : undefined;
  return typeof key === "string" && key.trim() !== "" ? key.trim() : null;
}

/** Names in lower case, so that two spellings of one are one; a variable that is not set gives no header. */
function ownHeaders({ provider, variables }: ModelAccess): Readonly<Record<string, string>> {
  const plain = Object.entries(provider.httpHeaders ?? {});
  const kept = Object.entries(provider.envHttpHeaders ?? {}).flatMap(([header, variable]) => {
    const value = variables[variable] ?? "";
    return value.trim() === "" ? [] : [[header, value] as const];
  });
  return Object.fromEntries([...plain, ...kept].map(([header, value]) => [header.toLowerCase(), value]));
}

function clientHeaders({ originator, version }: ModelClient): Readonly<Record<string, string>> {
  const name = originator.replace(/[^\x21-\x7e]/g, "_");
  return { originator: name, "user-agent": `${name}/${version}` };
}
