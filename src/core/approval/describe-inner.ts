/** Words for people: what became of the programs inside a command. Not escaped. */
import { printCommand } from "../shell/print.ts";
import { describeOutcome, describeReason } from "./describe.ts";
import { chainText } from "./exec-words.ts";
import type { InnerDecision } from "./record.ts";

/**
 * One line for each program that did not start, with why; then, where there is one, the parts of the command that did.
 * Nothing where all started.
 */
export function describeInner(inner: readonly InnerDecision[]): readonly string[] {
  const refused = inner.filter(({ outcome }) => outcome.kind !== "starts");
  if (refused.length === 0) return [];
  const parts = inner.filter(({ chain, outcome }) => chain.length === 0 && outcome.kind === "starts");
  const started = [...new Set(parts.map(({ command }) => printCommand(command)))];
  return [
    ...refused.map(({ chain, command, reasons, outcome }) => {
      const why = reasons.map((reason) => describeReason(reason, command)).join("; ");
      const asked = why === "" ? "" : ` (asked because: ${why})`;
      return `did not start: ${chainText(chain, command)}: ${describeOutcome(outcome)}${asked}`;
    }),
    ...(started.length === 0 ? [] : [`had started: ${started.join("; ")}`]),
  ];
}
