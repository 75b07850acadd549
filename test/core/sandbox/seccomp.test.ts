/** The system call filter, evaluated as the kernel does, call by call. */
import { expect, test } from "vitest";
import { READ_ONLY, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { filterOf, seccompProgram, type Watched } from "../../../src/core/sandbox/seccomp.ts";
import type { Architecture } from "../../../src/core/sandbox/syscalls.ts";

const AUDIT = { x64: 0xc000003e, arm64: 0xc00000b7, i386: 0x40000003, arm: 0x40000028 };

/** Evaluates a classic BPF program as the kernel does for seccomp; written from filter.h, apart from the assembler. */
function evaluate(program: Uint8Array, data: Uint8Array): string {
  const code = new DataView(program.buffer);
  const words = new DataView(data.buffer);
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const [operation, constant] = [code.getUint16(at, true), code.getUint32(at + 4, true)];
    const jump = (taken: boolean) => 8 * code.getUint8(at + (taken ? 2 : 3));
    if (operation === 0x20) accumulator = words.getUint32(constant, true);
    else if (operation === 0x54) accumulator = (accumulator & constant) >>> 0;
    else if (operation === 0x15) at += jump(accumulator === constant);
    else if (operation === 0x35) at += jump(accumulator >= constant);
    else if (operation === 0x45) at += jump((accumulator & constant) !== 0);
    else if (operation === 0x06) return answer(constant);
    else throw new Error(`unknown operation ${operation}`);
  }
  throw new Error("the program runs off its end");
}

function answer(value: number): string {
  if (value === 0x7fff0000) return "allow";
  if (value === 0x80000000) return "kill";
  if (value === 0x7fc00000) return "notify";
  if (value >>> 16 === 5) return { 1: "EPERM", 38: "ENOSYS" }[value & 0xffff] ?? `errno ${value & 0xffff}`;
  throw new Error(`unknown answer ${value}`);
}

/** The kind of filter: whose network, and what a supervisor is asked about. */
type Kind = { readonly reach: "own" | "open"; readonly watched: Watched | null };
const ALONE: Kind = { reach: "own", watched: null };
const WATCHED: Kind = { reach: "own", watched: { exec: false, reads: false } };
const EXEC: Kind = { reach: "own", watched: { exec: true, reads: false } };
const OPEN: Kind = { reach: "open", watched: null };
const OPEN_EXEC: Kind = { reach: "open", watched: { exec: true, reads: false } };
const DENYING: Kind = { reach: "own", watched: { exec: false, reads: true } };
const KINDS = { ALONE, WATCHED, EXEC, OPEN, OPEN_EXEC };

type Words = readonly (number | bigint)[];

function call(
  architecture: keyof typeof AUDIT,
  filter: Architecture,
  number: number,
  args: Words = [],
  { reach, watched }: Kind = ALONE,
): string {
  const data = new DataView(new ArrayBuffer(64));
  data.setInt32(0, number, true);
  data.setUint32(4, AUDIT[architecture], true);
  for (const [index, arg] of args.entries()) data.setBigUint64(16 + 8 * index, BigInt.asUintN(64, BigInt(arg)), true);
  return evaluate(seccompProgram(filter, reach, watched), new Uint8Array(data.buffer));
}

const on = (filter: Architecture, number: number, args: Words = [], kind: Kind = ALONE) =>
  call(filter, filter, number, args, kind);

/** Numbers by the kernel's tables (syscall_64.tbl, asm-generic/unistd.h), not from the source under test. */
const REFUSED: Readonly<Record<string, readonly [x64: number | null, arm64: number | null]>> = {
  ptrace: [101, 117],
  syslog: [103, 116],
  modify_ldt: [154, null],
  pivot_root: [155, 41],
  acct: [163, 89],
  settimeofday: [164, 170],
  mount: [165, 40],
  umount2: [166, 39],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  iopl: [172, null],
  ioperm: [173, null],
  init_module: [175, 105],
  delete_module: [176, 106],
  quotactl: [179, 60],
  clock_settime: [227, 112],
  kexec_load: [246, 104],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  perf_event_open: [298, 241],
  open_by_handle_at: [304, 265],
  setns: [308, 268],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  finit_module: [313, 273],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  pidfd_getfd: [438, 438],
  mount_setattr: [442, 442],
  quotactl_fd: [443, 443],
  open_tree_attr: [467, 467],
  fanotify_init: [300, 262],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
  create_module: [174, null],
  vhangup: [153, 58],
};
/** Refused without arguments as well: clone3, openat2, and sockets of no family. */
const REFUSED_EMPTY: Readonly<Record<Architecture, readonly number[]>> = {
  x64: [435, 437, 41, 53],
  arm64: [435, 437, 198, 199],
};

test.each(["x64", "arm64"] as const)("these and no other calls are refused on %s", (architecture) => {
  const numbers = Object.values(REFUSED).map(([x64, arm64]) => (architecture === "x64" ? x64 : arm64));
  const expected = [...numbers.filter((number) => number !== null), ...REFUSED_EMPTY[architecture]];
  const all = Array.from({ length: 512 }, (_, number) => number);
  expect(all.filter((number) => on(architecture, number) !== "allow")).toEqual(expected.toSorted((a, b) => a - b));
});

