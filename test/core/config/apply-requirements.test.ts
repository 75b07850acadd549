/** MCP servers and hosts under requirements. */
import { expect, test } from "vitest";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/config/settings.ts";
import { held } from "./required.ts";

const server = (name: string, how: string): string => `[mcp_servers.${name}]\n${how}\n`;
const identity = (name: string, how: string): string => `[mcp_servers.${name}.identity]\n${how}\n`;

test("MCP servers that are not as required are off", () => {
  const user =
    server("docs", 'command = "docs-mcp"') +
    server("web", 'url = "https://mcp.example/x"') +
    server("changed", 'command = "evil-mcp"') +
    server("other", 'command = "other-mcp"') +
    server("off", 'command = "x"\nenabled = false');
  const system =
    identity("docs", 'command = "docs-mcp"') +
    identity("web", 'url = "https://mcp.example/x"') +
    identity("changed", 'command = "good-mcp"');
  const settings = held({ by: { system }, user });
  expect(typeof settings).toBe("object");
  const { mcpServers, notices } = typeof settings === "object" ? settings : DEFAULT_SETTINGS;
  expect([...mcpServers].map(([name, { isEnabled }]) => [name, isEnabled])).toEqual([
    ["docs", true],
    ["web", true],
    ["changed", false],
    ["other", false],
    ["off", false],
  ]);
  expect(notices.map(describeNotice)).toEqual([
    'the MCP server "changed" is not used: /system:1:1 (system) does not allow it as it is',
    'the MCP server "other" is not used: /system:1:1 (system) does not allow it as it is',
  ]);
});

test("the network is held for whoever opens the sandbox", () => {
  const system =
    '[experimental_network]\nenabled = true\n[experimental_network.domains]\n"a.example" = "allow"\n"b.example" = "deny"\n' +
    '[experimental_network.unix_sockets]\n"/run/x" = "deny"\n"/run/y" = "allow"';
  const settings = held({ by: { system } });
  const required = typeof settings === "object" ? settings.sandbox.required : settings;
  expect(required).toEqual({
    hosts: [
      {
        enabled: true,
        allow: [{ host: "a.example", port: null }],
        deny: [{ host: "b.example", port: null }],
        isOnly: false,
        mayOpen: true,
        allowLocal: null,
      },
    ],
    closedSockets: ["/run/x"],
    denied: [],
  });
});
