/** What a server asks a person, read from the wire. */
import type { ElicitationForm } from "../approval/action.ts";
import { asObject, isList, type Json } from "../../kit/json.ts";
import { isPlain } from "./mcp-listing.ts";

export type ReadElicitation = { readonly message: string; readonly form: ElicitationForm };

const CHARS_MAX = 65_536;
const PRIMITIVES = ["string", "number", "integer", "boolean"];

/**
 * Null for what a person should not be shown: it is not what the protocol has, too long, asks for more than plain values,
 * or leads to something that is no page of the web.
 */
export function readElicitation(params: unknown): ReadElicitation | null {
  const fields = isPlain(params) && JSON.stringify(params).length <= CHARS_MAX ? asObject(params) : null;
  const { mode = "form", message, requestedSchema = null, url, elicitationId } = fields ?? {};
  if (typeof message !== "string") return null;
  if (mode === "url") {
    if (typeof url !== "string" || typeof elicitationId !== "string" || !isPage(url)) return null;
    return { message, form: { kind: "url", url, id: elicitationId } };
  }
  return mode === "form" && isForm(requestedSchema)
    ? { message, form: { kind: "form", schema: requestedSchema } }
    : null;
}

function isPage(url: string): boolean {
  return URL.canParse(url) && ["https:", "http:"].includes(new URL(url).protocol);
}

function isForm(schema: Json): boolean {
  const fields = asObject(schema);
  const properties = asObject(fields?.["properties"]);
  if (fields?.["type"] !== "object" || properties === null) return false;
  return Object.values(properties).every(isPlainProperty);
}

/** A value, a choice, or a list of choices. */
function isPlainProperty(property: Json): boolean {
  const { type, items = null } = asObject(property) ?? {};
  if (typeof type === "string" && PRIMITIVES.includes(type)) return true;
  if (type !== "array") return false;
  const choices = asObject(items);
  const options = choices?.["enum"] ?? choices?.["anyOf"] ?? null;
  return options !== null && isList(options);
}

/** What a person typed, as far as a form can hold it. */
export type FormContent = Record<string, string | number | boolean | string[]>;

export function formContent(content: Json): FormContent {
  const typed: FormContent = {};
  for (const [name, value] of Object.entries(asObject(content) ?? {})) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") typed[name] = value;
    else if (value !== null && isList(value)) typed[name] = value.filter((choice) => typeof choice === "string");
  }
  return typed;
}
