/** Reads what a server tells of its tools; what does not fit costs that tool alone. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ToolAbout } from "../approval/action.ts";
import { asObject, canonical, type Json, type JsonObject } from "../../kit/json.ts";

/** A tool of one server. Nothing in it is escaped. */
export type ListedTool = {
  /** As the server calls it. */
  readonly tool: string;
  /** A JSON Schema of an object. */
  readonly inputSchema: Json;
  readonly about: ToolAbout;
  /** As it was listed, for clients. */
  readonly whole: Json;
};

export type Listing = {
  readonly tools: readonly ListedTool[];
  /** One line for each tool that was left out; not escaped. */
  readonly leftOut: readonly string[];
};

/** A model reads all of it with every request. */
const TOOLS_MAX = 512;
const TOOL_CHARS_MAX = 65_536;
const NAME_CHARS_MAX = 256;
/** Deeper ones are made to exhaust whoever walks through them. */
const DEPTH_MAX = 100;

/** @param entries all pages of `tools/list` together */
export function readListing(entries: readonly Json[]): Listing {
  const found = new Map<string, ListedTool>();
  const leftOut: string[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index >= TOOLS_MAX) {
      leftOut.push(`${entries.length - TOOLS_MAX} tools are left out: there are more than ${TOOLS_MAX}`);
      break;
    }
    const read = readTool(entry);
    if (!read.ok) leftOut.push(`tool ${index + 1} is left out: ${read.error}`);
    else found.set(read.value.tool, joined(found.get(read.value.tool), read.value));
  }
  return { tools: [...found.values()], leftOut };
}

/** Of a tool that is listed twice and differently nothing is known, so that it is asked about. */
function joined(before: ListedTool | undefined, tool: ListedTool): ListedTool {
  if (before === undefined) return tool;
  if (canonical(before.whole) === canonical(tool.whole)) return before;
  return { ...before, about: { ...before.about, hints: NO_HINTS } };
}

const NO_HINTS: ToolAbout["hints"] = { readOnly: null, destructive: null, openWorld: null, idempotent: null };

function readTool(entry: Json): Result<ListedTool, string> {
  const fields = asObject(entry);
  const name = fields?.["name"];
  if (fields === null || typeof name !== "string") return err("it has no name");
  if (name.length > NAME_CHARS_MAX) return err(`its name has more than ${NAME_CHARS_MAX} characters`);
  if (JSON.stringify(entry).length > TOOL_CHARS_MAX) return err(`${name} has more than ${TOOL_CHARS_MAX} characters`);
  const schema = asObject(fields["inputSchema"]);
  if (schema === null) return err(`${name} says nothing of its input`);
  const annotations = asObject(fields["annotations"]) ?? {};
  return ok({
    tool: name,
    inputSchema: objectSchema(schema),
    about: {
      title: textOf(fields["title"]) ?? textOf(annotations["title"]),
      description: textOf(fields["description"]),
      hints: {
        readOnly: claimOf(annotations["readOnlyHint"]),
        destructive: claimOf(annotations["destructiveHint"]),
        openWorld: claimOf(annotations["openWorldHint"]),
        idempotent: claimOf(annotations["idempotentHint"]),
      },
    },
    whole: entry,
  });
}

/** The API takes nothing but objects, and wants to be told of their properties. */
function objectSchema(schema: JsonObject): Json {
  const { type, properties, ...rest } = schema;
  if (type !== undefined && type !== "object") return { type: "object", properties: {} };
  return { type: "object", properties: asObject(properties) ?? {}, ...rest };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Only a plain yes or no is a claim. */
function claimOf(value: Json | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** True for a value of JSON of which nothing lies deeper than `DEPTH_MAX`. Walks without calling itself. */
export function isPlain(value: unknown): value is Json {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_MAX) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (one === null || typeof one === "string" || typeof one === "number" || typeof one === "boolean") continue;
      if (typeof one !== "object") return false;
      for (const inner of Array.isArray(one) ? one : Object.values(one)) next.push(inner);
    }
    level = next;
  }
  return true;
}
