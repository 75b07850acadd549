/** One connection of a program to the proxy, and the sockets that live and end with it. */
import type { Socket } from "node:net";
import { type DoorOptions, open, type Opened, type Peer, type Wanted } from "./door.ts";

export type Line = {
  readonly client: Socket;
  readonly peer: Peer;
  readonly options: DoorOptions;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Every socket that the proxy holds, so that it can let go of all. */
  readonly sockets: Set<Socket>;
};

/** How long a server may take for the last words of a client that is gone. */
const FLUSH_MS = 30_000;

/** Opens the way to a host for this connection; what is opened closes with it. */
export async function openFor(line: Line, wanted: Omit<Wanted, "peer">): Promise<Opened> {
  const opened = await open({ ...wanted, peer: line.peer }, line.options, line.signal);
  if (opened.kind !== "open") return opened;
  const { socket } = opened;
  line.sockets.add(socket);
  const onClosed = (): void => {
    // After an orderly end what the client said is still on its way, but not for ever.
    if (line.client.errored === null) socket.destroySoon();
    else socket.destroy();
    const timer = setTimeout(() => socket.destroy(), FLUSH_MS);
    timer.unref();
    socket.once("close", () => clearTimeout(timer));
  };
  if (line.client.closed) onClosed();
  else line.client.once("close", onClosed);
  socket.once("close", () => {
    line.sockets.delete(socket);
    line.client.off("close", onClosed);
  });
  return opened;
}
