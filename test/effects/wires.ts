/** The two ends of a connection, for tests of what carries messages. */
import type { Received, Wire } from "../../src/engine/wire.ts";

export type Heard = {
  readonly received: readonly Received[];
  readonly endings: () => number;
  /** Resolves when so many messages are there. */
  readonly messages: (count: number) => Promise<readonly Received[]>;
  readonly ended: () => Promise<void>;
};

/** Starts the wire and keeps what comes. */
export function listenTo(wire: Wire): Heard {
  const received: Received[] = [];
  let endings = 0;
  let look: (() => void) | null = null;
  wire.start({
    received(message) {
      received.push(message);
      look?.();
    },
    ended() {
      endings += 1;
      look?.();
    },
  });
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (isSo()) resolve();
      };
      look();
    });
  return {
    received,
    endings: () => endings,
    messages: async (count) => {
      await until(() => received.length >= count);
      return received;
    },
    ended: () => until(() => endings > 0),
  };
}

export function text(written: string): Received {
  return { kind: "text", text: written };
}
