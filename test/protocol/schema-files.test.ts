/** The generated JSON Schemas against recorded messages and known fields. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CLIENT_REQUESTS } from "../../src/protocol/client-requests.ts";
import { schemaFiles } from "../../src/protocol/schema-files.ts";
import { SERVER_REQUESTS } from "../../src/protocol/server-requests.ts";
import { RECORDED } from "./recorded.ts";
import { isValid } from "./valid.ts";

type Schema = Readonly<Record<string, unknown>>;

const FILES = schemaFiles(true);
const STABLE = schemaFiles(false);

function read(files: ReadonlyMap<string, string>, path: string): Schema {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is not there`);
  return JSON.parse(text) as Schema;
}

/** The file that a recorded message is held against, and what of the message. */
function heldAgainst(kind: string, method: string, body: unknown): readonly [path: string, value: unknown] {
  switch (kind) {
    case "client-request":
      return ["ClientRequest.json", { id: 1, method, ...(body === undefined ? {} : { params: body }) }];
    case "server-request":
      return ["ServerRequest.json", { id: 1, method, params: body }];
    case "client-notification":
      return ["ClientNotification.json", { method }];
    case "server-notification":
      return ["ServerNotification.json", { method, params: body, emittedAtMs: 1 }];
    default: {
      const tables: Readonly<Record<string, { readonly result: { readonly title: string } }>> = {
        ...CLIENT_REQUESTS,
        ...SERVER_REQUESTS,
      };
      const title = tables[method]?.result.title ?? "";
      return [[...FILES.keys()].find((path) => `/${path}`.endsWith(`/${title}.json`)) ?? title, body];
    }
  }
}

const CASES = RECORDED.map(({ kind, method, body }, at) => [at, kind, method, body] as const);

test.each(CASES)("recorded message %i fits its schema: %s %s", (_at, kind, method, body) => {
  const [path, value] = heldAgainst(kind, method, body);
  const schema = read(FILES, path);
  expect(isValid(schema, value, schema)).toBe(true);
});

test.each<[path: string, value: unknown]>([
  ["ClientRequest.json", { id: 1, method: "thread/destroy", params: {} }],
  ["ClientRequest.json", { id: 1, method: "thread/start", params: { cwd: 5 } }],
  ["ClientRequest.json", { id: 1, method: "thread/start", params: { sandbox: "none" } }],
  ["ClientRequest.json", { id: 1, method: "turn/start", params: {} }],
  ["ClientRequest.json", { id: 1.5, method: "turn/interrupt", params: { threadId: "t", turnId: "u" } }],
  ["ServerNotification.json", { method: "warning", params: {} }],
  ["CommandExecutionRequestApprovalResponse.json", { decision: "bogus" }],
  ["CommandExecutionRequestApprovalResponse.json", {}],
  ["v2/ThreadListParams.json", { limit: -1 }],
])("%s turns away %j", (path, value) => {
  const schema = read(FILES, path);
  expect(isValid(schema, value, schema)).toBe(false);
});

/** Every `$ref` in it. */
function refs(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === "$ref" ? [one as string] : refs(one)));
}

test("all that a schema refers to is in its file", () => {
  for (const files of [FILES, STABLE]) {
    for (const path of files.keys()) {
      const schema = read(files, path);
      const lost = refs(schema).filter((ref) => {
        const names = ref.split("/").slice(1);
        return names.reduce<unknown>((at, name) => (at as Schema | undefined)?.[name], schema) === undefined;
      });
      expect([path, lost]).toEqual([path, []]);
    }
  }
});

