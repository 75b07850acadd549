/** One task as one turn of a thread, to its end. */
import type { Turn } from "../core/agent/item.ts";
import type { OpenThread } from "../engine/agent/host.ts";
import type { TurnInput } from "../engine/agent/thread.ts";
import type { Voice } from "./exec-voice.ts";

type Task = {
  readonly open: OpenThread;
  readonly voice: Voice;
  readonly input: TurnInput;
  readonly signal: AbortSignal;
};

/** Resolves with the turn once it has ended and the thread is closed; `signal` interrupts it. */
export async function runTask({ open, voice, input, signal }: Task): Promise<Turn> {
  const { thread } = open;
  voice.view.opened(open);
  const ended = new Promise<Turn>((resolve) => {
    voice.heard = (event) => {
      if (event.kind === "turn-ended") resolve(event.turn);
    };
  });
  const turn = thread.start(input);
  const stop = (): void => void thread.interrupt(turn);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await ended;
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.close();
  }
}
