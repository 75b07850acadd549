/** How one expression is compiled: its parts first, then itself out of them. */
import type { Expression } from "./syntax.ts";
import type { Evaluate } from "./unit.ts";

export type Plan = {
  readonly parts: readonly Expression[];
  /** Called once, with one code for each part. */
  readonly build: (codes: readonly Code[]) => Code;
};

/** A compiled expression, what one run of it costs in steps, and how many closures deep it goes. */
export type Code = { readonly run: Evaluate; readonly weight: number; readonly height: number };
