/** The terminal that this process belongs to, whatever its streams are redirected to. */
import { openSync, writeSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { takeForeground } from "./foreground.ts";
import { codeOf } from "./text-file.ts";

const TTY = "/dev/tty";

/** What a terminal tells while it is listened to. */
type Events = {
  input(piece: string): void;
  resized(): void;
  lost(why: string): void;
};

export type ControllingTerminal = {
  size(): { readonly columns: number; readonly rows: number };
  write(text: string): void;
  listen(events: Events, farewell: string): () => void;
};

export const CLOCK = {
  now: () => Date.now(),
  /** Input that is waiting is handed over in the turn of the event loop after the timer's. */
  sleep: async (ms: number): Promise<void> => {
    await sleep(ms);
    await turn();
  },
};

/** The terminal, or null where there is none: a service, a pipeline without one, a continuous-integration job. */
export function controllingTerminal(): ControllingTerminal | null {
  const [inputFd, outputFd] = [openTty("r"), openTty("r+")];
  if (inputFd === null || outputFd === null) return null;
  // Opened once for all questions: a stream closes only its own copy of the descriptor.
  return {
    size: () => sizeOf(outputFd),
    write: (text) => writeAll(outputFd, text),
    listen: (events, farewell) => listen({ inputFd, outputFd, farewell }, events),
  };
}

function openTty(flags: "r" | "r+"): number | null {
  try {
    return openSync(TTY, flags);
  } catch (error) {
    // ENXIO: no terminal; the others: one that cannot be used. Either way nobody can be asked there.
    if (codeOf(error) !== null) return null;
    throw error;
  }
}

/** By a stream of its own each time: a stream that is kept knows only the size it began with. */
function sizeOf(fd: number): { readonly columns: number; readonly rows: number } {
  const screen = new WriteStream(fd);
  const [columns, rows] = screen.getWindowSize();
  screen.destroy();
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // Others may have made the terminal non-blocking; it takes more in a moment.
      if (codeOf(error) !== "EAGAIN") throw error;
    }
  }
}

type Post = { readonly inputFd: number; readonly outputFd: number; readonly farewell: string };

/** Raw mode and a reader of its own for each question, so that between them keys belong to the commands. */
function listen({ inputFd, outputFd, farewell }: Post, events: Events): () => void {
  const giveBack = takeForeground();
  const input = new ReadStream(inputFd);
  let isOver = false;
  const lose = (why: string): void => {
    if (!isOver) events.lost(why);
  };
  const onResize = (): void => events.resized();
  // Whoever stopped and continued this process may have left the terminal in another mode.
  const onContinue = (): void => {
    input.setRawMode(false);
    input.setRawMode(true);
    events.resized();
  };
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    process.off("SIGWINCH", onResize);
    process.off("SIGCONT", onContinue);
    process.off("exit", onExit);
    restore(input);
    giveBack();
  };
  const onExit = (): void => {
    stop();
    // The process ends with the question on the screen.
    try {
      writeAll(outputFd, farewell);
    } catch {
      // Gone: nobody would see it.
    }
  };
  input.setEncoding("utf8");
  input.on("data", (piece: string | Buffer) => events.input(String(piece)));
  input.once("end", () => lose("its input ended"));
  input.once("error", (error) => lose(error.message));
  process.on("SIGWINCH", onResize);
  process.on("SIGCONT", onContinue);
  process.once("exit", onExit);
  input.setRawMode(true);
  return stop;
}

/** Never throws: a terminal that is gone has no mode to restore. */
function restore(input: ReadStream): void {
  try {
    input.setRawMode(false);
  } catch {
    // Gone.
  }
  input.destroy();
}
