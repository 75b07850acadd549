/** Who answers the questions of a session. */
import { readTextFile } from "../effects/text-file.ts";
import type { SessionOptions } from "../engine/host.ts";
import type { Approver } from "../engine/ports.ts";
import { never } from "../kit/never.ts";
import { err, ok, type Result } from "../kit/result.ts";

/** The approver, or what is wrong with the answers; nothing has been run then. */
export async function reviewerOf(
  reviewer: SessionOptions["reviewer"],
  home: string,
): Promise<Result<Approver, string>> {
  switch (reviewer.kind) {
    case "own":
      return ok(reviewer.approver);
    case "answers": {
      const read = await readTextFile(reviewer.file);
      if (!read.ok) return err(`cannot read ${reviewer.file}: ${read.error}`);
      if (read.value === null) return err(`cannot read ${reviewer.file}: there is no such file`);
      return answersFrom(reviewer.file, read.value.text);
    }
    case "terminal":
      return ok(terminalWhenAsked(home));
    default:
      return never(reviewer);
  }
}

async function answersFrom(name: string, text: string): Promise<Result<Approver, string>> {
  const { answersApprover, parseAnswers } = await import("../surfaces/tui/answers.ts");
  const answers = parseAnswers(name, text);
  return answers.ok ? ok(answersApprover(answers.value)) : answers;
}

/** Opens the terminal and loads the prompt with the first question: most commands ask none. */
function terminalWhenAsked(home: string): Approver {
  let approver: Promise<Approver> | null = null;
  return {
    ask: async (question, signal) => {
      approver ??= openTerminal(home);
      return (await approver).ask(question, signal);
    },
  };
}

async function openTerminal(home: string): Promise<Approver> {
  const { controllingTerminal, CLOCK } = await import("../effects/tty.ts");
  const terminal = controllingTerminal();
  if (terminal === null) return (await import("../surfaces/tui/answers.ts")).noTerminalApprover;
  const [{ terminalApprover }, { lookOf }] = await Promise.all([
    import("../surfaces/tui/terminal.ts"),
    import("../surfaces/tui/style.ts"),
  ]);
  return alone(terminalApprover({ look: lookOf(process.env), ...terminal }, CLOCK), home);
}

/** Two processes that read one terminal would each get some of its keys: a yes could go to the box that is not seen. */
async function alone(approver: Approver, home: string): Promise<Approver> {
  const [{ turnsAt }, { terminalNumber }] = await Promise.all([
    import("../effects/turns.ts"),
    import("../effects/terminal.ts"),
  ]);
  const turns = turnsAt(`${home}/assent/locks/terminal-${terminalNumber()}`);
  return { ask: (question, signal) => turns.take(() => approver.ask(question, signal), signal) };
}
