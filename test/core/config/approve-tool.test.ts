/** A tool approved in settings that a person wrote: where it goes, what stays. */
import { expect, test } from "vitest";
import { approveTool } from "../../../src/core/config/approve-tool.ts";

const KIT = '[mcp_servers.kit] # mine\ncommand = "kit"\n';

const CASES: readonly [name: string, before: string, after: string | null][] = [
  ["a server", KIT, `${KIT}\n[mcp_servers.kit.tools.change]\napproval_mode = "approve"\n`],
  [
    "a tool that is asked about",
    `${KIT}[mcp_servers.kit.tools.change]\napproval_mode = "prompt" # for now\n[x]\n`,
    `${KIT}[mcp_servers.kit.tools.change]\napproval_mode = "approve" # for now\n[x]\n`,
  ],
  ["a tool that is approved", `${KIT}tools = { change = { approval_mode = "approve" } }\n`, null],
  [
    "a server at an address",
    '[mcp_servers.kit]\nurl = "https://a.test"',
    '[mcp_servers.kit]\nurl = "https://a.test"\n\n[mcp_servers.kit.tools.change]\napproval_mode = "approve"\n',
  ],
];
test.each(CASES)("writes into %s", (_name, before, after) => {
  expect(approveTool(before, { server: "kit", tool: "change" })).toEqual({ ok: true, value: after });
});

test("quotes names that are no bare keys", () => {
  const text = '[mcp_servers."a.b"]\ncommand = "kit"\n';
  expect(approveTool(text, { server: "a.b", tool: "c d" })).toEqual({
    ok: true,
    value: `${text}\n[mcp_servers."a.b".tools."c d"]\napproval_mode = "approve"\n`,
  });
});

test.each(["", 'model = "x"\n', "[mcp_servers.other]\ncommand = 'x'\n", "[mcp_servers.kit]\nenabled = false\n"])(
  "writes nothing where the server is not set up: %j",
  (text) => {
    expect(approveTool(text, { server: "kit", tool: "change" })).toEqual({
      ok: false,
      error: "it does not set up mcp_servers.kit: approve the tool where that is done",
    });
  },
);
