/** Asks a server within a time that stands still while the server asks a person. */
import type { McpOptions } from "../../engine/agent/mcp-port.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Link } from "./connect.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import { type Asker, askerFor } from "./elicit.ts";
import { faultWords } from "./words.ts";

export interface Asks {
  /** What the server asks the person. */
  readonly asker: Asker;
  /**
   * Never rejects; errors are plain words.
   *
   * @param what names it in the words about time
   */
  ask<T>(
    link: Link,
    what: string,
    question: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<Result<T, string>>;
}

/** @param timeoutMs for each question */
export function asksOf(server: string, timeoutMs: number, options: Pick<McpOptions, "elicit" | "warn">): Asks {
  const deadlines = new Set<Deadline>();
  let open = 0;
  const asker = askerFor(server, options, {
    isBusy: () => deadlines.size > 0,
    onOpen: (isOpen) => {
      open += isOpen ? 1 : -1;
      for (const deadline of deadlines) {
        if (open > 0) deadline.pause();
        else deadline.resume();
      }
    },
  });
  return {
    asker,
    async ask(link, what, question, signal) {
      const late = new AbortController();
      const deadline = deadlineIn(timeoutMs, () => late.abort());
      deadlines.add(deadline);
      if (open > 0) deadline.pause();
      try {
        return ok(await question(AbortSignal.any([signal, late.signal])));
      } catch (error) {
        if (signal.aborted) return err("it was cancelled");
        return err(
          late.signal.aborted ? `timed out awaiting ${what} after ${timeoutMs}ms` : faultWords(error, link.sdk),
        );
      } finally {
        deadline.clear();
        deadlines.delete(deadline);
        if (deadlines.size === 0) asker.idle();
      }
    },
  };
}
