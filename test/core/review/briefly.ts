/** A deed on one line, for tables: "act bar level category object, object". */
import { RISK_LEVELS } from "../../../src/core/config/review-terms.ts";
import type { Bar, Deed } from "../../../src/core/review/subject.ts";

export function briefly({ act, bar, level, category, objects }: Deed): string {
  return [act, bar, level, category ?? "-", objects.join(", ")].join(" ").trim();
}

const BARS: readonly Bar[] = ["free", "asked", "named", "person", "never"];

/** The strictest of each among them, as numbers that grow; -1 where there are none. */
export function strictest(deeds: readonly Deed[]): { readonly level: number; readonly bar: number } {
  return {
    level: Math.max(-1, ...deeds.map(({ level }) => RISK_LEVELS.indexOf(level))),
    bar: Math.max(-1, ...deeds.map(({ bar }) => BARS.indexOf(bar))),
  };
}