/** What Codex 0.169 has of approvals and all around them, condensed: `name?` may be left out. */
const KNOWN = JSON.parse(readFileSync(new URL("messages.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;
const BUNDLE = read(FILES, "codex_app_server_protocol.schemas.json");
const { v2, ...ABOVE } = BUNDLE["definitions"] as Readonly<Record<string, Schema>>;
const DEFINITIONS: Readonly<Record<string, Schema>> = { ...ABOVE, ...(v2 as Readonly<Record<string, Schema>>) };

/** Names of fields in order, with `?` where they may be left out; of a choice those of all of it. */
function fieldsOf(schema: Schema | undefined): readonly string[] {
  const {
    properties = {},
    required = [],
    anyOf = [],
  } = (schema ?? {}) as {
    readonly properties?: Schema;
    readonly required?: readonly string[];
    readonly anyOf?: readonly Schema[];
  };
  const own = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return [...new Set([...own, ...anyOf.flatMap(fieldsOf)])].toSorted();
}

function knownFields(entry: unknown): readonly string[] {
  if (Array.isArray(entry)) return [...new Set(entry.flatMap(knownFields))].toSorted();
  if (typeof entry !== "object" || entry === null) return [];
  const { "one of": choice = [], ...own } = entry as Schema;
  return [...new Set([...Object.keys(own), ...knownFields(choice)])].toSorted();
}

/** What only assent has, and fields that are told apart by another one and so are not optional. */
const OURS: ReadonlyMap<string, readonly string[]> = new Map([
  ["CommandExecutionRequestApprovalParams", ["details?"]],
  ["CommandExecutionRequestApprovalResponse", ["feedback?", "limits?"]],
  ["FileChangeRequestApprovalParams", ["details?"]],
  ["FileChangeRequestApprovalResponse", ["feedback?", "limits?"]],
  ["InitializeCapabilities", ["assent?"]],
  ["ItemGuardianApprovalReviewCompletedNotification", ["details?"]],
  ["ThreadItem", ["fileId", "note?", "result"]],
  ["UserInput", ["fileId", "url"]],
  ["FunctionCallOutputContentItem", ["audio_url", "file_id", "image_url"]],
]);

const TYPES = Object.entries(KNOWN["types"] ?? {}).filter(([, entry]) => typeof entry === "object");

test.each(TYPES)("%s has the fields that clients know", (title, entry) => {
  const ours = OURS.get(title) ?? [];
  expect(fieldsOf(DEFINITIONS[title])).toEqual([...new Set([...knownFields(entry), ...ours])].toSorted());
});

const METHODS = ["clientRequests", "serverRequests"].flatMap((group) => Object.entries(KNOWN[group] ?? {}));

test.each(METHODS)("%s carries the fields that clients know", (method, entry) => {
  const tables: Readonly<Record<string, Record<"params" | "result", { readonly title: string }>>> = {
    ...CLIENT_REQUESTS,
    ...SERVER_REQUESTS,
  };
  for (const part of ["params", "result"] as const) {
    const known = (entry as Readonly<Record<string, unknown>>)[part];
    const title = tables[method]?.[part].title ?? "";
    if (known === undefined || title === "None") continue;
    const ours = OURS.get(title) ?? [];
    expect([title, fieldsOf(DEFINITIONS[title])]).toEqual([title, [...knownFields(known), ...ours].toSorted()]);
  }
});

test.each(Object.entries(KNOWN["serverNotifications"] ?? {}))(
  "%s tells the fields that clients know",
  (method, entry) => {
    const all = DEFINITIONS["ServerNotification"]?.["oneOf"] as readonly { readonly properties: Schema }[];
    const told = all.find(({ properties }) => (properties["method"] as Schema)["enum"]?.toString() === method);
    const [$ref = ""] = refs(told);
    const { params } = entry as Readonly<Record<string, unknown>>;
    const title = $ref.split("/").at(-1) ?? "";
    const ours = OURS.get(title) ?? [];
    expect(fieldsOf(DEFINITIONS[title])).toEqual([...knownFields(params), ...ours].toSorted());
  },
);

test("what is experimental is left out where it is not asked for", () => {
  const methods = (files: ReadonlyMap<string, string>): readonly string[] =>
    (read(files, "ClientRequest.json")["oneOf"] as readonly { readonly title: string }[]).map(({ title }) => title);
  expect(methods(FILES)).toContain("thread/settings/updateRequest");
  expect(methods(STABLE)).not.toContain("thread/settings/updateRequest");
  expect(FILES.has("v2/ThreadSettingsUpdateParams.json")).toBe(true);
  expect(STABLE.has("v2/ThreadSettingsUpdateParams.json")).toBe(false);
  const fields = Object.keys(read(STABLE, "v2/ThreadStartParams.json")["properties"] as Schema);
  expect(fields).toContain("sandbox");
  expect(fields).not.toContain("permissions");
});
