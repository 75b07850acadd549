/** What a model is told of servers' resources, and what clients are shown of it. */
import { expect, test } from "vitest";
import type { Mcp, McpPage } from "../../../src/engine/agent/mcp-port.ts";
import type { Draft } from "../../../src/engine/agent/stage.ts";
import type { ToolContext } from "../../../src/engine/agent/tool.ts";
import { readResources } from "../../../src/engine/agent/tool-resources.ts";
import type { Json } from "../../../src/kit/json.ts";
import { err, ok, type Result } from "../../../src/kit/result.ts";

const A = { uri: "file:///a", name: "a" };
const B = { uri: "file:///b", name: "b" };
const T = { uriTemplate: "file:///{x}", name: "t" };
const PAGES: Readonly<Record<string, Result<McpPage, string>>> = {
  "resources kit null": ok({ entries: [A], next: "1" }),
  "resources kit 1": ok({ entries: [B], next: null }),
  "resources bad null": err("Transport closed"),
  "resources endless null": ok({ entries: [A], next: "x" }),
  "resources endless x": ok({ entries: [], next: "x" }),
  "templates kit null": ok({ entries: [T], next: null }),
};

function nothing(): Promise<never> {
  return Promise.reject(new Error("not asked for here"));
}

function servers(...names: readonly string[]): Mcp {
  return {
    hasServers: true,
    states: () => names.map((server) => ({ server, state: "ready", why: null })),
    tools: () => [],
    listResources: (kind, server, cursor) =>
      Promise.resolve(PAGES[`${kind} ${server} ${cursor}`] ?? err("no such page")),
    readResource: (server, uri) =>
      Promise.resolve(uri === "x" ? err("gone") : ok({ contents: [{ uri, text: server }] })),
    settled: nothing,
    required: nothing,
    call: nothing,
    view: nothing,
    reload: nothing,
    close: nothing,
  };
}

type Told = { readonly output: unknown; readonly items: readonly string[] };

async function told(mcp: Mcp, name: string, input: string): Promise<Told> {
  const items: string[] = [];
  const show = (draft: Draft): void => {
    if (draft.kind === "tool-call") items.push(`${draft.server} ${draft.status} ${draft.error ?? "-"}`);
  };
  const context = {
    signal: new AbortController().signal,
    stage: { start: show, complete: show },
  } as unknown as ToolContext;
  const tool = readResources(mcp, name);
  const call = { id: "c", name, namespace: null, input, isCustom: false };
  const end = await tool?.(call, context);
  return { output: end?.output, items };
}

const LIST = "list_mcp_resources";
const done = (server: string): readonly string[] => [`${server} in-progress -`, `${server} completed -`];
const failed = (server: string, why: string): readonly string[] => [
  `${server} in-progress -`,
  `${server} failed ${why}`,
];

const CASES: readonly [name: string, tool: string, input: string, output: string | Json, items: readonly string[]][] = [
  [
    "all of all",
    LIST,
    "",
    {
      resources: [
        { server: "kit", ...A },
        { server: "kit", ...B },
      ],
    },
    done("codex"),
  ],
  [
    "one page of one",
    LIST,
    '{"server":"kit"}',
    { server: "kit", resources: [{ server: "kit", ...A }], nextCursor: "1" },
    done("kit"),
  ],
  [
    "the page after",
    LIST,
    '{"server":"kit","cursor":"1"}',
    { server: "kit", resources: [{ server: "kit", ...B }] },
    done("kit"),
  ],
  [
    "a cursor of nobody",
    LIST,
    '{"cursor":"1"}',
    "cursor can only be used when a server is specified",
    failed("codex", "cursor can only be used when a server is specified"),
  ],
  ["a server that is not there", LIST, '{"server":"none"}', "unknown MCP server 'none'", []],
  [
    "a server that is no name",
    LIST,
    '{"server":1}',
    "failed to parse function arguments: invalid value for `server`, expected a string",
    [],
  ],
  ["a page that fails", LIST, '{"server":"kit","cursor":"7"}', "no such page", failed("kit", "no such page")],
  ["templates", "list_mcp_resource_templates", "{}", { resourceTemplates: [{ server: "kit", ...T }] }, done("codex")],
  [
    "one of them",
    "read_mcp_resource",
    '{"server":"kit","uri":"u"}',
    { server: "kit", uri: "u", contents: [{ uri: "u", text: "kit" }] },
    done("kit"),
  ],
  ["one that is gone", "read_mcp_resource", '{"server":"kit","uri":"x"}', "gone", failed("kit", "gone")],
];
test.each(CASES)("%s", async (_name, tool, input, output, items) => {
  const { output: said, items: seen } = await told(servers("kit"), tool, input);
  expect(seen).toEqual(items);
  expect(said).toEqual(typeof output === "string" ? output : JSON.stringify(output));
});

test("what one server fails at is told in its place, and one that goes on is left there", async () => {
  const { output } = await told(servers("bad", "endless", "kit"), LIST, "{}");
  expect(JSON.parse(String(output))).toEqual({
    resources: [
      { server: "bad", error: "Transport closed" },
      { server: "endless", ...A },
      { server: "kit", ...A },
      { server: "kit", ...B },
    ],
  });
});

test("a call without what it needs is told so, and not shown", async () => {
  const { output, items } = await told(servers("kit"), "read_mcp_resource", '{"server":"kit"}');
  expect([output, items]).toEqual([expect.stringContaining("uri"), []]);
});

test("no other tool is one of these", () => {
  expect(readResources(servers("kit"), "read_file")).toBe(null);
});
