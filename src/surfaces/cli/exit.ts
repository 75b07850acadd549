/** Exit statuses of assent itself, beside a command's own; docs/exit-status.md explains them. */
import type { Outcome } from "../../core/approval/record.ts";
import { never } from "../../kit/never.ts";

export const EXIT = {
  ok: 0,
  usage: 64,
  fault: 70,
  noSandbox: 71,
  declined: 76,
  forbidden: 77,
  config: 78,
  notFound: 127,
  cancelled: 130,
} as const;

/** The status that tells a script how an action ended; a command that ran keeps its own. */
export function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case "ran":
      return outcome.status;
    case "allowed":
    case "starts":
      return EXIT.ok;
    case "forbidden":
      return EXIT.forbidden;
    case "declined":
      return EXIT.declined;
    case "cancelled":
      return EXIT.cancelled;
    case "fault":
      if (outcome.doing === "sandbox") return EXIT.noSandbox;
      return outcome.doing === "program" ? EXIT.notFound : EXIT.fault;
    default:
      return never(outcome);
  }
}
