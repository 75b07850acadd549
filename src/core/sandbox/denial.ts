/**
 * Tells whether a failure looks like the sandbox's doing.
 *
 * A guess from what the command printed, for programs report a refused call in their own words. It decides nothing:
 * it only offers a person to run the command again outside, or explains the failure.
 */
import type { Permissions } from "../permissions/permissions.ts";

const COMMAND_NOT_EXECUTABLE = 126;
const COMMAND_NOT_FOUND = 127;
/** 128 plus SIGSYS: the system call filter killed it. */
const KILLED_BY_FILTER = 159;
const EVIDENCE_LENGTH_MAX = 200;

/** What the C library and common runtimes print for EROFS, EPERM, EACCES, and for a mount in the way, EBUSY. */
const REFUSED =
  /read-only file ?system|\bEROFS\b|operation not permitted|\bEPERM\b|permission denied|\bEACCES\b|resource busy|\bEBUSY\b/i;
/** The same for names that cannot be looked up and hosts that cannot be reached. */
const UNREACHABLE = new RegExp(
  [
    "could ?n[o']t resolve|failed to resolve|unable to resolve|failed to lookup address|no such host|dns error",
    "temporary failure in name resolution|name or service not known|nodename nor servname|getaddrinfo",
    "network is unreachable|network unreachable|no route to host|failed to connect|connection failed",
    "\\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|EAFNOSUPPORT)\\b",
  ].join("|"),
  "i",
);

/**
 * The line that tells of it, at most 200 characters and unescaped; null where nothing points to the sandbox.
 *
 * @param end `status` as a shell gives it; `stderr` the end of what the command printed there
 */
export function denialOf(end: {
  readonly status: number;
  readonly stderr: string;
  readonly permissions: Permissions;
}): string | null {
  const { status, stderr, permissions } = end;
  if (permissions.kind === "unrestricted" || status === 0 || status === COMMAND_NOT_FOUND) return null;
  if (status === KILLED_BY_FILTER) return "killed for a system call that the sandbox does not allow";
  const lines = stderr.split("\n");
  const line = lines.findLast(
    (text) =>
      // A script without its executable bit is refused everywhere.
      (status !== COMMAND_NOT_EXECUTABLE && REFUSED.test(text)) ||
      (permissions.network === "none" && UNREACHABLE.test(text)),
  );
  return line === undefined ? null : line.trim().slice(0, EVIDENCE_LENGTH_MAX);
}
