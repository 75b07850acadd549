/** What must happen before an action may be carried out. */
import type { Category, NamedPolicy } from "../config/approval-policy.ts";
import type { Extra } from "../permissions/extra.ts";
import type { Permissions, SandboxMode } from "../permissions/permissions.ts";
import type { BrokenFile, NetworkRule, PrefixRule, RuleMatch } from "../policy/rules.ts";
import type { Denial } from "../sandbox/denial.ts";
import type { Opening } from "../sandbox/opening.ts";
import type { Command } from "../shell/reading.ts";

/**
 * Why an allow rule does not let a command out of the sandbox. `writable`: sandboxed commands may change the program;
 * `content`: it runs what lies in the workspace; `broad`: the rule names a program that runs others, and not which;
 * `beyond`: options that the rule does not name run programs, read settings or write outside; `reads`: it is covered by
 * no rule, and reads files.
 */
export type InsideBecause = "writable" | "content" | "broad" | "beyond" | "reads";

/** A program that a bare name would start, from a folder that sandboxed commands may write to. */
export type Planted = { readonly name: string; readonly path: string };

/** A rule that holds back something that was seen on the way, or something that may be hidden. */
export type Held = {
  readonly rule: PrefixRule;
  /** The command as it was found, or what it is hidden in. */
  readonly shown: string;
  /** False where not all is known, and it may be what the rule speaks of. */
  readonly certain: boolean;
  /** Its number among the commands that were seen; null for something hidden. */
  readonly sighting: number | null;
  /** What it was found behind: "xargs", "substitution". */
  readonly via: readonly string[];
};

/** One ground for a requirement; `describe.ts` turns it into words. */
export type Reason =
  | { readonly kind: "match"; readonly match: RuleMatch }
  | { readonly kind: "held"; readonly held: Held }
  /** `shown`: the command it is about, as it was found; null for the whole. `why` follows its name. */
  | { readonly kind: "danger"; readonly shown: string | null; readonly why: string }
  /** Something in it that a person cannot see, or would take for something else. */
  | { readonly kind: "unseen"; readonly what: string }
  /** It reads only, but what its words lead to cannot be known. */
  | { readonly kind: "no-folder" }
  /** No plain commands, but all of it was seen and only reads. */
  | { readonly kind: "only-reads" }
  /** An allow rule covers it, and it runs inside the sandbox all the same. */
  | { readonly kind: "inside"; readonly command: Command; readonly why: InsideBecause }
  /** The same of git; `why`: plain words for what speaks against it here. */
  | { readonly kind: "git-inside"; readonly command: Command; readonly why: string }
  /** Nothing but local steps of git that git can undo. */
  | { readonly kind: "git-steps" }
  /** The same, but the repository stays closed; `why`: plain words for what speaks against it. */
  | { readonly kind: "git-closed"; readonly why: string }
  | { readonly kind: "network-rule"; readonly rule: NetworkRule }
  | { readonly kind: "broken-rules"; readonly file: BrokenFile }
  | { readonly kind: "escalation" }
  | { readonly kind: "planted"; readonly program: Planted }
  /** `by`: who chose it, in words, where it is neither a default nor typed. */
  | { readonly kind: "policy"; readonly policy: NamedPolicy; readonly by?: string }
  /** The policy is granular, and this key of it is false. */
  | { readonly kind: "granular"; readonly key: Category }
  | { readonly kind: "sandbox"; readonly mode: SandboxMode }
  | { readonly kind: "session-grant" }
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "protected"; readonly path: string }
  | { readonly kind: "no-sandbox"; readonly why: string }
  /** `opening`: what it would be given for that; null for no sandbox at all. */
  | { readonly kind: "sandbox-denied"; readonly denial: Denial; readonly opening: Opening | null }
  | { readonly kind: "host-unlisted"; readonly host: string }
  /** By a pattern of the settings, as it is written there. */
  | { readonly kind: "host-listed" | "host-denied"; readonly pattern: string }
  /** It leads to this machine or its neighbours, and nothing names it. */
  | { readonly kind: "host-local"; readonly host: string }
  /** It wants what can never be granted; `why`: plain words. */
  | { readonly kind: "never-granted"; readonly why: string }
  /** It wants permissions beside those of the sandbox. */
  | { readonly kind: "wants-more"; readonly extra: Extra }
  /** What is typed reaches a process that runs outside the sandbox. */
  | { readonly kind: "input-outside" }
  /** The person wants all of this turn to be reviewed. */
  | { readonly kind: "strict-review" }
  /** `says`: what its server tells of the tool, or what the settings say. */
  | { readonly kind: "tool"; readonly says: "destructive" | "open-world" | "nothing" | "reads" | "prompt" | "approved" }
  | { readonly kind: "elicitation"; readonly server: string }
  | { readonly kind: "skill"; readonly name: string }
  /** A part of a chain that is asked about when it is reached. */
  | { readonly kind: "waits"; readonly command: Command };

/** A rule that is proposed with a question and saved when the person accepts it. */
export type Amendment =
  | { readonly kind: "prefix"; readonly pattern: readonly [string, ...string[]] }
  /** `decision` left out: allow. */
  | {
      readonly kind: "network";
      readonly host: string;
      readonly protocol: NetworkRule["protocol"];
      readonly decision?: "forbidden";
    }
  /** `approval_mode = "approve"` for one tool of a server, in the user's settings. */
  | { readonly kind: "tool"; readonly server: string; readonly tool: string }
  /** One rule for each host of core/network/registries.ts; never proposed, but an answer where one of them is asked about. */
  | { readonly kind: "registries" }
  /** One more writable root in the user's settings; `path` is absolute. */
  | { readonly kind: "root"; readonly path: string };

/** A part of a chain that is asked about by itself before the chain runs. */
export type Part = {
  readonly command: Command;
  /** Absolute. */
  readonly cwd: string;
  readonly reasons: readonly Reason[];
  readonly amendment: Amendment | null;
  readonly opens: boolean;
};

export type Requirement =
  /** Carry out at once under these permissions. `retry`: ask to run again outside if the sandbox denied it. */
  | {
      readonly kind: "run";
      readonly under: Permissions;
      readonly reasons: readonly Reason[];
      readonly retry: boolean;
      readonly from: "policy" | "session";
      readonly remembered?: readonly RememberedPart[];
    }
  /** `amendment` is null where no rule may be proposed; `opens`: what it allows runs outside the sandbox. */
  | {
      readonly kind: "ask";
      readonly under: Permissions;
      readonly reasons: readonly Reason[];
      readonly amendment: Amendment | null;
      readonly opens: boolean;
      /** Where each part of a chain is asked about by itself; left out where it is asked about as a whole. */
      readonly parts?: readonly [Part, ...Part[]];
      readonly remembered?: readonly RememberedPart[];
    }
  | { readonly kind: "forbid"; readonly reasons: readonly Reason[] };

/** A part of a chain that is not asked about, for it was accepted for the session. */
export type RememberedPart = { readonly command: Command; readonly cwd: string; readonly under: Permissions };
