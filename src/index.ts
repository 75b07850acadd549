/** The library: the same engine that the command line runs on, with your own approver. */
import { NO_FLAGS } from "./core/config/flags.ts";
import type { Request } from "./core/approval/action.ts";
import { whyMalformed } from "./core/approval/check-request.ts";
import { realFolder } from "./compose/place.ts";
import { openSession } from "./compose/session.ts";
import type { Engine, Observer } from "./engine/engine.ts";
import type { OpenSession } from "./engine/host.ts";
import type { Approver } from "./engine/ports.ts";
import { describeStartFault } from "./surfaces/cli/start-fault.ts";

export type { Action, CaseId, Mode, Request } from "./core/approval/action.ts";
export type { Question, Verdict } from "./core/approval/question.ts";
export type { Amendment, Reason } from "./core/approval/requirement.ts";
export type { Review, ReviewFinding, ReviewId } from "./core/approval/review.ts";
export type { AuditRecord, Entry, Outcome } from "./core/approval/record.ts";
export type { ApprovalPolicy } from "./core/config/approval-policy.ts";
export type { Extra } from "./core/permissions/extra.ts";
export type { GrantLimits, GrantScope, SessionGrant } from "./core/approval/session-grant.ts";
export type { Permissions, SandboxMode } from "./core/permissions/permissions.ts";
export type { Approver, Engine, Observer };

export type EngineOptions = {
  /** Answers what must be asked; without one every question is declined. */
  readonly approver?: Approver;
  /** The workspace; default: the process's folder. */
  readonly cwd?: string;
  /** Default: `$ASSENT_HOME`, else `$CODEX_HOME`, else `~/.codex`. */
  readonly home?: string;
  readonly approvalPolicy?: string;
  readonly sandboxMode?: string;
  /** Further folders that may be written to. */
  readonly addDirs?: readonly string[];
  /** Further rules files of the user. */
  readonly rules?: readonly string[];
  /** Ends a command and all that it started. */
  readonly timeoutMs?: number;
  /** Called with each record once it is on disk. */
  readonly observe?: Observer;
  /**
   * All that the person typed so far, oldest first, asked for at each automatic review. Only they can ask for a risk:
   * never give an agent's words here. Left out, nothing counts as asked for.
   */
  readonly words?: () => readonly string[];
};

const DECLINE: Approver = {
  ask: () =>
    Promise.resolve({
      outcome: { kind: "decline", feedback: null },
      by: "no-terminal",
      note: "createEngine was given no approver",
    }),
};

/**
 * Starts a session: settings, rules, sandbox and log as the command line has them. Commands run with their output
 * captured into the outcome.
 *
 * Rejects if a setting is wrong or the log cannot be opened; nothing was run then.
 */
export async function createEngine(
  options: EngineOptions = {},
): Promise<OpenSession["engine"] & Omit<OpenSession, "engine">> {
  const opened = await openSession({
    flags: { ...NO_FLAGS, approvalPolicy: options.approvalPolicy ?? null, sandboxMode: options.sandboxMode ?? null },
    overrides: [],
    cwd: options.cwd ?? null,
    addDirs: options.addDirs ?? [],
    rules: options.rules ?? [],
    approver: { kind: "own", approver: options.approver ?? DECLINE },
    output: "capture",
    timeoutMs: options.timeoutMs ?? null,
    home: options.home ?? null,
    observe: options.observe ?? (() => undefined),
    ...(options.words === undefined ? {} : { words: options.words }),
  });
  if (!opened.ok) throw new Error(describeStartFault(opened.error));
  const { engine, ...session } = opened.value;
  return {
    ...session,
    ...engine,
    async submit(request, signal, live) {
      const own = copyOf(request);
      const why = whyMalformed(own);
      if (own === null || why !== null) {
        return { kind: "fault", doing: "judge", why: `no proper request: ${why}` };
      }
      return engine.submit(await placed(own), signal, live);
    },
  };
}

/** What the caller changes afterwards must not change what was judged and shown. Null for what is no plain value. */
function copyOf(request: Request): Request | null {
  try {
    return structuredClone(request);
  } catch {
    // A function or the like, which no request holds.
    return null;
  }
}

/** With the folder that is meant now: what is accepted for the session must not follow a link that is turned later. */
async function placed(request: Request): Promise<Request> {
  const { action } = request;
  if (action.kind === "network" || action.kind === "mcp" || action.kind === "elicitation") return request;
  return { ...request, action: { ...action, cwd: await realFolder(action.cwd) } };
}
