/** `assent run`: one command through the whole path, its streams and status passed on. */
import type { Command } from "../../core/shell/reading.ts";
import { RUN } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { parseOptions } from "./options.ts";
import { type SessionIo, submitOne } from "./submit.ts";
import { tellUsage } from "./usage.ts";

/** Resolves with the exit status. */
export async function run(args: readonly string[], io: SessionIo): Promise<number> {
  const parsed = parseOptions(args, ["escalate", "rules", "answers", "grants-for", "timeout"]);
  if (!parsed.ok) return tellUsage("run", parsed.error, io.error);
  const options = parsed.value;
  if (options.help) {
    io.out(commandHelp("run", RUN, io.colour()));
    return EXIT.ok;
  }
  const argv = commandOf(options.rest);
  if (argv === null) return tellUsage("run", "there is no command; write it after --", io.error);
  const { escalate } = options;
  return submitOne(options, io, (cwd) => ({ kind: "command", argv, cwd, escalate: escalate !== null, why: escalate }));
}

function commandOf([program, ...args]: readonly string[]): Command | null {
  return program === undefined ? null : [program, ...args];
}
