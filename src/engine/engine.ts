/** One queue, one log: each event moves the state, is made durable, then has effects. */
import type { CaseId, Request, TurnId } from "../core/approval/action.ts";
import { faultVerdict } from "../core/approval/question.ts";
import {
  type CaseEvent,
  type Effect,
  type Event,
  type Happening,
  newSession,
  type Replayed,
  type Session,
  type Step,
  type Terms,
} from "../core/approval/session.ts";
import { failedReport, type ReviewId, type ReviewReport } from "../core/approval/review.ts";
import type { GrantChange, SessionGrant } from "../core/approval/session-grant.ts";
import { isOver } from "../core/approval/session-grants.ts";
import { step } from "../core/approval/step.ts";
import type { AuditRecord, FaultSource, Outcome } from "../core/approval/record.ts";
import { never } from "../kit/never.ts";
import type { Millis } from "../kit/time.ts";
import { errorText } from "../kit/result.ts";
import type { Inner, InnerAction, Live, Ports, Reviewer } from "./ports.ts";

/** What is told to it takes effect in the order in which it was told. */
export interface Engine {
  /**
   * Judges an action, asks where that is needed, and carries it out or releases it. Never rejects.
   *
   * @param signal ends a question as cancelled, and a running command with its whole process tree
   * @param live hears of a command while it runs
   */
  submit(request: Request, signal?: AbortSignal, live?: Live): Promise<Outcome>;
  /** What holds for all that is judged from now on. */
  configure(start: Start): void;
  /** What was granted for the turn ends. */
  endTurn(turn: TurnId): void;
  /** Cancels all that is open: each has its outcome once it has ended. */
  interrupt(): void;
  /**
   * Nobody is there to answer: questions are taken back and wait for that long, then they are declined. To be called
   * before the approver gives up what it was asked.
   *
   * @param graceMs null to wait for as long as it takes
   */
  detach(graceMs: Millis | null): void;
  /** Somebody is there again: what waits is asked anew. */
  attach(): void;
  /** Grants that are not over, oldest first. */
  grants(): readonly SessionGrant[];
  /** Resolves with null, or why nothing changed. */
  changeGrant(change: GrantChange): Promise<string | null>;
  /** Lets the very action be tried once more that this review denied. Resolves with null, or why that cannot be. */
  overrule(review: ReviewId): Promise<string | null>;
}

export type Start = Terms;

/**
 * Called with each record once it is durable; what it throws is dropped. `request` is null where the case has ended: what
 * becomes of a grant that was made in it, or the end of one that an earlier session left.
 */
export type Observer = (record: AuditRecord, request: Request | null) => void;

/** What the engine holds for an open case besides its state. */
type Waiting = {
  readonly request: Request;
  /** Ends what was carried out. */
  readonly abort: AbortController;
  /** Takes back what was asked last. */
  asking: AbortController | null;
  readonly reply: (outcome: Outcome) => void;
  readonly inner: Inner;
  readonly live: Live | undefined;
};

