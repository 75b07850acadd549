/** Finds the process in a sandbox that holds the other end of a connection. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Command } from "../core/shell/reading.ts";
import { baseName } from "../kit/path.ts";

/** A process that connects, and what led to it, outermost first; neither is the sandbox's own machinery. */
export type Connector = { readonly command: Command; readonly chain: readonly Command[] };

/** What connections come to inside. */
export type Inside = {
  /** The inode of the listening socket, by which its network is told from those of other runs. */
  readonly listener: string;
  /** The port that it listens on. */
  readonly to: number;
};

/** More processes are not looked through: a question must not wait for it. */
const PROCESSES_MAX = 2_000;
/** So many levels above a process are named. */
const CHAIN_MAX = 16;
/** Letters of one process's words that are kept. */
const WORDS_LENGTH_MAX = 16 * 1024;

/**
 * Null where it cannot be told: the process has ended, or the system does not show it. The words are what the process
 * says of itself, for people to read; nothing is decided by them.
 *
 * @param from the port that the other side connects from
 */
export function whoConnects({ listener, to }: Inside, from: number): Connector | null {
  const inside = processesIn(listener);
  const [first] = inside;
  if (first === undefined) return null;
  const client = socketsOf(first).find(({ local, remote }) => local === from && remote === to);
  const owner = client === undefined ? undefined : inside.find((pid) => holds(pid, client.inode));
  const command = owner === undefined ? null : commandOf(owner);
  return owner === undefined || command === null ? null : { command, chain: chainTo(owner) };
}

/** Its words, behind the program that it is where they name another: words can be changed, the program cannot. */
function commandOf(pid: number): Command | null {
  const words = wordsOf(pid);
  const program = link(`/proc/${pid}/exe`);
  if (words === null || program === null) return words ?? (program === null ? null : [program]);
  // `python3` is `/usr/bin/python3.11`, and `-bash` a shell at login.
  const claimed = baseName(words[0]).replace(/^-/u, "");
  return claimed !== "" && baseName(program).startsWith(claimed) ? words : [program, ...words];
}

/** The processes that assent started, itself or through others, whose network has this listener. */
function processesIn(listener: string): readonly number[] {
  const known = new Map<string, boolean>();
  return descendantsOf(process.pid).filter((pid) => {
    const network = link(`/proc/${pid}/ns/net`);
    if (network === null) return false;
    const has = known.get(network) ?? socketsOf(pid).some(({ inode }) => inode === listener);
    known.set(network, has);
    return has;
  });
}

/** Parents come before their children. */
function descendantsOf(pid: number): readonly number[] {
  const found = [pid];
  for (let at = 0; at < found.length && found.length < PROCESSES_MAX; at += 1) {
    for (const thread of names(`/proc/${found[at]}/task`)) {
      found.push(...numbersIn(text(`/proc/${found[at]}/task/${thread}/children`)));
    }
  }
  return found.slice(1, PROCESSES_MAX);
}

type Socket = { readonly local: number; readonly remote: number; readonly inode: string };

/** The TCP sockets of the network that a process is in. */
function socketsOf(pid: number): readonly Socket[] {
  const lines = [text(`/proc/${pid}/net/tcp`), text(`/proc/${pid}/net/tcp6`)].flatMap((table) =>
    table.split("\n").slice(1),
  );
  return lines.flatMap((line) => {
    const [, local, remote, , , , , , , inode] = line.trim().split(/\s+/u);
    if (local === undefined || remote === undefined || inode === undefined) return [];
    return [{ local: portOf(local), remote: portOf(remote), inode }];
  });
}

/** `0100007F:1F90`. */
function portOf(end: string): number {
  return Number.parseInt(end.slice(end.lastIndexOf(":") + 1), 16);
}

function holds(pid: number, inode: string): boolean {
  return names(`/proc/${pid}/fd`).some((name) => link(`/proc/${pid}/fd/${name}`) === `socket:[${inode}]`);
}

/** From the command that was started in the sandbox to the parent of `pid`. */
function chainTo(pid: number): readonly Command[] {
  const chain: Command[] = [];
  for (let at = parentInside(pid); at !== null && chain.length < CHAIN_MAX; at = parentInside(at)) {
    const words = wordsOf(at);
    if (words !== null) chain.unshift(words);
  }
  return chain;
}

/** Null at the command itself: above it stands the sandbox's first process, which is bubblewrap. */
function parentInside(pid: number): number | null {
  const [parent] = numbersIn(field(pid, "PPid"));
  if (parent === undefined) return null;
  const [outer, ...inner] = numbersIn(field(parent, "NSpid"));
  return outer === undefined || inner.length === 0 || inner.at(-1) === 1 ? null : parent;
}

/** A line of /proc/PID/status; empty where there is none. */
function field(pid: number, name: string): string {
  const line = text(`/proc/${pid}/status`)
    .split("\n")
    .find((one) => one.startsWith(`${name}:`));
  return line?.slice(name.length + 1) ?? "";
}

/** Null for a process that has ended, or has wiped its words. */
function wordsOf(pid: number): Command | null {
  const line = text(`/proc/${pid}/cmdline`).slice(0, WORDS_LENGTH_MAX);
  // One that gives itself a shorter title leaves the rest empty.
  const [program, ...args] = line.replace(/\0+$/u, "").split("\0");
  return program === undefined || program === "" ? null : [program, ...args];
}

function numbersIn(list: string): readonly number[] {
  return list
    .split(/\s+/u)
    .filter((word) => word !== "")
    .map(Number);
}

function text(path: string): string {
  return orElse("", () => readFileSync(path, "utf8"));
}

function link(path: string): string | null {
  return orElse(null, () => readlinkSync(path));
}

function names(folder: string): readonly string[] {
  return orElse([], () => readdirSync(folder));
}

/** Processes come and go while they are looked at. */
function orElse<T>(other: T, read: () => T): T {
  try {
    return read();
  } catch {
    return other;
  }
}
