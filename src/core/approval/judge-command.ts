/** Decides about a command: run it, ask about it, or forbid it. */
import { never } from "../../kit/never.ts";
import { type Extra, includesExtra, isNothing, NO_EXTRA } from "../permissions/extra.ts";
import {
  outsideOf,
  UNRESTRICTED,
  permissionsOf,
  readOnly,
  type Permissions,
  withExtra,
} from "../permissions/permissions.ts";
import { NO_RULES, withRule } from "../policy/load.ts";
import { matchCommand } from "../policy/match.ts";
import type { Command } from "../shell/reading.ts";
import type { Action, Mode } from "./action.ts";
import { askOrRefuse, onlyPerson, policyReason } from "./asking.ts";
import type { Basis } from "./basis.ts";
import { matchesOf, proposalFor } from "./evaluate.ts";
import { withGitSteps } from "./git-steps.ts";
import { carriesPrograms, sightingOf } from "./concern.ts";
import { identityOf } from "./identity.ts";
import { barredOf } from "./judge-permissions.ts";
import { needKey, type Need, rootAmendment, wider } from "./needs.ts";
import { leavesSandbox, plantedIn } from "./programs.ts";
import type { Opening } from "../sandbox/opening.ts";
import type { Amendment, Part, Reason, RememberedPart, Requirement } from "./requirement.ts";
import { isBoxed, standingOf, type Standing } from "./standing.ts";
import { isSafe, surveyOf, type Survey } from "./survey.ts";
import { waitingParts } from "./waiting.ts";

type Asking = Requirement & { readonly kind: "ask" };
type CommandAction = Action & { readonly kind: "command" };

/** All that the decision reads, worked out once. */
type Look = {
  readonly action: CommandAction;
  readonly basis: Basis;
  readonly survey: Survey;
  readonly standing: Standing;
  readonly because: readonly Reason[];
  /** What would ask as well if `because` did not. */
  readonly also: readonly Reason[];
  readonly mode: Mode;
  /** The permissions of the sandbox mode, and those of local steps of git where it is nothing else. */
  readonly box: Permissions;
  /** Why local steps of git find the repository closed; null where they do not, or there are none. */
  readonly closed: string | null;
  /** Accepted, it would run outside: the agent asks for that, or runs it itself. */
  readonly isLeaving: boolean;
  /** What the same command was stopped from before; null where it was not, or the caller runs it. */
  readonly need: Need | null;
  /** What it wants beside the sandbox's permissions, and has in `box`; null where it wants nothing, or there is no sandbox. */
  readonly more: Extra | null;
};

export function judgeCommand(action: CommandAction, mode: Mode, survey: Survey, given: Basis): Requirement {
  const more = action.more === undefined || isHad(action.more, given) ? null : action.more;
  const basis = more === null ? given : { ...given, workspace: withExtra(given.workspace, more) };
  const { box, closed } = withGitSteps(permissionsOf(basis.sandboxMode, basis.workspace), survey, basis);
  const isLeaving = action.escalate || mode === "judge";
  const need = mode === "run" ? (basis.needs.get(needKey(action)) ?? null) : null;
  const wanted = box.kind === "restricted" ? more : null;
  const stand = standingOf(survey, basis);
  const look: Look = { action, mode, basis, survey, box, closed, isLeaving, need, more: wanted, ...stand };
  const needed = requirementOf(look);
  if (mode === "judge") return withoutOurSandbox(needed, look);
  return needed.kind === "ask" && !basis.isSupervised ? askedByParts(needed, look) : needed;
}

/** True where it wants nothing, or what was granted already. */
function isHad(wanted: Extra, { workspace: { extra = NO_EXTRA } }: Basis): boolean {
  return isNothing(wanted) || includesExtra(extra, wanted);
}

/**
 * Where nothing asks when a part is reached, each part is asked about beforehand, as it would be if it stood alone. One
 * question about one part is the same as one about the whole.
 */
function askedByParts(needed: Asking, look: Look): Requirement {
  const { action, survey, basis, box } = look;
  const commands = survey.reading.kind === "plain" ? waitingFor(look) : [];
  if (commands.length < 2) return needed;
  const parts: Part[] = [];
  const remembered: RememberedPart[] = [];
  for (const command of commands) {
    const cwd = sightingOf(command, survey)?.cwd ?? action.cwd;
    const alone = { ...action, argv: command, cwd };
    const around = { home: basis.home, roots: basis.workspace.roots, keep: basis.workspace.keep };
    const judged = judgeCommand(alone, "run", surveyOf(alone, around), basis);
    if (judged.kind === "run" && judged.from === "session") {
      remembered.push({ command, cwd, under: judged.under });
      continue;
    }
    if (judged.kind !== "ask") return needed;
    parts.push({ command, cwd, reasons: judged.reasons, amendment: judged.amendment, opens: judged.opens });
  }
  const [first, ...others] = parts;
  if (first !== undefined) {
    return { ...needed, parts: [first, ...others], ...(remembered.length === 0 ? {} : { remembered }) };
  }
  return { kind: "run", under: box, reasons: [{ kind: "session-grant" }], retry: false, from: "session", remembered };
}

