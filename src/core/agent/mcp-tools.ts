/** Tools of servers as a model is offered them: names that it can call, told apart. */
import { digest } from "../../kit/digest.ts";
import type { Json } from "../../kit/json.ts";
import type { ToolAbout } from "../approval/action.ts";
import type { McpServer, ToolApproval } from "../config/servers.ts";
import type { ListedTool } from "./mcp-listing.ts";

/** A tool that may be called. Nothing in it is escaped. */
export type OfferedTool = {
  readonly server: string;
  /** As the server calls it. */
  readonly tool: string;
  /** What the model calls it by: letters, digits, `_` and `-`, at most 64 in each of them. */
  readonly namespace: string;
  readonly name: string;
  /** A JSON Schema of an object. */
  readonly inputSchema: Json;
  readonly about: ToolAbout;
  /** What the settings say of it. */
  readonly approval: ToolApproval | null;
};

/** What the Responses API takes as a name of a function or a namespace. */
const NAME_CHARS_MAX = 64;
const SUFFIX_CHARS = 12;
const MARKED = /_[0-9a-f]{12}$/;

/** The tools of one server that the settings let through, by their names. */
export function chosenTools(
  listed: readonly ListedTool[],
  { enabledTools, disabledTools }: Pick<McpServer, "enabledTools" | "disabledTools">,
): readonly ListedTool[] {
  return listed.filter(({ tool }) => (enabledTools?.includes(tool) ?? true) && !disabledTools.includes(tool));
}

/** One server that can be used, and what it has. */
export type ReadyServer = {
  readonly server: string;
  readonly settings: Pick<McpServer, "approval" | "approvalByTool">;
  readonly tools: readonly ListedTool[];
};

/**
 * In the order of the servers' and the tools' own names. Names that come out the same are told apart by a piece of a
 * digest of what they stand for, which every one of them gets: none takes another's place because it is listed first.
 */
export function offeredTools(servers: readonly ReadyServer[]): readonly OfferedTool[] {
  const namespaces = toldApart(servers.map(({ server }) => `mcp__${server}`).toSorted());
  return servers
    .toSorted((a, b) => (a.server < b.server ? -1 : 1))
    .flatMap(({ server, settings, tools }) => {
      const names = toldApart(tools.map(({ tool }) => tool));
      return tools
        .toSorted((a, b) => (a.tool < b.tool ? -1 : 1))
        .map(({ tool, inputSchema, about }) => ({
          server,
          tool,
          namespace: namespaces.get(`mcp__${server}`) ?? "",
          name: names.get(tool) ?? "",
          inputSchema,
          about,
          approval: settings.approvalByTool.get(tool) ?? settings.approval,
        }));
    });
}

/** For each of the texts, which are all different, a name of its own. */
function toldApart(texts: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(plainName(text), (counts.get(plainName(text)) ?? 0) + 1);
  return new Map(
    texts.map((text) => {
      const plain = plainName(text);
      const isAlone = counts.get(plain) === 1 && text.length <= NAME_CHARS_MAX;
      // What looks like a mark is marked itself, or it could stand for another one.
      return [text, (plain === text || isAlone) && !MARKED.test(plain) ? plain : marked(text)];
    }),
  );
}

function plainName(text: string): string {
  const plain = text.replace(/[^a-zA-Z0-9_-]/gu, "_").slice(0, NAME_CHARS_MAX);
  return plain === "" ? "_" : plain;
}

function marked(text: string): string {
  const suffix = digest([text]).slice(0, SUFFIX_CHARS);
  return `${plainName(text).slice(0, NAME_CHARS_MAX - SUFFIX_CHARS - 1)}_${suffix}`;
}

/**
 * The tool that a model means. It may have been told of a tool by its server's own words, so the tool's own name counts
 * where no other tool is offered by that.
 */
export function findTool(tools: readonly OfferedTool[], namespace: string, name: string): OfferedTool | null {
  const own = tools.filter((tool) => tool.namespace === namespace);
  return own.find((tool) => tool.name === name) ?? own.find(({ tool }) => tool === name) ?? null;
}

/** As the Responses API takes them: a namespace of functions for each server. */
export function toolSpecs(tools: readonly OfferedTool[]): readonly Json[] {
  const byNamespace = new Map<string, OfferedTool[]>();
  for (const tool of tools) byNamespace.set(tool.namespace, [...(byNamespace.get(tool.namespace) ?? []), tool]);
  return [...byNamespace].map(([namespace, own]) => ({
    type: "namespace",
    name: namespace,
    description: `Tools in the ${namespace} namespace.`,
    tools: own.map(({ name, about, inputSchema }) => ({
      type: "function",
      name,
      description: about.description ?? "",
      strict: false,
      parameters: inputSchema,
    })),
  }));
}
