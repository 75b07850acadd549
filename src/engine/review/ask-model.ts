/** Asks a model for its verdict, looks for it, and tells it what is wrong with an answer. */
import type { TokenUsage } from "../../core/agent/item.ts";
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";
import type { ModelAnswer, Opinion, ReviewCost } from "../../core/approval/review.ts";
import { type ReadAnswer, readAnswer } from "../../core/review/read-answer.ts";
import { within } from "./deadline.ts";
import { hearReply } from "./hear-reply.ts";
import type { NamedModel } from "./ports.ts";
import { type Call, callsIn, hasOthers, messagesIn } from "./reply-items.ts";

/** Answers that count for nothing until it is given up. As in Codex. */
export const TRIES_MAX = 3;

export type Asking = {
  readonly model: NamedModel;
  /** All but the conversation. */
  readonly request: Omit<ModelRequest, "input">;
  readonly message: string;
  readonly lookupsMax: number;
  /** What a call shows, fenced, or why it shows nothing. Never rejects. */
  readonly look: (call: Call, signal: AbortSignal) => Promise<string>;
};

export type Answered = {
  readonly answer: ModelAnswer;
  readonly spent: Pick<ReviewCost, "requests" | "lookups" | "tokens">;
};

/** Settles soon after `signal` aborts, then as timed out. Never rejects. */
export async function askModel(asking: Asking, signal: AbortSignal): Promise<Answered> {
  const talk = newTalk(asking.message);
  let answer: ModelAnswer | null = null;
  while (answer === null) {
    const reply = await hearReply(asking.model.model, { ...asking.request, input: talk.input }, signal);
    talk.spent.requests += reply.requests;
    if (reply.end.kind === "aborted" || signal.aborted) answer = { kind: "timed-out" };
    else if (reply.end.kind === "failed") answer = { kind: "failed", why: reply.end.why };
    else {
      talk.spent.tokens = sum(talk.spent.tokens, reply.end.usage);
      answer = await goOn(reply.end.items, talk, asking, signal);
    }
  }
  return { answer, spent: talk.spent };
}

type Talk = {
  readonly input: ModelItem[];
  readonly spent: { requests: number; lookups: number; tokens: ReviewCost["tokens"] };
  /** Answers that count for nothing. */
  faults: number;
  /** It was told that it may not look any more. */
  isTold: boolean;
  /** What it decided so far, also where that did not count. */
  readonly early: Opinion[];
};

function newTalk(message: string): Talk {
  const spent = { requests: 0, lookups: 0, tokens: null };
  return { input: [said("user", message)], spent, faults: 0, isTold: false, early: [] };
}

function said(role: string, text: string): ModelItem {
  return { type: "message", role, content: [{ type: "input_text", text }] };
}

/** Null where the model is to be asked again. */
async function goOn(
  items: readonly ModelItem[],
  talk: Talk,
  asking: Asking,
  signal: AbortSignal,
): Promise<ModelAnswer | null> {
  const read = messagesIn(items).map(readAnswer);
  const contrary = read.find((each) => each.kind === "contradiction");
  if (contrary?.kind === "contradiction") return { kind: "failed", why: contrary.why };
  talk.early.push(...opinionsIn(read));
  if (hasOthers(items)) return tryAgain("there is something in it that is no message", talk);
  const calls = callsIn(items);
  if (calls.length > 0) return lookFor(calls, items, talk, { asking, signal });
  if (talk.early.some((one) => !isAlike(one, talk.early[0]))) {
    return { kind: "failed", why: "the model contradicts itself: it gave two verdicts" };
  }
  const [only = readAnswer(""), ...more] = read;
  if (only.kind === "opinion" && more.length === 0) return only;
  return tryAgain(more.length > 0 ? "there is more than one message" : whyOf(only), talk);
}

function opinionsIn(read: readonly ReadAnswer[]): readonly Opinion[] {
  return read.flatMap((each) => (each.kind === "opinion" ? [each.opinion] : []));
}

function isAlike(a: Opinion, b: Opinion | undefined): boolean {
  return b === undefined || (a.outcome === b.outcome && a.riskLevel === b.riskLevel);
}

function whyOf(read: ReadAnswer): string {
  return read.kind === "malformed" ? read.why : "it is no answer";
}

/** What it said stays out of the next request: it is told what was wrong, and by nobody else's words. */
function tryAgain(why: string, talk: Talk): ModelAnswer | null {
  talk.faults += 1;
  if (talk.faults === TRIES_MAX) {
    return { kind: "failed", why: `the model gave no proper answer in ${TRIES_MAX} tries: ${why}` };
  }
  talk.input.push(
    said(
      "user",
      `Your answer does not count: ${why}. Answer again, with one JSON object that fits the schema and nothing around it.`,
    ),
  );
  return null;
}

async function lookFor(
  calls: readonly Call[],
  items: readonly ModelItem[],
  talk: Talk,
  { asking, signal }: { readonly asking: Asking; readonly signal: AbortSignal },
): Promise<ModelAnswer | null> {
  if (talk.isTold) return { kind: "failed", why: "the model looks on and on, and answers nothing" };
  const outputs: ModelItem[] = [];
  for (const call of calls) {
    const mayLook = talk.spent.lookups < asking.lookupsMax;
    talk.isTold ||= !mayLook;
    if (mayLook) talk.spent.lookups += 1;
    const shown = mayLook ? await within(asking.look(call, signal), signal) : NO_MORE;
    if (shown === null) return { kind: "timed-out" };
    outputs.push(call.end(shown));
  }
  talk.input.push(...items, ...outputs);
  return null;
}

const NO_MORE = "You have looked as often as you may. Answer now, with what you know.";

function sum(spent: ReviewCost["tokens"], usage: TokenUsage | null): ReviewCost["tokens"] {
  if (usage === null) return spent;
  const { input, cachedInput, output } = spent ?? { input: 0, cachedInput: 0, output: 0 };
  return { input: input + usage.input, cachedInput: cachedInput + usage.cachedInput, output: output + usage.output };
}
