/** What a reviewing model looks at before it answers: asked for strictly, shown as evidence. */
import { readArguments } from "../../core/agent/read-arguments.ts";
import { redactJudged } from "../../core/audit/redact.ts";
import { LOOK_TOOL } from "../../core/review/answer-schema.ts";
import { short } from "../../core/review/evidence.ts";
import { fenced } from "../../core/review/fence.ts";
import type { Subject } from "../../core/review/subject.ts";
import type { GuardianPorts } from "./ports.ts";
import type { Call } from "./reply-items.ts";

/** UTF-16 units of what one look shows. */
const SHOWN_CHARS_MAX = 16_384;
const COMMAND_CHARS_MAX = 4_000;

/** The answer to each call of one review: in a fence, without secrets; or, in words of our own, why there is none. */
export function lookWith(
  subject: Subject,
  look: GuardianPorts["look"],
): (call: Call, signal: AbortSignal) => Promise<string> {
  let number = 0;
  return async ({ name, input }, signal) => {
    number += 1;
    if (name !== LOOK_TOOL) return `There is no such tool. There is ${LOOK_TOOL}.`;
    const read = readArguments(input);
    const cmd = read.text("cmd");
    const workdir = read.text("workdir");
    if (!read.need("cmd", cmd) || read.fault() !== null) return "The arguments do not fit the tool.";
    if (cmd.length > COMMAND_CHARS_MAX) return "The command is too long.";
    // A look that fails shows nothing, and the model has to do without it.
    const output = await look({ cmd, workdir }, subject, signal).catch(() => null);
    if (output === null) return "It cannot be looked at.";
    const text = short(output, SHOWN_CHARS_MAX, redactJudged);
    return fenced([{ label: "output", text }], `${subject.review} ${number}`);
  };
}