/** What every program needs: read, write, openat, mmap, execve, exit_group, futex, connect, bind, sendmsg, kill, wait4. */
const ORDINARY: Readonly<Record<Architecture, readonly number[]>> = {
  x64: [0, 1, 257, 9, 59, 231, 202, 42, 49, 46, 62, 61],
  arm64: [63, 64, 56, 222, 221, 94, 98, 203, 200, 211, 129, 260],
};
test.each(["x64", "arm64"] as const)("ordinary calls pass on %s", (architecture) => {
  expect(ORDINARY[architecture].map((number) => on(architecture, number))).toEqual(
    ORDINARY[architecture].map(() => "allow"),
  );
});

test.each<[string, keyof typeof AUDIT, Architecture, number]>([
  ["32-bit calls on x64", "i386", "x64", 20],
  ["32-bit calls on arm64", "arm", "arm64", 20],
  ["x32 numbers", "x64", "x64", 0x40000000],
  ["x32 numbers of calls that are refused", "x64", "x64", 0x40000000 + 101],
  ["the number -1", "x64", "x64", -1],
])("%s are killed", (_name, architecture, filter, number) => {
  expect(call(architecture, filter, number)).toBe("kill");
});

const NEWUSER = 0x10000000;
const STREAM = 1;
const DGRAM = 2;
const SEQPACKET = 5;
const CLOEXEC = 0o2000000;
const NONBLOCK = 0o4000;

const JUDGED: readonly [
  name: string,
  x64: number | null,
  arm64: number | null,
  args: readonly (number | bigint)[],
  answer: string,
][] = [
  ["a window size query", 16, 29, [0, 0x5413], "allow"],
  ["TIOCSTI", 16, 29, [0, 0x5412], "EPERM"],
  ["TIOCSTI with upper bits set", 16, 29, [0, 0x1_0000_5412n], "EPERM"],
  ["TIOCLINUX", 16, 29, [0, 0x541c], "EPERM"],
  ["a thread", 56, 220, [0x3d0f00], "allow"],
  ["a fork", 56, 220, [17], "allow"],
  ["a clone with a user namespace", 56, 220, [NEWUSER + 17], "EPERM"],
  ["a clone with user and network namespaces", 56, 220, [0x50000011], "EPERM"],
  ["clone3, whatever it asks", 435, 435, [0, 88], "ENOSYS"],
  ["openat2, whatever it asks", 437, 437, [-100, 0, 0, 24], "ENOSYS"],
  ["leaving shared files", 272, 97, [0x400], "allow"],
  ["a new user namespace", 272, 97, [NEWUSER], "EPERM"],
  ["a Unix stream pair", 53, 199, [1, STREAM | CLOEXEC, 0], "allow"],
  ["a Unix packet pair", 53, 199, [1, SEQPACKET | NONBLOCK, 0], "allow"],
  ["a Unix datagram pair", 53, 199, [1, DGRAM, 0], "EPERM"],
  ["a Unix datagram pair with flags", 53, 199, [1, DGRAM | CLOEXEC | NONBLOCK, 0], "EPERM"],
  ["a pair of another family", 53, 199, [30, STREAM, 0], "EPERM"],
  ["a mode", 90, null, ["x".length, 0o755], "allow"],
  ["a set-group-ID folder", 91, 52, [3, 0o2755], "allow"],
  ["set-user-ID by chmod", 90, null, [0, 0o4755], "EPERM"],
  ["set-user-ID by fchmod", 91, 52, [3, 0o4755], "EPERM"],
  ["set-user-ID by fchmodat", 268, 53, [-100, 0, 0o6755], "EPERM"],
  ["set-user-ID by fchmodat2", 452, 452, [-100, 0, 0o4755, 0], "EPERM"],
  ["a file that is made set-user-ID", 257, 56, [-100, 0, 0o101, 0o4755], "EPERM"],
  ["a file that is made set-user-ID by open", 2, null, [0, 0o102, 0o6755], "EPERM"],
  ["a file that is made set-user-ID by creat", 85, null, [0, 0o4700], "EPERM"],
  ["a node that is made set-user-ID", 133, null, [0, 0o104755, 0], "EPERM"],
  ["a node that is made set-user-ID by mknodat", 259, 33, [-100, 0, 0o104755, 0], "EPERM"],
  ["what stands in place of a mode where nothing is made", 257, 56, [-100, 0, 0, 0o4755], "allow"],
  ["routes and interfaces", 41, 198, [16, 3, 0], "allow"],
  ["the same as datagrams", 41, 198, [16, 2 | CLOEXEC, 0], "allow"],
  ["sockets of others by netlink", 41, 198, [16, 3, 4], "EPERM"],
  ["the kernel's audit by netlink", 41, 198, [16, 3, 9], "EPERM"],
];
test.each(JUDGED)("%s", (_name, x64, arm64, args, expected) => {
  for (const kind of Object.values(KINDS)) {
    const answers = [
      x64 === null ? "-" : on("x64", x64, args, kind),
      arm64 === null ? "-" : on("arm64", arm64, args, kind),
    ];
    expect(answers).toEqual([x64 === null ? "-" : expected, arm64 === null ? "-" : expected]);
  }
});

