/** A small internet on loopback: servers that may be reached and others, and their names. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll } from "vitest";
import { addressVerdict, hostVerdict } from "../../../src/core/network/match.ts";
import { readPattern } from "../../../src/core/network/pattern.ts";
import { deniedBy, notListed, notLocal, type Refusal } from "../../../src/core/network/refusal.ts";
import type { HostPattern, HostRules } from "../../../src/core/permissions/hosts.ts";
import type { ProxyOptions } from "../../../src/effects/proxy/door.ts";
import { createProxy, type Proxy } from "../../../src/effects/proxy/proxy.ts";

/** Stand for public addresses; all others of loopback are what they are. */
export const ALLOWED = "127.0.0.20";
export const DENIED = "127.0.0.21";
export const HOST = "127.0.0.1";

/** What a server does with a connection. */
export type Behaviour = (socket: Socket) => void;

const open: { close: () => unknown }[] = [];
afterAll(async () => {
  await Promise.all(open.map((thing) => thing.close()));
});

export async function listen(address: string, port: number, behaviour: Behaviour, halfOpen = false): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: halfOpen }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    behaviour(socket);
  });
  server.listen({ port, host: address, backlog: 4_000 });
  await once(server, "listening");
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  open.push({ close });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function hostRules(allow: readonly string[], deny: readonly string[]): HostRules {
  return { kind: "hosts", allow: allow.map(pattern), deny: deny.map(pattern), unlisted: "deny" };
}

function pattern(text: string): HostPattern {
  const read = readPattern(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}

/** Decides by `rules` alone. */
export function byRules(rules: HostRules): Pick<ProxyOptions, "decide" | "judgeAddress"> {
  return {
    decide: async (wanted) => {
      const verdict = hostVerdict(rules, wanted);
      if (verdict.kind === "allow") return { kind: "allow", isNamed: verdict.isNamed };
      if (verdict.kind === "deny") return deniedBy(verdict.pattern, wanted);
      return verdict.kind === "local" ? notLocal(wanted) : notListed(wanted);
    },
    judgeAddress: (wanted, address, isNamed): Refusal | null => {
      if (address === ALLOWED || address === DENIED) return null;
      const verdict = addressVerdict(rules, wanted, isNamed, address);
      if (verdict.kind === "deny") return deniedBy(verdict.pattern, wanted, address);
      return verdict.kind === "local" ? notLocal(wanted, address) : null;
    },
  };
}

/** Names as a hostile domain would answer for them; `asked` is told of each question. */
export function resolver(asked: (name: string) => void): (name: string) => Promise<readonly string[]> {
  const flips = new Map<string, number>();
  return async (name) => {
    asked(name);
    if (name.startsWith("loop.") || name.includes("localhost")) return [HOST];
    if (name.startsWith("meta.")) return ["169.254.169.254"];
    if (name.startsWith("private.")) return ["10.7.7.7"];
    if (name.startsWith("both.")) return [HOST, ALLOWED];
    if (name.startsWith("none.")) throw new Error("no such name");
    if (!name.startsWith("flip")) return [name.endsWith("allowed.test") ? ALLOWED : DENIED];
    flips.set(name, (flips.get(name) ?? 0) + 1);
    return [(flips.get(name) ?? 0) % 2 === 1 ? ALLOWED : HOST];
  };
}

export type Running = { readonly proxy: Proxy; readonly port: number };

export async function run(options: ProxyOptions): Promise<Running> {
  const proxy = createProxy(options);
  open.push(proxy);
  const server = createServer();
  server.listen({ port: 0, host: HOST, backlog: 4_000 });
  await once(server, "listening");
  proxy.serve(server);
  return { proxy, port: portOf(server) };
}

/** Says all of it, ends its half, and resolves to all that came back; one byte a character. */
export async function say(port: number, text: string | Uint8Array): Promise<string> {
  const socket = connect({ port, host: HOST, allowHalfOpen: true });
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  socket.end(typeof text === "string" ? Buffer.from(text, "latin1") : text);
  await closed(socket);
  return Buffer.concat(pieces).toString("latin1");
}

/** Resolves when the socket is gone, however it went. */
export function closed(socket: Socket): Promise<void> {
  socket.on("error", () => undefined);
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}

/** The parts joined: texts with one byte a character, and bytes. */
export function joined(...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
}

/** A SOCKS5 connection to a name (text) or an IPv4 address (numbers), with what follows it. */
export function socks(target: string | readonly number[], port: number, payload: string | Uint8Array = ""): Uint8Array {
  const address = typeof target === "string" ? [3, target.length] : [1];
  const where = joined(Uint8Array.from(address), target, Uint8Array.from([port >> 8, port & 255]));
  return joined([5, 1, 0], [5, 1, 0], where, payload);
}
