/** The lines of a box that questions of several kinds have. */
import { describePermissions, describeReason } from "../../core/approval/describe.ts";
import { summariseEffects } from "../../core/approval/describe-effect.ts";
import { execCommand } from "../../core/approval/exec-words.ts";
import type { Question } from "../../core/approval/question.ts";
import { effectsOf } from "../../core/approval/survey.ts";
import type { Block } from "./layout.ts";

export function field(label: string, value: string): Block {
  return { kind: "field", label, values: [value], style: "plain" };
}

/** The agent that it was delegated to; nothing for the thread's own. */
export function delegate({ agent }: Question): readonly Block[] {
  return agent === undefined ? [] : [field("asked by", `the agent ${agent}`)];
}

/** The agent's words are quoted: they are its claim and not ours. */
export function agentReason(why: string | null): readonly Block[] {
  return why === null ? [] : [field("reason", `the agent says: "${why}"`)];
}

export function whyAsked({ reasons, action }: Question): Block {
  const asked = action.kind === "command" ? action.argv : action.kind === "exec" ? execCommand(action) : null;
  return {
    kind: "field",
    label: "why asked",
    values: reasons.map((reason) => describeReason(reason, asked)),
    style: "plain",
  };
}

/** What it does, as far as that is known. */
export function effectsField({ survey }: Question): readonly Block[] {
  const words = survey === null ? null : summariseEffects(effectsOf(survey));
  return words === null ? [] : [field("effects", words)];
}

export function sandboxField({ under }: Question): Block {
  const style = under.kind === "unrestricted" ? "warning" : "plain";
  return { kind: "field", label: "sandbox", values: [describePermissions(under)], style };
}
