/** Names that a model can call, told apart, and the specifications that it reads. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readListing } from "../../../src/core/agent/mcp-listing.ts";
import { chosenTools, findTool, offeredTools, type OfferedTool, toolSpecs } from "../../../src/core/agent/mcp-tools.ts";

const NOTHING_SAID = { approval: null, approvalByTool: new Map() };

function offered(tools: Readonly<Record<string, readonly string[]>>): readonly OfferedTool[] {
  return offeredTools(
    Object.entries(tools).map(([server, names]) => ({
      server,
      settings: NOTHING_SAID,
      tools: readListing(names.map((name) => ({ name, inputSchema: {} }))).tools,
    })),
  );
}

describe("what a model calls a tool", () => {
  const LONG = "very_long_name_".repeat(6);
  const MARKED: unknown = expect.stringMatching(/^a_b_[0-9a-f]{12}$/);
  const CUT: unknown = expect.stringMatching(/^very_long_name_.{36}_[0-9a-f]{12}$/);
  const NAMES: readonly [name: string, tools: readonly string[], expected: readonly unknown[]][] = [
    ["its own name where that is plain", ["look_At-2"], ["look_At-2"]],
    ["without what an endpoint does not take", ["a.b/c d"], ["a_b_c_d"]],
    ["nothing that a terminal obeys", ["a\u001b[2J\u202e\n"], ["a__2J__"]],
    ["something where it has no name", [""], ["_"]],
    ["told apart where names come out the same", ["a b", "a.b", "a_b"], [MARKED, MARKED, "a_b"]],
    ["cut and marked where it is long", [LONG], [CUT]],
    ["characters beyond the first plane", ["😀"], ["_"]],
  ];
  test.each(NAMES)("%s", (_name, tools, expected) => {
    const names = offered({ kit: tools }).map(({ name }) => name);
    expect(names).toEqual(expected);
    expect(new Set(names).size).toBe(tools.length);
  });

  test("is no other tool's, even where a server knows how they are told apart", () => {
    const known = offered({ kit: ["a b", "a.b"] }).map(({ name }) => name);
    const names = offered({ kit: ["a b", "a.b", ...known] }).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
  });

  test("is one for each tool and fit for an endpoint, whatever servers call theirs", () => {
    const name = fc.oneof(fc.string({ unit: "grapheme", maxLength: 90 }), fc.constantFrom("a.b", "a_b", "a b", "A_B"));
    const server = fc.stringMatching(/^[a-zA-Z0-9_:@/.-]{1,80}$/);
    const tools = fc.dictionary(server, fc.uniqueArray(name, { maxLength: 5 }), { maxKeys: 4 });
    fc.assert(
      fc.property(tools, (all) => {
        const found = offered(all);
        const keys = found.map(({ namespace, name }) => `${namespace} ${name}`);
        expect(new Set(keys).size).toBe(Object.values(all).flat().length);
        for (const tool of found) {
          expect(`${tool.namespace} ${tool.name}`).toMatch(/^[a-zA-Z0-9_-]{1,64} [a-zA-Z0-9_-]{1,64}$/);
          expect(findTool(found, tool.namespace, tool.name)).toBe(tool);
        }
      }),
    );
  });

  test("is its own for its server, and else what the server calls it", () => {
    const tools = offered({ kit: ["a.b", "a_b", "c.d"], other: ["t"] });
    const found = (namespace: string, name: string): string | undefined => findTool(tools, namespace, name)?.tool;
    expect(found("mcp__kit", "a_b")).toBe("a_b");
    expect(found("mcp__kit", "a.b")).toBe("a.b");
    expect(found("mcp__kit", "c_d")).toBe("c.d");
    expect(found("mcp__kit", "c.d")).toBe("c.d");
    expect(found("mcp__kit", "t")).toBe(undefined);
    expect(found("kit", "a_b")).toBe(undefined);
  });
});

describe("which tools are offered", () => {
  const { tools } = readListing(["a", "b", "c"].map((name) => ({ name, inputSchema: {} })));
  type Names = readonly string[];
  const CHOSEN: readonly [name: string, enabled: Names | null, disabled: Names, left: Names][] = [
    ["all where nothing is said", null, [], ["a", "b", "c"]],
    ["those that are named", ["b", "x"], [], ["b"]],
    ["all but those that are named", null, ["b"], ["a", "c"]],
    ["not those that are named in both", ["a", "b"], ["b"], ["a"]],
    ["none of an empty list", [], [], []],
  ];
  test.each(CHOSEN)("%s", (_name, enabledTools, disabledTools, left) => {
    expect(chosenTools(tools, { enabledTools, disabledTools }).map(({ tool }) => tool)).toEqual(left);
  });

  test("with what the settings say of each", () => {
    const settings = { approval: "prompt", approvalByTool: new Map([["b", "approve" as const]]) } as const;
    const found = offeredTools([{ server: "kit", settings, tools }]);
    expect(found.map(({ tool, approval }) => [tool, approval])).toEqual([
      ["a", "prompt"],
      ["b", "approve"],
      ["c", "prompt"],
    ]);
  });
});

test("a model reads one namespace for each server", () => {
  const { tools } = readListing([{ name: "t", description: "Does", inputSchema: { type: "object" } }]);
  const parameters = { type: "object", properties: {} };
  expect(toolSpecs(offeredTools([{ server: "kit", settings: NOTHING_SAID, tools }]))).toEqual([
    {
      type: "namespace",
      name: "mcp__kit",
      description: "Tools in the mcp__kit namespace.",
      tools: [{ type: "function", name: "t", description: "Does", strict: false, parameters }],
    },
  ]);
});
