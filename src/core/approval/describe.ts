/** Words for people: why something is asked, what it may do, how it ended. Not escaped. */
import { never } from "../../kit/never.ts";
import { baseName, resolvePath } from "../../kit/path.ts";
import { REGISTRY_HOSTS } from "../network/registries.ts";
import type { Outcome } from "./record.ts";
import type { NamedPolicy } from "../config/approval-policy.ts";
import { parsePatch } from "../patch/parse.ts";
import { extraWords } from "../permissions/extra.ts";
import type { Permissions, SandboxMode, WritableRoot } from "../permissions/permissions.ts";
import { networkWords, readingWords } from "../permissions/words.ts";
import type { BrokenFile, Decision, PatternToken, PrefixRule, RuleMatch, RuleSource } from "../policy/rules.ts";
import { describeDenial, describeNeed } from "../sandbox/denial.ts";
import { printCommand } from "../shell/print.ts";
import { describeWanted } from "./describe-wanted.ts";
import { chainText, execCommand } from "./exec-words.ts";
import type { Command, OpaqueReason } from "../shell/reading.ts";
import type { Action } from "./action.ts";
import type { Verdict } from "./question.ts";
import type { Amendment, Held, InsideBecause, Reason } from "./requirement.ts";

/** What is asked for, as in `run npm test`. */
export function headline(action: Action): string {
  switch (action.kind) {
    case "command":
      return `run ${printCommand(action.argv)}`;
    case "patch":
      return `change ${filesOf(action.text) ?? `files in ${action.cwd}`}`;
    case "network":
      return `connect to ${action.host}:${action.port} (${action.protocol})`;
    case "exec":
      return `start ${chainText(action.chain, execCommand(action))}`;
    case "stdin":
      return `type ${JSON.stringify(action.text)} into ${printCommand(action.argv)}`;
    case "permissions":
      return `get more permissions: ${extraWords(action.wanted)}`;
    case "mcp":
      return `call ${action.tool} of the MCP server ${action.server}`;
    case "elicitation":
      return `answer the MCP server ${action.server}: ${action.message}`;
    default:
      return never(action);
  }
}

const FILES_NAMED_MAX = 4;

