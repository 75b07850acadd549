/** Drives the state machine by a list of numbers, and holds it against a model of its own. */
import type { Request } from "../../src/core/approval/action.ts";
import { replay } from "../../src/core/approval/replay.ts";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import { newSession } from "../../src/core/approval/session.ts";
import type { GrantChange } from "../../src/core/approval/session-grant.ts";
import {
  execIn,
  FAILED_RUNS,
  factsFor,
  requestOf,
  RULES,
  STRICTLY,
  TERMS,
  VERDICTS,
  WANTS_MORE,
} from "./machine-inputs.ts";
import { type Ask, compareReplay, type Model, newModel, send } from "./machine-model.ts";
import { DENYING, REPORTS } from "./machine-reports.ts";

/** What the machine recorded by a program, and all that is wrong with what it did. */
export type Played = { readonly records: readonly AuditRecord[]; readonly faults: readonly string[] };

export function play(program: readonly number[]): Played {
  const model = newModel(pick(TERMS, program[0] ?? 0));
  for (let at = 1; at + 1 < program.length; at += 2) {
    const move = MOVES[(program[at] ?? 0) % MOVES.length];
    move?.(model, program[at + 1] ?? 0);
  }
  drain(model);
  const { records, faults } = model;
  return { records, faults };
}

type Move = (model: Model, choice: number) => void;

const receive: Move = (model, choice) => {
  submit(model, requestOf(choice));
};

function submit(model: Model, request: Request): string {
  const id = String(++model.lastId);
  send(model, { id, kind: "received", request }, true);
  return id;
}

const receiveInner: Move = (model, choice) => {
  const commands = [...model.running].filter((id) => model.session.cases.get(id)?.request.action.kind === "command");
  const within = pick(commands, choice);
  if (within === undefined) return;
  const id = `${within}.${++model.inner}`;
  send(model, { id, kind: "received", request: execIn(within, choice) }, true);
};

const gathered: Move = (model, choice) => {
  const id = pick([...model.gathering], choice) ?? "9999";
  const grant = pick(model.session.grants, choice);
  const taken = grant === undefined || choice % 7 !== 0 ? [] : [{ kind: "revoked", id: grant.id } as const];
  gather(model, id, choice % 11 === 0 ? null : taken);
};

function gather(model: Model, id: string, changes: readonly GrantChange[] | null): void {
  const facts = factsFor(model.session.cases.get(id)?.request.action ?? null);
  send(model, { id, kind: "gathered", facts, rules: RULES, changes }, model.gathering.has(id));
}

const answer: Move = (model, choice) => {
  const ask = pick([...model.asked.values()], choice >> 4) ?? { id: "9999", ticket: 1 };
  reply(model, ask, choice);
};

/** Whichever ask of all that there were; most are no longer open. */
const answerAny: Move = (model, choice) => {
  const ask = pick(model.asks, choice >> 2);
  if (ask !== undefined) reply(model, ask, choice);
};

/** The number of one ask with the name of another case. */
const answerForeign: Move = (model, choice) => {
  const [one, other] = [pick(model.asks, choice), pick(model.asks, choice >> 3)];
  if (one !== undefined && other !== undefined) reply(model, { id: one.id, ticket: other.ticket }, choice);
};

function reply(model: Model, { id, ticket }: Pick<Ask, "id" | "ticket">, choice: number): void {
  const verdict = pick(VERDICTS, choice);
  send(model, { id, kind: "answered", ticket, verdict }, model.asked.get(id)?.ticket === ticket);
}

const expire: Move = (model, choice) => {
  const ask = pick([...model.reviewing.values(), ...model.asks, ...model.reviews], choice);
  if (ask === undefined) return;
  const { id, ticket } = ask;
  const isOpen = model.asked.get(id)?.ticket === ticket || model.reviewing.get(id)?.ticket === ticket;
  send(model, { id, kind: "expired", ticket }, isOpen);
};

const report: Move = (model, choice) => {
  const review = pick([...model.reviewing.values()], choice >> 4);
  if (review !== undefined) tell(model, review, choice);
};