function requirementOf(look: Look): Requirement {
  const { standing, basis, action } = look;
  if (standing === "forbidden") return { kind: "forbid", reasons: look.because };
  const barred = look.more === null ? [] : barredOf(look.more, look.box, basis);
  if (barred.length > 0) return { kind: "forbid", reasons: barred };
  const wants = wantsOf(look);
  const refused = wants.length === 0 ? null : refusesMore(basis);
  if (refused !== null) return { kind: "forbid", reasons: [...wants, ...look.because, refused] };
  if (standing === "broken-rules") return ask(look, look.because);
  const granted = onlyPerson(look.because) ? null : sessionGrant(look);
  if (granted !== null) return granted;
  if (wants.length > 0) return ask(look, [...wants, ...(action.escalate ? [LEAVES] : []), ...look.because]);
  const waiting = basis.isSupervised ? waitingFor(look) : [];
  if (waiting.length > 0) {
    return { ...run(look, look.box), reasons: waiting.map((command) => ({ kind: "waits", command })) };
  }
  if (standing === "prompt" || standing === "unseen" || standing === "dangerous") return ask(look, look.because);
  if (action.escalate && asksToLeave(look)) return ask(look, [LEAVES, ...look.because]);
  switch (standing) {
    case "allowed":
      return run(look, outsideOf(basis.workspace));
    case "allowed-inside":
      return run(look, look.box);
    case "safe":
      return run(look, basis.approvalPolicy === "untrusted" ? readOnly(basis.workspace) : look.box);
    case "other":
      if (basis.approvalPolicy !== "untrusted") return run(look, look.box);
      return ask(look, [...look.because, policyReason("untrusted", basis)]);
    default:
      return never(standing);
  }
}

/** What is asked about because the agent asks for it; what runs outside the sandbox by a rule needs no more. */
function wantsOf({ more, standing, basis }: Look): readonly Reason[] {
  if (more === null || (standing === "allowed" && basis.approvalPolicy !== "never")) return [];
  return [{ kind: "wants-more", extra: more }];
}

/** Why permissions of its own are no question; null where they are one. */
function refusesMore(basis: Basis): Reason | null {
  const { approvalPolicy } = basis;
  // As in Codex: where all is asked about, nothing is asked about twice.
  if (approvalPolicy === "untrusted") return policyReason("untrusted", basis);
  if (typeof approvalPolicy !== "object" || approvalPolicy.granular.request_permissions) return null;
  return { kind: "granular", key: "request_permissions" };
}

/** Parts that are asked about by themselves; none where all is asked about as a whole, or nobody is asked. */
function waitingFor(look: Look): readonly Command[] {
  const { action, basis, survey, standing, box, isLeaving } = look;
  if (isLeaving || action.escalate || box.kind !== "restricted") return [];
  // What is asked for the whole, or stands under a key of its own, is asked about as a whole.
  if (look.more !== null || action.skill !== undefined) return [];
  // What is refused when it is reached is refused before anything has run.
  if (ask(look, look.because).kind === "forbid") return [];
  if (basis.programs.some(({ path }) => carriesPrograms(path))) return [];
  const isUntrusted = basis.approvalPolicy === "untrusted";
  if (standing !== "prompt" && standing !== "dangerous" && !(standing === "other" && isUntrusted)) return [];
  if (isUntrusted && (survey.reading.kind === "opaque" || plantedIn(basis).length > 0)) return [];
  // What no rule covers is asked about as well then, though a stricter part hides it.
  const others = isUntrusted ? othersIn(survey, basis) : [];
  return waitingParts(survey, basis, others) ?? [];
}

function othersIn(survey: Survey, basis: Basis): readonly Command[] {
  const matches = matchesOf(survey, basis.rules, isBoxed(basis));
  return matches.flatMap(({ kind, command }) => (kind === "other" ? [command] : []));
}

/** Escalation is a question where there is a sandbox to leave; under `never` it is refused in every mode, as in Codex. */
function asksToLeave({ standing, box, basis }: Look): boolean {
  if (basis.approvalPolicy === "never") return true;
  return standing !== "allowed" && box.kind === "restricted";
}

