/** Model providers of several sources. */
import { expect, test } from "vitest";
import { settingsFor } from "./machine.ts";

test("each key is the stronger source's, and tables are joined", () => {
  const text = [
    'model = "m"\nmodel_provider = "p"\n[model_providers.p]\nname = "P"\nbase_url = "http://a.test"',
    'query_params = { a = "1", b = "2" }\nhttp_headers = { H = "1" }\nenv_http_headers = { E = "V" }\n[model_providers.q]\nname = "Q"',
  ].join("\n");
  const typed = [
    "model=n",
    "model_providers.p.base_url=http://b.test",
    'model_providers.p.query_params.b="3"',
    'model_providers.p.env_http_headers={ F = "W" }',
    "model_providers.r.supports_websockets=true",
  ];
  const settings = settingsFor({ text, typed });
  if (typeof settings === "string") throw new Error(settings);
  const { model, modelProvider, modelProviders } = settings;
  expect({ model, modelProvider, modelProviders }).toEqual({
    model: "n",
    modelProvider: "p",
    modelProviders: new Map([
      [
        "p",
        {
          name: "P",
          baseUrl: "http://b.test",
          queryParams: { a: "1", b: "3" },
          httpHeaders: { H: "1" },
          envHttpHeaders: { E: "V", F: "W" },
        },
      ],
      ["q", { name: "Q" }],
      ["r", { supportsWebsockets: true }],
    ]),
  });
});

const KEYS: readonly [key: string, value: string, expected: object][] = [
  ["env_key", '"K"', { envKey: "K" }],
  ["env_key_instructions", '"get one"', { envKeyInstructions: "get one" }],
  ["experimental_bearer_token", '"t"', { bearerToken: "t" }],
  ["wire_api", '"responses"', { wireApi: "responses" }],
  ["request_max_retries", "1", { requestRetriesMax: 1 }],
  ["stream_max_retries", "2", { streamRetriesMax: 2 }],
  ["stream_idle_timeout_ms", "3", { streamIdleTimeoutMs: 3 }],
  ["websocket_connect_timeout_ms", "4", { websocketConnectTimeoutMs: 4 }],
  ["requires_openai_auth", "true", { requiresOpenaiAuth: true }],
  ["supports_websockets", "false", { supportsWebsockets: false }],
];
test.each(KEYS)("%s is read", (key, value, expected) => {
  const settings = settingsFor({ text: `model_providers.p.${key} = ${value}` });
  expect(typeof settings === "string" ? settings : settings.modelProviders).toEqual(new Map([["p", expected]]));
});
