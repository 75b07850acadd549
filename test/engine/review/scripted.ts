/** A guardian whose model says what the test has written, with a clock that the test turns. */
import type { ModelItem, ModelRequest } from "../../../src/core/agent/model-item.ts";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Checks } from "../../../src/core/approval/review.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { USUAL_AUTO_REVIEW } from "../../../src/core/config/review-terms.ts";
import { NO_BACKGROUND, type Subject } from "../../../src/core/review/subject.ts";
import type { ModelEvent } from "../../../src/engine/agent/model.ts";
import type { Reviewer } from "../../../src/engine/ports.ts";
import { makeGuardian } from "../../../src/engine/review/guardian.ts";
import type { GuardianPorts } from "../../../src/engine/review/ports.ts";
import { ok } from "../../../src/kit/result.ts";
import { subjectOf } from "../../core/review/subjects.ts";

/** What a model does for one request: says these events, never says anything, or throws. */
export type Reply = readonly ModelEvent[] | "hang" | "throw";

export const ALLOW = '{"risk_level":"low","user_authorization":"high","outcome":"allow","rationale":"asked for"}';
export const DENY = '{"risk_level":"high","outcome":"deny","rationale":"not asked for"}';

export function says(...texts: readonly string[]): Reply {
  return [...texts.map((text) => done(message(text))), completed()];
}

export function calls(...cmds: readonly string[]): Reply {
  return [...cmds.map((cmd) => done(call("exec_command", JSON.stringify({ cmd })))), completed()];
}

export function message(text: string): ModelItem {
  return { type: "message", role: "assistant", content: [{ type: "output_text", text }] };
}

export function call(name: string, input: string): ModelItem {
  return { type: "function_call", call_id: "c", name, arguments: input };
}

export function done(item: ModelItem): ModelEvent {
  return { kind: "item-done", item };
}

export function completed(): ModelEvent {
  return { kind: "completed", usage: { input: 100, cachedInput: 60, output: 10, reasoning: 4, total: 110 } };
}

export const CHECKS: Checks = {
  findings: [],
  level: "low",
  authorization: "high",
  isCleared: true,
  why: "it does nothing that could harm",
};

export type Scripted = {
  readonly guardian: Reviewer;
  readonly requests: ModelRequest[];
  /** Commands that it wanted to look with. */
  readonly looks: string[];
  /** The clock rings. */
  readonly ring: () => void;
};

/** @param replies one for each request; what comes after the last one hangs */
export function scripted(replies: readonly Reply[], over: Partial<GuardianPorts> = {}): Scripted {
  const requests: ModelRequest[] = [];
  const looks: string[] = [];
  const rings: (() => void)[] = [];
  const guardian = makeGuardian({
    now: () => 1_000,
    wake: (_ms, signal) =>
      new Promise((resolve) => {
        rings.push(resolve);
        signal.addEventListener("abort", () => resolve());
      }),
    check: () => CHECKS,
    standing: () => ({ settings: USUAL_AUTO_REVIEW, approvalPolicy: "on-request", sandboxMode: "workspace-write" }),
    background: () => NO_BACKGROUND,
    model: () =>
      ok({
        name: "gpt-5.5",
        model: {
          stream: (request, signal) => {
            requests.push(request);
            return play(replies[requests.length - 1] ?? "hang", signal);
          },
        },
      }),
    conversation: "t-1-guardian",
    runFiles: () => Promise.resolve([]),
    look: ({ cmd }) => {
      looks.push(cmd);
      return Promise.resolve(`output of ${cmd}`);
    },
    ...over,
  });
  return { guardian, requests, looks, ring: () => rings.forEach((ring) => ring()) };
}

async function* play(reply: Reply, signal: AbortSignal): AsyncGenerator<ModelEvent, void, void> {
  if (reply === "throw") throw new Error("a fault in the model");
  if (reply === "hang") {
    // Some do not even hear that nobody listens any more.
    await new Promise(() => undefined);
    return;
  }
  for (const event of reply) {
    if (signal.aborted) return;
    yield event;
  }
}

export function command(script: string): Action & { readonly kind: "command" } {
  return { kind: "command", argv: ["bash", "-lc", script], cwd: "/home/you/app", escalate: true, why: null };
}

/** A command that is asked about, as it was read. */
export function subjectFor(script: string, over: Partial<Subject> = {}): Subject {
  const action = command(script);
  const subject = subjectOf(action);
  const survey = surveyOf(action, { home: "/home/you", roots: ["/home/you/app"], keep: [] });
  return { ...subject, question: { ...subject.question, survey }, ...over };
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
