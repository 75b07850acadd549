/** What a surface gets from the composition: a running session, or why there is none. */
import { type ConfigError, describeConfigError } from "../core/config/error.ts";
import type { Flags } from "../core/config/flags.ts";
import type { Settings } from "../core/config/settings.ts";
import type { GrantLimits } from "../core/approval/session-grant.ts";
import type { Result } from "../kit/result.ts";
import type { Engine, Observer } from "./engine.ts";
import type { Approver } from "./ports.ts";

/** How to start a session; every path as typed, relative to the process's folder. */
export type SessionOptions = {
  readonly flags: Flags;
  /** `-c KEY=VALUE` as typed. */
  readonly overrides: readonly string[];
  /** Null for the process's own folder. */
  readonly cwd: string | null;
  readonly addDirs: readonly string[];
  /** Further rules files of the user, `--rules`. */
  readonly rules: readonly string[];
  /** Who answers: the terminal, a file of answers, or the caller's own approver. */
  readonly approver:
    | { readonly kind: "terminal" }
    | { readonly kind: "answers"; readonly file: string }
    | { readonly kind: "own"; readonly approver: Approver };
  /** `inherit`: commands use assent's own streams; `capture`: their output comes back in the outcome. */
  readonly output: "inherit" | "capture";
  /** How long what is accepted for the session lasts; left out for its end. */
  readonly grantLimits?: GrantLimits;
  /** Ends a command and its whole process tree; null for no limit. */
  readonly timeoutMs: number | null;
  /** Null for the home that the environment names. */
  readonly home: string | null;
  readonly observe: Observer;
  /** All that the person typed so far, for the automatic reviewer; left out where nobody knows it. */
  readonly words?: () => readonly string[];
  /** Takes away what is asked before the session stands; left out where nothing ends it. */
  readonly signal?: AbortSignal;
};

export type OpenSession = {
  readonly engine: Engine;
  readonly settings: Settings;
  /** Absolute, symbolic links resolved: what commands run in. */
  readonly cwd: string;
  readonly home: string;
  readonly logFile: string;
};

/** Why a session could not be started; nothing was run. */
export type StartFault =
  | { readonly kind: "config"; readonly error: ConfigError }
  | { readonly kind: "usage"; readonly why: string }
  /** The person, where something was asked before. */
  | { readonly kind: "cancelled"; readonly why: string }
  | { readonly kind: "log"; readonly why: string };

/** For a person or a client; not escaped. */
export function whyNotStarted(fault: StartFault): string {
  return fault.kind === "config" ? describeConfigError(fault.error) : fault.why;
}

export type OpenSessionPort = (options: SessionOptions) => Promise<Result<OpenSession, StartFault>>;
