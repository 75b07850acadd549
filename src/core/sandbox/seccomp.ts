/**
 * The system call filter of sandboxed commands.
 *
 * A second wall behind the mounts and namespaces: it takes away what could reach the kernel's darker corners, the
 * user's terminal or daemons of the host. All that a filter can look at are numbers, never memory, so a call whose
 * danger lies behind a pointer is refused as a whole.
 */
import type { Permissions } from "../permissions/permissions.ts";
import {
  and,
  assemble,
  end,
  load,
  loadArgument,
  OFFSET,
  whenAnyBit,
  whenAtLeast,
  whenEqual,
  whenOther,
} from "./bpf.ts";
import type { Instruction } from "./bpf.ts";
import { type Architecture, DENIED, JUDGED, MISSING, numberOn, WATCHED } from "./syscalls.ts";

/** Answers of a filter, as in the kernel's seccomp.h; `notify`: the supervisor answers. */
const ANSWER = { kill: 0x8000_0000, notify: 0x7fc0_0000, allow: 0x7fff_0000, error: 0x0005_0000 } as const;

/** The network that a command lives in: one of its own, be it with a proxy or without, or the host's. */
type Reach = "own" | "open";

/** What a supervisor is asked about, where there is one. `exec`: every program that starts; `reads`: every file that is opened. */
export type Watched = { readonly exec: boolean; readonly reads: boolean };

const EPERM = 1;
const ENOSYS = 38;
const REFUSE = [end(ANSWER.error | EPERM)];
const NOTIFY = end(ANSWER.notify);
const ALLOW = end(ANSWER.allow);

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64. */
const ARCHITECTURES: Readonly<Record<Architecture, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };
/** System calls of the x32 ABI have this bit; no filter by number would see them. */
const X32_BIT = 0x4000_0000;

const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const CLONE_NEWUSER = 0x1000_0000;
const S_ISUID = 0o4000;

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const NETLINK_ROUTE = 0;
const SOCK_STREAM = 1;
const SOCK_SEQPACKET = 5;
/** The rest of a socket's type are flags. */
const SOCK_TYPE = 0xf;
const O_CREAT = 0o100;
/** O_WRONLY, O_RDWR and O_TRUNC: a file that is opened without any of them, and not made, is only read. */
const WRITES = 0o1 | 0o2 | 0o1000;

/**
 * The filter for a restricted command, ready to be loaded.
 *
 * What is judged by an argument comes first: of the calls that no argument matters to, the kernel remembers the answer.
 *
 * @param watched null where nobody listens: what a supervisor would answer is then refused or let through as a whole
 */
export function seccompProgram(architecture: Architecture, reach: Reach, watched: Watched | null): Uint8Array {
  return assemble([
    load(OFFSET.architecture),
    // A call by another ABI, as by int 0x80, has other numbers: whoever makes one is up to no good.
    ...whenOther(ARCHITECTURES[architecture], [end(ANSWER.kill)]),
    load(OFFSET.number),
    ...(architecture === "x64" ? whenAtLeast(X32_BIT, [end(ANSWER.kill)]) : []),
    ...(watched === null ? [] : watchedCalls(architecture, reach, watched)),
    ...judged(architecture, reach, watched),
    ...Object.values(DENIED).flatMap((numbers) => onCall(architecture, numbers, REFUSE)),
    ...Object.values(MISSING).flatMap((numbers) => onCall(architecture, numbers, [end(ANSWER.error | ENOSYS)])),
    ALLOW,
  ]);
}

/** The filter that `permissions` call for; null where nothing is restricted. */
export function filterOf(
  permissions: Permissions,
  architecture: Architecture,
  watched: Watched | null,
): Uint8Array | null {
  if (permissions.kind === "unrestricted") return null;
  const reach = permissions.network === "open" ? "open" : "own";
  const key = `${architecture} ${reach} ${watched === null ? "alone" : `${watched.exec} ${watched.reads}`}`;
  const program = made.get(key) ?? seccompProgram(architecture, reach, watched);
  made.set(key, program);
  return program;
}

/** There are no more than a dozen, and each takes a while to make. */
const made = new Map<string, Uint8Array>();

function onCall(
  architecture: Architecture,
  numbers: readonly [number | null, number | null],
  then: readonly Instruction[],
): readonly Instruction[] {
  const number = numberOn(architecture, numbers);
  return number === null ? [] : whenEqual(number, then);
}

