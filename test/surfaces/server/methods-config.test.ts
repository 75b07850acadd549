/** Settings as clients read and write them. */
import { expect, test } from "vitest";
import { readLayer } from "../../../src/core/config/keys.ts";
import type { ReadLayer } from "../../../src/core/config/layers.ts";
import { NO_REQUIREMENTS, type Requirements } from "../../../src/core/config/requirements.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/config/settings.ts";
import { ok } from "../../../src/kit/result.ts";
import type { ConfigEdit, FolderSettings } from "../../../src/surfaces/server/machine.ts";
import { newHall, type Seat } from "./hall.ts";

const FILE = "/home/config.toml";

function userLayer(table: ReadLayer["table"]): ReadLayer {
  const placeOf = () => ({ kind: "file", file: FILE, line: 1, column: 1 }) as const;
  const read = readLayer(table, { base: "/home", userHome: "/home", placeOf });
  if (!read.ok) throw new Error("the table is no settings");
  return { name: "user", file: FILE, ...read.value, placeOf };
}

function settings(layers: readonly ReadLayer[], requirements: Requirements = NO_REQUIREMENTS): FolderSettings {
  const project = { root: "/w", folders: ["/w"] };
  const trust = { marked: null, content: "unknown" };
  return {
    loaded: { settings: DEFAULT_SETTINGS, layers, requirements, project, projectFiles: [], trust, cuts: [] },
    notices: [],
    cwd: "/w",
  } as unknown as FolderSettings;
}

type Written = { readonly edits: readonly ConfigEdit[]; readonly expected: string | null };

async function seated(here: FolderSettings, at: object = {}): Promise<{ seat: Seat; written: Written[] }> {
  const written: Written[] = [];
  const hall = newHall({
    settings: async () => ok(here),
    configAt: async () => JSON.parse(JSON.stringify(at)),
    writeConfig: async (edits, expected) => {
      written.push({ edits, expected });
      return ok({ file: FILE, version: "sha256:1" });
    },
  });
  const seat = await hall.join({ capabilities: { experimentalApi: true } });
  await seat.heard();
  return { seat, written };
}

test("what is set is shown with its layer, what is not is null, and secrets are hidden", async () => {
  const provider = { base_url: "http://x", experimental_bearer_token: "sk-1" };
  const { seat } = await seated(settings([userLayer({ model: "m", model_providers: { p: provider } })]));
  const heard = (await seat.ask("config/read", { includeLayers: true })).at(-1);
  const source = { name: { type: "user", file: FILE, profile: null }, version: "sha256:0" };
  expect(heard).toMatchObject({
    result: {
      config: {
        approval_policy: null,
        model_providers: { p: { base_url: "http://x", experimental_bearer_token: "[hidden]" } },
      },
      origins: { "model_providers.p.base_url": source },
      layers: [{ ...source, config: { model: "m" } }],
    },
  });
  expect(JSON.stringify(heard)).not.toContain("sk-1");
});

test("what administrators require is what all of them allow; rules are not told", async () => {
  const place = { kind: "file", file: "/etc/codex/requirements.toml", line: 1, column: 1 } as const;
  const requirements: Requirements = {
    ...NO_REQUIREMENTS,
    sources: [{ layer: "system", file: place.file }],
    policies: [
      { value: ["on-request", "never"], layer: "system", place },
      { value: ["on-request", "untrusted"], layer: "user", place },
    ],
    modes: [{ value: ["read-only"], layer: "system", place }],
    reviews: [
      { value: { kind: "value", key: "auto_review.max_risk_score", value: 40 }, layer: "system", place },
      { value: { kind: "list", key: "required_on_models", items: ["m"] }, layer: "user", place },
    ],
  };
  const { seat } = await seated(settings([], requirements));
  expect(await seat.ask("configRequirements/read")).toMatchObject([
    {
      result: {
        requirements: {
          allowedApprovalPolicies: ["on-request"],
          allowedSandboxModes: ["read-only"],
          allowedApprovalsReviewers: null,
          autoReview: { requiredOnModels: ["m"], ignoreRules: null },
          hooks: null,
        },
      },
    },
  ]);
  const { seat: free } = await seated(settings([]));
  expect(await free.ask("configRequirements/read")).toMatchObject([{ result: { requirements: null } }]);
});

const WRITES: readonly [name: string, params: object, edits: readonly ConfigEdit[]][] = [
  ["a key", { keyPath: "model", value: "x" }, [{ path: ["model"], value: "x" }]],
  ["nothing in the place of a key", { keyPath: "model", value: null }, [{ path: ["model"], value: null }]],
  [
    "a table in the place of another",
    { keyPath: "a", value: { b: [1, "c"] } },
    [{ path: ["a"], value: { b: [1, "c"] } }],
  ],
  [
    "the keys of a table beside those that are there",
    { keyPath: 'projects."/w.x"', value: { trust_level: "trusted" }, mergeStrategy: "upsert" },
    [{ path: ["projects", "/w.x", "trust_level"], value: "trusted" }],
  ],
];

test.each(WRITES)("writes %s", async (_name, params, edits) => {
  const { seat, written } = await seated(settings([]), { there: true });
  const wanted = { mergeStrategy: "replace", expectedVersion: "sha256:0", ...params };
  expect(await seat.ask("config/value/write", wanted)).toMatchObject([
    { result: { status: "ok", version: "sha256:1", filePath: FILE } },
  ]);
  expect(written).toEqual([{ edits, expected: "sha256:0" }]);
});

const REFUSED: readonly [name: string, params: object, error: object][] = [
  [
    "another file",
    { keyPath: "model", value: "x", filePath: "/etc/codex/config.toml" },
    { data: { config_write_error_code: "configLayerReadonly" } },
  ],
  ["a path that cannot be read", { keyPath: "a..b", value: 1 }, { message: expect.stringContaining("a..b") }],
  ["a list with a hole", { keyPath: "a", value: [null] }, { message: expect.stringContaining("the value of a") }],
  [
    "what stands for a secret",
    { keyPath: "model_providers.p", value: { experimental_bearer_token: "[hidden]" } },
    { message: expect.stringContaining("[hidden]") },
  ],
];

test.each(REFUSED)("does not write %s", async (_name, params, error) => {
  const { seat, written } = await seated(settings([]));
  expect(await seat.ask("config/value/write", { mergeStrategy: "replace", ...params })).toMatchObject([{ error }]);
  expect(written).toEqual([]);
});
