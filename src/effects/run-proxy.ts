/** The proxy of one run: loaded when something inside first connects, and gone with the run. */
import { readlinkSync } from "node:fs";
import { createServer, Server, type Socket } from "node:net";
import { PROXY_PORT } from "../core/sandbox/supervision.ts";
import { keyOf, type Target } from "./connections.ts";
import type { ProxyOptions } from "./proxy/door.ts";
import type { Proxy } from "./proxy/proxy.ts";
import type { Released } from "./listed-hosts.ts";
import type { Inside } from "./who-connects.ts";

export type RunProxy = {
  /** Serves what listens inside; called for each such server. */
  readonly listen: (listener: unknown) => void;
  /** Ends every connection; resolves when all are gone. */
  readonly close: () => Promise<void>;
};

export type RunProxyOptions = {
  /** How it is decided; called once, when somebody connects. */
  readonly release: (inside: Inside) => Promise<Released>;
  /** Called with each target that was refused, once. */
  readonly refused: (target: Target) => void;
  /** How long a connection waits for an answer, in milliseconds. */
  readonly waitMs: number;
};

/** Refused targets that are told of. */
const TOLD_MAX = 1_000;

export function runProxy({ release, refused, waitMs }: RunProxyOptions): RunProxy {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  // Connections go to the proxy by a server that listens nowhere, so that none is lost while the proxy is loaded.
  const inlet = createServer();
  let proxy: Promise<Proxy> | null = null;
  let isClosed = false;

  const load = async (first: Server): Promise<Proxy> => {
    const [{ createProxy }, released] = await Promise.all([
      import("./proxy/proxy.ts"),
      release({ listener: inodeOf(first), to: PROXY_PORT }),
    ]);
    const made = createProxy({ ...released, refused: onceEach(refused), waitMs });
    made.serve(inlet);
    return made;
  };
  const hand = async (server: Server, socket: Socket): Promise<void> => {
    proxy ??= load(server);
    try {
      await proxy;
    } catch {
      // A proxy that cannot be loaded lets nobody through.
      socket.destroy();
    }
    if (isClosed) socket.destroy();
    if (!socket.destroyed) inlet.emit("connection", socket);
  };

  return {
    listen(listener) {
      // Where nobody takes a connection over there is no way out.
      if (!(listener instanceof Server)) return;
      // One that comes after the end would keep this process from ending.
      if (isClosed) listener.close();
      servers.push(listener);
      // As the proxy has it: what comes early must not be cut off at its first end.
      Object.assign(listener, { allowHalfOpen: true });
      listener.on("error", () => undefined);
      listener.on("connection", (socket) => {
        // An error that nobody hears would end this process.
        socket.on("error", () => undefined);
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
        void hand(listener, socket);
      });
    },
    async close() {
      isClosed = true;
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      const loaded = await proxy?.catch(() => null);
      await Promise.all([...closed, loaded?.close()]);
    },
  };
}

function onceEach(refused: (target: Target) => void): ProxyOptions["refused"] {
  const told = new Set<string>();
  return ({ host, port, protocol }) => {
    const target: Target = { host: host.text, port, protocol };
    const key = keyOf(target);
    if (told.has(key) || told.size >= TOLD_MAX) return;
    told.add(key);
    refused(target);
  };
}

/** Of the socket that a server listens on; empty where the system does not tell, and then nobody is found by it. */
function inodeOf(server: Server): string {
  const handle: unknown = Reflect.get(server, "_handle");
  const fd: unknown = typeof handle === "object" && handle !== null ? Reflect.get(handle, "fd") : null;
  try {
    return /^socket:\[(\d+)\]$/u.exec(readlinkSync(`/proc/self/fd/${String(fd)}`))?.[1] ?? "";
  } catch {
    return "";
  }
}
