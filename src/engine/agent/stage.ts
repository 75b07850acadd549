/** The items of one turn: each is shown when it starts and when it is completed. */
import type { Item } from "../../core/agent/item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import type { ThreadEvent } from "./thread.ts";
import type { Recorder } from "./recorder.ts";
import type { ThreadPorts } from "./thread-ports.ts";

/** An item without its times, which the stage gives it. */
export type Draft = Item extends infer One
  ? One extends Item
    ? Omit<One, "startedAt" | "completedAt">
    : never
  : never;

export interface Stage {
  readonly turn: TurnId;
  start(draft: Draft): void;
  /** As it is now, of one that was started; not shown. */
  change(draft: Draft): void;
  /** Starts it if that was not done. A second end of the same item is dropped. */
  complete(draft: Draft): void;
  emit(event: ThreadEvent): void;
  /** All that were started, in order. */
  readonly items: () => readonly Item[];
  /** Completes what is open, but for `but`: commands that run on. */
  closeAll(but: ReadonlySet<string>): void;
}

export function stageFor(
  turn: TurnId,
  { now, emit }: Pick<ThreadPorts, "now" | "emit">,
  recorder: Pick<Recorder, "add">,
): Stage {
  const items = new Map<string, Item>();

  function start(draft: Draft): void {
    const item = dated(draft, now(), null);
    items.set(draft.id, item);
    emit({ kind: "item-started", turn, item });
  }

  function complete(draft: Draft): void {
    if (!items.has(draft.id)) start(draft);
    const known = items.get(draft.id);
    if (known === undefined || known.completedAt !== null) return;
    const item = dated(draft, known.startedAt, now());
    items.set(draft.id, item);
    recorder.add({ kind: "item", turn, item });
    emit({ kind: "item-completed", turn, item });
  }

  return {
    turn,
    start,
    complete,
    emit,
    change(draft) {
      const known = items.get(draft.id);
      if (known?.completedAt === null) items.set(draft.id, dated(draft, known.startedAt, null));
    },
    items: () => [...items.values()],
    closeAll(but) {
      for (const item of items.values()) if (item.completedAt === null && !but.has(item.id)) complete(cutOff(item));
    },
  };
}

function dated(draft: Draft, startedAt: number, completedAt: number | null): Item {
  return { ...draft, startedAt, completedAt };
}

/** An item whose end never came. */
function cutOff(item: Item): Draft {
  switch (item.kind) {
    case "command":
    case "file-change":
      return { ...item, status: "failed", note: item.note ?? "the turn was ended" };
    case "tool-call":
      return { ...item, status: "failed", error: item.error ?? "the turn was ended" };
    case "user-message":
    case "agent-message":
    case "reasoning":
    case "image-view":
      return item;
    default:
      return item satisfies never;
  }
}
