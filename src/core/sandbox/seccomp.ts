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
import { type Architecture, DENIED, JUDGED, MISSING, numberOn } from "./syscalls.ts";

/** Answers of a filter, as in the kernel's seccomp.h. */
export const ANSWER = { kill: 0x8000_0000, allow: 0x7fff_0000, error: 0x0005_0000 } as const;

const EPERM = 1;
const ENOSYS = 38;
const REFUSE = [end(ANSWER.error | EPERM)];
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
const SOCK_STREAM = 1;
const SOCK_SEQPACKET = 5;
/** The rest of a socket's type are flags. */
const SOCK_TYPE = 0xf;

/** The filter for a restricted command, ready for `bwrap --seccomp`. */
export function seccompProgram(architecture: Architecture, network: "none" | "open"): Uint8Array {
  return assemble([
    load(OFFSET.architecture),
    // A call by another ABI, as by int 0x80, has other numbers: whoever makes one is up to no good.
    ...whenOther(ARCHITECTURES[architecture], [end(ANSWER.kill)]),
    load(OFFSET.number),
    ...(architecture === "x64" ? whenAtLeast(X32_BIT, [end(ANSWER.kill)]) : []),
    ...Object.values(DENIED).flatMap((numbers) => onCall(architecture, numbers, REFUSE)),
    ...Object.values(MISSING).flatMap((numbers) => onCall(architecture, numbers, [end(ANSWER.error | ENOSYS)])),
    ...judged(architecture, network),
    ALLOW,
  ]);
}

/** The filter that `permissions` call for; null where nothing is restricted. */
export function filterOf(permissions: Permissions, architecture: Architecture): Uint8Array | null {
  return permissions.kind === "unrestricted"
    ? null
    : seccompProgram(architecture, permissions.network === "open" ? "open" : "none");
}

function onCall(
  architecture: Architecture,
  numbers: readonly [number | null, number | null],
  then: readonly Instruction[],
): readonly Instruction[] {
  const number = numberOn(architecture, numbers);
  return number === null ? [] : whenEqual(number, then);
}

/** Each block ends the program, for the call's number is no longer loaded after it. */
function judged(architecture: Architecture, network: "none" | "open"): readonly Instruction[] {
  const newUser = [loadArgument(0), ...whenAnyBit(CLONE_NEWUSER, REFUSE), ALLOW];
  const setUserId = (index: 1 | 2) => [loadArgument(index), ...whenAnyBit(S_ISUID, REFUSE), ALLOW];
  return [
    // Keys pushed into the terminal would be read by the user's shell.
    ...onCall(architecture, JUDGED.ioctl, [
      loadArgument(1),
      ...whenEqual(TIOCSTI, REFUSE),
      ...whenEqual(TIOCLINUX, REFUSE),
      ALLOW,
    ]),
    ...onCall(architecture, JUDGED.socket, socketBlock(network)),
    ...onCall(architecture, JUDGED.socketpair, socketPairBlock()),
    ...onCall(architecture, JUDGED.clone, newUser),
    ...onCall(architecture, JUDGED.unshare, newUser),
    ...onCall(architecture, JUDGED.chmod, setUserId(1)),
    ...onCall(architecture, JUDGED.fchmod, setUserId(1)),
    ...onCall(architecture, JUDGED.fchmodat, setUserId(2)),
    ...onCall(architecture, JUDGED.fchmodat2, setUserId(2)),
  ];
}

/**
 * Only what reaches the own network namespace. A Unix socket reaches every daemon of the host, for no mount stops a
 * `connect`; vsock ignores namespaces. Netlink tells the routes, which only an open network has use for.
 */
function socketBlock(network: "none" | "open"): readonly Instruction[] {
  const families = network === "open" ? [AF_INET, AF_INET6, AF_NETLINK] : [AF_INET, AF_INET6];
  return [loadArgument(0), ...families.flatMap((family) => whenEqual(family, [ALLOW])), ...REFUSE];
}

/** Connected pairs reach nobody else; a datagram pair does, by `sendto` with an address. */
function socketPairBlock(): readonly Instruction[] {
  return [
    loadArgument(0),
    ...whenOther(AF_UNIX, REFUSE),
    loadArgument(1),
    and(SOCK_TYPE),
    ...whenEqual(SOCK_STREAM, [ALLOW]),
    ...whenEqual(SOCK_SEQPACKET, [ALLOW]),
    ...REFUSE,
  ];
}
