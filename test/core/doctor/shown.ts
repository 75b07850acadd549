/** Findings as one line each: `STATUS ID | TITLE: DETAIL -> ADVICE`. */
import type { Finding } from "../../../src/core/doctor/finding.ts";

export function shown(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ status, id, title, detail, advice }) =>
      `${status} ${id} | ${title}: ${detail}${advice === null ? "" : ` -> ${advice}`}`,
  );
}
