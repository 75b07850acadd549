/** What the person looks at, and how large the terminal is. */
import type { Question } from "../../core/approval/question.ts";
import type { Field } from "./field.ts";
import type { BodyLine } from "./layout.ts";
import type { Trial } from "./rule-edit.ts";

/** `top` is the first body line that is shown; it is brought into range when drawn. */
export type View =
  | { readonly kind: "question"; readonly top: number }
  | { readonly kind: "explain"; readonly top: number }
  | { readonly kind: "feedback"; readonly top: number; readonly field: Field }
  | { readonly kind: "rule"; readonly top: number; readonly field: Field; readonly trial: Trial };

/** What stands in the body: the question, also while something is typed about it, or its explanation. */
export type Page = "question" | "explain";

export function pageOf(view: View): Page {
  return view.kind === "explain" ? "explain" : "question";
}

/** One question as it stands on the screen. */
export type Scene = {
  readonly question: Question;
  /** `bodyOf` for the page that the view shows, the terminal's width and its character set. */
  readonly body: readonly BodyLine[];
  readonly view: View;
  /** Questions that come after this one. */
  readonly waiting: number;
};

export type Size = { readonly columns: number; readonly rows: number };