/** Whichever was ever asked of anybody: late, twice, and what a person is asked. */
const reportAny: Move = (model, choice) => {
  const one = pick([...model.reviews, ...model.asks], choice >> 2);
  if (one !== undefined) tell(model, one, choice);
};

const reportForeign: Move = (model, choice) => {
  const [one, other] = [pick(model.reviews, choice), pick(model.reviews, choice >> 3)];
  if (one !== undefined && other !== undefined) tell(model, { id: one.id, ticket: other.ticket }, choice);
};

function tell(model: Model, { id, ticket }: Pick<Ask, "id" | "ticket">, choice: number): void {
  const { report: told } = pick(REPORTS, choice);
  send(model, { id, kind: "reviewed", ticket, report: told }, model.reviewing.get(id)?.ticket === ticket);
}

/** A person who answers what the reviewer is asked. */
const answerReview: Move = (model, choice) => {
  const review = pick([...model.reviewing.values()], choice >> 4);
  if (review !== undefined) reply(model, review, choice);
};

/** All of a review at once, for by chance few come to their end: mostly of the same few actions, often denied. */
const review: Move = (model, choice) => {
  const id = submit(model, requestOf((choice >> 5) * 6));
  gather(model, id, []);
  const asked = model.reviewing.get(id);
  const { report: told } = choice % 2 === 0 ? DENYING : pick(REPORTS, choice);
  if (asked !== undefined) send(model, { id, kind: "reviewed", ticket: asked.ticket, report: told }, true);
};

/** A command that runs, and a program in it that is asked about: by chance few come so far. Half are answered at once. */
const askInside: Move = (model, choice) => {
  const within = submit(model, requestOf(0));
  gather(model, within, []);
  if (!model.running.has(within)) return;
  const id = `${within}.${++model.inner}`;
  send(model, { id, kind: "received", request: execIn(within, choice) }, true);
  gather(model, id, []);
  const [asked, reviewing] = [model.asked.get(id), model.reviewing.get(id)];
  if (choice % 2 === 0 && asked !== undefined) reply(model, asked, choice >> 1);
  if (choice % 2 === 0 && reviewing !== undefined) tell(model, reviewing, choice >> 1);
};

/** A person who wants all of the turn to be reviewed. */
const strictly: Move = (model) => {
  const id = submit(model, WANTS_MORE);
  gather(model, id, []);
  const asked = model.asked.get(id);
  if (asked !== undefined) send(model, { id, kind: "answered", ticket: asked.ticket, verdict: STRICTLY }, true);
};

/** What was denied is overruled and tried again. */
const tryAgain: Move = (model, choice) => {
  const denied = pick(
    model.reviews.filter((one) => model.reviewMemory.canOverrule(one.review)),
    choice,
  );
  const request = denied === undefined ? undefined : model.received.get(denied.id);
  if (denied === undefined || request === undefined || request.action.kind === "exec") return;
  send(model, { kind: "overruled", review: denied.review }, true);
  gather(model, submit(model, request), []);
};

const overrule: Move = (model, choice) => {
  const { review } = pick(model.reviews, choice) ?? { review: "9999-1" };
  send(model, { kind: "overruled", review }, model.reviewMemory.canOverrule(review));
};

const amended: Move = (model, choice) => {
  const id = pick([...model.amending, ...model.running], choice);
  if (id !== undefined) send(model, { id, kind: "amended" }, model.amending.has(id));
};

const performed: Move = (model, choice) => {
  const id = pick([...model.running, ...model.gathering], choice);
  if (id !== undefined) send(model, { id, kind: "performed", ran: pick(FAILED_RUNS, choice) }, model.running.has(id));
};

const cancelled: Move = (model, choice) => {
  const id = pick([...model.received.keys()], choice) ?? "9999";
  send(model, { id, kind: "cancelled" }, model.received.has(id) && !model.ended.has(id));
};

const failed: Move = (model, choice) => {
  const id = pick([...model.gathering, ...model.amending, ...model.running], choice);
  if (id !== undefined) send(model, { id, kind: "failed", doing: "perform", why: "injected" }, true);
};

