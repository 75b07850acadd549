/** Who answers the questions of a session. */
import { readTextFile } from "../effects/text-file.ts";
import type { SessionOptions } from "../engine/host.ts";
import type { Approver } from "../engine/ports.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { answersApprover, noTerminalApprover, parseAnswers } from "../surfaces/tui/answers.ts";

/** The approver, or what is wrong with the answers; nothing has been run then. */
export async function reviewerOf(reviewer: SessionOptions["reviewer"]): Promise<Result<Approver, string>> {
  switch (reviewer.kind) {
    case "own":
      return ok(reviewer.approver);
    case "answers": {
      const read = await readTextFile(reviewer.file);
      if (!read.ok) return err(`cannot read ${reviewer.file}: ${read.error}`);
      if (read.value === null) return err(`cannot read ${reviewer.file}: there is no such file`);
      return answersFrom(reviewer.file, read.value.text);
    }
    case "script":
      return answersFrom("the script", reviewer.text);
    case "terminal":
      return ok(terminalWhenAsked());
  }
}

function answersFrom(name: string, text: string): Result<Approver, string> {
  const answers = parseAnswers(name, text);
  return answers.ok ? ok(answersApprover(answers.value)) : answers;
}

/** Opens the terminal and loads the prompt with the first question: most commands ask none. */
function terminalWhenAsked(): Approver {
  let approver: Promise<Approver> | null = null;
  return {
    ask: async (question, signal) => {
      approver ??= openTerminal();
      return (await approver).ask(question, signal);
    },
  };
}

async function openTerminal(): Promise<Approver> {
  const [{ controllingTerminal, CLOCK }, { terminalApprover }] = await Promise.all([
    import("../effects/tty.ts"),
    import("../surfaces/tui/terminal.ts"),
  ]);
  const terminal = controllingTerminal();
  return terminal === null ? noTerminalApprover : terminalApprover(terminal, CLOCK);
}
