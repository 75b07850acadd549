/** Decides about a command: run it, ask about it, or forbid it. */
import { never } from "../../kit/never.ts";
import { baseName } from "../../kit/path.ts";
import { READ_ONLY, UNRESTRICTED, permissionsOf, type Permissions } from "../permissions/permissions.ts";
import { proposePrefix } from "../policy/amend.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Reading } from "../shell/reading.ts";
import type { Action, Mode } from "./action.ts";
import { evaluate } from "./evaluate.ts";
import { identityOf } from "./identity.ts";
import type { Basis } from "./basis.ts";
import type { Amendment, Planted, Reason, Requirement } from "./requirement.ts";

type CommandAction = Action & { readonly kind: "command" };

/** What a command counts as: the strictest of its parts. */
type Standing =
  | "forbidden"
  | "broken-rules"
  | "prompt"
  | "dangerous"
  | "other"
  | "safe"
  | "project-allowed"
  | "allowed";

/** All that the decision reads, worked out once. */
type Look = {
  readonly action: CommandAction;
  readonly basis: Basis;
  readonly reading: Reading;
  readonly standing: Standing;
  readonly because: readonly Reason[];
  /** The permissions of the sandbox mode. */
  readonly box: Permissions;
};

export function judgeCommand(action: CommandAction, mode: Mode, reading: Reading, basis: Basis): Requirement {
  const matches = evaluate(reading, basis.rules).map((match) => withoutPlanted(match, basis.planted));
  const standing = standingOf(matches, basis.rules.broken.length > 0);
  const box = permissionsOf(basis.sandboxMode, basis.workspace);
  const look: Look = { action, basis, reading, standing, because: groundsOf(standing, matches, basis), box };
  const needed = requirementOf(look);
  return mode === "judge" ? withoutOurSandbox(needed, look) : needed;
}

function requirementOf(look: Look): Requirement {
  const { standing, basis, action } = look;
  if (standing === "forbidden") return { kind: "forbid", reasons: look.because };
  if (standing === "broken-rules") return ask(look, look.because);
  const granted = sessionGrant(look);
  if (granted !== null) return granted;
  if (standing === "prompt" || standing === "dangerous") return ask(look, look.because);
  if (action.escalate && asksToLeave(look)) return ask(look, [{ kind: "escalation" }, ...look.because]);
  switch (standing) {
    case "allowed":
      return run(look, UNRESTRICTED);
    case "project-allowed":
      return run(look, look.box);
    case "safe":
      return run(look, basis.approvalPolicy === "untrusted" ? READ_ONLY : look.box);
    case "other":
      if (basis.approvalPolicy !== "untrusted") return run(look, look.box);
      return ask(look, [...look.because, { kind: "policy", policy: "untrusted" }]);
    default:
      return never(standing);
  }
}

/** Escalation is a question where there is a sandbox to leave; under `never` it is refused in every mode, as in Codex. */
function asksToLeave({ standing, box, basis }: Look): boolean {
  if (basis.approvalPolicy === "never") return true;
  return standing !== "allowed" && box.kind === "restricted";
}

function run({ basis, because, standing }: Look, under: Permissions): Requirement {
  const retry = basis.approvalPolicy === "on-failure" && under.kind === "restricted";
  const reasons: readonly Reason[] =
    standing === "other" ? [...because, { kind: "sandbox", mode: basis.sandboxMode }] : because;
  return { kind: "run", under, reasons, retry, from: "policy" };
}

/** A question, or under `never` its refusal. */
function ask(look: Look, reasons: readonly Reason[]): Requirement {
  const { basis, action, box } = look;
  if (basis.approvalPolicy === "never") {
    return { kind: "forbid", reasons: [...reasons, { kind: "policy", policy: "never" }] };
  }
  const under = action.escalate ? UNRESTRICTED : box;
  return { kind: "ask", under, reasons, amendment: proposal(look) };
}

/** A rule is proposed only where it would answer the question next time. */
function proposal({ standing, reading, basis }: Look): Amendment | null {
  if (standing === "prompt" || standing === "dangerous" || standing === "broken-rules") return null;
  const pattern = proposePrefix(reading, basis.rules);
  return pattern === null ? null : { kind: "prefix", pattern };
}

