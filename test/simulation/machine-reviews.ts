/** What becomes of reviews, by a model of its own: which are approved, denied, overruled. */
import type { Action, Request } from "../../src/core/approval/action.ts";
import type { Question } from "../../src/core/approval/question.ts";
import type { AuditRecord, Entry } from "../../src/core/approval/record.ts";
import type { ReviewId, ReviewStatus } from "../../src/core/approval/review.ts";
import type { Effect, Happening, Session, Step, Terms } from "../../src/core/approval/session.ts";
import { DENYING, NEVER, type Reporting, REPORTS, TIGHT } from "./machine-reports.ts";

type ReviewEffect = Effect & { readonly kind: "review" };

/** A review that was asked for. */
export type Reviewing = {
  readonly id: string;
  readonly ticket: number;
  readonly review: ReviewId;
  readonly question: Question;
};

type Around = {
  readonly session: Session;
  readonly reviewing: ReadonlyMap<string, Reviewing>;
  readonly faults: string[];
};

export interface ReviewMemory {
  /** Called with each event and what it led to, before the model goes by it. */
  see(
    happening: Happening,
    next: Step,
    around: { readonly model: Around; readonly records: readonly AuditRecord[] },
  ): void;
  /** All that is wrong with having this reviewed. */
  whyNotReviewed(effect: ReviewEffect, around: Around): readonly string[];
  canOverrule(review: ReviewId): boolean;
}

export function newReviews(): ReviewMemory {
  const requests = new Map<string, Request>();
  /** By what was denied: null where that cannot be tried again. */
  const denied = new Map<ReviewId, string | null>();
  const overruled = new Map<ReviewId, string>();
  const strict = new Set<string>();
  let recent: boolean[] = [];
  let spent = 0;

  function seeReviewed(id: string, { review }: Entry & { readonly kind: "reviewed" }, seen: Seen): void {
    const { happening, next, model } = seen;
    const { faults } = model;
    const ask = model.reviewing.get(id);
    const report = reportIn(happening, id);
    if (ask?.review !== review.id || report === null) return void faults.push("reviewed without a review");
    if (review.status !== statusOf(report, model.session.terms)) faults.push("a review came to something else");
    spent += isCounted(report) ? 1 : 0;
    if (review.status === "approved" || review.status === "denied")
      recent = [...recent, review.status === "denied"].slice(-50);
    if (review.status !== "denied") return;
    denied.set(review.id, exactly(ask.question, requests.get(id)));
    if (denied.size > 50) denied.delete([...denied.keys()][0] ?? "");
    if (!isDeclined(next, id)) faults.push("denied and not declined in the reviewer's name");
    const isOver = lastDenials(recent) >= 3 || recent.filter((one) => one).length >= 10;
    const isTold = next.entries.some((one) => one.id === id && one.entry.kind === "review-limit");
    if (isOver !== isTold) faults.push("the limit of denials is told at another time");
    if (isOver && [...next.session.cases.values()].some(({ at }) => at === "waiting" || at === "gathering"))
      faults.push("something goes on though the limit of denials was reached");
  }

  function seeAnswered(id: string, { verdict }: Entry & { readonly kind: "answered" }, { next, model }: Seen): void {
    const request = requests.get(id);
    const { outcome, note } = verdict;
    const isAllowed = next.effects.some(
      (one) => one.kind === "reply" && one.id === id && one.outcome.kind === "allowed",
    );
    if (outcome.kind === "grant" && outcome.strict === true && isAllowed && request?.turn !== undefined)
      strict.add(request.turn);
    const named = /^the denial of the review (\S+) was overruled$/u.exec(note ?? "")?.[1];
    if (named === undefined) return;
    const what = overruled.get(named);
    if (what === undefined || !isTryOf(what, request))
      model.faults.push("gone on by a denial that was not overruled for it");
    overruled.delete(named);
  }

  function seeGranted(id: string, { from }: Entry & { readonly kind: "granted" }, { happening, model }: Seen): void {
    const request = requests.get(id);
    const { kind } = request?.action ?? {};
    const isStrict = request?.turn !== undefined && strict.has(request.turn);
    const isReviewed = kind === "command" || kind === "patch" || kind === "mcp" || kind === "stdin";
    if (isStrict && isReviewed && (from === "policy" || from === "session")) {
      model.faults.push("carried out without a review in a turn of which all is reviewed");
    }
    if (from !== "guardian") return;
    const report = reportIn(happening, id);
    const isApproved = report !== null && statusOf(report, model.session.terms) === "approved";
    // Of a chain the person may have answered last.
    if (!isApproved && happening.kind !== "answered" && happening.kind !== "amended")
      model.faults.push("granted in the reviewer's name without its approval");
  }

  function seeEntry(id: string, entry: Entry, seen: Seen): void {
    if (entry.kind === "reviewed") seeReviewed(id, entry, seen);
    if (entry.kind === "answered") seeAnswered(id, entry, seen);
    if (entry.kind === "granted") seeGranted(id, entry, seen);
    if (entry.kind !== "overruled") return;
    const what = denied.get(entry.review) ?? null;
    denied.delete(entry.review);
    if (what === null) seen.model.faults.push("overruled what was not denied");
    else overruled.set(entry.review, what);
  }

  return {
    see(happening, next, { model, records }) {
      if (happening.kind === "received") requests.set(happening.id, happening.request);
      if (happening.kind === "restored") for (const one of [denied, overruled, strict]) one.clear();
      for (const { case: id, entry } of records) seeEntry(id, entry, { happening, next, model });
      if (happening.kind === "turn-ended") strict.delete(happening.turn);
      if (happening.kind === "turn-ended" || happening.kind === "restored") recent = [];
    },
    whyNotReviewed({ id, question, withModel }, { session, reviewing }) {
      const { asks, approvalPolicy, review } = session.terms;
      const { action, reasons } = question;
      const isStrict = reasons.some(({ kind }) => kind === "strict-review");
      const others = [...reviewing.keys()].filter((other) => other !== id).length;
      const budget = review?.budget ?? 500;
      const checks: readonly (readonly [broken: boolean, words: string])[] = [
        [!isStrict && asks !== "reviewer", "reviewed though a person is to be asked"],
        [!isStrict && approvalPolicy === "untrusted", "reviewed though the policy wants a person"],
        [!isStrict && approvalPolicy === "never", "reviewed though the policy refuses it"],
        [isStrict && !strict.has(question.turn ?? ""), "reviewed for a strictness that is over"],
        ["argv" in action && action.argv[0] === "sign", "reviewed though only a person may answer"],
        [action.kind === "elicitation", "reviewed though a server asks the person"],
        [withModel !== spent + others < budget, "a model reviews beyond the budget, or not within it"],
      ];
      return checks.filter(([broken]) => broken).map(([, words]) => words);
    },
    canOverrule: (review) => (denied.get(review) ?? null) !== null,
  };
}

