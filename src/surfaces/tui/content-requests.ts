/** What a box tells about input, permissions, tools and what servers ask, as blocks. */
import { describeAmendment } from "../../core/approval/describe.ts";
import type { Action } from "../../core/approval/action.ts";
import type { Question } from "../../core/approval/question.ts";
import { printCommand } from "../../core/shell/print.ts";
import { canonical, type Json } from "../../kit/json.ts";
import { agentReason, delegate, field, sandboxField, whyAsked } from "./content-fields.ts";
import { guardianSays } from "./content-review.ts";
import type { Block } from "./layout.ts";
import { notesOn } from "./notes.ts";

type ActionOf<Kind extends Action["kind"]> = Action & { readonly kind: Kind };

export function inputContent(question: Question, action: ActionOf<"stdin">): readonly Block[] {
  return [
    { kind: "matter", lines: action.text.replace(/\n$/, "").split("\n") },
    { kind: "gap" },
    ...notesOn(action.text),
    ...guardianSays(question),
    field("typed into", printCommand(action.argv)),
    field("process", action.process),
    field("folder", action.cwd),
    ...delegate(question),
    whyAsked(question),
    sandboxField(question),
  ];
}

export function permissionsContent(question: Question, action: ActionOf<"permissions">): readonly Block[] {
  const { write, read, network } = action.wanted;
  const lines = [
    ...write.map((path) => `write ${path}`),
    ...read.map((path) => `read ${path}`),
    ...(network ? ["reach the network"] : []),
  ];
  return [
    { kind: "matter", lines },
    { kind: "gap" },
    ...notesOn([...write, ...read].join("\n")),
    ...guardianSays(question),
    field("for", "every command and patch that follows"),
    field("folder", action.cwd),
    ...delegate(question),
    ...agentReason(action.why),
    whyAsked(question),
    sandboxField(question),
  ];
}

/** What a server tells of its tool is quoted: it is its claim and not ours. */
export function toolContent(question: Question, action: ActionOf<"mcp">): readonly Block[] {
  const { title, description } = action.about;
  const input = inputLines(action.input);
  return [
    { kind: "matter", lines: [action.tool, ...input.map((line) => `  ${line}`)] },
    { kind: "gap" },
    ...notesOn(action.tool, input.join("\n")),
    ...guardianSays(question),
    field("server", action.server),
    ...(title === null ? [] : [field("title", `the server says: "${title}"`)]),
    ...(description === null ? [] : [field("does", `the server says: "${description}"`)]),
    ...delegate(question),
    whyAsked(question),
    field("sandbox", "none: it runs in its server"),
    ...(question.amendment === null
      ? []
      : [field("always", `${describeAmendment(question.amendment)}, in all sessions`)]),
  ];
}

/** One line for each thing that the tool is called with. */
function inputLines(input: Json): readonly string[] {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return [canonical(input)];
  return Object.entries(input).map(([name, value]) => `${name}: ${canonical(value)}`);
}

export function elicitationContent(question: Question, action: ActionOf<"elicitation">): readonly Block[] {
  const { form } = action;
  return [
    { kind: "matter", lines: action.message.split("\n") },
    { kind: "gap" },
    ...notesOn(action.message),
    ...(form.kind === "url" ? [...notesOn(form.url), field("page", form.url)] : []),
    ...(form.kind === "form" && isEmptyForm(form.schema) ? [] : formNote(form.kind)),
    field("server", action.server),
    ...delegate(question),
    whyAsked(question),
  ];
}

function formNote(kind: "form" | "url"): readonly Block[] {
  if (kind === "url") return [field("note", "assent does not open it: look at the address, and open it yourself")];
  return [field("note", "it wants a form filled in, which cannot be done here: it can only be declined")];
}

/** True where a yes is all that is asked for. */
export function isEmptyForm(schema: Json): boolean {
  if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return false;
  const properties = Object.entries(schema).find(([key]) => key === "properties")?.[1] ?? {};
  return properties !== null && typeof properties === "object" && Object.keys(properties).length === 0;
}