/** What a person accepted for the session, under the widest permissions they accepted it for. */
function sessionGrant({ action, basis, box }: Look): Requirement | null {
  const under = [UNRESTRICTED, box].find((permissions) => basis.remembered.has(identityOf(action, permissions)));
  if (under === undefined) return null;
  return { kind: "run", under, reasons: [{ kind: "session-grant" }], retry: false, from: "session" };
}

/** The caller runs the command bare: what only our sandbox made safe must be asked. */
function withoutOurSandbox(needed: Requirement, look: Look): Requirement {
  if (needed.kind === "forbid") return needed;
  if (needed.kind === "ask") return { ...needed, under: UNRESTRICTED };
  if (needed.under.kind === "unrestricted" || isSafeBare(look)) return { ...needed, under: UNRESTRICTED, retry: false };
  const asked = ask(look, [
    ...look.because,
    { kind: "no-sandbox", why: "the agent runs this command itself, without a sandbox" },
  ]);
  return asked.kind === "ask" ? { ...asked, under: UNRESTRICTED } : asked;
}

/**
 * Known to only read, also without a sandbox around it. A repository's own settings name programs that git starts, and
 * only the `.git` at the top of a writable root is out of the agent's reach.
 */
function isSafeBare({ standing, reading, action, basis }: Look): boolean {
  if (standing !== "safe" || reading.kind === "opaque") return false;
  const programs = reading.commands.map(([program]) => baseName(program));
  return !programs.includes("git") || (basis.workspace.roots.includes(action.cwd) && !programs.includes("cd"));
}

/** A program that commands may have put there is not the one that a rule or the known-safe list means. */
function withoutPlanted(match: RuleMatch, planted: readonly Planted[]): RuleMatch {
  const isLenient = match.kind === "safe" || (match.kind === "rule" && match.rule.decision === "allow");
  const isPlanted = planted.some(({ name }) => name === match.command[0]);
  return isLenient && isPlanted ? { kind: "other", command: match.command } : match;
}

function standingOf(matches: readonly RuleMatch[], broken: boolean): Standing {
  const has = (test: (match: RuleMatch) => boolean): boolean => matches.some(test);
  if (has((match) => match.kind === "rule" && match.rule.decision === "forbidden")) return "forbidden";
  if (broken) return "broken-rules";
  if (has((match) => match.kind === "rule" && match.rule.decision === "prompt")) return "prompt";
  if (has((match) => match.kind === "dangerous")) return "dangerous";
  if (has((match) => match.kind === "other")) return "other";
  if (matches.every((match) => match.kind === "safe")) return "safe";
  // Each command may match several allow rules; one of the user's own is enough for it to leave the sandbox.
  const commands = new Set(matches.map((match) => match.command));
  for (const command of commands) {
    const own = has(
      (match) => match.command === command && match.kind === "rule" && match.rule.source.layer !== "project",
    );
    if (!own) return "project-allowed";
  }
  return "allowed";
}

/** The matches that decided, and what else there is to say. */
function groundsOf(standing: Standing, matches: readonly RuleMatch[], basis: Basis): readonly Reason[] {
  const deciding = matches.filter((match) => decides(standing, match));
  const reasons: Reason[] = deciding.map((match) => ({ kind: "match", match }));
  if (standing === "broken-rules")
    reasons.push(...basis.rules.broken.map((file): Reason => ({ kind: "broken-rules", file })));
  if (standing === "other") {
    const named = basis.planted.filter(({ name }) => deciding.some((match) => match.command[0] === name));
    reasons.push(...named.map((program): Reason => ({ kind: "planted", program })));
  }
  return reasons;
}

function decides(standing: Standing, match: RuleMatch): boolean {
  switch (standing) {
    case "forbidden":
    case "prompt":
      return match.kind === "rule" && match.rule.decision === standing;
    case "dangerous":
    case "other":
      return match.kind === standing;
    case "broken-rules":
      return false;
    case "safe":
    case "project-allowed":
    case "allowed":
      return true;
    default:
      return never(standing);
  }
}
