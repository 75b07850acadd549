/**
 * Tells what a command has made itself from what others made beside it.
 *
 * The supervisor sees each name that the command creates, moves or writes to, and each link. What it tells goes by the
 * last name alone, for the folders above may be moved meanwhile.
 */
import { OBEYED_NAMES_ALL } from "./left-behind.ts";

/** What the supervisor has told of one run. */
export type Made = {
  /** Of the names that it was asked to look out for; in lower case. */
  readonly names: ReadonlySet<string>;
  /** What new links say; null if there were more than are told. */
  readonly links: ReadonlySet<string> | null;
};

/** By what a thing is known as the command's: any of the names, or what the link says. */
export type Trace = { readonly names: readonly string[] } | { readonly link: string };

/** What makes a folder a repository, and what makes git run something in one. */
export const REPOSITORY_NAMES: readonly string[] = [
  ".git",
  "head",
  "objects",
  "refs",
  "commondir",
  "config",
  "config.worktree",
  "hooks",
];

/** Source: githooks(5). */
const HOOKS: readonly string[] = [
  "applypatch-msg",
  "pre-applypatch",
  "post-applypatch",
  "pre-commit",
  "pre-merge-commit",
  "prepare-commit-msg",
  "commit-msg",
  "post-commit",
  "pre-rebase",
  "post-checkout",
  "post-merge",
  "pre-push",
  "pre-receive",
  "update",
  "proc-receive",
  "post-receive",
  "post-update",
  "reference-transaction",
  "push-to-checkout",
  "pre-auto-gc",
  "post-rewrite",
  "sendemail-validate",
  "fsmonitor-watchman",
  "post-index-change",
];

/**
 * The names that the supervisor is asked to look out for, each once, in lower case.
 *
 * @param more other names that are looked for in this run
 */
export function namesToTell(more: readonly string[]): readonly string[] {
  const names = [...OBEYED_NAMES_ALL, ...REPOSITORY_NAMES, ...HOOKS, ...more];
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

/** @param made null where nobody watched the command, so that nothing is known */
export function isMadeBy(made: Made | null, trace: Trace): boolean {
  if (made === null) return false;
  if ("link" in trace) return made.links === null || made.links.has(trace.link);
  return trace.names.some((name) => made.names.has(name.toLowerCase()));
}
