/** What is said of an action that was reviewed: at a terminal, and without one. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { AuditRecord, Outcome } from "../../../src/core/approval/record.ts";
import type { Review } from "../../../src/core/approval/review.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/config/settings.ts";
import type { OpenSessionPort } from "../../../src/engine/host.ts";
import { ok } from "../../../src/kit/result.ts";
import type { ErrorScreen } from "../../../src/surfaces/cli/banner.ts";
import { parseOptions } from "../../../src/surfaces/cli/options.ts";
import { type SessionIo, submitOne } from "../../../src/surfaces/cli/submit.ts";
import { ESCALATED } from "../tui/questions-reviews.ts";

const ACTION: Action = { kind: "command", argv: ["npm", "publish"], cwd: "/w", escalate: true, why: null };
const DENIED: Review = { ...ESCALATED, status: "denied", rationale: "it publishes\u001b[2J" };
const BY_GUARDIAN: Outcome = {
  kind: "declined",
  verdict: { outcome: { kind: "decline", feedback: null }, by: "guardian", note: DENIED.rationale },
};
const NO_TERMINAL: Outcome = {
  kind: "declined",
  verdict: { outcome: { kind: "decline", feedback: null }, by: "no-terminal", note: "there is no terminal" },
};
const SCREEN: ErrorScreen = { columns: 200, colour: false, charset: "ascii" };

/** A session that reviews an action and ends it so. */
function sessionOf(review: Review, outcome: Outcome): OpenSessionPort {
  return async ({ observe }) => {
    const engine = {
      submit: async (): Promise<Outcome> => {
        const record: AuditRecord = { seq: 1, time: 0, case: "1", entry: { kind: "reviewed", review } };
        observe(record, { action: ACTION, mode: "run" });
        return outcome;
      },
      configure: () => undefined,
      endTurn: () => undefined,
      interrupt: () => undefined,
      detach: () => undefined,
      attach: () => undefined,
      grants: () => [],
      changeGrant: async () => null,
      overrule: async () => null,
    };
    return ok({ engine, settings: DEFAULT_SETTINGS, cwd: "/w", home: "/h", logFile: "/h/log" });
  };
}

async function said(review: Review, outcome: Outcome, screen: ErrorScreen | null): Promise<string> {
  let text = "";
  const io: SessionIo = {
    open: sessionOf(review, outcome),
    out: () => undefined,
    error: (piece) => (text += piece),
    colour: () => false,
    news: () => [],
    screen: () => screen,
    progress: () => null,
    denialBox: async ({ action, review: { id }, advice }) => `[${action.kind}, ${id}: ${advice}]\n`,
    signal: new AbortController().signal,
  };
  const options = parseOptions([], []);
  if (!options.ok) throw new Error(options.error);
  const status = await submitOne(options.value, io, () => ACTION);
  return `${text}${status}`;
}

const FOUND = `assent: found: exfiltration, high: sends ~/.aws/credentials to collect.example
assent: found: network, medium: reaches collect.example
`;
const ADVICE = "to decide it yourself: the same again with -c approvals_reviewer=user";
const LINE = "- high risk - 1.2 s - 1,340 tokens - run npm publish";

test.each<[name: string, review: Review, outcome: Outcome, screen: ErrorScreen | null, text: string]>([
  [
    "denied, without a terminal: in lines",
    DENIED,
    BY_GUARDIAN,
    null,
    `assent: denied by the guardian (high risk): it publishes\\x1b[2J\n${FOUND}assent: nothing was run; ${ADVICE}\n76`,
  ],
  [
    "denied, at a terminal: in a box",
    DENIED,
    BY_GUARDIAN,
    SCREEN,
    `x denied by the guardian ${LINE}\n[command, 1-1: ${ADVICE}]\n76`,
  ],
  [
    "handed on to nobody",
    ESCALATED,
    NO_TERMINAL,
    null,
    `assent: declined: there is no terminal
assent: the guardian leaves it to a person (high risk): it sends a file with keys to a host that nobody spoke of
${FOUND}76`,
  ],
  [
    "one that failed, handed on to nobody",
    { ...ESCALATED, status: "failed", rationale: "no key for openai", findings: [] },
    NO_TERMINAL,
    null,
    `assent: declined: there is no terminal
assent: the guardian could not review it, and leaves it to a person: no key for openai
assent: to mend it: set model and model_provider in [auto_review], or model = "none" there to review by the checks alone
76`,
  ],
])("%s", async (_name, review, outcome, screen, text) => {
  expect(await said(review, outcome, screen)).toBe(text);
});
