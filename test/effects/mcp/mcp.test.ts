/** Several servers of one thread: names, resources, what clients see, other settings. */
import { describe, expect, test } from "vitest";
import { openMcp } from "../../../src/effects/mcp/mcp.ts";
import { address, hear, NO_SIGNAL, program, tool } from "./planned.ts";

const A = { uri: "file:///a", name: "a" };
const B = { uri: "file:///b", name: "b" };
const T = { uriTemplate: "file:///{x}", name: "t" };

describe("several servers", () => {
  test("are told apart by their names, and those that are not enabled are not started", async () => {
    const servers = {
      "a.b": program({ tools: [tool("t")] }),
      a_b: program({ tools: [tool("t")] }),
      off: program({ tools: [tool("t")] }, { isEnabled: false }),
    };
    const { mcp } = await hear(servers);
    expect(mcp.states().map(({ server }) => server)).toEqual(["a.b", "a_b"]);
    const namespaces = mcp.tools().map(({ server, namespace }) => [server, namespace]);
    expect(namespaces).toEqual([
      ["a.b", expect.stringMatching(/^mcp__a_b_[0-9a-f]{12}$/)],
      ["a_b", "mcp__a_b"],
    ]);
  });

  test("have names that can be shown and called", async () => {
    const { mcp, states } = await hear({ "my server": program({}), "a\u001b[2J": program({}) });
    const why = "its name must be made of letters, digits and _ : @ / . - alone";
    expect(states).toEqual([
      { server: "my server", state: "failed", why },
      { server: "a\u001b[2J", state: "failed", why },
    ]);
    expect([mcp.hasServers, mcp.tools()]).toEqual([true, []]);
  });

  test("are not there where none is enabled", () => {
    const quiet = {
      elicit: () => Promise.reject(new Error("nobody")),
      onState: () => undefined,
      warn: () => undefined,
    };
    const mcp = openMcp(new Map([["off", program({}, { isEnabled: false })]]), { cwd: "/", env: {} }, quiet);
    expect([mcp.hasServers, mcp.states(), mcp.tools()]).toEqual([false, [], []]);
  });

  test("do not keep each other from starting", async () => {
    const { mcp, call } = await hear({
      bad: program({ exitAtOnce: 1, start: { hang: true } }),
      none: program({}, { command: "no-such-program" }),
      good: program({ tools: [tool("t")] }),
    });
    expect(mcp.states().map(({ server, state }) => [server, state])).toEqual([
      ["bad", "failed"],
      ["good", "ready"],
      ["none", "failed"],
    ]);
    expect(await call("t")).toBe("t {}");
  });

  test("are called by name alone where there is such a one", async () => {
    const { mcp } = await hear({ kit: program({ tools: [tool("t")] }) });
    const about = mcp.tools()[0]!.about;
    const called = await mcp.call({ server: "other", tool: "t", input: {}, about }, NO_SIGNAL);
    expect(called).toEqual({ ok: false, error: "unknown MCP server 'other'" });
  });
});

describe("servers that are required", () => {
  test("are waited for", async () => {
    const { mcp } = await hear({
      kit: program({}, { isRequired: true }),
      other: program({ start: { hang: true } }, { startupTimeoutMs: 200 }),
    });
    expect(await mcp.required(NO_SIGNAL)).toEqual({ ok: true, value: null });
  });

  test("are named where they failed", async () => {
    const { mcp } = await hear({ kit: program({ exitAtOnce: 2, start: { hang: true } }, { isRequired: true }) });
    const error = "required MCP servers failed to initialize: kit: it ended with status 2";
    expect(await mcp.required(NO_SIGNAL)).toEqual({ ok: false, error });
  });
});

describe("resources", () => {
  const PLAN = { resources: [A, B], templates: [T], page: 1 };

  test("are listed page by page, and read", async () => {
    const { mcp } = await hear({ kit: program(PLAN) });
    const first = await mcp.listResources("resources", "kit", null, NO_SIGNAL);
    expect(first).toEqual({ ok: true, value: { entries: [A], next: "1" } });
    const second = await mcp.listResources("resources", "kit", "1", NO_SIGNAL);
    expect(second).toEqual({ ok: true, value: { entries: [B], next: null } });
    const templates = await mcp.listResources("templates", "kit", null, NO_SIGNAL);
    expect(templates).toEqual({ ok: true, value: { entries: [T], next: null } });
    const read = { contents: [{ uri: "file:///a", mimeType: "text/plain", text: "read file:///a" }] };
    expect(await mcp.readResource("kit", "file:///a", NO_SIGNAL)).toEqual({ ok: true, value: read });
  });

  test("of no server are an error", async () => {
    const { mcp } = await hear({ kit: program(PLAN) });
    const error = "unknown MCP server 'none'";
    expect(await mcp.listResources("resources", "none", null, NO_SIGNAL)).toEqual({ ok: false, error });
    expect(await mcp.readResource("none", "x", NO_SIGNAL)).toEqual({ ok: false, error });
  });

  test("are shown to clients with all else that is known", async () => {
    const listed = tool("t", { title: "T", _meta: { x: 1 } });
    const servers = {
      bad: address("ftp://a.example"),
      kit: program({ ...PLAN, tools: [listed, tool("u")] }, { disabledTools: ["u"] }),
    };
    const { mcp } = await hear(servers);
    const kit = {
      server: "kit",
      state: "ready",
      why: null,
      tools: new Map([["t", listed]]),
      resources: [A, B],
      resourceTemplates: [T],
      info: { name: "planned", title: "Planned", version: "1.2.3" },
      capabilities: { tools: { listChanged: true }, resources: {} },
      origin: null,
      auth: "none",
    };
    expect(await mcp.view("kit", NO_SIGNAL)).toEqual([kit]);
    expect((await mcp.view(null, NO_SIGNAL)).map(({ server, state, info }) => [server, state, info])).toEqual([
      ["bad", "failed", null],
      ["kit", "ready", kit.info],
    ]);
  });
});

describe("other settings", () => {
  test("end what they take away, start what they bring and what failed, and leave the rest", async () => {
    const [same, failing] = [program({ tools: [tool("same")] }), program({ exitAtOnce: 1, start: { hang: true } })];
    const { mcp, states } = await hear({ same, failing, gone: program({ tools: [tool("gone")] }) });
    states.length = 0;
    await mcp.reload(
      new Map([
        ["same", { ...same }],
        ["failing", failing],
        ["fresh", program({ tools: [tool("fresh")] })],
      ]),
    );
    while (mcp.states().some(({ state }) => state === "starting")) await mcp.settled(NO_SIGNAL);
    expect(mcp.tools().map(({ tool }) => tool)).toEqual(["fresh", "same"]);
    expect(states.map(({ server, state }) => `${server} ${state}`).toSorted()).toEqual([
      "failing failed",
      "failing starting",
      "fresh ready",
      "fresh starting",
    ]);
  });

  test("start nothing after the end", async () => {
    const { mcp, states } = await hear({});
    await mcp.close();
    await mcp.reload(new Map([["kit", program({})]]));
    expect([mcp.states(), states]).toEqual([[], []]);
  });
});
