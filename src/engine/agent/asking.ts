/** What a thread's approvals ask and record: who waits, what was shown, what was refused. */
import { refusedHost } from "../../core/agent/refusal.ts";
import type { ThreadId } from "../../core/agent/item.ts";
import type { Action, CaseId } from "../../core/approval/action.ts";
import type { Target } from "../../core/approval/facts.ts";
import { onlyPerson } from "../../core/approval/asking.ts";
import { faultVerdict, type Question, type Verdict } from "../../core/approval/question.ts";
import { isSame } from "../../kit/same.ts";
import type { Observer } from "../engine.ts";
import type { Past } from "./background.ts";
import type { Process, Processes } from "./processes.ts";
import type { Recorder } from "./recorder.ts";
import { reviewsFor } from "./reviewing.ts";
import type { EngineSide, ThreadPorts } from "./thread-ports.ts";

export type Desk = EngineSide & {
  /** What the item of a patch shows. */
  readonly showPatch: (item: string, targets: readonly Target[]) => void;
};

type Around = {
  readonly thread: ThreadId;
  readonly ports: Pick<ThreadPorts, "ask" | "emit" | "now">;
  readonly processes: Processes;
  readonly recorder: Pick<Recorder, "add">;
  readonly past: Past;
  /** The turn is to end: by an answer of the person, or for too much was denied. */
  readonly endTurn: () => void;
};

export function deskFor({ thread, ports, processes, recorder, past, endTurn }: Around): Desk {
  const shown = new Map<string, readonly Target[]>();
  /** Items of open cases. */
  const items = new Map<CaseId, string>();
  let waiting = 0;

  const jobOf = ({ item }: Question): Process | null => (item === undefined ? null : processes.byItem(item));
  const reviews = reviewsFor({ ports, jobOf, endTurn });

  function count(question: Question, by: 1 | -1): void {
    const before = waiting;
    waiting += by;
    const job = jobOf(question);
    if (job !== null) job.questions += by;
    if (before === 0 || waiting === 0) ports.emit({ kind: "waiting", questions: waiting });
  }

  async function ask(question: Question, signal: AbortSignal): Promise<Verdict> {
    const targets = question.item === undefined ? undefined : shown.get(question.item);
    // Who answers has seen the item, and must not be taken to have seen something else.
    if (question.action.kind === "patch" && targets !== undefined && !isSame(targets, question.targets)) {
      return faultVerdict("a file changed while the patch was being judged; read it again");
    }
    // What only a person may answer is asked before anything of it is shown as begun. As in Codex.
    if (!onlyPerson(question.reasons)) jobOf(question)?.show();
    count(question, 1);
    try {
      return await ports.ask({ thread, turn: question.turn ?? null, question }, signal);
    } finally {
      count(question, -1);
    }
  }

  const observe: Observer = (record, request) => {
    recorder.add({ kind: "decision", record });
    const { entry, case: id } = record;
    reviews.observe(record);
    if (request === null) return;
    if (entry.kind === "received" && request.item !== undefined) items.set(id, request.item);
    if (entry.kind === "answered" && entry.verdict.outcome.kind === "cancel" && !isOfServer(request.action)) endTurn();
    if (entry.kind !== "settled") return;
    past.settled(request.action, entry.outcome);
    const item = items.get(id) ?? items.get(id.split(".", 1)[0] ?? id);
    items.delete(id);
    if (item === undefined) return;
    if (request.action.kind === "patch") shown.delete(item);
    if (request.action.kind !== "network") return;
    const job = processes.byItem(item);
    if (job !== null) job.refused ??= refusedHost(request.action.host, entry.outcome);
  };

  return {
    approver: { ask },
    observe,
    shown: reviews.shown,
    showPatch: (item, targets) => void shown.set(item, targets),
  };
}

/** Who cancels what a server wants ends that, and not the turn. As in Codex. */
function isOfServer({ kind }: Action): boolean {
  return kind === "mcp" || kind === "elicitation";
}
