/**
 * The only way out of a sandbox with hosts: HTTP, CONNECT and SOCKS5 on one port.
 *
 * It decides nothing: what may be reached is asked of `decide` and `judgeAddress`. Whatever goes wrong with a connection
 * ends that connection.
 */
import type { Server, Socket } from "node:net";
import { SOCKS4_REJECTED, SOCKS4_VERSION, SOCKS_VERSION } from "../../core/network/socks.ts";
import { printAnswer } from "../../core/network/refusal.ts";
import { type ProxyOptions, sharedLookups } from "./door.ts";
import { HEAD_MS } from "./exchange.ts";
import { serveHttp } from "./http.ts";
import { hangUp, take } from "./intake.ts";
import type { Line } from "./line.ts";
import { serveSocks } from "./socks.ts";

export type Proxy = {
  /** Takes over the connections of a server that listens already; may be called for several. */
  readonly serve: (server: Server) => void;
  /** Closes them and every connection; resolves when all are gone. */
  readonly close: () => Promise<void>;
};

/** Connections of programs at once; each takes two descriptors. */
const CONNECTIONS_MAX = 4_000;

export function createProxy(wanted: ProxyOptions): Proxy {
  // The system has only a few threads for lookups, and a thousand connections may come at once.
  const options = { ...wanted, resolve: sharedLookups(wanted.resolve) };
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const accept = (client: Socket): void => {
    // Without a listener an error would end the process; that the connection is over shows otherwise.
    client.on("error", () => undefined);
    const gone = new AbortController();
    sockets.add(client);
    connections += 1;
    client.once("close", () => {
      sockets.delete(client);
      connections -= 1;
      gone.abort();
    });
    client.setNoDelay(true);
    if (connections > CONNECTIONS_MAX) {
      hangUp(client, printAnswer("503 Service Unavailable", "text/plain", "assent: too many connections at once\n"));
      return;
    }
    const peer = { address: client.remoteAddress ?? "", port: client.remotePort ?? 0 };
    // A fault in serving one connection must not touch the others, nor leave it half open.
    serveLine({ client, peer, options, signal: gone.signal, sockets }).catch(() => client.destroy());
  };

  return {
    serve: (server) => {
      servers.push(server);
      // Either side may end its half first; Node reads this when a connection comes in.
      Object.assign(server, { allowHalfOpen: true });
      server.on("connection", accept);
      server.on("error", () => undefined);
    },
    close: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** The first byte tells what is spoken. */
async function serveLine(line: Line): Promise<void> {
  const { client } = line;
  const first = await take(client, (bytes) => ({ kind: "read", value: bytes[0] ?? 0, end: 0 }), {
    bytesMax: 1,
    waitMs: HEAD_MS,
  });
  if (first.kind !== "read") hangUp(client, "");
  else if (first.value === SOCKS_VERSION) await serveSocks(line);
  else if (first.value === SOCKS4_VERSION) hangUp(client, Uint8Array.from(SOCKS4_REJECTED));
  else await serveHttp(line);
}
