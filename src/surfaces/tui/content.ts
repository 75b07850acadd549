/** What a box tells about a question, as blocks. */
import { describeAmendment } from "../../core/approval/describe.ts";
import type { Action } from "../../core/approval/action.ts";
import { chainText, execCommand } from "../../core/approval/exec-words.ts";
import type { Target } from "../../core/approval/facts.ts";
import type { Question } from "../../core/approval/question.ts";
import { countsOf, diffOf } from "../../core/patch/diff.ts";
import { extraWords } from "../../core/permissions/extra.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Command } from "../../core/shell/reading.ts";
import { never } from "../../kit/never.ts";
import { isWithin } from "../../kit/path.ts";
import { agentReason, delegate, effectsField, field, sandboxField, whyAsked } from "./content-fields.ts";
import { guardianSays } from "./content-review.ts";
import { elicitationContent, inputContent, permissionsContent, toolContent } from "./content-requests.ts";
import type { Block } from "./layout.ts";
import { notesOn, notesOnHost } from "./notes.ts";

export function titleOf({ action, attempt, targets, under }: Question): string {
  switch (action.kind) {
    case "command":
      if (attempt === 1) return "Run this command?";
      return under.kind === "unrestricted" ? "Run again outside the sandbox?" : "Run again with this opened?";
    case "patch":
      return targets.length === 1 ? "Change this file?" : `Change these ${targets.length} files?`;
    case "network":
      return "Connect to this host?";
    case "exec":
      return "Let this program start?";
    case "stdin":
      return "Type this into a running command?";
    case "permissions":
      return "Give these permissions?";
    case "mcp":
      return "Call this tool?";
    case "elicitation":
      return action.form.kind === "url" ? "A server wants you to open a page" : "A server asks you";
    default:
      return never(action);
  }
}

export function contentOf(question: Question): readonly Block[] {
  const { action } = question;
  switch (action.kind) {
    case "command":
      return commandContent(question, action);
    case "patch":
      return patchContent(question, action);
    case "network":
      return networkContent(question, action);
    case "exec":
      return execContent(question, action);
    case "stdin":
      return inputContent(question, action);
    case "permissions":
      return permissionsContent(question, action);
    case "mcp":
      return toolContent(question, action);
    case "elicitation":
      return elicitationContent(question, action);
    default:
      return never(action);
  }
}

function commandContent(question: Question, action: Action & { readonly kind: "command" }): readonly Block[] {
  const command = printCommand(action.argv);
  return [
    { kind: "matter", lines: command.split("\n") },
    { kind: "gap" },
    ...notesOn(command),
    ...guardianSays(question),
    ...(question.whole === null ? [] : [field("part of", printCommand(question.whole))]),
    field("folder", action.cwd),
    ...delegate(question),
    ...agentReason(action.why),
    ...(action.more === undefined ? [] : [field("wants", extraWords(action.more))]),
    whyAsked(question),
    ...effectsField(question),
    sandboxField(question),
    ...ruleField(question),
  ];
}

/** What is saved reaches further than what is accepted once: whatever the sandbox above, rules of a person leave it. */
function ruleField({ amendment, opens }: Question): readonly Block[] {
  if (amendment === null) return [];
  if (amendment.kind === "root") return [field("always", `${describeAmendment(amendment)}, in all sessions`)];
  const how = opens ? "without asking and without a sandbox" : "without asking, inside the sandbox";
  return [field("rule", `${describeAmendment(amendment)} from now on, ${how}`)];
}

function patchContent(question: Question, action: Action & { readonly kind: "patch" }): readonly Block[] {
  const files = question.targets.map((target) => fileOf(target, action.cwd));
  return [
    { kind: "matter", lines: files.map((file) => `(${file.kind}) ${file.name}  ${file.counts}`) },
    { kind: "gap" },
    ...notesOn(files.map((file) => file.name).join("\n"), files.flatMap(diffText).join("\n")),
    ...guardianSays(question),
    field("folder", action.cwd),
    ...delegate(question),
    ...agentReason(action.why),
    whyAsked(question),
    ...files.flatMap((file): readonly Block[] => [
      { kind: "gap" },
      { kind: "matter", lines: [`${file.name} (${file.kind})`] },
      file.lines.length === 0 ? SAME_TEXT : { kind: "diff", lines: file.lines },
    ]),
  ];
}

function networkContent(question: Question, action: Action & { readonly kind: "network" }): readonly Block[] {
  return [
    { kind: "matter", lines: [`${action.host}:${action.port}`] },
    { kind: "gap" },
    ...notesOnHost(action.host),
    ...guardianSays(question),
    field("host", action.host),
    field("port", String(action.port)),
    field("protocol", action.protocol),
    field("command", action.command === null ? "not known" : printCommand(action.command)),
    ...startedBy(action.chain ?? []),
    ...delegate(question),
    ...agentReason(action.why),
    whyAsked(question),
    ...(question.amendment === null
      ? []
      : [field("rule", `${describeAmendment(question.amendment)} from now on, on every port`)]),
  ];
}

/** What led to the command that asks, outermost first. */
function startedBy(chain: readonly Command[]): readonly Block[] {
  return chain.length === 0 ? [] : [field("started by", chain.map(printCommand).join(" > "))];
}

function execContent(question: Question, action: Action & { readonly kind: "exec" }): readonly Block[] {
  const words = execCommand(action);
  const command = printCommand(words);
  return [
    { kind: "matter", lines: command.split("\n") },
    { kind: "gap" },
    ...notesOn(command),
    ...guardianSays(question),
    field("inside", chainText(action.chain, words)),
    ...(action.path === null || action.path === words[0] ? [] : [field("file", action.path)]),
    ...(words[0] === action.argv[0] ? [] : [field("called", action.argv[0])]),
    field("folder", action.cwd),
    ...delegate(question),
    whyAsked(question),
    ...effectsField(question),
    sandboxField(question),
  ];
}

/** The names of the files that a patch touches, as they are shown. */
export function filesOf({ targets, action }: Question): readonly string[] {
  return action.kind === "patch" ? targets.map((target) => nameOf(target, action.cwd)) : [];
}

type FileView = {
  readonly kind: string;
  readonly name: string;
  readonly counts: string;
  readonly lines: ReturnType<typeof diffOf>;
};

function fileOf(target: Target, cwd: string): FileView {
  const lines = diffOf(target.change);
  const { added, removed } = countsOf(lines);
  return { kind: target.change.kind, name: nameOf(target, cwd), counts: `+${added} -${removed}`, lines };
}

/** A file that only moves, or that is empty. */
const SAME_TEXT: Block = { kind: "text", text: "no line of it changes", style: "dim" };

/** Tabs are ordinary in files and shown as such. */
function diffText({ lines }: FileView): readonly string[] {
  return lines.map((line) => line.text.replaceAll("\t", " "));
}

function nameOf({ path, change }: Target, cwd: string): string {
  return change.kind === "rename" ? `${near(cwd, path)} -> ${near(cwd, change.to)}` : near(cwd, path);
}

/** A path below the folder as seen from there, else in full, so that what lies outside shows. */
function near(cwd: string, path: string): string {
  return isWithin(cwd, path) && path !== cwd && cwd !== "/" ? path.slice(cwd.length + 1) : path;
}
