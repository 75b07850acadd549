/** All messages as JSON Schema, in the files that those who generate clients know. */
import type { Json } from "../kit/json.ts";
import {
  JSONRPCError,
  JSONRPCErrorError,
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  JSONRPCResponse,
} from "./envelopes.ts";
import { type JsonSchema, type Writing, bodyOf, useOf } from "./json-schema.ts";
import { folderOfSchema, isSchemaAbove } from "./layout.ts";
import { type Direction, bodies, directions, namedIn } from "./roots.ts";
import { RequestId } from "./scalars.ts";
import type { Schema } from "./shape.ts";

const DRAFT = "http://json-schema.org/draft-07/schema#";
const FRAMES = [
  JSONRPCError,
  JSONRPCErrorError,
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  JSONRPCResponse,
  RequestId,
];

/** @returns the text of each file by its path below the folder that is asked for */
export function schemaFiles(withExperimental: boolean): ReadonlyMap<string, string> {
  const files = new Map<string, Json>();
  const all = bodies(withExperimental);
  for (const [title, schema] of all) {
    files.set(`${folderOfSchema(title)}${title}.json`, alone(title, schema, withExperimental));
  }
  for (const frame of FRAMES) files.set(`${frame.title}.json`, alone(frame.title, frame(), withExperimental));
  const ways = directions(withExperimental);
  for (const way of ways) files.set(`${way.title}.json`, wayAlone(way, withExperimental));
  const roots = [...all.values(), ...FRAMES.map((frame) => frame())];
  const named = namedIn(roots, withExperimental);
  files.set("codex_app_server_protocol.schemas.json", bundle(named, ways, withExperimental));
  files.set("codex_app_server_protocol.v2.schemas.json", flatBundle(named, ways, withExperimental));
  return new Map([...files].map(([path, value]) => [path, `${JSON.stringify(value, null, 2)}\n`]));
}

const here = (title: string): string => `#/definitions/${title}`;
const below = (title: string): string => `#/definitions/${isSchemaAbove(title) ? "" : "v2/"}${title}`;

function alone(title: string, schema: Schema, withExperimental: boolean): Json {
  const writing: Writing = { refer: here, withExperimental };
  const others = [...namedIn([schema], withExperimental)].filter(([name]) => name !== title);
  return { $schema: DRAFT, ...definitions(others, writing), ...(bodyOf(schema, writing) as JsonSchema), title };
}

function definitions(named: readonly (readonly [string, Schema])[], writing: Writing): JsonSchema {
  if (named.length === 0) return {};
  return { definitions: Object.fromEntries(named.map(([name, schema]) => [name, bodyOf(schema, writing)])) };
}

function wayAlone(way: Direction, withExperimental: boolean): Json {
  const writing: Writing = { refer: here, withExperimental };
  const carried = way.messages.flatMap(({ params }) => (params === null ? [] : [params]));
  const named = namedIn([...carried, ...(way.isRequest ? [RequestId()] : [])], withExperimental);
  return { $schema: DRAFT, ...definitions([...named], writing), ...wayOf(way, writing) };
}

/** One of its messages. */
function wayOf(way: Direction, writing: Writing): JsonSchema {
  const oneOf = way.messages.map(({ method, params }) => ({
    properties: {
      ...(way.isRequest && { id: useOf(RequestId(), writing) }),
      method: { enum: [method], type: "string" },
      ...(way.isRequest && params === null && { params: { type: "null" } }),
      ...(params !== null && { params: useOf(params, writing) }),
    },
    required: [...(way.isRequest ? ["id"] : []), "method", ...(params === null ? [] : ["params"])],
    title: `${method}${way.isRequest ? "Request" : "Notification"}`,
    type: "object",
  }));
  const emittedAtMs = { format: "int64", type: ["integer", "null"] };
  return { oneOf, ...(way.title === "ServerNotification" && { properties: { emittedAtMs } }), title: way.title };
}

/** What stands above, and under `v2` the rest. */
function bundle(named: ReadonlyMap<string, Schema>, ways: readonly Direction[], withExperimental: boolean): Json {
  const writing: Writing = { refer: below, withExperimental };
  const written = [...named].map(([title, schema]) => [title, bodyOf(schema, writing)] as const);
  return {
    $schema: DRAFT,
    definitions: {
      ...Object.fromEntries(written.filter(([title]) => isSchemaAbove(title))),
      ...Object.fromEntries(ways.map((way) => [way.title, wayOf(way, writing)])),
      v2: Object.fromEntries(written.filter(([title]) => !isSchemaAbove(title))),
    },
    title: "CodexAppServerProtocol",
    type: "object",
  };
}

/** All side by side. */
function flatBundle(named: ReadonlyMap<string, Schema>, ways: readonly Direction[], withExperimental: boolean): Json {
  const writing: Writing = { refer: here, withExperimental };
  const written = [...named].map(([title, schema]) => [title, bodyOf(schema, writing)] as const);
  return {
    $schema: DRAFT,
    definitions: Object.fromEntries([...written, ...ways.map((way) => [way.title, wayOf(way, writing)] as const)]),
    title: "CodexAppServerProtocolV2",
    type: "object",
  };
}
