/** Carries the protocol's messages to and from a server that is a program, one in each line. */
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { Sdk } from "./sdk.ts";
import type { ServerProcess } from "./server-process.ts";

/**
 * A line that is no message is left out: many a program prints what it does.
 *
 * `onJunk` is called for each of those, `onEnd` once, as in `Listener`.
 */
export function stdioTransport(
  server: ServerProcess,
  sdk: Sdk,
  { onJunk, onEnd }: { readonly onJunk: () => void; readonly onEnd: (why: string | null) => void },
): Transport {
  const transport: Transport = {
    start: () => {
      server.listen({
        line: (line) => {
          const message = line === null ? null : messageIn(line, sdk);
          if (message === null) onJunk();
          else transport.onmessage?.(message);
        },
        ended: (why) => {
          onEnd(why);
          transport.onclose?.();
        },
      });
      return Promise.resolve();
    },
    send: (message) => server.write(JSON.stringify(message)),
    close: () => server.stop(null),
  };
  return transport;
}

function messageIn(line: string, sdk: Sdk): JSONRPCMessage | null {
  try {
    return sdk.deserializeMessage(line);
  } catch {
    // Its one complaint: a line that is no message.
    return null;
  }
}
