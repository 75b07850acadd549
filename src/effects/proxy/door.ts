/** The one way from the proxy to a host: judged, resolved once, judged again, dialled. */
import { lookup } from "node:dns/promises";
import { isIP, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import type { NetworkProtocol } from "../../core/approval/action.ts";
import { addressKind, bytesOf, formatAddress } from "../../core/network/address.ts";
import { type HostPort, printHostPort } from "../../core/network/host.ts";
import { notLocal, type Refusal } from "../../core/network/refusal.ts";
import { connectWide } from "./wide.ts";

/** The program's end of the connection, as the sandbox's network sees it. */
export type Peer = { readonly address: string; readonly port: number };

/** Somebody wants to connect. */
export type Wanted = HostPort & { readonly protocol: NetworkProtocol; readonly peer: Peer };

/** `isNamed`: the very host was named, without wildcards, so that it may be a local one. */
export type Release = { readonly kind: "allow"; readonly isNamed: boolean };

export type ProxyOptions = {
  /** Asked once for each connection and each plain request; a rejection refuses. Aborted when nobody waits any more. */
  readonly decide: (wanted: Wanted, signal: AbortSignal) => Promise<Release | Refusal>;
  /** Asked for each address that a released name has; null lets it be dialled. Addresses are in their plain form. */
  readonly judgeAddress: (wanted: Wanted, address: string, isNamed: boolean) => Refusal | null;
  /** Told of each refusal, by whatever it was caused. */
  readonly refused: (wanted: Wanted, refusal: Refusal) => void;
  /** How long a connection waits for `decide`. */
  readonly waitMs: number;
  /** All addresses of a name; the system's resolver if left out. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
};

/** With the way to look names up that all connections share. */
export type DoorOptions = Required<ProxyOptions>;

export type Opened =
  | { readonly kind: "open"; readonly socket: Socket }
  | Refusal
  | {
      readonly kind: "failed";
      readonly fault: "unresolved" | "unreachable" | "refused" | "late";
      readonly why: string;
    };

const CONNECT_MS = 20_000;
/** How long one of several addresses is tried before the next. */
const ATTEMPT_MS = 1_000;
const RESOLVE_MS = 10_000;

/** Never rejects. @param signal aborted when the client is gone */
export async function open(wanted: Wanted, options: DoorOptions, signal: AbortSignal): Promise<Opened> {
  const release = await decide(wanted, options, signal);
  const found = release.kind === "refuse" ? release : await addressesOf(wanted, release.isNamed, options);
  if (found.kind === "refuse") options.refused(wanted, found);
  return found.kind === "found" ? dial(wanted, found.addresses, signal) : found;
}

/** A fault in judging is a refusal, and so is a question that nobody answers in time. */
async function decide(wanted: Wanted, options: ProxyOptions, signal: AbortSignal): Promise<Release | Refusal> {
  const limit = new AbortController();
  const onGone = (): void => limit.abort();
  signal.addEventListener("abort", onGone);
  const place = printHostPort(wanted);
  let timer: NodeJS.Timeout | null = null;
  const late = new Promise<Refusal>((resolve) => {
    timer = setTimeout(() => {
      resolve(unreleased(`${place} was not released within ${Math.round(options.waitMs / 1000)} s; try again`));
      limit.abort();
    }, options.waitMs);
  });
  try {
    return await Promise.race([options.decide(wanted, limit.signal), late]);
  } catch {
    // Whatever went wrong was told where it did; here it only means that nobody released the connection.
    return unreleased(`${place} could not be judged, so it is refused`);
  } finally {
    if (timer !== null) clearTimeout(timer);
    signal.removeEventListener("abort", onGone);
  }
}

function unreleased(why: string): Refusal {
  return { kind: "refuse", why, rule: null, decision: "not_allowed", source: "decider" };
}

type Found = { readonly kind: "found"; readonly addresses: readonly string[] };

async function addressesOf(wanted: Wanted, isNamed: boolean, options: DoorOptions): Promise<Found | Opened> {
  const { host } = wanted;
  const all = host.kind === "address" ? [host.text] : await resolve(host.text, options.resolve);
  if (all.length === 0) return { kind: "failed", fault: "unresolved", why: `${host.text} could not be resolved` };
  const own = ownAddresses();
  let refusal: Refusal | null = null;
  const addresses: string[] = [];
  for (const address of all) {
    const isOwn = own.has(address) && !(isNamed && host.text === address);
    const fault = isOwn ? notLocal(wanted, address) : options.judgeAddress(wanted, address, isNamed);
    if (fault === null) addresses.push(address);
    refusal ??= fault;
  }
  return addresses.length === 0 && refusal !== null ? refusal : { kind: "found", addresses };
}

/** What wants the same name at the same time shares one answer; none is kept beyond that. */
export function sharedLookups(
  look: (name: string) => Promise<readonly string[]> = systemResolve,
): (name: string) => Promise<readonly string[]> {
  const going = new Map<string, Promise<readonly string[]>>();
  return (name) => {
    const known = going.get(name);
    if (known !== undefined) return known;
    const answer = look(name).finally(() => going.delete(name));
    going.set(name, answer);
    return answer;
  };
}

/** Empty where there are none, or none came in time. */
async function resolve(name: string, how: (name: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | null = null;
  const late = new Promise<readonly string[]>((done) => {
    timer = setTimeout(() => done([]), RESOLVE_MS);
  });
  try {
    const texts = await Promise.race([how(name), late]);
    // A zone would be judged without and dialled with it.
    const plain = texts.map((text) => bytesOf(text)).filter((bytes) => bytes !== null);
    return [...new Set(plain.map((bytes) => formatAddress(bytes)))];
  } catch {
    // A name that does not exist is an answer like any other.
    return [];
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

async function systemResolve(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** What this machine is called from outside: its services listen there as well. */
function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const plain = all.map(({ address }) => bytesOf(address)).filter((bytes) => bytes !== null);
  return new Set(plain.map((bytes) => formatAddress(bytes)).filter((address) => addressKind(address) === "public"));
}

/** Tries the addresses in their order, and the next one beside it where one does not answer at once. */
function dial({ host, port }: HostPort, addresses: readonly string[], signal: AbortSignal): Promise<Opened> {
  if (signal.aborted) return Promise.resolve({ kind: "failed", fault: "late", why: "the client is gone" });
  const entries = addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = connectWide({
    host: host.text,
    port,
    allowHalfOpen: true,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
    // The one place that names an address: nothing is looked up a second time.
    lookup: (_name, _options, done) => done(null, entries),
  });
  return new Promise((settle) => {
    const fail = (fault: "unreachable" | "refused" | "late", why: string): void => {
      socket.destroy();
      settle({ kind: "failed", fault, why: `${printHostPort({ host, port })} ${why}` });
    };
    const timer = setTimeout(() => fail("late", "did not answer in time"), CONNECT_MS);
    const onGone = (): void => fail("late", "is not waited for any more");
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onGone);
    };
    signal.addEventListener("abort", onGone);
    socket.once("connect", () => {
      done();
      settle({ kind: "open", socket });
    });
    // Stays to the end: an error that nobody hears would end the process.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      done();
      const isRefused = error.code === "ECONNREFUSED";
      fail(isRefused ? "refused" : "unreachable", isRefused ? "refused the connection" : "cannot be reached");
    });
  });
}