/** In an open network nothing but addresses can be connected to, and all of them may be. */
function watchedCalls(architecture: Architecture, reach: Reach, { exec }: Watched): readonly Instruction[] {
  const moved = [WATCHED.mkdir, WATCHED.mkdirat, WATCHED.rename, WATCHED.renameat, WATCHED.renameat2];
  const linked = [WATCHED.link, WATCHED.linkat, WATCHED.symlink, WATCHED.symlinkat];
  const numbers = [
    ...moved,
    ...linked,
    ...(reach === "own" ? [WATCHED.connect] : []),
    ...(exec ? [WATCHED.execve, WATCHED.execveat] : []),
  ];
  return numbers.flatMap((each) => onCall(architecture, each, [NOTIFY]));
}

/** Each block ends the program, for the call's number is no longer loaded after it. */
function judged(architecture: Architecture, reach: Reach, watched: Watched | null): readonly Instruction[] {
  const newUser = [loadArgument(0), ...whenAnyBit(CLONE_NEWUSER, REFUSE), ALLOW];
  const setUserId = (index: 1 | 2) => [loadArgument(index), ...whenAnyBit(S_ISUID, REFUSE), ALLOW];
  // What makes a name is told of, as what writes is.
  const written = watched === null ? ALLOW : NOTIFY;
  const making = (mode: 1 | 2 | 3) => [loadArgument(mode), ...whenAnyBit(S_ISUID, REFUSE), written];
  // A program opens many files to read, few to write: reading is a notice only where some of it may be denied.
  const opening = (flags: 1 | 2, mode: 2 | 3) => [
    loadArgument(flags),
    ...whenAnyBit(O_CREAT, making(mode)),
    ...whenAnyBit(WRITES, [written]),
    watched?.reads === true ? NOTIFY : ALLOW,
  ];
  return [
    ...onCall(architecture, JUDGED.openat, opening(2, 3)),
    ...onCall(architecture, JUDGED.open, opening(1, 2)),
    ...onCall(architecture, JUDGED.creat, making(1)),
    // Keys pushed into the terminal would be read by the user's shell.
    ...onCall(architecture, JUDGED.ioctl, [
      loadArgument(1),
      ...whenEqual(TIOCSTI, REFUSE),
      ...whenEqual(TIOCLINUX, REFUSE),
      ALLOW,
    ]),
    ...onCall(architecture, JUDGED.socket, socketBlock(reach === "own" && watched !== null)),
    ...onCall(architecture, JUDGED.socketpair, [loadArgument(0), ...whenOther(AF_UNIX, REFUSE), ...streamsOnly()]),
    ...onCall(architecture, JUDGED.clone, newUser),
    ...onCall(architecture, JUDGED.unshare, newUser),
    ...onCall(architecture, JUDGED.chmod, setUserId(1)),
    ...onCall(architecture, JUDGED.fchmod, setUserId(1)),
    ...onCall(architecture, JUDGED.fchmodat, setUserId(2)),
    ...onCall(architecture, JUDGED.fchmodat2, setUserId(2)),
    ...onCall(architecture, JUDGED.mknod, making(1)),
    ...onCall(architecture, JUDGED.mknodat, making(2)),
  ];
}

/**
 * Only what stays in the network that the command lives in. A Unix socket reaches every daemon of the host, for no
 * mount stops a `connect`: there is one only where the supervisor makes every connection. Vsock ignores namespaces.
 * Netlink's routes and interfaces can be read, and changed by nobody without capabilities.
 */
function socketBlock(unix: boolean): readonly Instruction[] {
  return [
    loadArgument(0),
    ...[AF_INET, AF_INET6].flatMap((family) => whenEqual(family, [ALLOW])),
    ...whenEqual(AF_NETLINK, [loadArgument(2), ...whenEqual(NETLINK_ROUTE, [ALLOW]), ...REFUSE]),
    ...(unix ? whenEqual(AF_UNIX, streamsOnly()) : []),
    ...REFUSE,
  ];
}

/** What is connected once and reaches nobody else; a datagram names whom it goes to, by `sendto`. */
function streamsOnly(): readonly Instruction[] {
  return [
    loadArgument(1),
    and(SOCK_TYPE),
    ...whenEqual(SOCK_STREAM, [ALLOW]),
    ...whenEqual(SOCK_SEQPACKET, [ALLOW]),
    ...REFUSE,
  ];
}
