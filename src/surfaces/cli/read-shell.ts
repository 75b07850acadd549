/** `assent debug read-shell`: answers JSON lines with what each script would run. */
import { read } from "../../core/shell/read.ts";
import type { Command } from "../../core/shell/reading.ts";
import { objectIn } from "../../kit/json.ts";

/**
 * One answer line for each line of `input`, in its order: `{id, kind: "commands", commands}` or
 * `{id, kind: "opaque", why, at}`. A question is `{id, script}`, read as bash would, or `{id, argv}`; a line that is
 * neither is answered as opaque with `why: "bad-request"` and an id of null if it has none.
 */
export function readShell(input: string): string {
  const answers = input
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(answerOf);
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
}

function answerOf(line: string): object {
  const { id, argv } = questionOf(line);
  if (argv === null) return { id, kind: "opaque", why: "bad-request" };
  const reading = read(argv);
  if (reading.kind === "opaque") return { id, kind: "opaque", why: reading.why, at: reading.at };
  return { id, kind: "commands", commands: reading.commands };
}

function questionOf(line: string): { readonly id: unknown; readonly argv: Command | null } {
  // No JSON is no question; the caller answers it as such.
  const { id = null, script, argv } = objectIn(line) ?? {};
  if (typeof script === "string") return { id, argv: ["bash", "-c", script] };
  if (!Array.isArray(argv)) return { id, argv: null };
  const [program, ...args] = argv.filter((word): word is string => typeof word === "string");
  const isWhole = program !== undefined && args.length + 1 === argv.length;
  return { id, argv: isWhole ? [program, ...args] : null };
}
