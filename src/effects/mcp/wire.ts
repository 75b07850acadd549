/** Asks a server over the library, and takes its answers as plain values. */
import type { Client, StandardSchemaV1 } from "@modelcontextprotocol/client";
import { isPlain } from "../../core/agent/mcp-listing.ts";
import type { McpPage } from "../../engine/agent/mcp-port.ts";
import { TIMER_MS_MAX } from "../wake.ts";
import { asObject, isList, type Json } from "../../kit/json.ts";

/** Checks nothing but that it is a value of bounded depth: what is expected of it is read where it is used. */
const AS_IT_IS: StandardSchemaV1<unknown, Json> = {
  "~standard": {
    version: 1,
    vendor: "assent",
    validate: (value) => (isPlain(value) ? { value } : { issues: [{ message: "it nests too deeply" }] }),
  },
};

/** Rejects with what the library throws, and as soon as `signal` aborts; time is kept by whoever asks. */
export function askServer(
  client: Client,
  method: string,
  params: Readonly<Record<string, Json>>,
  signal: AbortSignal,
): Promise<Json> {
  return client.request({ method, params }, AS_IT_IS, { signal, timeout: TIMER_MS_MAX });
}

const LISTS = {
  tools: { method: "tools/list", member: "tools" },
  resources: { method: "resources/list", member: "resources" },
  templates: { method: "resources/templates/list", member: "resourceTemplates" },
} as const;
export type Listed = keyof typeof LISTS;

/** Null where the answer is no page. */
export async function askForPage(
  client: Client,
  list: Listed,
  cursor: string | null,
  signal: AbortSignal,
): Promise<McpPage | null> {
  const { method, member } = LISTS[list];
  const fields = asObject(await askServer(client, method, cursor === null ? {} : { cursor }, signal));
  const entries = fields?.[member] ?? null;
  if (entries === null || !isList(entries)) return null;
  const next = fields?.["nextCursor"];
  return { entries, next: typeof next === "string" && next !== "" ? next : null };
}

const PAGES_MAX = 64;
const ENTRIES_MAX = 10_000;

/** All pages, as far as there are not too many; null where one of them is no page. */
export async function askForAll(client: Client, list: Listed, signal: AbortSignal): Promise<readonly Json[] | null> {
  const all: Json[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX && all.length < ENTRIES_MAX; pages += 1) {
    const page: McpPage | null = await askForPage(client, list, cursor, signal);
    if (page === null) return null;
    all.push(...page.entries.slice(0, ENTRIES_MAX));
    cursor = page.next;
    if (cursor === null) break;
  }
  return all;
}
