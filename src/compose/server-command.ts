/** One command of a client's own: the whole path of a session, with nobody to ask. */
import { describeOutcome } from "../core/approval/describe.ts";
import type { Verdict } from "../core/approval/question.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import { whyNotStarted } from "../engine/host.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { CommandResult, CommandWish } from "../surfaces/server/machine.ts";
import { openSession } from "./session.ts";

const NOBODY: Verdict = {
  outcome: { kind: "decline", feedback: null },
  by: "nobody",
  note: "nobody is asked about commands of command/exec: start it in a thread",
};

/** An error is one line for the client: why it did not run. */
export async function runForClient(
  { argv, cwd, sandboxMode, timeoutMs }: CommandWish,
  overrides: readonly string[],
): Promise<Result<CommandResult, string>> {
  const opened = await openSession({
    flags: { ...NO_FLAGS, sandboxMode },
    overrides,
    cwd,
    addDirs: [],
    rules: [],
    approver: { kind: "own", approver: { ask: () => Promise.resolve(NOBODY) } },
    output: "capture",
    timeoutMs,
    home: null,
    observe: () => undefined,
  });
  if (!opened.ok) return err(whyNotStarted(opened.error));
  const { engine, cwd: folder } = opened.value;
  const action = { kind: "command", argv, cwd: folder, escalate: false, why: null } as const;
  const outcome = await engine.submit({ action, mode: "run" });
  if (outcome.kind !== "ran") return err(describeOutcome(outcome));
  return ok({ exitCode: outcome.status, stdout: outcome.output ?? "", stderr: "" });
}
