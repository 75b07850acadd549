/** Drives one real server over stdio: what it offers, what it answers, how it fails. */
import { describe, expect, test } from "vitest";
import { hear, type Plan, program, tool } from "./planned.ts";

const FAILED = (toolName: string, why: string): string =>
  `error: tool call error: tool call failed for \`kit/${toolName}\`\n\nCaused by:\n    ${why}`;

describe("a server that is a program", () => {
  test("starts in the background, is told of, and offers its tools", async () => {
    const about = { description: "Looks", title: "Look" };
    const { mcp, states, warnings } = await hear({ kit: program({ tools: [tool("look", about), tool("b")] }) });
    expect(states).toEqual([
      { server: "kit", state: "starting", why: null },
      { server: "kit", state: "ready", why: null },
    ]);
    expect(warnings).toEqual([]);
    expect(mcp.tools().map(({ server, tool, namespace, name }) => [server, tool, namespace, name])).toEqual([
      ["kit", "b", "mcp__kit", "b"],
      ["kit", "look", "mcp__kit", "look"],
    ]);
    expect(mcp.tools()[1]?.about).toEqual({
      ...about,
      hints: { readOnly: true, destructive: null, openWorld: null, idempotent: null },
    });
  });

  const CALLS: readonly [name: string, call: Plan, said: string][] = [
    ["a text", { result: { content: [{ type: "text", text: "hello" }] } }, "hello"],
    ["its own error is a result", { result: { content: [{ type: "text", text: "no" }], isError: true } }, "no"],
    [
      "an error of the protocol",
      { error: { code: -32000, message: "no luck" } },
      FAILED("t", "Mcp error: -32000: no luck"),
    ],
    ["a piece that nobody knows", { result: { content: [{ type: "odd" }] } }, FAILED("t", "Unexpected response type")],
    ["no content", { result: {} }, FAILED("t", "Unexpected response type")],
    ["no answer at all", { hang: true }, FAILED("t", "timed out awaiting tools/call after 300ms")],
    ["a crash", { exit: 3, says: "dying\n" }, FAILED("t", "Transport closed")],
    ["junk before the answer", { lines: ["junk", "{}", "[1]"], result: { content: [] } }, ""],
    ["an answer to what nobody asked", { lines: ['{"jsonrpc":"2.0","id":99,"result":{}}'] }, "done"],
  ];
  test.each(CALLS)("costs one answer or error: %s", async (_name, act, said) => {
    // Only what never answers may run out of time, however busy the machine is.
    const toolTimeoutMs = "hang" in act ? 300 : null;
    const kit = program({ tools: [tool("t"), tool("u")], calls: { t: act } }, { toolTimeoutMs });
    const { call } = await hear({ kit, other: program({ tools: [tool("fine")] }) });
    expect(await call("t")).toBe(said);
    expect(await call("fine", { a: 1 })).toBe('fine {"a":1}');
  });

  test("gets objects as input, or none", async () => {
    const { call } = await hear({ kit: program({ tools: [tool("t")] }) });
    expect(await call("t", { x: [1] })).toBe('t {"x":[1]}');
    expect(await call("t", null)).toBe("t null");
    expect(await call("t", [1])).toBe(FAILED("t", "MCP tool arguments must be a JSON object, got [1]"));
  });

  test("is told when its call is cancelled", async () => {
    const { call } = await hear({
      kit: program({ tools: [tool("t"), tool("s")], calls: { t: { hang: true }, s: { seen: true } } }),
    });
    const abort = new AbortController();
    const called = call("t", {}, abort.signal);
    setTimeout(() => abort.abort(), 20);
    expect(await called).toBe(FAILED("t", "it was cancelled"));
    expect(await call("s")).toContain("notifications/cancelled");
  });
});

describe("what a server gets", () => {
  test("few variables of assent's own, and those that its settings name", async () => {
    const env = ["HOME", "PATH", "SECRET_KEY", "NAMED", "GIVEN"];
    const kit = program({ tools: [tool("t")], calls: { t: { env } } }, { env: { GIVEN: "g" }, envVars: ["NAMED"] });
    const { call } = await hear({ kit }, undefined, {
      PATH: process.env["PATH"],
      HOME: "/h",
      SECRET_KEY: "s",
      NAMED: "n",
    });
    expect(JSON.parse(await call("t"))).toEqual({ HOME: "/h", PATH: process.env["PATH"], NAMED: "n", GIVEN: "g" });
  });
});

describe("a server that does not start", () => {
  const STARTS: readonly [name: string, plan: Plan, why: RegExp][] = [
    [
      "it ends at once",
      { exitAtOnce: 4, says: "no config\n\n", start: { hang: true } },
      /^it ended with status 4; it said: no config$/,
    ],
    ["it never answers", { start: { hang: true } }, /^it was not ready after 2 seconds; .* startup_timeout_sec$/],
    ["it refuses", { start: { error: { code: -32600, message: "go away" } } }, /^Mcp error: -32600: go away$/],
    ["its tools are no list", { list: { result: { tools: 7 } } }, /^its tools could not be listed: the answer is not/],
    [
      "its tools never come",
      { list: { hang: true } },
      /^its tools could not be listed: it was not ready after 2 seconds/,
    ],
    [
      "it speaks another protocol",
      {
        start: { result: { protocolVersion: "1999-01-01", capabilities: {}, serverInfo: { name: "x", version: "1" } } },
      },
      /protocol version is not supported/,
    ],
  ];
  test.each(STARTS)("costs one line: %s", async (_name, plan, why) => {
    const startupTimeoutMs = why.source.includes("not ready") ? 2_000 : null;
    const { mcp, states } = await hear({ kit: program({ tools: [tool("t")], ...plan }, { startupTimeoutMs }) });
    expect(states).toEqual([
      { server: "kit", state: "starting", why: null },
      { server: "kit", state: "failed", why: expect.stringMatching(why) },
    ]);
    expect(mcp.tools()).toEqual([]);
  });

  test("costs one line where there is no such program", async () => {
    const { states } = await hear({ kit: program({}, { command: "no-such-program" }) });
    expect(states.at(-1)).toEqual({ server: "kit", state: "failed", why: expect.stringContaining("no-such-program") });
  });
});
