/** The approver that asks a person at a terminal, one question after the other. */
import { faultVerdict, type Question, type Verdict } from "../../core/approval/question.ts";
import type { Approver } from "../../engine/ports.ts";
import { askingOf, WITHDRAWN, type Asking } from "./asking.ts";
import type { Clock, Terminal } from "./dialog.ts";
import { setWaiting } from "./prompt.ts";
import { errorText } from "../../kit/result.ts";

type Entry = {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly drop: () => void;
  readonly resolve: (verdict: Verdict) => void;
};

/**
 * Asks at `terminal`. Raw mode is on only while a question stands there, and the terminal is put right however it
 * ends. Ctrl-D and a lost terminal decline as a fault; an aborted signal takes its question away.
 */
export function terminalApprover(terminal: Terminal, clock: Clock): Approver {
  const queue: Entry[] = [];
  let showing: Asking | null = null;
  let isBusy = false;

  const tell = (): void => showing?.change((prompt) => setWaiting(prompt, queue.length));

  const run = async ({ question, signal }: Entry): Promise<Verdict> => {
    try {
      showing = askingOf(terminal, clock, question, queue.length);
      return await showing.run(signal);
    } catch (error) {
      // A fault while showing one question is a refusal of that one; the next must still be asked.
      return faultVerdict(`the question could not be shown: ${errorText(error)}`);
    }
  };

  const next = async (): Promise<void> => {
    const entry = queue.shift();
    if (entry === undefined) return;
    isBusy = true;
    entry.signal.removeEventListener("abort", entry.drop);
    const verdict = await run(entry);
    isBusy = false;
    showing = null;
    entry.resolve(verdict);
    await next();
  };

  return {
    ask: (question, signal) =>
      new Promise((resolve) => {
        const entry: Entry = { question, signal, resolve, drop };
        function drop(): void {
          queue.splice(queue.indexOf(entry), 1);
          tell();
          resolve(WITHDRAWN);
        }
        if (signal.aborted) return resolve(WITHDRAWN);
        signal.addEventListener("abort", drop, { once: true });
        queue.push(entry);
        tell();
        if (!isBusy) void next();
      }),
  };
}