const MOVES: readonly Move[] = [
  receive,
  receive,
  receive,
  receiveInner,
  gathered,
  gathered,
  gathered,
  gathered,
  answer,
  answer,
  answer,
  answer,
  answerAny,
  answerForeign,
  expire,
  report,
  report,
  report,
  report,
  reportAny,
  reportForeign,
  answerReview,
  overrule,
  review,
  review,
  review,
  strictly,
  tryAgain,
  amended,
  amended,
  performed,
  performed,
  cancelled,
  failed,
  performed,
  answer,
  answer,
  gathered,
  receiveInner,
  askInside,
  (model, choice) => {
    // What ends all is rare, or nothing would ever come far.
    if (choice % 4 === 0) send(model, { kind: "interrupted" }, true);
  },
  (model, choice) => {
    const graceMs = choice % 3 === 0 ? null : 3;
    send(model, { kind: "detached", graceMs }, model.session.presence.kind !== "gone");
  },
  (model) => send(model, { kind: "attached" }, model.session.presence.kind !== "attached"),
  (model, choice) => {
    const isDue = model.until !== null && choice % 5 !== 0;
    const until = isDue && model.until !== null ? model.until : 77_777;
    send(model, { kind: "lapsed", until }, isDue);
    if (isDue) model.until = null;
  },
  (model, choice) => send(model, { kind: "configured", terms: pick(TERMS, choice) }, true),
  (model, choice) => send(model, { kind: "turn-ended", turn: choice % 2 === 0 ? "t1" : "t2" }, true),
  (model, choice) => {
    const { id } = pick(model.session.grants, choice >> 2) ?? { id: "g999" };
    const limits = { id, until: model.now + 2, uses: choice % 2, survivesResume: false };
    send(
      model,
      { kind: "grant-changed", change: choice % 3 === 0 ? { kind: "limited", ...limits } : { kind: "revoked", id } },
      null,
    );
  },
  (model, choice) => {
    model.now += 1 + (choice % 8);
  },
  (model, choice) => {
    if (choice % 4 === 0) crash(model);
  },
];

function pick<T>(list: readonly [T, ...T[]], choice: number): T;
function pick<T>(list: readonly T[], choice: number): T | undefined;
function pick<T>(list: readonly T[], choice: number): T | undefined {
  return list[choice % list.length];
}

/** All is lost but the log: what was open is ended there, once, and the grants that last go on. */
function crash(model: Model): void {
  compareReplay(model);
  const from = replay(model.records);
  if (from.lastCase > model.lastId) model.faults.push("the log knows of a case that was not");
  const lost = [...model.received.keys()].filter((id) => !model.ended.has(id));
  for (const id of lost) model.ended.add(id);
  const { gathering, amending, running, asked, reviewing, tickets } = model;
  for (const waits of [gathering, amending, running, asked, reviewing, tickets]) waits.clear();
  model.until = null;
  model.session = newSession(model.session.terms);
  send(model, { kind: "restored", from }, true);
  compareReplay(model);
  if (model.session.cases.size > 0) model.faults.push("a case is open that an earlier session began");
}

/** Lets all come to its end, and looks at the whole story. */
function drain(model: Model): void {
  compareReplay(model);
  send(model, { kind: "interrupted" }, true);
  for (const id of model.amending) send(model, { id, kind: "amended" }, true);
  for (const id of model.running) send(model, { id, kind: "performed", ran: FAILED_RUNS[0] }, true);
  // A run that the sandbox denied may be asked about even now.
  send(model, { kind: "interrupted" }, true);
  compareReplay(model);
  const { faults, records, received, ended } = model;
  if (model.session.cases.size > 0) faults.push("something is still open in the end");
  if (received.size !== ended.size) faults.push("an action was never settled");
  const settled = new Map<string, number>();
  for (const { case: id, entry } of records) {
    const isGrant = ["remembered", "revoked", "limited", "over", "overruled"].includes(entry.kind);
    if (settled.has(id) && !isGrant) faults.push("something follows the end of a case");
    if (entry.kind === "settled") settled.set(id, 1);
  }
  for (const { case: id } of records) if (!settled.has(id)) faults.push("an action has no end on record");
}
