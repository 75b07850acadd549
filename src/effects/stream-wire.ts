/** Messages over a pair of byte streams: a line each. */
import type { Readable, Writable } from "node:stream";
import type { Wire, WireObserver } from "../engine/wire.ts";
import { cutLines } from "./lines.ts";

/** How long a client that does not read may hold up the end. */
const END_MS = 1000;

/** The wire is ended by the end of `from`, and by a fault of either. */
export function streamWire(from: Readable, to: Writable): Wire {
  let observer: WireObserver | null = null;
  let isOver = false;

  const over = (): void => {
    if (isOver) return;
    isOver = true;
    from.pause();
    observer?.ended();
  };
  // A client that is gone is no fault: the wire has ended, and that is all there is to say.
  for (const stream of [from, to]) stream.on("error", over).on("close", over);

  return {
    start(given) {
      observer = given;
      const lines = cutLines((message) => {
        if (!isOver) given.received(message);
      });
      from.on("data", lines.add);
      from.on("end", () => {
        lines.end();
        over();
      });
      if (isOver) given.ended();
    },
    send(text) {
      if (!isOver) to.write(`${text}\n`);
    },
    backlog: () => to.writableLength,
    end() {
      over();
      if (to.writableEnded || to.destroyed) return;
      // The other end may keep its half open for as long as it likes.
      const part = (): void => {
        clearTimeout(timer);
        for (const stream of [from, to]) stream.destroy();
      };
      const timer = setTimeout(part, END_MS);
      to.end(part);
    },
  };
}
