/** The terminal that this process belongs to, whatever its streams are redirected to. */
import { openSync, writeSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
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
  const fd = openTty("r+");
  if (fd === null) return null;
  return {
    size: () => sizeOf(fd),
    write: (text) => writeAll(fd, text),
    listen: (events, farewell) => listen(fd, events, farewell),
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

function sizeOf(fd: number): { readonly columns: number; readonly rows: number } {
  const [columns, rows] = new WriteStream(fd).getWindowSize();
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

/** Raw mode and a reader of its own for each question, so that between them keys belong to the commands. */
function listen(fd: number, events: Events, farewell: string): () => void {
  const inputFd = openTty("r");
  if (inputFd === null) throw new Error("the terminal is gone");
  const input = new ReadStream(inputFd);
  let isOver = false;
  const lose = (why: string): void => {
    if (!isOver) events.lost(why);
  };
  const onResize = (): void => events.resized();
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    process.off("SIGWINCH", onResize);
    process.off("exit", onExit);
    restore(input);
  };
  const onExit = (): void => {
    stop();
    // The process ends with the question on the screen.
    try {
      writeAll(fd, farewell);
    } catch {
      // Gone: nobody would see it.
    }
  };
  input.setEncoding("utf8");
  input.on("data", (piece: string | Buffer) => events.input(String(piece)));
  input.once("end", () => lose("its input ended"));
  input.once("error", (error) => lose(error.message));
  process.on("SIGWINCH", onResize);
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
