/** Drives real servers over HTTP: what they are sent, what they answer, how they fail. */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import type { Json } from "../../../src/kit/json.ts";
import { address, hear, listening, type Plan, tool } from "./planned.ts";

const FORM = { message: "Which?", requestedSchema: { type: "object", properties: {} } };

describe("a server that is an address", () => {
  test.each([false, true])("answers, as a stream: %s", async (sse) => {
    const url = await listening({ tools: [tool("t")], http: { sse } });
    const { mcp, call, states } = await hear({ kit: address(url) });
    expect(states.at(-1)).toEqual({ server: "kit", state: "ready", why: null });
    expect(mcp.tools().map(({ tool }) => tool)).toEqual(["t"]);
    expect(await call("t", { a: 1 })).toBe('t {"a":1}');
  });

  test("asks the person over a stream", async () => {
    const url = await listening({ tools: [tool("t")], calls: { t: { elicit: [FORM] } }, http: { sse: true } });
    const { call } = await hear({ kit: address(url) }, () => Promise.resolve({ kind: "accept", content: null }));
    expect(await call("t")).toBe('[{"action":"accept","content":{}}]');
  });

  test("gets the token and the headers that its settings name", async () => {
    const plan = { tools: [tool("t")], calls: { t: { seen: true } }, http: { token: "tok" } };
    const over = { bearerTokenEnvVar: "KIT_TOKEN", envHttpHeaders: { "x-probe": "PROBE", "x-none": "NONE" } };
    const kit = address(await listening(plan), over);
    const { call } = await hear({ kit }, undefined, { KIT_TOKEN: "tok", PROBE: "seen" });
    expect(await call("t")).toContain("probe=seen");
  });
});

/** Speaks the older protocol alone: a stream that names where to send to, and answers on it. */
async function olderServer(): Promise<string> {
  const say = {
    initialize: (version: Json) => ({ protocolVersion: version, ...ABOUT }),
    "tools/list": () => ({ tools: [tool("t")] }),
  };
  let stream: ServerResponse | null = null;
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      stream = response.writeHead(200, { "content-type": "text/event-stream" });
      stream.write("event: endpoint\ndata: /post\n\n");
    } else if (request.url !== "/post") response.writeHead(405).end();
    else {
      const { id, method, params } = JSON.parse((await request.toArray()).join(""));
      response.writeHead(202).end();
      const result =
        method === "tools/call"
          ? { content: [{ type: "text", text: "older" }] }
          : say[method as "initialize"]?.(params?.protocolVersion);
      if (id !== undefined) stream?.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`);
    }
  });
  closing.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sse`;
}

const ABOUT = { capabilities: { tools: {} }, serverInfo: { name: "older", version: "1" } };
const closing: Server[] = [];
afterAll(() => closing.forEach((server) => server.closeAllConnections()));

test("a server that speaks the older protocol is spoken to in that", async () => {
  const { call, states } = await hear({ kit: address(await olderServer()) });
  expect(states.at(-1)).toEqual({ server: "kit", state: "ready", why: null });
  expect(await call("t")).toBe("older");
});

describe("an address that does not answer as it should", () => {
  const WRONG: readonly [name: string, http: Plan, over: Parameters<typeof address>[1], why: RegExp][] = [
    [
      "wants a sign-in",
      { token: "x" },
      {},
      /wants a sign-in \(HTTP status 401\), and signing in by OAuth is not supported: .*bearer_token_env_var/,
    ],
    ["forbids it", { status: 403 }, {}, /wants a sign-in \(HTTP status 403\)/],
    ["fails", { status: 500 }, {}, /^the server answered with HTTP status 500$/],
    ["knows neither protocol", { status: 404 }, {}, /^the server answered with HTTP status 404$/],
    [
      "has no token here",
      {},
      { bearerTokenEnvVar: "NO_SUCH_TOKEN" },
      /^its token is missing: set the variable NO_SUCH_TOKEN/,
    ],
    ["has a header that cannot be sent", {}, { httpHeaders: { "x-a": "one\ntwo" } }, /^its header x-a cannot be sent/],
  ];
  test.each(WRONG)("costs one line: it %s", async (_name, http, over, why) => {
    const { states } = await hear({ kit: address(await listening({ http }), over) });
    expect(states.at(-1)).toEqual({ server: "kit", state: "failed", why: expect.stringMatching(why) });
    expect(JSON.stringify(states)).not.toContain("<html>");
  });

  test("costs one line where nobody listens", async () => {
    const { states } = await hear({ kit: address("http://127.0.0.1:1/mcp") });
    expect(states.at(-1)?.why).toMatch(/^fetch failed \(/);
  });

  test.each(["ftp://a.example/", "nonsense", "file:///etc/passwd"])(
    "costs one line where it is none: %s",
    async (url) => {
      const { states } = await hear({ kit: address(url) });
      expect(states.at(-1)?.why).toMatch(/^its url is no address of the web/);
    },
  );

  test("takes no token along to another place", async () => {
    const heard: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end();
    });
    await new Promise<void>((resolve) => {
      elsewhere.listen(0, "127.0.0.1", () => resolve());
    });
    const { port } = elsewhere.address() as AddressInfo;
    const url = await listening({ http: { location: `http://127.0.0.1:${port}/` } });
    const { states } = await hear({ kit: address(url, { bearerTokenEnvVar: "T" }) }, undefined, { T: "secret" });
    elsewhere.close();
    expect([states.at(-1)?.state, heard]).toEqual(["failed", []]);
  });

  test("is no longer heard where an answer never ends", async () => {
    const url = await listening({ tools: [tool("t")], http: { flood: 80 << 20 } });
    const { call } = await hear({ kit: address(url) });
    expect(await call("t")).toContain("it sent a message of more than 64 MiB");
  });
});