type Seen = { readonly happening: Happening; readonly next: Step; readonly model: Around };

/** What was reported of the case; null where the event is another one. */
function reportIn(happening: Happening, id: string): Reporting | null {
  if (!("id" in happening) || happening.id !== id) return null;
  if (happening.kind === "reviewed")
    return [...REPORTS, DENYING].find(({ report }) => report === happening.report) ?? null;
  return happening.kind === "expired" ? NEVER : null;
}

function statusOf({ usual, tight }: Reporting, { review }: Terms): ReviewStatus {
  return review === TIGHT ? tight : usual;
}

/** Those that a model was asked for, as far as the report can be read. */
function isCounted({ report, usual }: Reporting): boolean {
  return usual !== "failed" && report.cost.requests > 0;
}

function lastDenials(recent: readonly boolean[]): number {
  const approved = recent.lastIndexOf(false);
  return recent.length - approved - 1;
}

function isDeclined({ entries }: Step, id: string): boolean {
  return entries.some(
    ({ id: of, entry }) =>
      of === id &&
      entry.kind === "settled" &&
      entry.outcome.kind === "declined" &&
      entry.outcome.verdict.by === "guardian",
  );
}

/** What it is, by itself: the words and all that they are run with. */
function exactly({ action, under }: Question, request?: Request): string | null {
  if (action.kind === "stdin") return null;
  return JSON.stringify([wordsOf(action), request?.mode, request?.agent ?? null, under.kind]);
}

function wordsOf(action: Action): object {
  return action.kind === "exec" ? { ...action, within: null, since: null } : action;
}

/** True where it is the whole of the request, or a part of the chain that this is. */
function isTryOf(what: string, request: Request | undefined): boolean {
  if (request === undefined) return false;
  const { action, mode, agent } = request;
  const [words, ...rest]: readonly unknown[] = JSON.parse(what);
  if (JSON.stringify(rest.slice(0, 2)) !== JSON.stringify([mode, agent ?? null])) return false;
  if (JSON.stringify(words) === JSON.stringify(wordsOf(action))) return true;
  const part =
    typeof words === "object" && words !== null && "argv" in words && Array.isArray(words.argv)
      ? words.argv.join(" ")
      : null;
  return (
    part !== null && action.kind === "command" && action.argv[0] === "bash" && (action.argv[2] ?? "").includes(part)
  );
}
