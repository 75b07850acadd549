/** The state machine with a model beside it: what is sent to it, and what must hold then. */
import { isDeepStrictEqual } from "node:util";
import type { Request } from "../../src/core/approval/action.ts";
import { spend } from "../../src/core/approval/grant.ts";
import { replay, summaryOf } from "../../src/core/approval/replay.ts";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import {
  type CaseEvent,
  type Effect,
  type Happening,
  newSession,
  type Step,
  type Terms,
} from "../../src/core/approval/session.ts";
import type { Session, Stage, Ticket } from "../../src/core/approval/session.ts";
import { step } from "../../src/core/approval/step.ts";
import type { Question } from "../../src/core/approval/question.ts";
import { newReviews, type ReviewMemory, type Reviewing } from "./machine-reviews.ts";
import { answeredBy, entriesOf, type Memory, newMemory } from "./machine-memory.ts";

export type Ask = { readonly id: string; readonly ticket: Ticket; readonly question: Question };

/** What the model knows by itself, from events and effects alone. */
export type Model = {
  session: Session;
  now: number;
  /** What has been told so far of the log. */
  records: AuditRecord[];
  memory: Memory;
  /** Cases that wait for a port, by what they wait for. */
  gathering: Set<string>;
  amending: Set<string>;
  running: Set<string>;
  /** Asks that may be answered, by case; and all that ever were. */
  asked: Map<string, Ask>;
  asks: Ask[];
  /** The same of reviews. */
  reviewing: Map<string, Reviewing>;
  reviews: Reviewing[];
  reviewMemory: ReviewMemory;
  /** The numbers given since the last crash. */
  tickets: Set<Ticket>;
  received: Map<string, Request>;
  ended: Set<string>;
  /** Of those who wait for somebody to come back. */
  until: number | null;
  inner: number;
  lastId: number;
  readonly faults: string[];
};

export function newModel(terms: Terms): Model {
  return {
    session: newSession(terms),
    now: 1,
    records: [],
    memory: newMemory(),
    gathering: new Set(),
    amending: new Set(),
    running: new Set(),
    asked: new Map(),
    asks: [],
    reviewing: new Map(),
    reviews: [],
    reviewMemory: newReviews(),
    tickets: new Set(),
    received: new Map(),
    ended: new Set(),
    until: null,
    inner: 0,
    lastId: 0,
    faults: [],
  };
}

/** @param fits whether the event should be taken; null where the model does not say */
export function send(model: Model, happening: Happening, fits: boolean | null): void {
  const { session } = model;
  const next = step(session, { ...happening, now: model.now });
  const isTaken = next.refused === null;
  if (fits !== null && isTaken !== fits) {
    model.faults.push(`${happening.kind} was ${isTaken ? "taken though it does not fit" : "refused"}`);
  }
  if (!isTaken && (next.session !== session || next.entries.length > 0 || next.effects.length > 0)) {
    model.faults.push(`${happening.kind} was refused and moved something`);
  }
  const records = next.entries.map(({ id, entry }, at) => ({
    seq: model.records.length + at + 1,
    time: model.now,
    case: id,
    entry,
  }));
  if (happening.kind === "received") model.received.set(happening.id, happening.request);
  model.memory.see(happening, next, { model, records });
  model.reviewMemory.see(happening, next, { model, records });
  model.records.push(...records);
  model.session = next.session;
  if (isTaken && "id" in happening) forgetPort(model, happening);
  for (const effect of next.effects) carryOut(model, effect, next);
  checkRest(model);
}

/** What a port has told it tells once. */
function forgetPort(model: Model, { id, kind }: CaseEvent): void {
  if (kind === "gathered") model.gathering.delete(id);
  if (kind === "amended") model.amending.delete(id);
  if (kind === "performed") model.running.delete(id);
  if (kind === "answered" || kind === "expired") model.asked.delete(id);
  if (kind === "reviewed" || kind === "expired") model.reviewing.delete(id);
}

