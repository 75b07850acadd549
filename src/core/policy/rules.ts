/** The rules in force: what each rules file said, indexed by first word. */
import type { Command } from "../shell/reading.ts";

/** In the order of strictness. */
export type Decision = "allow" | "prompt" | "forbidden";

/** Whose file a rule stands in; a project's rules may tighten but open nothing outside the sandbox. */
export type RuleLayer = "user" | "project" | "session";

/** Where a rule stands. */
export type RuleSource = {
  readonly layer: RuleLayer;
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** One position of a pattern: a word, or any of several. */
export type PatternToken = string | readonly string[];

export type PrefixRule = {
  /** The first token is always one word: alternatives there make one rule each. */
  readonly pattern: readonly [first: string, ...rest: PatternToken[]];
  readonly decision: Decision;
  readonly justification: string | null;
  readonly source: RuleSource;
};

/** Paths that count as `name` when a command names its program by path. */
export type HostExecutable = { readonly name: string; readonly paths: readonly string[]; readonly source: RuleSource };

export type NetworkRule = {
  readonly host: string;
  readonly protocol: "http" | "https" | "socks5_tcp" | "socks5_udp";
  readonly decision: Decision;
  readonly justification: string | null;
  readonly source: RuleSource;
};

/** A rules file that did not load; until it is mended every command asks. */
export type BrokenFile = {
  readonly file: string;
  readonly layer: RuleLayer;
  /** One line: what is wrong. */
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  /** What to do about it; plain words, may have several lines. */
  readonly help: string;
};

/** All rules in force. Built by `RulesBuilder` in `load.ts`; never changed afterwards. */
export type Rules = {
  /** Prefix rules by the first word of their pattern, in the order they were read. */
  readonly byProgram: ReadonlyMap<string, readonly PrefixRule[]>;
  readonly hostExecutables: ReadonlyMap<string, HostExecutable>;
  readonly network: readonly NetworkRule[];
  readonly broken: readonly BrokenFile[];
  /** Fingerprint of all that was read, so that a change is seen. */
  readonly version: string;
};

/** What the rules or, where none matches, the heuristics say about one command. */
export type RuleMatch =
  | { readonly kind: "rule"; readonly rule: PrefixRule; readonly command: Command; readonly matched: readonly string[] }
  | { readonly kind: "safe"; readonly command: Command }
  | { readonly kind: "dangerous"; readonly command: Command; readonly why: string }
  | { readonly kind: "other"; readonly command: Command };
