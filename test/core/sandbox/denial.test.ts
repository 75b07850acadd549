/** What counts as a sign that the sandbox denied something. */
import { expect, test } from "vitest";
import { type Permissions, READ_ONLY, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { denialOf } from "../../../src/core/sandbox/denial.ts";

const OPEN: Permissions = { ...READ_ONLY, network: "open" } as Permissions;

const CASES: readonly [status: number, stderr: string, permissions: Permissions, denial: string | null][] = [
  [1, "touch: cannot touch 'x': Read-only file system\n", READ_ONLY, "touch: cannot touch 'x': Read-only file system"],
  [1, "touch: cannot touch 'x': Read-only file system\n", UNRESTRICTED, null],
  [0, "warning: Read-only file system\n", READ_ONLY, null],
  [
    1,
    "Error: EROFS: read-only file system, open '/etc/x'",
    READ_ONLY,
    "Error: EROFS: read-only file system, open '/etc/x'",
  ],
  [1, "PermissionError: [Errno 1] Operation not permitted", OPEN, "PermissionError: [Errno 1] Operation not permitted"],
  [1, "first\nfatal: Permission denied\nlast\n", READ_ONLY, "fatal: Permission denied"],
  [126, "bash: ./x: Permission denied\n", READ_ONLY, null],
  [127, "bash: x: command not found: Permission denied\n", READ_ONLY, null],
  [6, "curl: (6) Could not resolve host: a.test\n", READ_ONLY, "curl: (6) Could not resolve host: a.test"],
  [6, "curl: (6) Could not resolve host: a.test\n", OPEN, null],
  [1, "npm error code EAI_AGAIN\n", READ_ONLY, "npm error code EAI_AGAIN"],
  [
    128,
    "ssh: connect to host h port 22: Network is unreachable\n",
    READ_ONLY,
    "ssh: connect to host h port 22: Network is unreachable",
  ],
  [
    1,
    "socket.gaierror: [Errno -3] Temporary failure in name resolution",
    READ_ONLY,
    "socket.gaierror: [Errno -3] Temporary failure in name resolution",
  ],
  [159, "", READ_ONLY, "killed for a system call that the sandbox does not allow"],
  [1, "2 tests failed\n", READ_ONLY, null],
  [2, "main.c:3: error: expected ';'\n", READ_ONLY, null],
];
test.each(CASES)("status %i, %j", (status, stderr, permissions, denial) => {
  expect(denialOf({ status, stderr, permissions })).toBe(denial);
});

test("the evidence is short", () => {
  expect(denialOf({ status: 1, stderr: `EPERM ${"x".repeat(300)}`, permissions: READ_ONLY })).toHaveLength(200);
});
