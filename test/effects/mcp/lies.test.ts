/** Servers that change, ask, flood and end as they like: each costs one line. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { ElicitationAnswer } from "../../../src/engine/agent/mcp-port.ts";
import type { Json } from "../../../src/kit/json.ts";
import { isSleeping } from "../world.ts";
import { hear, NO_SIGNAL, type Plan, program, textIn, tool } from "./planned.ts";

const INPUT = { input: {} };

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

describe("a list of tools that changes", () => {
  const CHANGES: readonly [name: string, after: readonly Json[], said: RegExp][] = [
    ["to the same", [tool("turn"), tool("t")], /^t \{\}$/],
    [
      "in what it says of the tool",
      [tool("t", { annotations: { readOnlyHint: false } })],
      /changed what it tells of this tool/,
    ],
    ["in its description", [tool("t", { description: "else" })], /changed what it tells of this tool/],
    ["in that the tool is gone", [tool("turn")], /does not offer this tool any more/],
  ];
  test.each(CHANGES)("%s", async (_name, after, said) => {
    const kit = program({ tools: [tool("turn"), tool("t")], calls: { turn: { list: after } } });
    const { mcp, call } = await hear({ kit });
    const shown = mcp.tools().find((one) => one.tool === "t");
    expect(await call("turn")).toBe("done");
    expect(textIn(await mcp.call({ server: "kit", tool: "t", about: shown!.about, ...INPUT }, NO_SIGNAL))).toMatch(
      said,
    );
  });

  test("offers what is new, and asks by what is told now", async () => {
    const after = [tool("fresh"), tool("t", { annotations: { destructiveHint: true } })];
    const kit = program({ tools: [tool("turn"), tool("t")], calls: { turn: { list: after } } });
    const { mcp, call } = await hear({ kit });
    await call("turn");
    await until(() => mcp.tools().some(({ tool }) => tool === "fresh"));
    expect(mcp.tools().map(({ tool, about }) => [tool, about.hints.readOnly, about.hints.destructive])).toEqual([
      ["fresh", true, null],
      ["t", null, true],
    ]);
    expect(await call("t")).toBe("t {}");
  });

  test("keeps to the tools that the settings let through", async () => {
    const kit = program(
      { tools: [tool("turn"), tool("a"), tool("b")], calls: { turn: { list: [tool("turn"), tool("a"), tool("c")] } } },
      { enabledTools: ["turn", "a", "b"], disabledTools: ["a"] },
    );
    const { mcp, call } = await hear({ kit });
    expect(mcp.tools().map(({ tool }) => tool)).toEqual(["b", "turn"]);
    const about = mcp.tools()[0]!.about;
    await call("turn");
    await until(() => mcp.tools().length === 1);
    expect(textIn(await mcp.call({ server: "kit", tool: "c", about, ...INPUT }, NO_SIGNAL))).toMatch(/does not offer/);
  });
});

describe("what a server asks the person", () => {
  const FORM = {
    mode: "form",
    message: "Which?",
    requestedSchema: { type: "object", properties: { a: { type: "string" } } },
  };
  const ASKED: readonly [name: string, params: Json, answer: ElicitationAnswer, heard: Json][] = [
    ["a form", FORM, { kind: "accept", content: { a: "x" } }, { action: "accept", content: { a: "x" } }],
    ["nothing typed", FORM, { kind: "accept", content: null }, { action: "accept", content: {} }],
    [
      "what no form can hold",
      FORM,
      { kind: "accept", content: { a: { b: 1 }, c: 2 } },
      { action: "accept", content: { c: 2 } },
    ],
    ["declined", FORM, { kind: "decline" }, { action: "decline" }],
    ["cancelled", FORM, { kind: "cancel" }, { action: "cancel" }],
    [
      "a page",
      { mode: "url", message: "m", url: "https://a.example/", elicitationId: "1" },
      { kind: "accept", content: null },
      { action: "accept", content: {} },
    ],
  ];
  test.each(ASKED)("%s", async (_name, params, answer, heard) => {
    const asked: Json[] = [];
    const { call } = await hear(
      { kit: program({ tools: [tool("t")], calls: { t: { elicit: [params] } } }) },
      (asking) => {
        asked.push(asking.message);
        return Promise.resolve(answer);
      },
    );
    expect(JSON.parse(await call("t"))).toEqual([heard]);
    expect(asked).toEqual([(params as Plan)["message"]]);
  });

  const UNSEEN: readonly [name: string, params: Json][] = [
    ["a page that is a script", { mode: "url", message: "m", url: "javascript:alert(1)", elicitationId: "1" }],
    ["a file", { mode: "url", message: "m", url: "file:///etc/passwd", elicitationId: "1" }],
    [
      "a form within a form",
      { message: "m", requestedSchema: { type: "object", properties: { a: { type: "object", properties: {} } } } },
    ],
    ["no form", { message: "m" }],
    ["no message", { requestedSchema: { type: "object", properties: {} } }],
    ["a novel", { ...FORM, message: "x".repeat(70_000) }],
  ];
  test.each(UNSEEN)("is refused unseen: %s", async (_name, params) => {
    const asked: unknown[] = [];
    const { call } = await hear(
      { kit: program({ tools: [tool("t")], calls: { t: { elicit: [params] } } }) },
      (asking) => {
        asked.push(asking);
        return Promise.resolve({ kind: "accept", content: {} });
      },
    );
    expect(JSON.parse(await call("t"))).toEqual([{ error: expect.objectContaining({ code: -32602 }) }]);
    expect(asked).toEqual([]);
  });

  test("is no longer shown where it asks too often", async () => {
    let asked = 0;
    const kit = program({ tools: [tool("t")], calls: { t: { elicit: Array.from({ length: 60 }, () => FORM) } } });
    const { call, warnings } = await hear({ kit }, () => {
      asked += 1;
      return Promise.resolve({ kind: "accept", content: {} });
    });
    const heard: { action: string }[] = JSON.parse(await call("t"));
    expect([asked, heard.filter(({ action }) => action === "decline").length]).toEqual([50, 10]);
    expect(warnings).toEqual(["MCP server kit asked something that was declined: it asks too often"]);
  });

  test("is declined while none of its tools is called", async () => {
    const asked: unknown[] = [];
    const kit = program({ tools: [tool("t")], calls: { t: { seen: true } }, asks: FORM });
    const { call, warnings } = await hear({ kit }, (asking) => {
      asked.push(asking);
      return Promise.resolve({ kind: "accept", content: {} });
    });
    expect(await call("t")).toContain('{\\"action\\":\\"decline\\"}');
    expect([asked, warnings]).toEqual([
      [],
      ["MCP server kit asked something that was declined: none of its tools was called"],
    ]);
  });

  test("does not count as time of the call", async () => {
    const kit = program({ tools: [tool("t")], calls: { t: { elicit: [FORM] } } }, { toolTimeoutMs: 1_000 });
    const { call } = await hear({ kit }, async () => {
      await sleep(1_200);
      return { kind: "accept", content: {} };
    });
    expect(await call("t")).toContain("accept");
  });

  test("is taken back with the call", async () => {
    const kit = program({ tools: [tool("t")], calls: { t: { elicit: [FORM] } } });
    const abort = new AbortController();
    const takenBack = new Promise<boolean>((resolve) => {
      const { signal: ends } = abort;
      void hear({ kit }, async (_asking, signal) => {
        abort.abort();
        await until(() => signal.aborted);
        resolve(signal.aborted);
        return { kind: "decline" };
      }).then(({ call }) => call("t", {}, ends));
    });
    expect(await takenBack).toBe(true);
  });
});

describe("a server that goes too far", () => {
  test("is ended where a message never ends", async () => {
    const kit = program({ tools: [tool("t")], calls: { t: { flood: 70 << 20 } } });
    const { call, states, warnings } = await hear({ kit });
    expect(await call("t")).toContain("Transport closed");
    await until(() => warnings.length > 0);
    expect(states.at(-1)).toEqual({ server: "kit", state: "failed", why: "it sent a message of more than 64 MiB" });
    expect(warnings).toEqual(["MCP server kit cannot be used any more: it sent a message of more than 64 MiB"]);
  });

  test("is ended where it sends messages without end", async () => {
    const kit = program({ tools: [tool("t")], calls: { t: { messages: 100_000, hang: true } } });
    const { call, states } = await hear({ kit });
    expect(await call("t")).toContain("Transport closed");
    expect(states.at(-1)).toEqual({ server: "kit", state: "failed", why: "it sent more messages than can be read" });
  });

  test("is started again for the next turn where it ended, three times at most", async () => {
    const { mcp, call, states } = await hear({
      kit: program({ tools: [tool("t"), tool("u")], calls: { t: { exit: 3, says: "bye\n" } } }),
    });
    const why = "it ended with status 3; it said: bye";
    for (let times = 0; times < 4; times += 1) {
      expect(await call("u")).toBe("u {}");
      expect(await call("t")).toContain("Transport closed");
      await until(() => states.at(-1)?.state === "failed");
      expect(await call("u")).toContain("Transport closed");
      await mcp.settled(NO_SIGNAL);
    }
    expect(states.filter(({ state }) => state !== "starting")).toEqual(
      Array.from({ length: 4 }, () => [
        { server: "kit", state: "ready", why: null },
        { server: "kit", state: "failed", why },
      ]).flat(),
    );
  });

  test.each(["close", "crash"])("takes with it all that it started: %s", async (how) => {
    const word = `7${String(process.pid)}${how === "close" ? 1 : 2}`;
    const kit = program({ tools: [tool("t"), tool("u")], calls: { t: { spawn: ["sleep", word] }, u: { exit: 1 } } });
    const { mcp, call } = await hear({ kit });
    expect(await call("t")).toBe("done");
    await until(() => isSleeping(word));
    await (how === "close" ? mcp.close() : call("u"));
    await until(() => !isSleeping(word));
  });
});
