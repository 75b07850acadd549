/** `assent execpolicy check`: what rules say of a command, in the words of Codex. */
import { combine, readRulesFile } from "../../core/policy/load.ts";
import { checkCommand, strictest, type Hit } from "../../core/policy/match.ts";
import type { FileRules } from "../../core/policy/rules.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { parseCheck, type Check } from "./execpolicy-options.ts";
import { reportRulesError } from "./execpolicy-report.ts";

export type ExecpolicyIo = {
  /** The bytes of a file, or the system's error code (`ENOENT`). */
  readonly readFile: (path: string) => Result<Uint8Array, string>;
  /** Where a relative program lies; absolute. */
  readonly cwd: string;
  /** What `~` stands for at the start of a program; absolute. */
  readonly home: string;
};

export type Answer = { readonly stdout: string; readonly stderr: string; readonly status: number };

/** Runs nothing and asks nobody. Status 0 whatever the decision is, 1 if a file does not load, 2 for bad usage. */
export function execpolicy(args: readonly string[], io: ExecpolicyIo): Answer {
  const parsed = parseCheck(args);
  if (parsed.kind === "help") return { stdout: parsed.text, stderr: "", status: 0 };
  if (parsed.kind === "usage") return { stdout: "", stderr: parsed.text, status: 2 };
  const files = readFiles(parsed.check, io);
  if (!files.ok) return { stdout: "", stderr: files.error, status: 1 };
  const { command, resolve, pretty } = parsed.check;
  const hits = checkCommand(combine(files.value), command, resolve ? io : null);
  return { stdout: `${JSON.stringify(evaluationOf(hits), null, pretty ? 2 : 0)}\n`, stderr: "", status: 0 };
}

/** Stops at the first file that does not load; the error is the whole report. */
function readFiles({ rules }: Check, io: ExecpolicyIo): Result<readonly FileRules[], string> {
  const files: FileRules[] = [];
  for (const file of rules) {
    const source = readText(file, io);
    if (!source.ok) return err(`Error: failed to read policy at ${file}\n\nCaused by:\n    ${source.error}\n`);
    const loaded = readRulesFile({ file, layer: "user", source: source.value, earlier: files, where: io });
    if (!loaded.ok) return err(reportRulesError(loaded.error, source.value));
    files.push(loaded.value);
  }
  return ok(files);
}

/** What the system says of each error, with its number on Linux. */
const SYSTEM_ERRORS: ReadonlyMap<string, string> = new Map([
  ["EPERM", "Operation not permitted (os error 1)"],
  ["ENOENT", "No such file or directory (os error 2)"],
  ["EIO", "Input/output error (os error 5)"],
  ["ENXIO", "No such device or address (os error 6)"],
  ["EACCES", "Permission denied (os error 13)"],
  ["ENOTDIR", "Not a directory (os error 20)"],
  ["EISDIR", "Is a directory (os error 21)"],
  ["EINVAL", "Invalid argument (os error 22)"],
  ["EMFILE", "Too many open files (os error 24)"],
  ["ENAMETOOLONG", "File name too long (os error 36)"],
  ["ELOOP", "Too many levels of symbolic links (os error 40)"],
]);

function readText(file: string, io: ExecpolicyIo): Result<string, string> {
  if (file.includes("\0")) return err("file name contained an unexpected NUL byte");
  const bytes = io.readFile(file);
  if (!bytes.ok) return err(SYSTEM_ERRORS.get(bytes.error) ?? bytes.error);
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value));
  } catch {
    // The only thing that a fatal decoder throws for.
    return err("stream did not contain valid UTF-8");
  }
}

function evaluationOf(hits: readonly Hit[]): object {
  const matchedRules = hits.map(({ rule, matched, resolvedProgram }) => ({
    prefixRuleMatch: {
      matchedPrefix: matched,
      decision: rule.decision,
      ...(resolvedProgram === null ? {} : { resolvedProgram }),
      ...(rule.justification === null ? {} : { justification: rule.justification }),
    },
  }));
  const decision = strictest(hits.map((hit) => hit.rule.decision));
  return decision === null ? { matchedRules } : { matchedRules, decision };
}
