/** `update_plan`, `request_user_input` and `view_image`: what touches nothing. */
import type { PlanStep } from "../../core/agent/item.ts";
import { type Arguments, readArguments } from "../../core/agent/read-arguments.ts";
import type { JsonObject } from "../../kit/json.ts";
import { resolvePath } from "../../kit/path.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import type { ToolContext } from "./tool.ts";

const STATES = ["pending", "in_progress", "completed"] as const;

export function updatePlan(call: ToolCall, { stage }: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const explanation = read.text("explanation");
  const steps: PlanStep[] = [];
  const plan = read.list("plan");
  read.need("plan", plan);
  for (const entry of plan ?? []) {
    const step = entry.text("step");
    const status = entry.choice("status", STATES);
    if (entry.need("step", step) && entry.need("status", status)) {
      steps.push({ step, status: status === "in_progress" ? "in-progress" : status });
    }
  }
  const fault = read.fault();
  if (fault !== null) return Promise.resolve({ output: fault });
  stage.emit({ kind: "plan", turn: stage.turn, explanation, steps });
  return Promise.resolve({ output: "Plan updated" });
}

export async function requestUserInput(call: ToolCall, { ports, signal, standing }: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const listed = read.list("questions");
  if (read.need("questions", listed) && listed.length === 0) return { output: "request_user_input needs a question" };
  const questions = (listed ?? []).map(questionIn);
  const fault = read.fault();
  if (fault !== null) return { output: fault };
  if (!standing.features.asksUser) return { output: "request_user_input is unavailable in Default mode" };
  if (ports.askUser === null) return { output: "request_user_input is unavailable: nobody is there to answer" };
  try {
    return { output: JSON.stringify(await ports.askUser(call.id, questions, signal)) };
  } catch {
    // Whatever went wrong with the client: there is no answer, and the agent is told so.
    return { output: "request_user_input failed: no answer came" };
  }
}

/** As clients are asked it: another answer than those that are named is always possible. */
function questionIn(entry: Arguments): JsonObject {
  const named = { id: entry.text("id"), header: entry.text("header"), question: entry.text("question") };
  for (const [key, value] of Object.entries(named)) entry.need(key, value);
  const options = entry.list("options")?.map((option): JsonObject => {
    const label = option.text("label");
    option.need("label", label);
    return { label, description: option.text("description") ?? "" };
  });
  return { ...named, isOther: true, isSecret: false, options: options ?? null };
}

export async function viewImage(call: ToolCall, { ports, stage, standing }: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const path = read.text("path");
  const hasPath = read.need("path", path);
  const fault = read.fault();
  if (fault !== null || !hasPath) return { output: fault ?? "" };
  const full = resolvePath(standing.settings.cwd, path);
  const picture = await ports.picture(full);
  if (!picture.ok) return { output: `unable to read the image at ${full}: ${picture.error}` };
  stage.complete({ id: call.id, kind: "image-view", path: full });
  return { output: [{ type: "input_image", image_url: picture.value }] };
}
