/** Spans of time as people type them. */
import { type GrantLimits, TO_THE_END } from "../../core/approval/session-grant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf } from "./arguments.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);
const DAYS_MAX = 365;
const MS_MAX = DAYS_MAX * 86_400_000;

/** Milliseconds, more than none and at most a year; null for what is no such span. */
export function durationIn(typed: string): number | null {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([smhd])$/u.exec(typed) ?? [];
  const ms = Math.round(Number(number) * (UNITS.get(unit) ?? 0));
  return ms > 0 && ms <= MS_MAX ? ms : null;
}

/** What `--grants-for` says; null without one. */
export function grantsForOf(parsed: Arguments): Result<number | null, string> {
  const typed = lastOf(parsed, "grants-for");
  if (typed === null) return ok(null);
  const ms = durationIn(typed);
  return ms === null ? err(visible(wrongDuration("--grants-for", typed))) : ok(ms);
}

export function wrongDuration(option: string, typed: string): string {
  return `${option} takes a time like 90s, 20m, 1h or 2d, up to ${DAYS_MAX}d, not "${typed}"`;
}

export function limitsFor(forMs: number): GrantLimits {
  return { ...TO_THE_END, forMs };
}
