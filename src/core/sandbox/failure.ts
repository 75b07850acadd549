/** Puts into words why bubblewrap could not build a sandbox, with what to do about it. */

/** Its messages carry no code, so the known ones are told by their text; an unknown one is shown as it is. */
const REMEDIES: readonly (readonly [message: RegExp, remedy: string])[] = [
  [
    /No permissions to create a? ?new namespace|Creating new namespace failed|setting up uid map|RTM_NEWADDR|RTM_NEWLINK/i,
    "this system does not let you create user namespaces; allow them with " +
      "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu) or " +
      "`sudo sysctl -w kernel.unprivileged_userns_clone=1` (older Debian), " +
      "in a container with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`",
  ],
  [
    /Can't mount proc/i,
    "this container hides parts of /proc; start it with `--security-opt systempaths=unconfined` (Docker)",
  ],
  [/Unknown option/i, "this bubblewrap is too old; install version 0.8 or later"],
  [/seccomp/i, "this kernel does not take system call filters, without which nothing is run"],
];

/** How to get bubblewrap, for a message that it is missing. */
export const INSTALL_HINT =
  "install it with `sudo apt-get install bubblewrap` (Debian, Ubuntu), `sudo dnf install bubblewrap` (Fedora) or " +
  "`sudo pacman -S bubblewrap` (Arch)";

/** One line, unescaped. @param stderr what bubblewrap printed before it gave up */
export function describeFailure(stderr: string): string {
  const message = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("; ");
  const remedy = REMEDIES.find(([known]) => known.test(message))?.[1] ?? "nothing was run";
  return `bubblewrap could not build the sandbox${message === "" ? "" : ` (${message})`}: ${remedy}`;
}