const READS = 0o2000000;
const NOTICED: readonly [
  name: string,
  x64: number | null,
  arm64: number | null,
  args: Words,
  answers: readonly [alone: string, watched: string, exec: string, open: string, openExec: string],
][] = [
  ["reading", 257, 56, [-100, 0, READS, 0], ["allow", "allow", "allow", "allow", "allow"]],
  ["reading by open", 2, null, [0, READS, 0], ["allow", "allow", "allow", "allow", "allow"]],
  ["writing", 257, 56, [-100, 0, 0o1, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["reading and writing", 257, 56, [-100, 0, 0o2, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["making a file", 257, 56, [-100, 0, 0o100, 0o644], ["allow", "notify", "notify", "allow", "notify"]],
  ["emptying a file", 257, 56, [-100, 0, 0o1000, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["writing by open", 2, null, [0, 0o1, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["making a file by creat", 85, null, [0, 0o644], ["allow", "notify", "notify", "allow", "notify"]],
  ["mkdir", 83, null, [0, 0o755], ["allow", "notify", "notify", "allow", "notify"]],
  ["mkdirat", 258, 34, [-100, 0, 0o755], ["allow", "notify", "notify", "allow", "notify"]],
  ["rename", 82, null, [0, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["renameat", 264, 38, [-100, 0, -100, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["renameat2", 316, 276, [-100, 0, -100, 0, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["link", 86, null, [0, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["linkat", 265, 37, [-100, 0, -100, 0, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["symlink", 88, null, [0, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["symlinkat", 266, 36, [0, -100, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["a file by mknod", 133, null, [0, 0o100644, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["a named pipe by mknodat", 259, 33, [-100, 0, 0o10644, 0], ["allow", "notify", "notify", "allow", "notify"]],
  ["execve", 59, 221, [0, 0, 0], ["allow", "allow", "notify", "allow", "notify"]],
  ["execveat", 322, 281, [3, 0, 0, 0, 0x1000], ["allow", "allow", "notify", "allow", "notify"]],
  ["connect", 42, 203, [3, 0, 16], ["allow", "notify", "notify", "allow", "allow"]],
  ["a Unix stream socket", 41, 198, [1, STREAM | CLOEXEC, 0], ["EPERM", "allow", "allow", "EPERM", "EPERM"]],
  ["a Unix packet socket", 41, 198, [1, SEQPACKET, 0], ["EPERM", "allow", "allow", "EPERM", "EPERM"]],
  ["a Unix datagram socket", 41, 198, [1, DGRAM, 0], ["EPERM", "EPERM", "EPERM", "EPERM", "EPERM"]],
  ["a Unix socket of raw type", 41, 198, [1, 3, 0], ["EPERM", "EPERM", "EPERM", "EPERM", "EPERM"]],
];
test.each(NOTICED)("%s", (_name, x64, arm64, args, answers) => {
  for (const [architecture, number] of [
    ["x64", x64],
    ["arm64", arm64],
  ] as const) {
    if (number === null) continue;
    expect(Object.values(KINDS).map((kind) => on(architecture, number, args, kind))).toEqual(answers);
  }
});

test.each(["x64", "arm64"] as const)("all socket families on %s", (architecture) => {
  const number = { x64: 41, arm64: 198 }[architecture];
  const allowed = (kind: Kind) =>
    Array.from({ length: 64 }, (_, family) => family).filter(
      (family) => on(architecture, number, [family, STREAM, 0], kind) === "allow",
    );
  expect(Object.values(KINDS).map(allowed)).toEqual([
    [2, 10, 16],
    [1, 2, 10, 16],
    [1, 2, 10, 16],
    [2, 10, 16],
    [2, 10, 16],
  ]);
});

test("where some of it is denied, whatever is opened is a notice, and nothing else is more than before", () => {
  const reading = [257, [-100, 0, READS, 0]] as const;
  const byOpen = [2, [0, READS, 0]] as const;
  const execution = [59, [0, 0, 0]] as const;
  const answers = [reading, byOpen, execution].map(([number, args]) => on("x64", number, [...args], DENYING));
  expect(answers).toEqual(["notify", "notify", "allow"]);
});

const HOSTS = { kind: "hosts", allow: [], deny: [], unlisted: "ask" } as const;

test("only restricted commands get a filter, of the network that they have", () => {
  const watched = { exec: true, reads: false };
  expect(filterOf(UNRESTRICTED, "x64", watched)).toBe(null);
  expect(filterOf(READ_ONLY, "x64", null)).toEqual(seccompProgram("x64", "own", null));
  expect(filterOf({ ...READ_ONLY, network: HOSTS }, "x64", watched)).toEqual(seccompProgram("x64", "own", watched));
  expect(filterOf({ ...READ_ONLY, network: "open" }, "x64", watched)).toEqual(seccompProgram("x64", "open", watched));
});
