/** The rules in force: what each rules file said, indexed by the first words. */
import type { Command } from "../shell/reading.ts";

/** In the order of strictness. */
export type Decision = "allow" | "prompt" | "forbidden";

/**
 * Whose file a rule stands in. `managed`: an administrator's, which hold back only. `trusted-project`: of a project's file
 * whose very text a person has trusted; they count as the user's own. `project`: of any other, which hold back only.
 */
export type RuleLayer = "managed" | "user" | "trusted-project" | "project";

/** Where a rule stands. */
export type RuleSource = {
  readonly layer: RuleLayer;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Of a managed rule that no administrator wrote: whose requirements it stands in. */
  readonly by?: "project" | "user";
};

/** One position of a pattern: a word, or any of several. */
export type PatternToken = string | readonly string[];

export type PrefixRule = {
  /** The first token is always one word: alternatives there make one rule each. */
  readonly pattern: readonly [first: string, ...rest: PatternToken[]];
  readonly decision: Decision;
  readonly justification: string | null;
  readonly source: RuleSource;
  /** Set where the case of letters does not matter (`canonical_matching`). */
  readonly caseless?: true;
  /** Set where only a person may answer, each time anew (`prompt-user` of requirements). */
  readonly personOnly?: true;
};

/** Paths that count as `name` when a command names its program by path; absolute and in their plain form. */
export type HostExecutable = { readonly name: string; readonly paths: readonly string[]; readonly source: RuleSource };

export type NetworkRule = {
  /** Lower case, without brackets, port and trailing dots. */
  readonly host: string;
  readonly protocol: "http" | "https" | "socks5_tcp" | "socks5_udp";
  readonly decision: Decision;
  readonly justification: string | null;
  readonly source: RuleSource;
};

/** What one file that loaded says, in its order. */
export type FileRules = {
  readonly file: string;
  readonly layer: RuleLayer;
  readonly prefixRules: readonly PrefixRule[];
  /** Each name once: a later one replaces an earlier one. */
  readonly hostExecutables: readonly HostExecutable[];
  readonly networkRules: readonly NetworkRule[];
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

/** Rules by the words they start with; see `index-rules.ts`. Numbers are places in `rules`. */
export type Branch = {
  /** Rules that end here or, where `next` is null, all that may match below. Ascending. */
  readonly here: readonly number[];
  readonly next: ReadonlyMap<string, Branch> | null;
};

export type RuleIndex = {
  /** In the order they were read. */
  readonly rules: readonly PrefixRule[];
  readonly exact: Branch;
  /** Rules that do not care for case, by folded words. */
  readonly caseless: Branch;
};

/** All rules in force. Built by `combine` in `load.ts`; never changed afterwards. */
export type Rules = {
  readonly prefixes: RuleIndex;
  /** By name; at most one for each layer, in the order they were read. */
  readonly hostExecutables: ReadonlyMap<string, readonly HostExecutable[]>;
  readonly network: ReadonlyMap<string, readonly NetworkRule[]>;
  readonly broken: readonly BrokenFile[];
};

/** What the rules say about one command by its words as they are; where none matches, whether it is known to only read. */
export type RuleMatch =
  | { readonly kind: "rule"; readonly rule: PrefixRule; readonly command: Command; readonly matched: readonly string[] }
  | { readonly kind: "safe"; readonly command: Command }
  | { readonly kind: "other"; readonly command: Command };
