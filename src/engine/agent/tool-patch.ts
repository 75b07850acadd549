/** `apply_patch`: changes of files, all of them or none. */
import { patchText } from "../../core/agent/call-texts.ts";
import { refusalOf } from "../../core/agent/refusal.ts";
import { changedBy, shownChanges, turnDiff } from "../../core/agent/shown-changes.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import { carriedOut, endsTurn, type ToolContext } from "./tool.ts";

export function applyPatch(call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const { cwd } = context.standing.settings;
  return carryOutPatch({ id: call.id, text: call.input, cwd, why: null }, context);
}

export type PatchWanted = {
  readonly id: string;
  readonly text: string;
  /** Absolute. */
  readonly cwd: string;
  readonly why: string | null;
};

export async function carryOutPatch({ id, text, cwd, why }: PatchWanted, context: ToolContext): Promise<CallEnd> {
  const { ports, stage, standing, changes } = context;
  const startedAt = ports.now();
  const found = await ports.gatherPatch(text, cwd);
  if (found.kind === "broken") return { output: `apply_patch verification failed: invalid patch: ${found.why}` };
  const { targets } = found;
  const shown = { id, kind: "file-change", changes: shownChanges(targets) } as const;
  stage.start({ ...shown, status: "in-progress", note: null });
  context.showPatch(id, targets);
  const outcome = carriedOut(
    await context.submit({ action: { kind: "patch", text, cwd, why }, mode: "run", item: id }),
  );
  if (outcome.kind === "ran") {
    stage.complete({ ...shown, status: "completed", note: null });
    changes.now = changedBy(changes.now, targets);
    stage.emit({ kind: "diff", turn: stage.turn, diff: turnDiff(changes.now, standing.settings.cwd) });
    return { output: patchText(targets, cwd, ports.now() - startedAt) };
  }
  const { told, note, status } = refusalOf(outcome, { kind: "patch" });
  // Unlike a command, one whose question was answered with nonsense counts as declined. As in Codex.
  stage.complete({ ...shown, status: outcome.kind === "declined" ? "declined" : status, note });
  return endsTurn(outcome, context) ? { output: told, endsTurn: true } : { output: told };
}