/** @param earlier what the log tells of earlier sessions of the same thread */
export function createEngine(
  ports: Ports,
  start: Start,
  observe: Observer = () => undefined,
  earlier: Replayed | null = null,
): Engine {
  let session = newSession(start);
  let [queue, kept] = [Promise.resolve(), Promise.resolve()];
  let [lastId, lastSeq] = [earlier?.lastCase ?? 0, earlier?.lastSeq ?? 0];
  /** Why nothing goes on any more: the log failed. */
  let stopped: string | null = null;
  const waiting = new Map<CaseId, Waiting>();
  const alarm = alarmOf(ports, (happening) => void post(happening));

  /** Resolves with why it did not fit, or null, once it is on record. */
  function post(happening: Happening): Promise<string | null> {
    const taken = queue.then(() => take(happening));
    queue = taken.then(() => undefined);
    return taken;
  }

  async function take(happening: Happening): Promise<string | null> {
    if (stopped !== null) return stopped;
    let next: Step;
    let records: readonly AuditRecord[] = [];
    try {
      const time = ports.now();
      next = safeStep(session, { ...happening, now: time });
      records = next.entries.map(({ id, entry }) => ({ seq: ++lastSeq, time, case: id, entry }));
      // To look changes nothing, so it need not wait for the disk; all else does.
      for (const effect of next.effects) if (effect.kind === "gather") carryOut(effect);
      if (records.length > 0) await ports.append(records);
    } catch (error) {
      stop(`cannot write the log: ${errorText(error)}`);
      return stopped;
    }
    const isChanged = next.session.grants !== session.grants;
    session = next.session;
    if (isChanged) keep();
    for (const record of records) tell(record);
    for (const effect of next.effects) if (effect.kind !== "gather") carryOut(effect);
    return next.refused;
  }

  /** Without a log nothing may happen: all that is open ends as a fault, and so does all that comes later. */
  function stop(why: string): void {
    stopped = why;
    alarm.awaitReturn(null);
    for (const { abort, asking, reply } of waiting.values()) {
      asking?.abort();
      abort.abort();
      reply({ kind: "fault", doing: "record", why });
    }
    waiting.clear();
  }

  function tell(record: AuditRecord): void {
    try {
      observe(record, waiting.get(record.case)?.request ?? null);
    } catch {
      // Showing is not deciding: a broken observer must not stop or change what was recorded.
    }
  }

  /** Others see them one state after the other; a grant that nobody else sees holds all the same. */
  function keep(): void {
    const { grants } = session;
    kept = kept.then(() => ports.grants?.keep(grants)).catch(() => undefined);
  }

  function carryOut(effect: Effect): void {
    if (effect.kind === "await-return") {
      alarm.awaitReturn(effect.until);
      return;
    }
    const { id } = effect;
    const open = waiting.get(id);
    if (open === undefined) return;
    switch (effect.kind) {
      case "gather":
        attempt(id, "gather", async () => gather(id, effect.request));
        return;
      case "ask":
        ask(effect, open);
        return;
      case "review":
        review(effect, open);
        return;
      case "recall":
        open.asking?.abort();
        return;
      case "amend":
        attempt(id, "amend", async () => {
          await ports.amend(effect.amendment);
          return { id, kind: "amended" };
        });
        return;
      case "perform":
        attempt(id, "perform", async () => {
          const { abort, inner, live } = open;
          const ran = await ports.perform(effect.grant, effect.facts, effect.watch, abort.signal, inner, live);
          return { id, kind: "performed", ran };
        });
        return;
      case "withdraw":
        open.asking?.abort();
        open.abort.abort();
        return;
      case "reply":
        waiting.delete(id);
        open.reply(effect.outcome);
        return;
      default:
        never(effect);
    }
  }

  async function gather(id: CaseId, { action }: Request): Promise<CaseEvent> {
    const [facts, rules] = await Promise.all([ports.gather(action), ports.rules(action)]);
    // Last, so that it is as new as can be. Without grants there is nothing that could have been taken back.
    const changes = session.grants.length === 0 ? [] : await ports.grants?.changes().catch(() => null);
    return { id, kind: "gathered", facts, rules, changes: changes === undefined ? [] : changes };
  }

  function ask({ id, of, question, ticket, until }: Effect & { readonly kind: "ask" }, open: Waiting): void {
    const asking = askAnew(open);
    // Called inside a promise: an approver may also throw at once, or answer at once.
    void Promise.resolve()
      .then(() => ports.approver.ask(question, asking.signal, of))
      .then(
        (verdict) => post({ id, kind: "answered", ticket, verdict }),
        (error: unknown) => post({ id, kind: "answered", ticket, verdict: faultVerdict(errorText(error)) }),
      );
    if (until !== null) alarm.wakeAt(until, asking.signal, { id, kind: "expired", ticket });
  }

  function review({ id, ticket, until, review, question, facts, withModel }: ReviewEffect, open: Waiting): void {
    const asking = askAnew(open);
    const { reviewer = NO_REVIEWER } = ports;
    const report = (told: ReviewReport): void => {
      // Nothing of it is waited for any more.
      asking.abort();
      void post({ id, kind: "reviewed", ticket, report: told });
    };
    void Promise.resolve()
      .then(() => reviewer.review({ review, question, facts, withModel }, asking.signal))
      .then(report, (error: unknown) => report(failedReport(errorText(error))));
    alarm.wakeAt(until, asking.signal, { id, kind: "expired", ticket });
  }

  /** The one place that catches what a port throws: it becomes a fault of the case. */
  function attempt(id: CaseId, doing: FaultSource, work: () => Promise<CaseEvent>): void {
    void work().then(post, (error: unknown) => post({ id, kind: "failed", doing, why: errorText(error) }));
  }

  function submitAs(id: CaseId, request: Request, signal?: AbortSignal, live?: Live): Promise<Outcome> {
    if (stopped !== null) return Promise.resolve({ kind: "fault", doing: "record", why: stopped });
    const cancel = (): void => void post({ id, kind: "cancelled" });
    return new Promise<Outcome>((resolve) => {
      const abort = new AbortController();
      waiting.set(id, { request, abort, asking: null, reply: resolve, inner: innerOf(id, request), live });
      void post({ id, kind: "received", request });
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener("abort", cancel, { once: true });
    }).finally(() => signal?.removeEventListener("abort", cancel));
  }

  /**
   * What a running case asks about has a number below its own, belongs to the same turn, and is carried out by what
   * holds the command. One count for a case, which may run twice.
   */
  function innerOf(within: CaseId, outer: Request): Inner {
    let last = 0;
    return (inner: InnerAction, signal) => {
      const action = inner.kind === "exec" ? { ...inner, within } : inner;
      return submitAs(`${within}.${++last}`, { ...outer, action, mode: "judge" }, signal);
    };
  }

  if (earlier !== null) void post({ kind: "restored", from: earlier });
  return {
    submit: (request, signal, live) => submitAs(String(++lastId), request, signal, live),
    configure: (terms) => void post({ kind: "configured", terms }),
    endTurn: (turn) => void post({ kind: "turn-ended", turn }),
    interrupt: () => void post({ kind: "interrupted" }),
    detach: (graceMs) => void post({ kind: "detached", graceMs }),
    attach: () => void post({ kind: "attached" }),
    grants: () => session.grants.filter((grant) => !isOver(grant, ports.now())),
    changeGrant: (change) => post({ kind: "grant-changed", change }),
    overrule: (review) => post({ kind: "overruled", review }),
  };
}

