/** One line of a terminal that moves while an automatic review is made. */
import { type Charset, visible, widthOf } from "../../kit/text.ts";
import type { Millis } from "../../kit/time.ts";
import type { ErrorScreen } from "./banner.ts";

export type Progress = {
  readonly now: () => Millis;
  /** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
  readonly wake: (ms: Millis, signal: AbortSignal) => Promise<void>;
};

export type SpinnerIo = {
  readonly error: (text: string) => void;
  /** Null where `error` is no terminal: nothing is written then. Most actions are not reviewed, and look for none. */
  readonly screen: () => ErrorScreen | null;
  /** Null on a terminal that cannot go back in its line. */
  readonly progress: Progress | null;
  /** False as long as something else has the terminal. */
  readonly mayDraw?: () => boolean;
};

export interface Spinner {
  /** Of several that are open the eldest is shown. `what`: not escaped. */
  begin(key: string, what: string): void;
  /** One that was not begun is passed over. */
  end(key: string): void;
  /** Takes the line away before something else is written; it comes again with the next frame. */
  wipe(): void;
}

const FRAMES: Readonly<Record<Charset, readonly string[]>> = {
  unicode: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  ascii: ["|", "/", "-", "\\"],
};

const FRAME_MS = 120;

const WIPE = "\r\u001b[K";

export function reviewSpinner({ error, screen, progress, mayDraw = () => true }: SpinnerIo): Spinner {
  const open = new Map<string, { readonly what: string; readonly since: Millis }>();
  let stop: AbortController | null = null;
  let isDrawn = false;

  function wipe(): void {
    if (isDrawn) error(WIPE);
    isDrawn = false;
  }

  function draw(frame: string, at: ErrorScreen, now: Millis): void {
    const [eldest] = open.values();
    if (eldest === undefined || !mayDraw()) return;
    const seconds = Math.floor((now - eldest.since) / 1000);
    const text = `${frame} the guardian looks at it, ${seconds} s: ${visible(eldest.what, at.charset)}`;
    error(`${WIPE}${fitting(text, at)}`);
    isDrawn = true;
  }

  async function spin(at: ErrorScreen, { now, wake }: Progress, signal: AbortSignal): Promise<void> {
    const frames = FRAMES[at.charset];
    // One that is over at once flashes by unseen.
    await wake(FRAME_MS, signal);
    for (let count = 0; !signal.aborted; count += 1) {
      draw(frames[count % frames.length] ?? "", at, now());
      await wake(FRAME_MS, signal);
    }
  }

  return {
    wipe,
    begin(key, what) {
      const at = screen();
      if (progress === null || at === null) return;
      open.set(key, { what, since: progress.now() });
      if (stop !== null) return;
      stop = new AbortController();
      void spin(at, progress, stop.signal);
    },
    end(key) {
      if (!open.delete(key)) return;
      wipe();
      if (open.size > 0) return;
      stop?.abort();
      stop = null;
    },
  };
}

/** The start of what is fit for a terminal, in one of its lines. */
export function fitting(text: string, { columns, charset }: ErrorScreen): string {
  if (widthOf(text) < columns) return text;
  const dots = charset === "ascii" ? "..." : "…";
  let [kept, left] = ["", columns - 1 - dots.length];
  for (const char of text) {
    left -= widthOf(char);
    if (left < 0) break;
    kept += char;
  }
  return `${kept}${dots}`;
}
