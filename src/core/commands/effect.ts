/** What a command does to the world. */

/** In words for people: `docs/commands.md` explains each. */
export type EffectKind =
  | "read"
  /** Creates or changes files. */
  | "write"
  | "delete"
  /** Changes index, commits or local branches in a way that git can undo. */
  | "git-write"
  /** Uncommitted work or commits are lost. */
  | "git-history"
  | "network"
  /** Talks to this machine only. */
  | "network-local"
  /** Reads what lets somebody in: keys, tokens, passwords. */
  | "credentials"
  /** Ends, stops or looks into other processes. */
  | "process"
  /** Acts with more rights than the person who started it. */
  | "privilege"
  /** Leaves something behind that runs later or lets somebody in later. */
  | "persistence"
  /** Runs content of the workspace, or a program that its words name. */
  | "runs"
  | "unknown";

/** Where a path leads. `protected`: in a writable root, but read-only there (`.git`, `.codex`, …). */
export type Where = "workspace" | "protected" | "temporary" | "device" | "outside" | "unknown";

export type Effect = {
  readonly kind: EffectKind;
  /** The path, host, URL or process as a person would write it; null where the words name none. */
  readonly target: string | null;
  /** Absolute and in plain form, for a path that is known in full. */
  readonly path: string | null;
  /** Null for what is no path. */
  readonly where: Where | null;
  /** Of a deletion: of a whole tree, or without asking back. */
  readonly forced?: true;
};

/** What is known about one command. */
export type Finding = {
  readonly effects: readonly Effect[];
  /** Why it always asks, in plain words that follow the program's name ("deletes …"); null for no such reason. */
  readonly danger: string | null;
  /**
   * `anywhere`: it only reads, prints or waits, whatever stands around it. `boxed`: only where nothing can be written
   * and no network reached, since settings of the folder may name programs (git). `no`: it does more, or not all is known.
   */
  readonly safe: "anywhere" | "boxed" | "no";
};