function carryOut(model: Model, effect: Effect, next: Step): void {
  const { faults } = model;
  if (effect.kind === "await-return") {
    model.until = effect.until;
    return;
  }
  const { id } = effect;
  const kinds = entriesOf(next, id).map(({ kind }) => kind);
  switch (effect.kind) {
    case "gather":
      model.gathering.add(id);
      break;
    case "ask":
      if (model.tickets.has(effect.ticket)) faults.push("two asks have one number");
      if (kinds.at(-1) !== "asked") faults.push("asked before it was on record");
      if (effect.of === "person" && model.session.presence.kind !== "attached")
        faults.push("asked though nobody is there");
      model.asked.set(id, { id, ticket: effect.ticket, question: effect.question });
      model.tickets.add(effect.ticket);
      model.asks.push({ id, ticket: effect.ticket, question: effect.question });
      break;
    case "review":
      if (model.tickets.has(effect.ticket)) faults.push("two asks have one number");
      if (kinds.at(-1) !== "asked") faults.push("reviewed before it was on record");
      faults.push(...model.reviewMemory.whyNotReviewed(effect, model));
      model.tickets.add(effect.ticket);
      model.reviewing.set(id, effect);
      model.reviews.push(effect);
      break;
    case "recall":
      model.asked.delete(id);
      break;
    case "amend":
      if (!kinds.includes("answered")) faults.push("a rule is saved before the answer is on record");
      model.amending.add(id);
      break;
    case "perform": {
      if (kinds.at(-2) !== "granted" || kinds.at(-1) !== "started") faults.push("carried out before it was on record");
      if (model.running.has(id)) faults.push("carried out while it runs");
      faults.push(...model.memory.whyNotPerformed(id, effect.grant, effect.facts));
      spend(effect.grant);
      model.running.add(id);
      break;
    }
    case "withdraw":
      // What runs ends by itself; all else that was waited for is of no use any more.
      model.asked.delete(id);
      model.reviewing.delete(id);
      break;
    case "reply":
      end(model, id, effect, { kinds, next });
      break;
  }
}

function end(
  model: Model,
  id: string,
  { outcome }: Effect & { readonly kind: "reply" },
  { kinds, next }: { readonly kinds: readonly string[]; readonly next: Step },
): void {
  const { faults } = model;
  if (!model.received.has(id)) faults.push("an action ended that nobody asked for");
  if (model.ended.has(id)) faults.push("an action ended twice");
  if (model.session.cases.has(id)) faults.push("an action ended and is still open");
  const isQuiet = outcome.kind === "starts" && kinds.length === 0;
  if (!isQuiet && kinds.filter((kind) => kind === "settled").length !== 1) faults.push("an end is not on record once");
  if (outcome.kind === "allowed" && !kinds.includes("granted") && !answeredBy(next, id)) {
    faults.push("allowed though nobody granted it");
  }
  model.ended.add(id);
  for (const waits of [model.gathering, model.amending, model.running]) waits.delete(id);
}

/** What holds whenever nothing moves. */
function checkRest(model: Model): void {
  const { session, faults } = model;
  for (const [id, open] of session.cases) {
    const isAsked = model.asked.get(id)?.ticket ?? model.reviewing.get(id)?.ticket;
    if (open.at === "waiting" && (open.ticket ?? undefined) !== isAsked)
      faults.push("a question waits for another answer");
    if (open.at !== "waiting" && isAsked !== undefined) faults.push("a question is open whose case has moved on");
    if (!WAITS[open.at](model, id, session)) faults.push(`${open.at}, and nothing will move it`);
  }
}

const WAITS: Readonly<Record<Stage, (model: Model, id: string, session: Session) => boolean>> = {
  gathering: ({ gathering }, id) => gathering.has(id),
  waiting: ({ asked, reviewing }, id, { presence }) =>
    asked.has(id) || reviewing.has(id) || presence.kind === "detached",
  amending: ({ amending }, id) => amending.has(id),
  running: ({ running }, id) => running.has(id),
};

export function compareReplay({ session, records, faults }: Model): void {
  const { open, grants, lastGrant, reviewsSpent } = replay(records);
  if (!isDeepStrictEqual({ open, grants, lastGrant, reviewsSpent }, summaryOf(session)))
    faults.push("the log replays to another state");
}
