/** What the automatic reviewer needs of the world. */
import type { Checks } from "../../core/approval/review.ts";
import type { AutoReviewSettings } from "../../core/config/review-terms.ts";
import type { Background, Subject } from "../../core/review/subject.ts";
import type { Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import type { Model } from "../agent/model.ts";

/** A model, and what it is called there. */
export type NamedModel = { readonly model: Model; readonly name: string };

export type GuardianPorts = {
  readonly now: () => Millis;
  /** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
  readonly wake: (ms: Millis, signal: AbortSignal) => Promise<void>;
  /** What code says of an action; what it throws counts as no check, and nothing is approved then. */
  readonly check: (subject: Subject, background: Background) => Checks;
  /** What holds now, asked for each review anew. */
  readonly settings: () => AutoReviewSettings;
  /** What went before in the thread. */
  readonly background: () => Background;
  /** The model that reviews now; an error is one line for a person: why there is none, though one is wanted. */
  readonly model: () => Result<NamedModel, string>;
  /** Names the reviewer's conversation to the endpoint: the same for all reviews of a thread. */
  readonly conversation: string;
};
