/** What a command line would run, as far as that is known without running it. */

/** A program with its arguments, every word literal. */
export type Command = readonly [program: string, ...args: string[]];

/** Shells whose scripts are read; each has its own quirks. */
export type ShellName = "bash" | "sh" | "zsh";

/** Why a script could not be read as plain commands. */
export type OpaqueReason =
  | "expansion"
  | "substitution"
  | "glob"
  | "redirection"
  | "here-document"
  | "assignment"
  | "control-flow"
  | "background"
  | "builtin"
  | "syntax"
  | "readers-disagree"
  | "too-long";

export type Reading =
  /** The commands of the script in order, every branch listed. */
  | { readonly kind: "plain"; readonly commands: readonly [Command, ...Command[]] }
  /** Judged as one unknown command: the words as they were given. */
  | { readonly kind: "opaque"; readonly command: Command; readonly why: OpaqueReason; readonly at: number };
