/** Where models are asked, by the settings, the variables and what is kept. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Endpoint, endpointOf, findProvider, type ModelAccess } from "../../../src/effects/model/provider.ts";
import type { ModelProvider } from "../../../src/core/config/models.ts";
import type { Result } from "../../../src/kit/result.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(`${tmpdir()}/assent-provider-`);
});
afterEach(() => rmSync(home, { recursive: true }));

function look(provider: ModelProvider, variables: ModelAccess["variables"] = {}): Result<Endpoint, string> {
  return endpointOf({ name: "mine", provider, variables, home, client: { originator: "o", version: "1" } });
}

const HERE = "http://localhost:1/v1";

const FAULTS: readonly [name: string, provider: ModelProvider, why: string][] = [
  ["no address", {}, "[model_providers.mine] has no base_url"],
  ["another scheme", { baseUrl: "file:///etc" }, "base_url in [model_providers.mine] is no http address"],
  ["no address at all", { baseUrl: "here" }, "base_url in [model_providers.mine] is no http address"],
  [
    "a password in it",
    { baseUrl: "http://me:hidden@localhost/v1" },
    "base_url in [model_providers.mine] holds a password: put it in a variable, and name that in env_key",
  ],
  [
    "a variable that is blank",
    { baseUrl: HERE, envKey: "BLANK" },
    "the variable BLANK is not set: it holds the key of mine.",
  ],
];

test.each(FAULTS)("%s", (_name, provider, why) => {
  expect(look(provider, { BLANK: "  " })).toEqual({ ok: false, error: why });
});

const KEYS: readonly [
  name: string,
  provider: ModelProvider,
  variables: ModelAccess["variables"],
  kept: string | null,
  header: string | undefined,
][] = [
  ["no key where none is asked for", {}, { OPENAI_API_KEY: "k" }, null, undefined],
  ["a variable", { envKey: "K" }, { K: " key " }, null, "Bearer key"],
  ["a token of the settings", { bearerToken: "t" }, {}, null, "Bearer t"],
  ["the usual variable", { requiresOpenaiAuth: true }, { OPENAI_API_KEY: "k" }, '{"OPENAI_API_KEY":"old"}', "Bearer k"],
  ["the one that is kept", { requiresOpenaiAuth: true }, {}, '{"OPENAI_API_KEY":"kept"}', "Bearer kept"],
];

test.each(KEYS)("%s", (_name, provider, variables, kept, header) => {
  if (kept !== null) writeFileSync(`${home}/auth.json`, kept);
  const found = look({ baseUrl: HERE, ...provider }, variables);
  expect(found.ok ? found.value.headers["authorization"] : found.error).toBe(header);
});

test.each([null, "{", '{"OPENAI_API_KEY":null}'])("no key is kept in %s", (kept) => {
  if (kept !== null) writeFileSync(`${home}/auth.json`, kept);
  expect(look({ baseUrl: HERE, requiresOpenaiAuth: true })).toEqual({
    ok: false,
    error: `no key for mine: set OPENAI_API_KEY, or keep it in ${home}/auth.json`,
  });
});

test("patience is Codex's where nothing is said, and has a bound", () => {
  const found = look({ baseUrl: HERE });
  expect(found.ok && found.value.patience).toEqual({ requestRetriesMax: 4, streamRetriesMax: 5, idleMs: 300_000 });
  const long = look({ baseUrl: HERE, requestRetriesMax: 1000, streamRetriesMax: 1000, streamIdleTimeoutMs: 1 });
  expect(long.ok && long.value.patience).toEqual({ requestRetriesMax: 100, streamRetriesMax: 100, idleMs: 1 });
});

test("a provider is the settings', or the one that is built in, refined by them", () => {
  const own = new Map([
    ["mine", { baseUrl: HERE }],
    ["openai", { requestRetriesMax: 1 }],
  ]);
  expect(findProvider("mine", own)).toEqual({ ok: true, value: { baseUrl: HERE } });
  expect(findProvider("openai", own)).toEqual({
    ok: true,
    value: { name: "OpenAI", baseUrl: "https://api.openai.com/v1", requiresOpenaiAuth: true, requestRetriesMax: 1 },
  });
  expect(findProvider("other", own)).toEqual({
    ok: false,
    error: 'there is no model provider "other": describe it in [model_providers.other] or set model_provider',
  });
});
