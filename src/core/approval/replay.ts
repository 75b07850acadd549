/** Reads records back: how far each case came, and which grants there are. */
import { never } from "../../kit/never.ts";
import type { CaseId } from "./action.ts";
import type { AuditRecord, Entry, Outcome } from "./record.ts";
import { isByModel } from "./review.ts";
import type { Replayed, Session, Stage } from "./session.ts";
import type { SessionGrant } from "./session-grant.ts";
import { withChange, withGrant, withUse } from "./session-grants.ts";

export const NOTHING_YET: Replayed = {
  open: new Map(),
  grants: [],
  lastCase: 0,
  lastGrant: 0,
  lastSeq: 0,
  reviewsSpent: 0,
};

/** @param records in order, of one thread from its beginning, perhaps of several sessions */
export function replay(records: readonly AuditRecord[]): Replayed {
  const open = new Map<CaseId, Stage>();
  let { grants, lastCase, lastGrant, lastSeq, reviewsSpent }: Replayed = NOTHING_YET;
  for (const { case: id, entry, seq } of records) {
    const stage = stageAfter(entry, open.get(id));
    if (stage === null) open.delete(id);
    else if (stage !== undefined) open.set(id, stage);
    grants = grantsAfter(entry, grants);
    lastCase = Math.max(lastCase, numberIn(id));
    if (entry.kind === "remembered") lastGrant = Math.max(lastGrant, numberIn(entry.grant.id.slice(1)));
    lastSeq = Math.max(lastSeq, seq);
    if (entry.kind === "reviewed" && isByModel(entry.review)) reviewsSpent += 1;
  }
  return { open, grants, lastCase, lastGrant, lastSeq, reviewsSpent };
}

/** The same of a session that lives. Programs in a command on which nothing was decided yet are in no record. */
export function summaryOf({ cases, grants, lastGrant, reviews }: Session): Summary {
  const recorded = [...cases].filter(([, { at, request }]) => at !== "gathering" || request.action.kind !== "exec");
  return { open: new Map(recorded.map(([id, { at }]) => [id, at])), grants, lastGrant, reviewsSpent: reviews.spent };
}

type Summary = Pick<Replayed, "open" | "grants" | "lastGrant" | "reviewsSpent">;

/** How a case ends that was open when an earlier session ended: it is never taken up again. */
export function unfinished(stage: Stage): Outcome {
  return stage === "running"
    ? { kind: "fault", doing: "perform", why: "assent ended while it ran: whether and how it ended is not known" }
    : { kind: "fault", doing: "ask", why: "assent ended before it was decided: nothing more was run" };
}

/** Null where the case has ended, undefined where the entry does not move it. */
function stageAfter(entry: Entry, before: Stage | undefined): Stage | null | undefined {
  switch (entry.kind) {
    case "received":
      return "gathering";
    case "asked":
    case "waits":
      return "waiting";
    case "answered": {
      const { kind } = entry.verdict.outcome;
      return kind === "accept-and-amend" || kind === "decline-and-amend" ? "amending" : before;
    }
    case "started":
      return "running";
    case "settled":
      return null;
    // What decides is followed by what moves in the same write; grants outlive their case.
    case "judged":
    case "amended":
    case "granted":
    case "reviewed":
    case "review-limit":
    case "overruled":
    case "denied":
    case "remembered":
    case "used":
    case "revoked":
    case "limited":
    case "over":
      return undefined;
    default:
      return never(entry);
  }
}

function grantsAfter(entry: Entry, grants: readonly SessionGrant[]): readonly SessionGrant[] {
  switch (entry.kind) {
    case "remembered":
      return withGrant(grants, entry.grant);
    case "used":
      return withUse(grants, entry.grants);
    case "revoked":
    case "limited":
      return withChange(grants, entry);
    case "over":
      return withChange(grants, { kind: "revoked", id: entry.grant });
    default:
      return grants;
  }
}

/** Of "7" and of "7.2" 7. */
function numberIn(id: CaseId): number {
  const number = Number.parseInt(id, 10);
  return Number.isSafeInteger(number) ? number : 0;
}
