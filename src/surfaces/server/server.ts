/** What all clients of one process share: the threads that are open. */
import type { ThreadId } from "../../core/agent/item.ts";
import type { ThreadHost, ThreadOptions, ThreadOrigin } from "../../engine/agent/host.ts";
import { type StartFault, whyNotStarted } from "../../engine/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { JsonObject } from "../../kit/json.ts";
import type { Client } from "./client.ts";
import type { Machine } from "./machine.ts";
import { createRoom, type Room, type RoomAbout, type RoomPorts } from "./room.ts";

export type ServerPorts = RoomPorts & { readonly host: () => Promise<ThreadHost>; readonly machine: Machine };

export interface Server {
  readonly ports: ServerPorts;
  /** Threads that are open, in the order in which they were opened. */
  readonly rooms: ReadonlyMap<ThreadId, Room>;
  /** The client does not follow it yet, and what happens is kept back until `release`. */
  open(origin: ThreadOrigin, options: OpenOptions, about: RoomAbout): Promise<Result<Room, StartFault>>;
  /** Ends all that runs in it; nobody follows it any more. */
  close(thread: ThreadId): Promise<void>;
  /** To every client, whatever it follows. */
  broadcast(method: string, params: JsonObject): void;
  joined(client: Client): void;
  left(client: Client): void;
  /** Ends everything. */
  closeAll(): Promise<void>;
  /** Ends threads that nobody follows and in which nothing happened for a while. */
  sweep(): Promise<void>;
}

export type OpenOptions = Omit<ThreadOptions, "emit" | "ask" | "askUser">;

/** How long a thread stays open that nobody follows. As long as Codex keeps it. */
const UNUSED_MS_MAX = 30 * 60_000;

export function createServer(ports: ServerPorts): Server {
  const rooms = new Map<ThreadId, Room>();
  const clients = new Set<Client>();

  async function close(thread: ThreadId): Promise<void> {
    const room = rooms.get(thread);
    if (room === undefined) return;
    rooms.delete(thread);
    await room.thread().close();
    room.notify("thread/closed", { threadId: thread });
    for (const client of room.clients()) room.leave(client);
  }

  return {
    ports,
    rooms,
    async open(origin, options, about) {
      const room = createRoom(ports);
      const host = await ports.host();
      const opened = await host.open(origin, { ...options, ...room.voice });
      if (!opened.ok) return err(opened.error);
      const { id } = opened.value.thread;
      room.opened(opened.value, about);
      rooms.set(id, room);
      return ok(room);
    },
    close,
    broadcast(method, params) {
      for (const client of clients) client.notify(method, params);
    },
    joined: (client) => {
      clients.add(client);
    },
    left(client) {
      clients.delete(client);
      for (const room of rooms.values()) room.leave(client);
    },
    async closeAll() {
      await Promise.allSettled([...rooms.keys()].map(close));
    },
    async sweep() {
      const unused = [...rooms].filter(([, room]) => isUnused(room, ports.now()));
      await Promise.allSettled(unused.map(([id]) => close(id)));
    },
  };
}

function isUnused(room: Room, now: number): boolean {
  if (room.clients().size > 0 || now - room.movedAt() < UNUSED_MS_MAX) return false;
  return room.thread().running() === null && room.thread().processes().length === 0;
}

/** One line for whoever made the request. */
export function describeStartFault(fault: StartFault): string {
  const why = whyNotStarted(fault);
  return fault.kind === "config" ? `failed to load configuration: ${why}` : why;
}
