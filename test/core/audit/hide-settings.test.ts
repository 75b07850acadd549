/** Secrets in settings are never shown; all else is. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HIDDEN, withoutSecrets } from "../../../src/core/audit/hide-settings.ts";

const SHOWN: readonly (readonly [path: string, value: unknown])[] = [
  ["approval_policy", "on-request"],
  ["model_auto_compact_token_limit", 1000],
  ["sandbox_workspace_write.writable_roots", ["/srv/keys", "~/token"]],
  ["permission_profile.environment.keep", ["GITHUB_TOKEN"]],
  ["key_stores.allow", ["npm"]],
  ["key_stores.deny", true],
  ["permissions.secret.filesystem./etc", "deny"],
  ["projects./home/u/secret.trust_level", "trusted"],
  ["shell_environment_policy.exclude", ["*_KEY"]],
  ["mcp_servers.monkeys.command", "docs"],
  ["mcp_servers.docs.args", ["--port", "8080"]],
  ["mcp_servers.docs.env", {}],
  ["mcp_servers.docs.http_headers", ""],
  ["model_providers.x.requires_openai_auth", true],
  ["model_providers.x.base_url", "https://example.com/v1"],
  ["profiles.work.model", "m"],
];
test.each(SHOWN)("%s is shown", (path, value) => {
  expect(withoutSecrets(path.split("."), value)).toEqual(value);
});

const SECRETS: readonly (readonly [path: string, value: unknown, shown: unknown])[] = [
  ["mcp_servers.docs.env.A", "s3cret", HIDDEN],
  ["mcp_servers.docs.env", { A: "s3cret" }, { A: HIDDEN }],
  ["mcp_servers.docs.env.A", 5, HIDDEN],
  ["mcp_servers.docs.http_headers.X", "s3cret", HIDDEN],
  ["mcp_servers.docs.env_http_headers.X", "s3cret", HIDDEN],
  ["mcp_servers.docs.bearer_token", "s3cret", HIDDEN],
  ["mcp_servers.docs.args", ["--api-key", "s3cret", "x"], ["--api-key", HIDDEN, "x"]],
  ["mcp_servers.docs.args", ["--token=s3cret"], [`--token=${HIDDEN}`]],
  ["mcp_servers.docs.url", "https://u:s3cret@example.com", `https://u:${HIDDEN}@example.com`],
  ["model_providers.x.experimental_bearer_token", "s3cret", HIDDEN],
  ["model_providers.x.query_params.api_key", "s3cret", HIDDEN],
  ["model_providers.x.query_params", { "api-key": "s3cret", v: "1" }, { "api-key": HIDDEN, v: "1" }],
  ["shell_environment_policy.set.A", "s3cret", HIDDEN],
  ["shell_environment_policy.set", { A: "s3cret" }, { A: HIDDEN }],
  ["otel.exporter.x.headers.authorization", "s3cret", HIDDEN],
  ["my_token", "s3cret", HIDDEN],
  ["profiles.work.mcp_servers.docs.env.A", "s3cret", HIDDEN],
  [
    "profiles.work",
    { mcp_servers: { docs: { env: { A: "s3cret" } } } },
    { mcp_servers: { docs: { env: { A: HIDDEN } } } },
  ],
  ["notify", [{ password: "s3cret" }], [{ password: HIDDEN }]],
];
test.each(SECRETS)("%s of %j is hidden", (path, value, shown) => {
  expect(withoutSecrets(path.split("."), value)).toEqual(shown);
});

test("nothing of a variable's value is left, however it is written", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.anything(), (name, value) => {
      const hidden = withoutSecrets(["shell_environment_policy", "set", name], value === "" ? "x" : value);
      expect(leaves(hidden).filter((leaf) => leaf !== HIDDEN && leaf !== "" && typeof leaf !== "boolean")).toEqual([]);
    }),
  );
});

function leaves(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}
