/** What is said of settings: why nothing was started, what a person should know. */
import { describeConfigError } from "../../core/config/error.ts";
import { describeNotice, type Notice } from "../../core/config/notice.ts";
import type { StartFault } from "../../engine/host.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import { EXIT } from "./exit.ts";

/** What a person should know about the settings, a line each. */
export function tellNotices(notices: readonly Notice[], error: (text: string) => void): void {
  for (const notice of notices) error(`assent: ${visible(describeNotice(notice))}\n`);
}

/** Says why nothing was started; returns the exit status. */
export function tellFault(fault: StartFault, error: (text: string) => void): number {
  error(`assent: ${describeStartFault(fault)}\n`);
  return startStatus(fault);
}

export function describeStartFault(fault: StartFault): string {
  switch (fault.kind) {
    case "config":
      return describeConfigError(fault.error);
    case "usage":
    case "cancelled":
      return visible(fault.why);
    case "log":
      return fault.why
        .split("\n")
        .map((line) => visible(line))
        .join("\n");
    default:
      return never(fault);
  }
}

export function startStatus(fault: StartFault): number {
  return STATUS[fault.kind];
}

const STATUS: Readonly<Record<StartFault["kind"], number>> = {
  config: EXIT.config,
  usage: EXIT.usage,
  cancelled: EXIT.cancelled,
  log: EXIT.fault,
};
