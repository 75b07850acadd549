/** What an automatic review may know of a thread: the person's words, and what went before. */
import type { ModelItem } from "../../core/agent/model-item.ts";
import type { UserInput } from "../../core/agent/item.ts";
import type { Action, CaseId } from "../../core/approval/action.ts";
import type { AuditRecord, Outcome } from "../../core/approval/record.ts";
import type { Background, Evidence } from "../../core/review/subject.ts";
import { never } from "../../kit/never.ts";
import { asList, asObject, type Json } from "../../kit/json.ts";

/** Actions of settled cases, as far back as reviews look. */
export interface Past {
  settled(action: Action, outcome: Outcome): void;
  readonly done: () => readonly Action[];
  readonly refused: () => readonly Action[];
}

/** Of each kind, the newest. */
const ACTIONS_MAX = 200;

/** The same in UTF-16 units of their JSON, so that long patches do not fill the memory; the newest is always kept. */
const CHARS_MAX = 256 * 1024;

/** @param earlier what was recorded in earlier sessions of the thread, in order */
export function pastOf(earlier: readonly AuditRecord[]): Past {
  const [done, refused] = [newestOf(), newestOf()];
  const past: Past = {
    settled(action, outcome) {
      const kind = kindOf(outcome);
      if (kind !== null) (kind === "done" ? done : refused).add(action);
    },
    done: done.all,
    refused: refused.all,
  };
  const open = new Map<CaseId, Action>();
  for (const { case: id, entry } of earlier) {
    if (entry.kind === "received") open.set(id, entry.request.action);
    if (entry.kind !== "settled") continue;
    const action = open.get(id);
    open.delete(id);
    if (action !== undefined) past.settled(action, entry.outcome);
  }
  return past;
}

/** Null for what neither ran nor was decided against. */
function kindOf(outcome: Outcome): "done" | "refused" | null {
  switch (outcome.kind) {
    case "ran":
    case "allowed":
    case "starts":
      return "done";
    case "forbidden":
    case "declined":
      return "refused";
    case "cancelled":
    case "fault":
      return null;
    default:
      return never(outcome);
  }
}

type Newest = { readonly add: (action: Action) => void; readonly all: () => readonly Action[] };

function newestOf(): Newest {
  const kept: { readonly action: Action; readonly chars: number }[] = [];
  let chars = 0;
  return {
    add(action) {
      const size = JSON.stringify(action).length;
      kept.push({ action, chars: size });
      chars += size;
      while (kept.length > 1 && (kept.length > ACTIONS_MAX || chars > CHARS_MAX)) chars -= kept.shift()?.chars ?? 0;
    },
    all: () => kept.map(({ action }) => action),
  };
}

export type Said = {
  /** All that was put in, oldest first. */
  readonly inputs: readonly (readonly UserInput[])[];
  /** False where another agent put it in. */
  readonly isPersons: boolean;
  readonly conversation: readonly ModelItem[];
  readonly past: Past;
};

/** Only what was typed counts as the person's words: not what was piped in or selected, nor a picture, a skill or a file. */
export function backgroundOf({ inputs, isPersons, conversation, past }: Said): Background {
  const texts = inputs.flat().flatMap((input) => (input.kind === "text" ? [input.text] : []));
  const all = new Set(texts);
  return {
    words: isPersons ? texts.map((text) => parted(text).typed).filter((text) => text.trim() !== "") : [],
    done: past.done(),
    refused: past.refused(),
    transcript: conversation.flatMap((item) => evidenceIn(item, all)),
  };
}

/** Standard input that goes with a task stands in a block behind it: whoever wrote that, it was not typed. As in Codex. */
const PIPED = /(?:^|\n)<stdin>\n/u;

/** Editors put what is open and selected before what was typed, under a heading of their own. As in Codex. */
const EDITOR = /^\s*# (?:Context from my IDE|Files mentioned by the user)\b/u;
/** What was typed begins behind it. */
const REQUEST = "## My request for Codex:";

type Parted = { readonly before: string; readonly typed: string; readonly piped: string };

/** Without an editor's heading such a line is part of what somebody piped in or pasted, and begins nothing. */
function parted(text: string): Parted {
  // The last one: what is selected may hold such a line as well.
  const last = EDITOR.test(text) ? text.lastIndexOf(REQUEST) : -1;
  const start = last === -1 ? 0 : last + REQUEST.length;
  const typed = text.slice(start);
  const at = typed.search(PIPED);
  const before = text.slice(0, start);
  return at === -1 ? { before, typed, piped: "" } : { before, typed: typed.slice(0, at), piped: typed.slice(at) };
}

/** @param inputs what tells the person's messages from those that only speak in their place */
function evidenceIn(item: ModelItem, inputs: ReadonlySet<string>): readonly Evidence[] {
  if (item.type === "message") {
    const texts = textsIn(item["content"]);
    if (item["role"] === "assistant") return texts.map((text) => ({ from: "agent", text }));
    return texts.filter((text) => inputs.has(text)).flatMap(evidenceOfInput);
  }
  if (item.type.endsWith("_output")) return [{ from: "output", text: outputIn(item["output"]) }];
  return item.type.endsWith("_call") ? [{ from: "call", text: callIn(item) }] : [];
}

function evidenceOfInput(text: string): readonly Evidence[] {
  const { before, typed, piped } = parted(text);
  const all: readonly Evidence[] = [
    { from: "output", text: before },
    { from: "person", text: typed },
    { from: "output", text: piped },
  ];
  return all.filter((one) => one.text.trim() !== "");
}

function callIn(item: ModelItem): string {
  const words = [item["namespace"], item["name"], item["arguments"] ?? item["input"]];
  return words.filter((word) => typeof word === "string").join(" ");
}

function outputIn(output: Json | undefined): string {
  return typeof output === "string" ? output : textsIn(output).join("\n");
}

/** Of a message's parts or a tool's, what is text. */
function textsIn(content: Json | undefined): readonly string[] {
  return asList(content).flatMap((part) => {
    const text = asObject(part)?.["text"];
    return typeof text === "string" ? [text] : [];
  });
}
