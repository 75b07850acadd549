/** Linux system calls that a sandboxed command may not make, by architecture. */

/** Named as Node names them. */
export type Architecture = "x64" | "arm64";

/** Numbers as `[x64, arm64]`; null where the architecture has no such call. Source: the kernel's syscall tables. */
type Numbers = readonly [x64: number | null, arm64: number | null];

/** Refused whatever their arguments, each with why no build or test needs it. */
export const DENIED: Readonly<Record<string, Numbers>> = {
  // other processes' memory, registers and descriptors
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  // system calls that a filter does not see, and large kernel surfaces
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  fanotify_init: [300, 262],
  modify_ldt: [154, null],
  // keyrings are shared with whoever started assent
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // mounts are the walls
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
  setns: [308, 268],
  open_by_handle_at: [304, 265],
  // the machine itself
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  create_module: [174, null],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  nfsservctl: [180, 42],
  lookup_dcookie: [212, 18],
  vhangup: [153, 58],
  syslog: [103, 116],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  iopl: [172, null],
  ioperm: [173, null],
};

/** Answered as if the kernel did not have them: their flags lie behind a pointer, and programs fall back. */
export const MISSING: Readonly<Record<string, Numbers>> = { clone3: [435, 435], openat2: [437, 437] };

/** Judged by an argument. */
export const JUDGED = {
  ioctl: [16, 29],
  socket: [41, 198],
  socketpair: [53, 199],
  clone: [56, 220],
  unshare: [272, 97],
  chmod: [90, null],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  mknod: [133, null],
  mknodat: [259, 33],
  open: [2, null],
  openat: [257, 56],
  creat: [85, null],
} as const satisfies Readonly<Record<string, Numbers>>;

/** Calls that the supervisor answers, besides opening for writing: what starts programs, reaches sockets, makes names. */
export const WATCHED = {
  execve: [59, 221],
  execveat: [322, 281],
  connect: [42, 203],
  mkdir: [83, null],
  mkdirat: [258, 34],
  rename: [82, null],
  renameat: [264, 38],
  renameat2: [316, 276],
  link: [86, null],
  linkat: [265, 37],
  symlink: [88, null],
  symlinkat: [266, 36],
} as const satisfies Readonly<Record<string, Numbers>>;

/** The number of a call on `architecture`; null where there is none. */
export function numberOn(architecture: Architecture, numbers: Numbers): number | null {
  return numbers[architecture === "x64" ? 0 : 1];
}
