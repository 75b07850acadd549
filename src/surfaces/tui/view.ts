/** What the person looks at, and how large the terminal is. */
import type { Question } from "../../core/approval/question.ts";
import type { Field } from "./field.ts";
import type { Block } from "./layout.ts";
import type { Trial } from "./rule-edit.ts";

/** `top` is the first body line that is shown; it is brought into range when drawn. */
export type View =
  | { readonly kind: "question"; readonly top: number }
  | { readonly kind: "explain"; readonly top: number }
  | { readonly kind: "feedback"; readonly top: number; readonly field: Field }
  | { readonly kind: "rule"; readonly top: number; readonly field: Field; readonly trial: Trial };

/** One question as it stands on the screen. */
export type Scene = {
  readonly question: Question;
  /** `contentOf(question)`, worked out once: a diff may be long. */
  readonly content: readonly Block[];
  readonly view: View;
  /** Questions that come after this one. */
  readonly waiting: number;
};

export type Size = { readonly columns: number; readonly rows: number };
