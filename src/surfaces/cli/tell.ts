/** What the command line says of an outcome or of a session that did not start. */
import { describeOutcome } from "../../core/approval/describe.ts";
import type { Outcome } from "../../core/audit/record.ts";
import { describeConfigError } from "../../core/config/error.ts";
import type { StartFault } from "../../engine/host.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import { EXIT } from "./exit.ts";

/** Says why a command did not run; nothing for one that did, whose own output speaks. */
export function tellOutcome(outcome: Outcome, error: (text: string) => void): void {
  if (outcome.kind === "ran" && outcome.denied === null) return;
  if (outcome.kind === "allowed") return;
  for (const line of describeOutcome(outcome).split("\n")) error(`assent: ${visible(line)}\n`);
}

export function describeStartFault(fault: StartFault): string {
  switch (fault.kind) {
    case "config":
      return describeConfigError(fault.error);
    case "usage":
    case "log":
      return visible(fault.why);
    default:
      return never(fault);
  }
}

export function startStatus(fault: StartFault): number {
  if (fault.kind === "config") return EXIT.config;
  return fault.kind === "usage" ? EXIT.usage : EXIT.fault;
}
