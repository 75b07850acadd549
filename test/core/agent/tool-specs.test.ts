/** Tools have the names and parameters that were measured on Codex. */
import { expect, test } from "vitest";
import { type Offer, ownTools } from "../../../src/core/agent/tool-specs.ts";
import type { Json } from "../../../src/kit/json.ts";
import MEASURED from "./tools.json" with { type: "json" };

const OFFER: Offer = { model: "gpt-5.5", additionalPermissions: false, requestPermissions: false, hasServers: false };

/** Without what is said about each, which is our own. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const dropped = new Set(["description", "strict", "definition"]);
  const isProperties = "type" in value && !("properties" in value) && "enum" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !dropped.has(key) || (typeof inner === "object" && !isProperties))
      .map(([key, inner]) => [key, bare(inner)]),
  );
}

function names(tools: readonly Json[]): readonly unknown[] {
  return tools.map((tool) => (typeof tool === "object" && tool !== null && "name" in tool ? tool["name"] : null));
}

test("those of a model that Codex knows", () => {
  expect(bare(ownTools(OFFER))).toEqual(MEASURED.usual);
});

test("those that are switched on", () => {
  const tools = ownTools({ ...OFFER, additionalPermissions: true, requestPermissions: true });
  expect(bare(tools.filter((_, at) => at === 0 || at === tools.length - 1))).toEqual(MEASURED.switchedOn);
});

const NAMES: readonly [name: string, offer: Partial<Offer>, names: readonly string[]][] = [
  [
    "a model that Codex does not know: a plan, no patches",
    { model: "other" },
    ["exec_command", "write_stdin", "request_user_input", "update_plan", "view_image"],
  ],
  [
    "servers: their resources",
    { hasServers: true },
    "exec_command write_stdin request_user_input apply_patch view_image list_mcp_resources list_mcp_resource_templates read_mcp_resource".split(
      " ",
    ),
  ],
];
test.each(NAMES)("with %s", (_name, offer, expected) => {
  expect(names(ownTools({ ...OFFER, ...offer }))).toEqual(expected);
});
