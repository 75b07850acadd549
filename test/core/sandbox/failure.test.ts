/** What is said when bubblewrap cannot build a sandbox. */
import { expect, test } from "vitest";
import { describeFailure } from "../../../src/core/sandbox/failure.ts";

const CASES: readonly [stderr: string, contains: string][] = [
  ["bwrap: setting up uid map: Permission denied\n", "kernel.apparmor_restrict_unprivileged_userns=0"],
  ["bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted\n", "kernel.apparmor_restrict_unprivileged_userns=0"],
  [
    "bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.\n",
    "kernel.unprivileged_userns_clone=1",
  ],
  ["bwrap: Creating new namespace failed: Resource temporarily unavailable\n", "user namespaces"],
  ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted\n", "systempaths=unconfined"],
  ["bwrap: Unknown option --perms\n", "too old"],
  ["bwrap: prctl(PR_SET_SECCOMP): Invalid argument\n", "system call filters"],
];
test.each(CASES)("%j comes with its remedy", (stderr, contains) => {
  expect(describeFailure(stderr)).toContain(contains);
  expect(describeFailure(stderr)).toContain(stderr.trim());
});

test.each<[string, string]>([
  [
    "bwrap: something new\nand more\n",
    "bubblewrap could not build the sandbox (bwrap: something new; and more): nothing was run",
  ],
  ["", "bubblewrap could not build the sandbox: nothing was run"],
])("an unknown failure is shown as it is: %j", (stderr, message) => {
  expect(describeFailure(stderr)).toBe(message);
});
