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

/** What stands above parts: their closures, one level deeper, and one step more than all of them. */
export function sum(codes: readonly Code[]): {
  readonly runs: Evaluate[];
  readonly height: number;
  readonly weight: number;
} {
  const runs: Evaluate[] = [];
  let height = 0;
  let weight = 1;
  for (const code of codes) {
    runs.push(code.run);
    height = Math.max(height, code.height);
    weight += code.weight;
  }
  return { runs, height: height + 1, weight };
}
