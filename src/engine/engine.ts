/** One queue, one log: each event moves the state, is made durable, then has effects. */
import type { CaseId, Request } from "../core/approval/action.ts";
import { faultVerdict } from "../core/approval/question.ts";
import type { Effect, Event, Session, Step } from "../core/approval/session.ts";
import { step } from "../core/approval/step.ts";
import type { AuditRecord, FaultSource, Outcome } from "../core/approval/record.ts";
import type { ApprovalPolicy } from "../core/config/approval-policy.ts";
import type { AllowRuns } from "../core/config/settings.ts";
import type { SandboxMode } from "../core/permissions/permissions.ts";
import { never } from "../kit/never.ts";
import type { Inner, InnerAction, Ports } from "./ports.ts";

export interface Engine {
  /**
   * Judges an action, asks where that is needed, and carries it out or releases it. Never rejects.
   *
   * @param signal ends a question as cancelled, and a running command with its whole process tree
   */
  submit(request: Request, signal?: AbortSignal): Promise<Outcome>;
}

export type Start = {
  readonly approvalPolicy: ApprovalPolicy;
  /** As in `Basis`. */
  readonly policyBy?: string | null;
  readonly sandboxMode: SandboxMode;
  readonly allowRuns: AllowRuns;
  readonly smartApprovals: boolean;
};

/** Called with each record once it is durable; what it throws is dropped. */
export type Observer = (record: AuditRecord, request: Request) => void;

/** What the engine holds for an open case besides its state. */
type Waiting = {
  readonly request: Request;
  readonly abort: AbortController;
  readonly reply: (outcome: Outcome) => void;
  readonly inner: Inner;
};

export function createEngine(ports: Ports, start: Start, observe: Observer = () => undefined): Engine {
  let session: Session = { ...start, remembered: new Set(), needs: new Map(), cases: new Map() };
  let queue: Promise<void> = Promise.resolve();
  let lastId = 0;
  let lastSeq = 0;
  /** Why nothing goes on any more: the log failed. */
  let stopped: string | null = null;
  const waiting = new Map<CaseId, Waiting>();

  function post(event: Event): void {
    queue = queue.then(() => take(event));
  }

  async function take(event: Event): Promise<void> {
    if (stopped !== null) return;
    const next = safeStep(event);
    let records: readonly AuditRecord[] = [];
    try {
      const time = ports.now();
      records = next.entries.map(({ id, entry }) => ({ seq: ++lastSeq, time, case: id, entry }));
      if (records.length > 0) await ports.append(records);
    } catch (error) {
      stop(`cannot write the log: ${messageOf(error)}`);
      return;
    }
    session = next.session;
    for (const record of records) tell(record);
    for (const effect of next.effects) carryOut(effect);
  }

  /** A fault in judging is a fault of its case, never a way past it. */
  function safeStep(event: Event): Step {
    try {
      return step(session, event);
    } catch (error) {
      return step(session, { id: event.id, kind: "failed", doing: "judge", why: messageOf(error) });
    }
  }

  /** Without a log nothing may happen: all that is open ends as a fault, and so does all that comes later. */
  function stop(why: string): void {
    stopped = why;
    for (const { abort, reply } of waiting.values()) {
      abort.abort();
      reply({ kind: "fault", doing: "record", why });
    }
    waiting.clear();
  }

  function tell(record: AuditRecord): void {
    const open = waiting.get(record.case);
    try {
      if (open !== undefined) observe(record, open.request);
    } catch {
      // Showing is not deciding: a broken observer must not stop or change what was recorded.
    }
  }

  function carryOut(effect: Effect): void {
    const { id } = effect;
    const open = waiting.get(id);
    if (open === undefined) return;
    switch (effect.kind) {
      case "gather":
        attempt(id, "gather", async () => {
          const { action } = effect.request;
          const [facts, rules] = await Promise.all([ports.gather(action), ports.rules(action)]);
          return { id, kind: "gathered", facts, rules };
        });
        return;
      case "ask":
        // Called inside a promise: an approver may also throw at once, or answer at once.
        void Promise.resolve()
          .then(() => ports.approver.ask(effect.question, open.abort.signal))
          .then(
            (verdict) => post({ id, kind: "answered", verdict }),
            (error: unknown) => post({ id, kind: "answered", verdict: faultVerdict(messageOf(error)) }),
          );
        return;
      case "amend":
        attempt(id, "amend", async () => {
          await ports.amend(effect.amendment);
          return { id, kind: "amended" };
        });
        return;
      case "perform":
        attempt(id, "perform", async () => {
          const ran = await ports.perform(effect.grant, effect.facts, effect.watch, open.abort.signal, open.inner);
          return { id, kind: "performed", ran };
        });
        return;
      case "withdraw":
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

  /** The one place that catches what a port throws: it becomes a fault of the case. */
  function attempt(id: CaseId, doing: FaultSource, work: () => Promise<Event>): void {
    void work().then(post, (error: unknown) => post({ id, kind: "failed", doing, why: messageOf(error) }));
  }

  function submitAs(id: CaseId, request: Request, signal: AbortSignal | undefined): Promise<Outcome> {
    if (stopped !== null) return Promise.resolve({ kind: "fault", doing: "record", why: stopped });
    const cancel = (): void => post({ id, kind: "cancelled" });
    return new Promise<Outcome>((resolve) => {
      waiting.set(id, { request, abort: new AbortController(), reply: resolve, inner: innerOf(id) });
      post({ id, kind: "received", request });
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener("abort", cancel, { once: true });
    }).finally(() => signal?.removeEventListener("abort", cancel));
  }

  /**
   * What a running case asks about has a number below its own, and is carried out by what holds the command. One count
   * for a case, which may run twice.
   */
  function innerOf(within: CaseId): Inner {
    let last = 0;
    return (inner: InnerAction, signal) => {
      const action = inner.kind === "exec" ? { ...inner, within } : inner;
      return submitAs(`${within}.${++last}`, { action, mode: "judge" }, signal);
    };
  }

  return { submit: (request, signal) => submitAs(String(++lastId), request, signal) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
