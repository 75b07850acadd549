/** What the automatic reviewer needs of the world. */
import type { Checks } from "../../core/approval/review.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { AutoReviewSettings } from "../../core/config/review-terms.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { RunFile } from "../../core/review/prompt.ts";
import type { Background, Subject } from "../../core/review/subject.ts";
import type { Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import type { Model } from "../agent/model.ts";

/** A model, and what it is called there. */
export type NamedModel = { readonly model: Model; readonly name: string };

/** What holds now, asked for each review anew. */
export type ReviewStanding = {
  readonly settings: AutoReviewSettings;
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
};

/** A command that the model wants to look with. `workdir`: absolute or relative to where the action runs; null for there. */
export type Look = { readonly cmd: string; readonly workdir: string | null };

export type GuardianPorts = {
  readonly now: () => Millis;
  /** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
  readonly wake: (ms: Millis, signal: AbortSignal) => Promise<void>;
  /** What code says of an action; what it throws counts as no check, and nothing is approved then. */
  readonly check: (subject: Subject, background: Background) => Checks;
  readonly standing: () => ReviewStanding;
  /** What went before in the thread. */
  readonly background: () => Background;
  /** The model that reviews now; an error is one line for a person: why there is none, though one is wanted. */
  readonly model: () => Result<NamedModel, string>;
  /** Names the reviewer's conversation to the endpoint: the same for all reviews of a thread. */
  readonly conversation: string;
  /** The files at these absolute paths as they are now, one each, in their order. */
  readonly runFiles: (paths: readonly string[]) => Promise<readonly RunFile[]>;
  /**
   * Runs one command that only reads, inside a read-only sandbox without network, and gives what it printed, or why it
   * was refused. Not escaped, and as long as it was. Settles soon after `signal` aborts.
   */
  readonly look: (look: Look, subject: Subject, signal: AbortSignal) => Promise<string>;
};
