/** Questions about the parts of a chain, and what a decline leaves of it. */
import { cutBefore } from "../shell/read.ts";
import type { CaseId, Request } from "./action.ts";
import type { Facts } from "./facts.ts";
import type { Question, Verdict } from "./question.ts";
import type { InnerDecision } from "./record.ts";
import type { Part } from "./requirement.ts";
import type { Parts } from "./session.ts";
import { surveyOf } from "./survey.ts";

/** What is asked about now, and the parts behind it. */
export type Asked = { readonly question: Question; readonly parts: Parts | null };

/** @param whole the question about all of it */
export function firstOf(whole: Question, parts: readonly Part[], facts: Facts): Asked {
  const [part, ...rest] = parts;
  return part === undefined
    ? { question: whole, parts: null }
    : aboutPart(whole, part, { rest, number: 1, from: "user" }, facts);
}

/** Null after the last one, and where it is asked about as a whole. @param from who accepted all so far */
export function nextOf(
  { id, request: { action }, question, parts, facts }: Accepted,
  from: Parts["from"],
): Asked | null {
  const [part, ...rest] = parts?.rest ?? [];
  if (parts === null || part === undefined) return null;
  // What was said of one part says nothing of the next.
  const { review: _, ...about } = question;
  return aboutPart({ ...about, id, action }, part, { rest, number: parts.number + 1, from }, facts);
}

export type Accepted = Asked & { readonly id: CaseId; readonly request: Request; readonly facts: Facts };

function aboutPart(whole: Question, part: Part, parts: Parts, { home, workspace }: Facts): Asked {
  const { action } = whole;
  if (action.kind !== "command") return { question: whole, parts: null };
  const { command, cwd, reasons, amendment, opens } = part;
  const survey = surveyOf({ argv: command, cwd }, { home, roots: workspace.roots, keep: workspace.keep });
  const question: Question = {
    ...whole,
    id: `${whole.id}.${parts.number}`,
    action: { ...action, argv: command, cwd },
    whole: action.argv,
    survey,
    reasons,
    amendment,
    opens,
  };
  return { question, parts };
}

/** What comes before the declined part, as it was asked for; null where nothing is left, or it is no plain `&&` chain. */
export function withoutPart({ action, mode }: Request, { question, parts }: Asked): Request | null {
  if (parts === null || action.kind !== "command" || question.action.kind !== "command") return null;
  const argv = cutBefore(action.argv, question.action.argv);
  return argv === null ? null : { action: { ...action, argv }, mode };
}

/** Told with the end of what was left. */
export function declinedPart({ id, action, reasons }: Question, verdict: Verdict): readonly InnerDecision[] {
  if (action.kind !== "command") return [];
  return [{ id, command: action.argv, chain: [], reasons, outcome: { kind: "declined", verdict } }];
}
