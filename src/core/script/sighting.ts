/** The commands that a script would run, as far as they can be seen. */
import type { RedirectOperator } from "./tree.ts";
import type { Value } from "./value.ts";

/** A variable set for one command. */
export type Setting = { readonly name: string; readonly value: Value };

export type Redirection = {
  readonly operator: RedirectOperator;
  readonly fd: string | null;
  /** The file, the descriptor, or for here-documents and here-strings the text. */
  readonly target: Value;
};

/** Where a command's standard input comes from. */
export type Input =
  | { readonly kind: "inherited" }
  /** A here-document, a here-string, or the output of an `echo` whose words are known. */
  | { readonly kind: "text"; readonly text: Value }
  | { readonly kind: "file"; readonly path: Value }
  /** The output of these sightings. */
  | { readonly kind: "output"; readonly of: readonly number[] };

/** A doubt: names may lead to files elsewhere. What a file holds is never read here. */
export const PATH_WAS_SET = "PATH was set";

/** The end of a doubt: a file that was sourced may have set PATH or made functions. Behind the file's name. */
export const WAS_SOURCED = "may have changed what names mean";

/** One command that may run. */
export type Sighting = {
  /** Its place in `Course.sightings`. */
  readonly id: number;
  /** Program first. */
  readonly words: readonly [Value, ...Value[]];
  /** True where further words follow that are not known: what xargs adds. */
  readonly open: boolean;
  readonly settings: readonly Setting[];
  readonly redirections: readonly Redirection[];
  readonly input: Input;
  /** Absolute and in plain form; null where it is not known. */
  readonly cwd: string | null;
  /**
   * What was seen on the way to it, outermost first: "sudo", "xargs", "function f", "if", "loop", "background",
   * "substitution". Empty for a command that stands by itself.
   */
  readonly via: readonly string[];
  /** Why the name may start something else than it says (PATH was set, a function or alias has its name); null if not. */
  readonly doubt: string | null;
  /** In the script that was given; null in scripts within it. */
  readonly at: number | null;
};

/** A command that does nothing: stands where there is none, as around a group with redirections. */
export const NO_COMMAND: Sighting = {
  id: -1,
  words: [{ pieces: [{ kind: "text", text: ":" }], many: false }],
  open: false,
  settings: [],
  redirections: [],
  input: { kind: "inherited" },
  cwd: null,
  via: [],
  doubt: null,
  at: null,
};

/**
 * Something that may run any command and cannot be seen.
 * `text`: made while the script runs (`eval "$x"`, `sh -c "$y"`, a program on standard input, a syntax that is not
 * understood, a file that the script writes). `file`: the content of a file (`source x.sh`, `bash x.sh`), which is not read here.
 */
export type Unknown = {
  readonly kind: "text" | "file";
  /** Plain words: "what eval is given". */
  readonly what: string;
  /** The file, where it is one. */
  readonly path: Value | null;
  /** Sightings whose output is run. */
  readonly from: readonly number[];
  readonly at: number | null;
};

/** The structure, for drawing. */
export type Shape =
  | { readonly kind: "command"; readonly sighting: number; readonly inner: readonly Shape[] }
  /** "if", "for f in a b", "subshell", "function f", "substitution", "pipe", "background". */
  | { readonly kind: "block"; readonly title: string; readonly inner: readonly Shape[] }
  | { readonly kind: "unknown"; readonly unknown: number };

export type Course = {
  readonly sightings: readonly Sighting[];
  readonly unknowns: readonly Unknown[];
  readonly shape: readonly Shape[];
  /** Redirections of groups and loops, and of commands that are nothing else (`> file`). */
  readonly redirections: readonly (Redirection & { readonly cwd: string | null })[];
  /** Variables that the script sets for itself, in order, by name. */
  readonly settings: readonly Setting[];
};