/** The files as the patch names them; null if it cannot be read. */
function filesOf(text: string): string | null {
  const patch = parsePatch(text);
  if (!patch.ok) return null;
  const paths = [...new Set(patch.value.sections.map((section) => section.path))];
  const more = paths.length - FILES_NAMED_MAX;
  const named = paths.slice(0, FILES_NAMED_MAX).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

/**
 * One ground, with the place of the rule and its justification where there are any.
 *
 * @param asked the command that stands beside these words already and is called "it" in them
 */
export function describeReason(reason: Reason, asked: Command | null = null): string {
  switch (reason.kind) {
    case "match":
      return describeMatch(reason.match, asked);
    case "held":
      return describeHeld(reason.held);
    case "danger":
      return `dangerous: ${reason.shown === null || reason.shown === printed(asked) ? "it" : reason.shown} ${reason.why}`;
    case "unseen":
      return `it has what a person cannot see or would misread: ${reason.what}`;
    case "no-folder":
      return "the folder to run in cannot be looked at, so what it would read is not known";
    case "only-reads":
      return "all that it runs is known to only read";
    case "inside":
      return `${printCommand(reason.command)} stays in the sandbox: ${INSIDE[reason.why]}`;
    case "git-inside":
      return `${printCommand(reason.command)} stays in the sandbox: ${reason.why}`;
    case "git-steps":
      return "local steps of git, which git can undo: it may write the repository, but neither its settings nor its hooks";
    case "git-closed":
      return `local steps of git, but the repository stays read-only: ${reason.why}`;
    case "network-rule":
      return `network rule for ${reason.rule.host} ${ruling(reason.rule)}`;
    case "broken-rules":
      return describeBroken(reason.file);
    case "planted":
      return `${reason.program.name} is ${reason.program.path} here, which sandboxed commands may change: no allow rule counts for it`;
    case "escalation":
      return "it asks to run outside the sandbox";
    case "policy":
      return `approval policy ${reason.policy}${reason.by === undefined ? "" : ` (${reason.by})`}: ${POLICY[reason.policy]}`;
    case "granular":
      return `approval_policy.granular.${reason.key} is false: what it stands for is refused without asking`;
    case "sandbox":
      return `sandbox mode ${reason.mode}: ${MODE[reason.mode]}`;
    case "session-grant":
      return "the same was accepted for this session";
    case "outside":
      return `${reason.path} lies outside the folders that may be written`;
    case "protected":
      return `${reason.path} is protected: it steers git, other tools or the agent, or is kept from commands`;
    case "no-sandbox":
      return `no sandbox: ${reason.why}`;
    case "sandbox-denied":
      return describeNeed(reason.denial, reason.opening);
    case "waits":
      return `${printCommand(reason.command)} is asked about when it is reached`;
    default:
      return describeWanted(reason);
  }
}

function printed(command: Command | null): string | null {
  return command === null ? null : printCommand(command);
}

/** A rule that was not met word by word; what it was found in is said. */
function describeHeld({ rule, shown, certain, via }: Held): string {
  const place = via.length === 0 ? "" : ` (found in: ${via.join(", ")})`;
  const says = ruleWords(rule);
  return certain
    ? `${says}; it runs ${shown}${place}`
    : `what runs is not known for sure, and ${says}: ${shown}${place}`;
}

const INSIDE: Readonly<Record<InsideBecause, string>> = {
  writable: "sandboxed commands may change the program that it starts",
  content: "it runs what lies in the workspace",
  broad: "its rule does not say which program is run",
  reads: "no rule covers it, and it reads files",
  beyond: "its rule does not name all that it runs, is led by or writes outside the workspace",
};

/** What the rules or the table of commands say about one command. */
export function describeMatch(match: RuleMatch, asked: Command | null = null): string {
  const name = isSame(match.command, asked) ? "it" : printCommand(match.command);
  switch (match.kind) {
    case "rule":
      return ruleWords(match.rule);
    case "safe":
      return name === "it" ? "it is known to only read" : `known to only read: ${name}`;
    case "other":
      return `no rule covers ${name}`;
    default:
      return never(match);
  }
}

function isSame(command: Command, other: Command | null): boolean {
  return other !== null && command.length === other.length && command.every((word, index) => word === other[index]);
}

const SAYS: Readonly<Record<Decision, string>> = {
  allow: "allows this",
  prompt: "asks first",
  forbidden: "forbids this",
};

const POLICY: Readonly<Record<NamedPolicy, string>> = {
  untrusted: "asks about all that is neither allowed nor known to only read",
  "on-request": "asks before anything leaves the sandbox",
  "on-failure": "asks when the sandbox stopped something",
  never: "nobody is asked",
};

const MODE: Readonly<Record<SandboxMode, string>> = {
  "read-only": "nothing may be written",
  "workspace-write": "may write in the workspace",
  "danger-full-access": "nothing is held back",
};

/** A rule's pattern as words; alternatives as `(a|b)`. */
export function printPattern(pattern: readonly PatternToken[]): string {
  return pattern
    .map((token) =>
      typeof token === "string" ? printCommand([token]) : `(${token.map((word) => printCommand([word])).join("|")})`,
    )
    .join(" ");
}

/** Where a rule stands, as `FILE:LINE`. */
export function printSource(source: RuleSource): string {
  return `${source.file}:${source.line}`;
}

type Ruling = {
  readonly decision: Decision;
  readonly source: RuleSource;
  readonly justification: string | null;
  readonly personOnly?: true;
};

function ruling({ decision, source, justification, personOnly }: Ruling): string {
  const says = personOnly === true ? "asks a person, each time anew" : SAYS[decision];
  return `at ${printSource(source)} ${says}${justification === null ? "" : `: ${justification}`}`;
}

/** Whoever may write a project's file is no administrator. */
const WHOSE = {
  managed: "an administrator's rule",
  project: "the project's rule",
  user: "your own required rule",
} as const;

function ruleWords({ pattern, ...rule }: PrefixRule): string {
  const { layer, by = "managed" } = rule.source;
  const whose = layer === "managed" ? WHOSE[by] : "rule";
  return `${whose} \`${printPattern(pattern)}\` ${ruling(rule)}`;
}

function describeBroken({ file, line, column, message, help }: BrokenFile): string {
  const place = [file, line, column].filter((part) => part !== null).join(":");
  return `rules file ${place} does not load, so every command asks: ${message.replace(/\.$/, "")}. ${help}`;
}

/** Why a script counts as one unknown command. */
export const OPAQUE: Readonly<Record<OpaqueReason, string>> = {
  expansion: "a variable or other expansion",
  substitution: "the output of another command as words",
  glob: "a file name pattern",
  redirection: "a redirection",
  "here-document": "a here-document",
  assignment: "a variable assignment",
  "control-flow": "a loop, condition, function or group",
  background: "a command in the background",
  builtin: "a shell builtin that changes what follows",
  syntax: "syntax that is not understood",
  "readers-disagree": "syntax that two readers read differently",
  "too-long": "more text than is read",
};

/** What a process may do: `workspace-write: may write /w, /tmp; .git, .agents, .codex read-only; no network`. */
export function describePermissions(permissions: Permissions): string {
  if (permissions.kind === "unrestricted") return "no sandbox: may read, write and reach everything you can";
  const { writable } = permissions;
  const network = networkWords(permissions.network);
  const reading = readingWords(permissions);
  if (writable.length === 0) return `read-only: may read ${reading}, write nothing; ${network}`;
  const isOpen = permissions.git === "commit";
  const kept = [...new Set(writable.flatMap(protectedNames))].map((name) =>
    isOpen && name === ".git" ? "settings and hooks in .git" : name,
  );
  const except = kept.length === 0 ? "" : `; ${kept.join(", ")} read-only`;
  const read = reading === "everything" ? "" : `; may read ${reading}`;
  return `workspace-write: may write ${writable.map((root) => root.path).join(", ")}${except}${read}; ${network}`;
}

/** What lies right in its root goes by its name, all else by its path. */
function protectedNames(root: WritableRoot): readonly string[] {
  return root.protected.map((path) => (resolvePath(root.path, baseName(path)) === path ? baseName(path) : path));
}

/** The rule that would be saved: `npm test …`, `example.com (https)`. */
export function describeAmendment(amendment: Amendment): string {
  switch (amendment.kind) {
    case "prefix":
      return `allow ${printCommand(amendment.pattern)} …`;
    case "network":
      return `${amendment.decision === "forbidden" ? "deny" : "allow"} ${amendment.host} (${amendment.protocol})`;
    case "root":
      return `let commands write ${amendment.path}`;
    case "registries":
      return `allow ${REGISTRY_HOSTS.length} hosts of package registries (https)`;
    case "tool":
      return `allow the tool ${amendment.tool} of the MCP server ${amendment.server}`;
    default:
      return never(amendment);
  }
}

/** An answer in the past tense, without which person gave it. */
export function describeVerdict({ outcome, by, note }: Verdict): string {
  const because = note === null ? "" : `: ${note}`;
  switch (outcome.kind) {
    case "accept":
      return "accepted once";
    case "accept-for-session":
      return "accepted for this session";
    case "accept-and-amend":
      return `accepted, with the rule: ${describeAmendment(outcome.amendment)}`;
    case "grant":
      return `granted for the ${outcome.scope}: ${extraWords(outcome.extra)}`;
    case "reply":
      return "answered";
    case "decline-and-amend":
      return `declined, with the rule: ${describeAmendment(outcome.amendment)}`;
    case "decline":
      if (by === "guardian") return `denied by the guardian${because}`;
      return outcome.feedback === null ? `declined${because}` : `declined: ${outcome.feedback}`;
    case "cancel":
      return `turn cancelled${because}`;
    default:
      return never(outcome);
  }
}

/** Why assent ended a command. */
export const STOPPED = {
  timeout: "its time was up, and all that it started was ended",
  cancelled: "it was cancelled, and all that it started was ended",
  fault: "its sandbox was no longer supervised, and all that it started was ended",
} as const;

/** How a case ended. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ran": {
      const ended = outcome.status === 0 ? "done" : `ended with status ${outcome.status}`;
      if (outcome.stopped !== null) return `${ended}: ${STOPPED[outcome.stopped]}`;
      return outcome.denied === null ? ended : `${ended}; ${describeDenial(outcome.denied)}`;
    }
    case "allowed":
      return "allowed; the caller carries it out";
    case "starts":
      return "it starts";
    case "forbidden":
      return `forbidden: ${outcome.reasons.map((reason) => describeReason(reason)).join("; ")}`;
    case "declined":
      return describeVerdict(outcome.verdict);
    case "cancelled":
      return "cancelled";
    case "fault":
      if (outcome.doing === "program") return `cannot run it: ${outcome.why}`;
      return `refused by a fault, not by judgement (${FAULT[outcome.doing]}): ${outcome.why}`;
    default:
      return never(outcome);
  }
}

const FAULT: Readonly<Record<(Outcome & { readonly kind: "fault" })["doing"], string>> = {
  gather: "while looking at what it would touch",
  judge: "while judging",
  ask: "while asking",
  amend: "while saving the rule",
  perform: "while running it",
  record: "while writing the log",
  sandbox: "while building the sandbox",
  program: "while starting the program",
  patch: "while changing the files",
};
