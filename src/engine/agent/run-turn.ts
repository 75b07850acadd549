/** One turn: the model is asked and its calls carried out, until it has no more. */
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";
import type { TokenUsage, TurnFault, UserInput } from "../../core/agent/item.ts";
import { abortedText } from "../../core/agent/call-texts.ts";
import { toolSpecs } from "../../core/agent/mcp-tools.ts";
import { ownTools } from "../../core/agent/tool-specs.ts";
import type { Json } from "../../kit/json.ts";
import { carryOut } from "./call-tools.ts";
import { type Reply, readReply } from "./reply.ts";
import type { Recorder } from "./recorder.ts";
import type { TurnInput } from "./thread.ts";
import { type CallEnd, type Standing, type ThreadParts, type ToolCall } from "./thread-ports.ts";
import type { ToolContext } from "./tool.ts";

/** What of a thread its turns share. */
export type Talk = {
  readonly parts: ThreadParts;
  readonly recorder: Recorder;
  standing: Standing;
  /** As the model has to see it. */
  readonly conversation: ModelItem[];
  /** What it was told of what holds, as one text. */
  told: string;
  usage: TokenUsage;
};

export type TurnWork = {
  readonly context: Omit<ToolContext, "standing">;
  readonly abort: AbortController;
  /** What the person said, and was not handed on yet. */
  readonly inputs: TurnInput[];
  /** Ids of its calls so far. */
  readonly called: Set<string>;
};

export type TurnEnd =
  | { readonly kind: "completed" | "interrupted" }
  | { readonly kind: "failed"; readonly fault: TurnFault };

/** Calls that were told to stop are waited for so long. */
const STOP_MS = 3_000;

export async function runTurn(talk: Talk, turn: TurnWork): Promise<TurnEnd> {
  const { signal } = turn.context;
  const { mcp } = talk.parts.ports;
  let outputSchema: Json | null = null;
  if (mcp?.hasServers === true) await mcp.settled(signal);
  for (;;) {
    await tellWhatHolds(talk);
    outputSchema = takeInputs(talk, turn) ?? outputSchema;
    await talk.recorder.flushed();
    if (signal.aborted) return { kind: "interrupted" };
    const { standing } = talk;
    const reply = await readReply(standing.model, requestFor(talk, outputSchema), turn.context.stage, signal);
    const calls = takeReply(talk, reply, turn);
    if (reply.end.kind === "failed") return { kind: "failed", fault: reply.end.fault };
    if (reply.end.kind === "interrupted") {
      takeOutputs(talk, calls, []);
      return { kind: "interrupted" };
    }
    if (calls.length > 0) await carryOutAll(talk, turn, calls);
    if (signal.aborted) return { kind: "interrupted" };
    if (calls.length === 0 && turn.inputs.length === 0) return { kind: "completed" };
  }
}

/** Permissions and the like: at the beginning, and again when they have changed. */
async function tellWhatHolds(talk: Talk): Promise<void> {
  const items = await talk.standing.told();
  const told = JSON.stringify(items);
  if (told === talk.told) return;
  talk.told = told;
  remember(talk, items);
}

function remember({ conversation, recorder }: Talk, items: readonly ModelItem[]): void {
  conversation.push(...items);
  recorder.add(...items.map((item) => ({ kind: "model-item", item }) as const));
}

/** What was typed since, as items and for the model; the schema that the last of it asks for. */
function takeInputs(talk: Talk, { inputs, context }: TurnWork): Json | null {
  let schema: Json | null = null;
  for (const { content, clientId, outputSchema } of inputs.splice(0)) {
    schema = outputSchema;
    context.stage.complete({ id: talk.parts.ports.newId(), kind: "user-message", content, clientId });
    remember(talk, [{ type: "message", role: "user", content: content.map(partFor) }]);
  }
  return schema;
}

function partFor(input: UserInput): Json {
  switch (input.kind) {
    case "text":
      return { type: "input_text", text: input.text };
    case "image":
      return { type: "input_image", image_url: input.url };
    case "local-image":
      return { type: "input_text", text: `The person attached the picture ${input.path}; look at it with view_image.` };
    case "skill":
      return { type: "input_text", text: `The person wants the skill ${input.name} to be used: read ${input.path}.` };
    case "mention":
      return { type: "input_text", text: `The person means ${input.name}: ${input.path}` };
    default:
      return input satisfies never;
  }
}

