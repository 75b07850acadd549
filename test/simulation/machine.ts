/** Drives the state machine by a list of numbers, and holds it against a model of its own. */
import { isDeepStrictEqual } from "node:util";
import { spend } from "../../src/core/approval/grant.ts";
import { replay, summaryOf } from "../../src/core/approval/replay.ts";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import { type CaseEvent, type Effect, type Happening, newSession, type Step } from "../../src/core/approval/session.ts";
import type { Session, Stage, Ticket } from "../../src/core/approval/session.ts";
import { step } from "../../src/core/approval/step.ts";
import type { Question } from "../../src/core/approval/question.ts";
import { FAILED_RUNS, RULES, TERMS, VERDICTS, execIn, factsFor, requestOf } from "./machine-inputs.ts";
import { answeredBy, entriesOf, type Memory, newMemory } from "./machine-memory.ts";

type Ask = { readonly id: string; readonly ticket: Ticket; readonly question: Question };

/** What the model knows by itself, from events and effects alone. */
type Model = {
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
  /** The numbers given since the last crash. */
  tickets: Set<Ticket>;
  received: Set<string>;
  ended: Set<string>;
  /** Of those who wait for somebody to come back. */
  until: number | null;
  inner: number;
  lastId: number;
  readonly faults: string[];
};

/** What the machine recorded by a program, and all that is wrong with what it did. */
export type Played = { readonly records: readonly AuditRecord[]; readonly faults: readonly string[] };

export function play(program: readonly number[]): Played {
  const model: Model = {
    session: newSession(pick(TERMS, program[0] ?? 0)),
    now: 1,
    records: [],
    memory: newMemory(),
    gathering: new Set(),
    amending: new Set(),
    running: new Set(),
    asked: new Map(),
    asks: [],
    tickets: new Set(),
    received: new Set(),
    ended: new Set(),
    until: null,
    inner: 0,
    lastId: 0,
    faults: [],
  };
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
  const id = String(++model.lastId);
  model.received.add(id);
  send(model, { id, kind: "received", request: requestOf(choice) }, true);
};

const receiveInner: Move = (model, choice) => {
  const commands = [...model.running].filter((id) => model.session.cases.get(id)?.request.action.kind === "command");
  const within = pick(commands, choice);
  if (within === undefined) return;
  const id = `${within}.${++model.inner}`;
  model.received.add(id);
  send(model, { id, kind: "received", request: execIn(within, choice) }, true);
};

const gathered: Move = (model, choice) => {
  const id = pick([...model.gathering], choice) ?? "9999";
  const open = model.session.cases.get(id);
  const facts = factsFor(open?.request.action ?? null);
  const grant = pick(model.session.grants, choice);
  const taken = grant === undefined || choice % 7 !== 0 ? [] : [{ kind: "revoked", id: grant.id } as const];
  const changes = choice % 11 === 0 ? null : taken;
  send(model, { id, kind: "gathered", facts, rules: RULES, changes }, model.gathering.has(id));
};

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
  const ask = pick(model.asks, choice);
  if (ask === undefined) return;
  const { id, ticket } = ask;
  send(model, { id, kind: "expired", ticket }, model.asked.get(id)?.ticket === ticket);
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
  const id = pick([...model.received], choice) ?? "9999";
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

/** @param fits whether the event should be taken; null where the model does not say */
function send(model: Model, happening: Happening, fits: boolean | null): void {
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
  model.memory.see(happening, next, { model, records });
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
    const isAsked = model.asked.get(id)?.ticket;
    if (open.at === "waiting" && (open.ticket ?? undefined) !== isAsked)
      faults.push("a question waits for another answer");
    if (open.at !== "waiting" && isAsked !== undefined) faults.push("a question is open whose case has moved on");
    if (!WAITS[open.at](model, id, session)) faults.push(`${open.at}, and nothing will move it`);
  }
}

const WAITS: Readonly<Record<Stage, (model: Model, id: string, session: Session) => boolean>> = {
  gathering: ({ gathering }, id) => gathering.has(id),
  waiting: ({ asked }, id, { presence }) => asked.has(id) || presence.kind === "detached",
  amending: ({ amending }, id) => amending.has(id),
  running: ({ running }, id) => running.has(id),
};

/** All is lost but the log: what was open is ended there, once, and the grants that last go on. */
function crash(model: Model): void {
  compareReplay(model);
  const from = replay(model.records);
  if (from.lastCase > model.lastId) model.faults.push("the log knows of a case that was not");
  const lost = [...model.received].filter((id) => !model.ended.has(id));
  for (const id of lost) model.ended.add(id);
  for (const waits of [model.gathering, model.amending, model.running, model.asked, model.tickets]) waits.clear();
  model.until = null;
  model.session = newSession(model.session.terms);
  send(model, { kind: "restored", from }, true);
  compareReplay(model);
  if (model.session.cases.size > 0) model.faults.push("a case is open that an earlier session began");
}

function compareReplay({ session, records, faults }: Model): void {
  const { open, grants, lastGrant } = replay(records);
  if (!isDeepStrictEqual({ open, grants, lastGrant }, summaryOf(session)))
    faults.push("the log replays to another state");
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
    const isGrant = ["remembered", "revoked", "limited", "over"].includes(entry.kind);
    if (settled.has(id) && !isGrant) faults.push("something follows the end of a case");
    if (entry.kind === "settled") settled.set(id, 1);
  }
  for (const { case: id } of records) if (!settled.has(id)) faults.push("an action has no end on record");
}
