/**
 * Tells what the sandbox stopped: from what its supervisor saw, else as a guess.
 *
 * The guess is made from what the command printed, for programs report a refused call in their own words. Neither decides
 * anything: it offers a person to give the command more, or explains the failure.
 */
import { never } from "../../kit/never.ts";
import { isWithin } from "../../kit/path.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { type Opening, openingOf } from "./opening.ts";
import type { Attempt } from "./supervision.ts";

/** `call`: a system call for which the filter killed the command; which one the kernel does not tell. */
export type Stopped = Attempt | { readonly kind: "call" };

export type Denial =
  /** What was stopped, by the calls themselves. Whether the command failed of it, only its author knows. */
  | {
      readonly kind: "known";
      /** The first few; paths of folders that were to be made end in `/`. */
      readonly stopped: readonly [Stopped, ...Stopped[]];
      /** How many more there were. */
      readonly more: number;
      /** What would let the command do so, and no more than that; null where nothing but no sandbox would. */
      readonly opening: Opening | null;
      /** Absolute; shown as `~`. */
      readonly home: string;
    }
  /** A line that the command printed, at most 200 characters and unescaped. */
  | { readonly kind: "guess"; readonly line: string };

/** How a command ended, and what is known of it. */
export type End = {
  /** As a shell gives it. */
  readonly status: number;
  /** The end of what the command printed there; empty where it was not kept. */
  readonly stderr: string;
  readonly permissions: Permissions;
  readonly attempts: readonly Attempt[];
  /** The person's home folder, absolute. */
  readonly home: string;
  /** What stays protected wherever it lies; absolute. */
  readonly keep: readonly string[];
};

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

/** What a command tries in passing and does well without: compiled files beside the sources. */
const IN_PASSING = /\/__pycache__(?:\/|$)/u;
const NAMED_MAX = 3;

/** Null where the command did what it wanted, or nothing points to the sandbox. */
export function denialOf(end: End): Denial | null {
  const { status, permissions, home } = end;
  if (permissions.kind === "unrestricted" || status === 0) return null;
  const [first, ...others] = stoppedOf(end);
  if (first !== undefined) {
    const shown: readonly [Stopped, ...Stopped[]] = [first, ...others.slice(0, NAMED_MAX - 1)];
    const opening = openingOf(end.attempts.filter(isMeant), { permissions, home, keep: end.keep });
    return { kind: "known", stopped: shown, more: others.length + 1 - shown.length, opening, home };
  }
  const line = guessOf(end);
  return line === null ? null : { kind: "guess", line };
}

/** Each thing once, and of folders that were to be made only the uppermost. */
function stoppedOf({ status, attempts }: End): readonly Stopped[] {
  const meant = attempts.filter(isMeant);
  const folders = meant.flatMap((each) => (each.kind === "write" && each.path.endsWith("/") ? [each.path] : []));
  const top = meant.filter(
    (each) => each.kind !== "write" || !folders.some((folder) => each.path !== folder && each.path.startsWith(folder)),
  );
  return status === KILLED_BY_FILTER ? [{ kind: "call" }, ...top] : top;
}

function isMeant(attempt: Attempt): boolean {
  return attempt.kind !== "write" || !IN_PASSING.test(attempt.path);
}

function guessOf({ status, stderr, permissions }: End): string | null {
  if (permissions.kind === "unrestricted" || status === COMMAND_NOT_FOUND) return null;
  const lines = stderr.split("\n");
  const line = lines.findLast(
    (text) =>
      // A script without its executable bit is refused everywhere.
      (status !== COMMAND_NOT_EXECUTABLE && REFUSED.test(text)) ||
      (permissions.network === "none" && UNREACHABLE.test(text)),
  );
  return line === undefined ? null : line.trim().slice(0, EVIDENCE_LENGTH_MAX);
}

/** `the sandbox stopped: writing ~/.npm`; a guess says that it is one. Not escaped. */
export function describeDenial(denial: Denial): string {
  if (denial.kind === "guess") return `the sandbox seems to have stopped it: ${denial.line}`;
  const { stopped, more, home } = denial;
  const words = stopped.map((each) => stoppedWords(each, home));
  return `the sandbox stopped: ${words.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

function stoppedWords(stopped: Stopped, home: string): string {
  switch (stopped.kind) {
    case "write":
      return `writing ${nearHome(stopped.path, home)}`;
    case "socket":
      return `connecting to the socket ${nearHome(stopped.path, home)}`;
    case "address":
    case "host": {
      const name = stopped.kind === "host" ? stopped.host : stopped.address;
      return `connecting to ${name.includes(":") ? `[${name}]` : name}:${stopped.port}`;
    }
    case "call":
      return "a system call that is not allowed, for which it was killed";
    default:
      return never(stopped);
  }
}

/** What it needs to do what was stopped, or what was stopped where nothing narrow would do. Not escaped. */
export function describeNeed(denial: Denial, opening: Opening | null): string {
  const told = describeDenial(denial);
  if (opening === null || denial.kind === "guess") return told;
  const paths = opening.roots.map((path) => nearHome(path, denial.home));
  const sockets = opening.sockets.map((path) => `the socket ${nearHome(path, denial.home)}`);
  const needs = [
    ...(paths.length === 0 ? [] : [`write ${paths.join(", ")}`]),
    ...(sockets.length === 0 ? [] : [`connect to ${sockets.join(", ")}`]),
  ];
  return `it needs to ${needs.join(" and to ")} (${told})`;
}

/** `~/.npm` for what lies in the home folder. @param path absolute, also with a slash at its end */
export function nearHome(path: string, home: string): string {
  if (home === "/" || !isWithin(home, path)) return path;
  return `~${path.slice(home.length)}`;
}
