/** How the work of an agent is shown; one way for people, one for programs. */
import type { Turn } from "../../core/agent/item.ts";
import type { OpenThread } from "../../engine/agent/host.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import type { NotDone } from "./not-done.ts";

export interface ExecView {
  /** Called once, before all that follows. */
  opened(open: OpenThread): void;
  event(event: ThreadEvent): void;
  notDone(each: NotDone): void;
  /** Called once, at the end. `message`: what the agent said last; null where it said nothing. */
  ended(turn: Turn, message: string | null): void;
}

/** What the agent said last in a turn; null where it said nothing. */
export function lastMessage({ items }: Turn): string | null {
  const said = items.flatMap((item) => (item.kind === "agent-message" ? [item.text] : []));
  return said.at(-1) ?? null;
}
