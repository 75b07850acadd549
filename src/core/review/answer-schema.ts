/** The form of a reviewing model's answer, and its one tool; names as in Codex. */
import type { Json } from "../../kit/json.ts";
import { RISK_LEVELS } from "../config/review-terms.ts";

/** What a model can say of what the person asked for: it has no word for the contrary, which is a reason to deny. */
export const MODEL_AUTHORIZATIONS = ["unknown", "low", "medium", "high"] as const;

export const OUTCOMES = ["allow", "deny"] as const;

/** Only the outcome must be there. */
export const ANSWER_SCHEMA: Json = {
  type: "object",
  properties: {
    risk_level: { type: "string", enum: RISK_LEVELS },
    user_authorization: { type: "string", enum: MODEL_AUTHORIZATIONS },
    outcome: { type: "string", enum: OUTCOMES },
    rationale: { type: "string" },
    risk_score: { type: "number", minimum: 0, maximum: 100 },
  },
  required: ["outcome"],
  additionalProperties: false,
};

export const LOOK_TOOL = "exec_command";

export const TOOLS: readonly Json[] = [
  {
    type: "function",
    name: LOOK_TOOL,
    description: "Runs one command that only reads, without network, and gives what it prints.",
    strict: false,
    parameters: {
      type: "object",
      properties: {
        cmd: { type: "string", description: "The command line for the shell." },
        workdir: { type: "string", description: "The folder to run in. Default: the one of the action." },
      },
      required: ["cmd"],
      additionalProperties: false,
    },
  },
];
