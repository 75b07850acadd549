/** Takes clients on a unix socket that nobody but this user can reach. */
import { chmodSync, lstatSync, statSync, unlinkSync } from "node:fs";
import { type Server, type Socket, connect, createServer } from "node:net";
import { dirname } from "node:path";
import type { CannotListen, Listening, Wire } from "../engine/wire.ts";
import { type Result, err, ok } from "../kit/result.ts";
import { makeFolders } from "./folders.ts";
import { streamWire } from "./stream-wire.ts";
import { codeOf, systemWords } from "./text-file.ts";

/** What a system's address of a socket holds. */
const PATH_BYTES_MAX = 107;
const CLIENTS_MAX = 256;
const KNOCK_MS = 1000;

/**
 * Listens at `path`, absolute. Its folder is made where it is missing, and has to be closed to all others: Node does not tell
 * who connects, so that is what keeps them out. A socket that nobody answers at is replaced; anything else there is not.
 */
export async function listenOnUnixSocket(
  path: string,
  accept: (wire: Wire) => void,
): Promise<Result<Listening, CannotListen>> {
  const why = whyNotThere(path) ?? (await whyTaken(path));
  if (why !== null) return err({ why });
  const wires = new Set<Wire>();
  const server = createServer((socket) => {
    const wire = streamWire(socket, socket);
    wires.add(wire);
    socket.on("close", () => wires.delete(wire));
    accept(wire);
  });
  server.maxConnections = CLIENTS_MAX;
  const failed = await listening(server, path);
  if (failed !== null) return err({ why: `cannot listen at ${path}: ${failed}` });
  chmodSync(path, 0o600);
  // What goes wrong with the socket itself later on ends no connection.
  server.on("error", () => {});
  return ok({ address: `unix://${path}`, close: async () => stop(server, wires) });
}

function whyNotThere(path: string): string | null {
  if (Buffer.byteLength(path) > PATH_BYTES_MAX)
    return `the path of a socket is at most ${PATH_BYTES_MAX} bytes: ${path}`;
  const folder = dirname(path);
  try {
    makeFolders(folder);
    const there = statSync(folder);
    if (!there.isDirectory()) return `${folder} is no folder: give another path`;
    const { mode, uid } = there;
    if (uid === process.getuid?.() && (mode & 0o077) === 0) return null;
    return `${folder} is open to others: give a socket in a folder that only you can enter, such as ${folder}/assent`;
  } catch (error) {
    return `cannot use ${folder} for a socket: ${systemWords(error)}: give another path`;
  }
}

/** Null where nothing is in the way any more. */
async function whyTaken(path: string): Promise<string | null> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return null;
  if (!there.isSocket()) return `${path} is there already and is no socket: give another path`;
  if (await answers(path)) return `a server listens at ${path} already: connect to that one, or give another path`;
  unlinkSync(path);
  return null;
}

function answers(path: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket: Socket = connect(path);
    const done = (isAnswered: boolean): void => {
      socket.destroy();
      settle(isAnswered);
    };
    // Whoever lets one wait is there.
    socket.setTimeout(KNOCK_MS, () => done(true));
    socket.once("connect", () => done(true));
    socket.once("error", (error) => done(codeOf(error) !== "ECONNREFUSED" && codeOf(error) !== "ENOENT"));
  });
}

/** Null when it listens. */
function listening(server: Server, path: string): Promise<string | null> {
  return new Promise((settle) => {
    server.once("error", (error) => settle(systemWords(error)));
    server.listen(path, () => settle(null));
  });
}

/** Node removes the socket's file. */
function stop(server: Server, wires: ReadonlySet<Wire>): void {
  server.close();
  for (const wire of wires) wire.end("the server ends");
}
