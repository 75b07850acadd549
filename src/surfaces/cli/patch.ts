/** `assent patch`: judges, shows and applies a patch in the `*** Begin Patch` format. */
import { visible } from "../../kit/text.ts";
import { errorText } from "../../kit/result.ts";
import { PATCH } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { parseOptions } from "./options.ts";
import { type SessionIo, submitOne } from "./submit.ts";
import { tellUsage } from "./usage.ts";

export type PatchIo = SessionIo & {
  /** The text of a file, or of stdin for "-"; throws with a readable message. */
  readonly read: (file: string) => Promise<string>;
};

/** Resolves with the exit status. */
export async function patch(args: readonly string[], io: PatchIo): Promise<number> {
  const parsed = parseOptions(args, ["answers"]);
  if (!parsed.ok) return tellUsage("patch", parsed.error, io.error);
  const options = parsed.value;
  if (options.help) {
    io.out(commandHelp("patch", PATCH, io.colour()));
    return EXIT.ok;
  }
  const [file = "-", extra] = options.rest;
  if (extra !== undefined)
    return tellUsage("patch", `one patch at a time; what is ${visible(JSON.stringify(extra))}?`, io.error);

  const text = await readPatch(file, io);
  if (text === null) return EXIT.usage;
  return submitOne(options, io, (cwd) => ({ kind: "patch", text, cwd, why: null }));
}

async function readPatch(file: string, io: PatchIo): Promise<string | null> {
  try {
    return await io.read(file);
  } catch (error) {
    const why = errorText(error);
    io.error(`assent patch: cannot read ${visible(file === "-" ? "stdin" : file)}: ${visible(why)}\n`);
    return null;
  }
}