/** A fault in judging is a fault of its case, never a way past it. */
function safeStep(session: Session, event: Event): Step {
  try {
    return step(session, event);
  } catch (error) {
    if (!("id" in event)) throw error;
    const { id, now } = event;
    return step(session, { id, now, kind: "failed", doing: "judge", why: errorText(error) });
  }
}

/** What was asked before is taken back. */
function askAnew(open: Waiting): AbortController {
  open.asking?.abort();
  const asking = new AbortController();
  open.asking = asking;
  return asking;
}

type ReviewEffect = Effect & { readonly kind: "review" };

const NO_REVIEWER: Reviewer = { review: async () => failedReport("there is no reviewer") };

type Alarm = {
  readonly wakeAt: (until: Millis, signal: AbortSignal, happening: Happening) => void;
  /** Null: nobody is waited for any more. */
  readonly awaitReturn: (until: Millis | null) => void;
};

function alarmOf({ wake, now }: Ports, post: (happening: Happening) => void): Alarm {
  let returning: AbortController | null = null;
  const wakeAt: Alarm["wakeAt"] = (until, signal, happening) => {
    const ring = (): void => {
      if (!signal.aborted) post(happening);
    };
    // A clock that cannot be waited by has nobody wait: the time is over at once.
    void Promise.resolve()
      .then(() => wake(Math.max(0, until - now()), signal))
      .then(ring, ring);
  };
  return {
    wakeAt,
    awaitReturn(until) {
      returning?.abort();
      returning = null;
      if (until === null) return;
      returning = new AbortController();
      wakeAt(until, returning.signal, { kind: "lapsed", until });
    },
  };
}
