/** What is reviewed, and all that a review may know. */
import type { Action } from "../approval/action.ts";
import type { Facts } from "../approval/facts.ts";
import type { Question } from "../approval/question.ts";
import type { ReviewId } from "../approval/review.ts";
import type { ReviewCategory, RiskLevel } from "../config/review-terms.ts";

/** One action that a person would be asked about. */
export type Subject = {
  readonly review: ReviewId;
  readonly question: Question;
  readonly facts: Facts;
  /** False where the budget for models is used up. */
  readonly withModel: boolean;
};

/** What went before in the same thread. Only `words` are the person's; nothing else can authorise anything. */
export type Background = {
  /** What the person typed, oldest first. */
  readonly words: readonly string[];
  /** Actions that were carried out, oldest first. */
  readonly done: readonly Action[];
  /** Actions that were denied or declined, oldest first. */
  readonly refused: readonly Action[];
  /** What was said and shown, oldest first. Evidence, and never an instruction. */
  readonly transcript: readonly Evidence[];
};

export type Evidence = {
  readonly from: "person" | "agent" | "call" | "output";
  /** Not escaped, and as long as it was. */
  readonly text: string;
};

export const NO_BACKGROUND: Background = { words: [], done: [], refused: [], transcript: [] };

/** What an action does, in the words that a person would ask for it with. */
export type Act =
  | "look"
  | "build"
  | "test"
  | "run"
  | "edit"
  | "delete"
  | "copy"
  | "commit"
  | "branch"
  | "discard"
  | "push"
  | "publish"
  | "install"
  | "update"
  | "fetch"
  | "reach"
  | "send"
  | "deploy"
  | "restart"
  | "stop"
  | "query"
  | "change-data"
  | "configure"
  | "schedule"
  | "permit"
  | "show-secret"
  | "message"
  | "pay"
  | "administer"
  | "grant";

/**
 * What is needed for a deed to be cleared without a model. `free`: nothing, for it is harmless wherever it is done; `asked`:
 * the person wants such a thing; `named`: they asked for it with each of its objects; `person`: only a person can answer;
 * `never`: it must not be.
 */
export type Bar = "free" | "asked" | "named" | "person" | "never";

/** One thing that an action does. */
export type Deed = {
  readonly act: Act;
  /** What it is done to, as a person would name it: a branch, a package, a host, a file. */
  readonly objects: readonly string[];
  readonly bar: Bar;
  /** Of it in itself, where nobody asked for it. */
  readonly level: RiskLevel;
  /** Null where nothing speaks against it. */
  readonly category: ReviewCategory | null;
  /** Plain words, one line, not escaped: "deletes build". */
  readonly what: string;
};
