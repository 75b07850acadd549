/** Who answers the questions of a session. */
import { readTextFile } from "../effects/text-file.ts";
import type { SessionOptions } from "../engine/host.ts";
import type { Approver } from "../engine/ports.ts";
import { never } from "../kit/never.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { Person } from "./person.ts";

/** The approver, or what is wrong with the answers; nothing has been run then. */
export async function approverOf(
  approver: SessionOptions["approver"],
  person: () => Promise<Person | null>,
): Promise<Result<Approver, string>> {
  switch (approver.kind) {
    case "own":
      return ok(approver.approver);
    case "answers": {
      const read = await readTextFile(approver.file);
      if (!read.ok) return err(`cannot read ${approver.file}: ${read.error}`);
      if (read.value === null) return err(`cannot read ${approver.file}: there is no such file`);
      return answersFrom(approver.file, read.value.text);
    }
    case "terminal":
      return ok(terminalWhenAsked(person));
    default:
      return never(approver);
  }
}

async function answersFrom(name: string, text: string): Promise<Result<Approver, string>> {
  const { answersApprover, parseAnswers } = await import("../surfaces/tui/answers.ts");
  const answers = parseAnswers(name, text);
  return answers.ok ? ok(answersApprover(answers.value)) : answers;
}

/** Most commands ask nothing: then no terminal is opened. */
function terminalWhenAsked(person: () => Promise<Person | null>): Approver {
  return {
    ask: async (question, signal) => {
      const approver = (await person())?.approver ?? (await import("../surfaces/tui/answers.ts")).noTerminalApprover;
      return approver.ask(question, signal);
    },
  };
}