function requestFor({ standing, conversation, parts }: Talk, outputSchema: Json | null): ModelRequest {
  const { settings, features, instructions } = standing;
  const { mcp } = parts.ports;
  const hasServers = mcp?.hasServers === true;
  return {
    model: settings.model,
    instructions,
    input: [...conversation],
    tools: [
      ...ownTools({ model: settings.model, ...features, hasServers }),
      ...(hasServers ? toolSpecs(mcp.tools()) : []),
    ],
    outputSchema,
    effort: settings.effort,
    summary: settings.summary,
    thread: parts.id,
  };
}

/** Puts what came into the conversation. The calls that it holds; none of a reply that broke off. */
function takeReply(talk: Talk, { items, end }: Reply, { context }: TurnWork): readonly ToolCall[] {
  const kept = end.kind === "failed" ? items.filter(({ type }) => type === "message") : items;
  remember(talk, kept);
  const { turn } = context.stage;
  if (end.kind === "whole" && end.usage !== null) {
    talk.usage = added(talk.usage, end.usage);
    context.stage.emit({ kind: "usage", turn, last: end.usage, total: talk.usage });
  }
  return kept.flatMap((item) => callIn(item) ?? []);
}

function added(total: TokenUsage, last: TokenUsage): TokenUsage {
  return {
    input: total.input + last.input,
    cachedInput: total.cachedInput + last.cachedInput,
    output: total.output + last.output,
    reasoning: total.reasoning + last.reasoning,
    total: total.total + last.total,
  };
}

function callIn(item: ModelItem): ToolCall | null {
  const isCustom = item.type === "custom_tool_call";
  if (!isCustom && item.type !== "function_call") return null;
  const textAt = (key: string): string | null => {
    const value = item[key];
    return typeof value === "string" ? value : null;
  };
  const id = textAt("call_id") ?? textAt("id");
  const name = textAt("name");
  if (id === null || name === null) return null;
  const input = textAt(isCustom ? "input" : "arguments") ?? "";
  return { id, name, namespace: textAt("namespace"), input, isCustom };
}

/** All calls of one reply at the same time; what they gave back in the order of the calls. */
async function carryOutAll(talk: Talk, turn: TurnWork, calls: readonly ToolCall[]): Promise<void> {
  const { context, abort } = turn;
  const { ports } = talk.parts;
  const { standing } = talk;
  const startedAt = ports.now();
  const ends: (CallEnd | null)[] = calls.map(() => null);
  const all = calls.map(async (call, at) => {
    const end = isKnown(turn, call) ? usedBefore(call) : await carryOut(call, { ...context, standing });
    // What the turn's end cut short has nothing to say of its own.
    if (end.endsTurn === true) abort.abort();
    else if (!context.signal.aborted) ends[at] = end;
  });
  const over = new AbortController();
  const stopped = aborted(context.signal).then(() => ports.sleep(STOP_MS, over.signal));
  await Promise.race([Promise.all(all), stopped]);
  // A sleep that nobody waits for would keep the process.
  over.abort();
  takeOutputs(talk, calls, ends, ports.now() - startedAt);
}

/** True for an id that another call has: a client that looks up what it is asked about by it could show the wrong one. */
function isKnown({ called, context }: TurnWork, { id }: ToolCall): boolean {
  const isTaken = called.has(id) || context.processes.running().some(({ item }) => item === id);
  called.add(id);
  return isTaken;
}

function usedBefore({ id }: ToolCall): CallEnd {
  return { output: `the call id ${id} was used before: call again with an id of its own` };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** A call without an end was cut off with its turn. */
function takeOutputs(
  talk: Talk,
  calls: readonly ToolCall[],
  ends: readonly (CallEnd | null)[],
  wallMs: number = 0,
): void {
  const outputs = calls.map(({ id, isCustom }, at): ModelItem => {
    const output = ends[at]?.output ?? abortedText(wallMs);
    return { type: isCustom ? "custom_tool_call_output" : "function_call_output", call_id: id, output };
  });
  remember(talk, outputs);
}
