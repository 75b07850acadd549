/** One connection of a program to the proxy, and the sockets that live and end with it. */
import type { Socket } from "node:net";
import { open, type Opened, type Peer, type ProxyOptions, type Wanted } from "./door.ts";

export type Line = {
  readonly client: Socket;
  readonly peer: Peer;
  readonly options: ProxyOptions;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Every socket that the proxy holds, so that it can let go of all. */
  readonly sockets: Set<Socket>;
};

/** Opens the way to a host for this connection; what is opened closes with it. */
export async function openFor(line: Line, wanted: Omit<Wanted, "peer">): Promise<Opened> {
  const opened = await open({ ...wanted, peer: line.peer }, line.options, line.signal);
  if (opened.kind !== "open") return opened;
  const { socket } = opened;
  line.sockets.add(socket);
  const onClosed = (): void => {
    // After an orderly end what the client said is still on its way.
    if (line.client.errored === null) socket.destroySoon();
    else socket.destroy();
  };
  if (line.client.closed) onClosed();
  else line.client.once("close", onClosed);
  socket.once("close", () => {
    line.sockets.delete(socket);
    line.client.off("close", onClosed);
  });
  return opened;
}