function run({ basis, because, standing, closed }: Look, under: Permissions): Requirement {
  const retry = basis.approvalPolicy === "on-failure" && under.kind === "restricted";
  const isGitStep = under.kind === "restricted" && under.git === "commit" && basis.workspace.bounds.git !== "commit";
  const reasons: readonly Reason[] = [
    ...because,
    ...(standing === "other" ? [{ kind: "sandbox", mode: basis.sandboxMode } as const] : []),
    ...(isGitStep ? [{ kind: "git-steps" } as const] : []),
    ...(standing === "other" && closed !== null ? [{ kind: "git-closed", why: closed } as const] : []),
  ];
  return { kind: "run", under, reasons, retry, from: "policy" };
}

/** A question, or its refusal. */
function ask(look: Look, grounds: readonly Reason[]): Requirement {
  const { basis, action, box } = look;
  const also = alsoAsked(look);
  const reasons = action.skill === undefined ? grounds : [...grounds, { kind: "skill", name: action.skill } as const];
  if (!action.escalate) return askOrRefuse({ under: box, reasons, also, ...proposal(look) }, basis);
  const { denial, opening } = look.need ?? { denial: null, opening: null };
  const stopped: readonly Reason[] = denial === null ? [] : [{ kind: "sandbox-denied", denial, opening }];
  const under = wider(box, opening, basis.workspace);
  const isNarrow = box.kind === "restricted" && opening !== null;
  const saved = isNarrow ? { amendment: narrowAmendment(look, opening), opens: false } : proposal(look);
  return askOrRefuse({ under, reasons: [...stopped, ...reasons], also, ...saved }, basis);
}

/** What the command would be asked about if no rule did: leaving the sandbox, or having none. */
function alsoAsked(look: Look): readonly Reason[] {
  const leaves = look.action.escalate && asksToLeave(look);
  const isBare = look.mode === "judge" && look.box.kind === "restricted" && !isSafeBare(look.survey);
  return [...look.also, ...wantsOf(look), ...(leaves ? [LEAVES] : []), ...(isBare ? [NO_SANDBOX] : [])];
}

const LEAVES = { kind: "escalation" } as const;
const NO_SANDBOX = { kind: "no-sandbox", why: "the agent runs this command itself, without a sandbox" } as const;

function isSafeBare(survey: Survey): boolean {
  return survey.reading.kind === "plain" && isSafe(survey, false);
}

/** Where all else of it is asked about anyway, one more folder would answer no question. */
function narrowAmendment({ standing, basis }: Look, opening: Opening | null): Amendment | null {
  return standing === "other" || standing === "safe" ? rootAmendment(opening, basis.sandboxMode) : null;
}

/** A rule is proposed only where it would answer the question next time. */
function proposal({ action, standing, survey, basis, isLeaving, more }: Look): Pick<Asking, "amendment" | "opens"> {
  const { reading } = survey;
  const nothing = { amendment: null, opens: false };
  // Whoever is asked to open one place is not offered to open all.
  if ((standing !== "other" && standing !== "safe") || reading.kind === "opaque" || more !== null) return nothing;
  const pattern = proposalFor(survey, basis.rules, isBoxed(basis), action.suggested);
  if (pattern === null) return nothing;
  const rules = withRule(NO_RULES, pattern);
  const opens = reading.commands.every((command) => {
    const matches = matchCommand(rules, command);
    return matches.length === 0 || leavesSandbox(command, matches, survey, basis) === null;
  });
  return isLeaving && !opens ? nothing : { amendment: { kind: "prefix", pattern }, opens };
}

/** What a person accepted for the session, under the widest permissions they accepted it for. */
function sessionGrant({ action, basis, box, need }: Look): Requirement | null {
  if (basis.remembered.size === 0) return null;
  const opened = wider(box, need?.opening ?? null, basis.workspace);
  const isSame = (one: typeof action, permissions: Permissions): boolean =>
    basis.remembered.has(identityOf(one, permissions, [], [], basis.leads));
  const isRemembered = (permissions: Permissions): boolean =>
    isSame(action, permissions) ||
    // What was given to it on request it has without another request.
    (permissions.kind === "restricted" &&
      permissions !== box &&
      [true, false].some((escalate) => isSame({ ...action, escalate }, permissions)));
  const under = [outsideOf(basis.workspace), opened, box].find(isRemembered);
  if (under === undefined) return null;
  return { kind: "run", under, reasons: [{ kind: "session-grant" }], retry: false, from: "session" };
}

/** The caller runs the command bare: what only our sandbox made safe must be asked. */
function withoutOurSandbox(needed: Requirement, look: Look): Requirement {
  if (needed.kind === "forbid") return needed;
  if (needed.kind === "ask") return { ...needed, under: UNRESTRICTED };
  const isBare = look.standing === "safe" && isSafeBare(look.survey);
  if (needed.under.kind === "unrestricted" || isBare) return { ...needed, under: UNRESTRICTED, retry: false };
  const asked = ask(look, [...look.because, NO_SANDBOX]);
  return asked.kind === "ask" ? { ...asked, under: UNRESTRICTED } : asked;
}
