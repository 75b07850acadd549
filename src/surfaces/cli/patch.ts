/** `assent patch`: judges, shows and applies a patch in the `*** Begin Patch` format. */
import type { OpenSessionPort } from "../../engine/host.ts";
import { visible } from "../../kit/text.ts";
import { EXIT, statusOf } from "./exit.ts";
import { parseOptions, sessionOptionsOf } from "./options.ts";
import { describeStartFault, followReasons, startStatus, tellOutcome } from "./tell.ts";

export const PATCH_HELP = `Usage: assent patch [OPTION]... [FILE|-]

Judge a patch in the "*** Begin Patch" format, ask where that is needed, and
apply all of it or nothing. Without FILE, or with -, it is read from stdin.

  -a, --ask-for-approval POLICY  untrusted, on-request, on-failure or never
  -s, --sandbox MODE    read-only, workspace-write or danger-full-access
      --full-auto       workspace-write and on-request; wins over -s and -a
      --yolo            never and danger-full-access: no questions, no limits
  -c, --config KEY=VALUE  set a key of config.toml for this run
  -C, --cd DIR          paths in the patch start from DIR, the workspace
      --add-dir DIR     another writable folder; may be given again
      --answers FILE    take the answers from FILE, one a line
  -h, --help            show this help

Exit status: 0 applied, 64 usage, 70 not applied, 76 declined, 77 forbidden,
78 configuration, 130 cancelled.

Example:
  assent patch -C my-project change.patch
`;

export type PatchIo = {
  readonly open: OpenSessionPort;
  /** The text of a file, or of stdin for "-"; throws with a readable message. */
  readonly read: (file: string) => Promise<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly signal: AbortSignal;
};

/** Resolves with the exit status. */
export async function patch(args: readonly string[], io: PatchIo): Promise<number> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return usage(io, parsed.error);
  const options = parsed.value;
  if (options.help) {
    io.out(PATCH_HELP);
    return EXIT.ok;
  }
  const [file = "-", extra] = options.rest;
  if (extra !== undefined) return usage(io, `one patch at a time; what is ${visible(JSON.stringify(extra))}?`);
  if (options.escalate !== null) return usage(io, "--escalate is for commands");

  const text = await readPatch(file, io);
  if (text === null) return EXIT.usage;
  const { observe, reasons } = followReasons();
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe });
  if (!opened.ok) {
    io.error(`assent: ${describeStartFault(opened.error)}\n`);
    return startStatus(opened.error);
  }
  const { engine, cwd, settings } = opened.value;
  const outcome = await engine.submit({ action: { kind: "patch", text, cwd, why: null }, mode: "run" }, io.signal);
  if (outcome.kind === "ran" && outcome.output !== null) io.out(outcome.output);
  tellOutcome(outcome, reasons(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}

async function readPatch(file: string, io: PatchIo): Promise<string | null> {
  try {
    return await io.read(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.error(`assent patch: cannot read ${visible(file === "-" ? "stdin" : file)}: ${visible(why)}\n`);
    return null;
  }
}

function usage(io: PatchIo, why: string): number {
  io.error(`assent patch: ${why}\nTry: assent patch --help\n`);
  return EXIT.usage;
}
