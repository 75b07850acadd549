/** `assent exec`: what was typed, and how it ends. */
import type { Flags } from "../../core/config/flags.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { EXEC } from "./commands-agent.ts";
import { grantsForOf } from "./duration.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import type { OptionName } from "./option-table.ts";
import { flagsOf } from "./options.ts";
import { tellUsage } from "./usage.ts";

export type ExecOptions = {
  /** Null to read it from standard input. */
  readonly task: string | null;
  /** An earlier thread, by its id; null for a new one. */
  readonly resume: { readonly kind: "id"; readonly id: string } | { readonly kind: "latest" } | null;
  readonly flags: Flags;
  /** Workspace-write, and the automatic reviewer. */
  readonly approvesForMe: boolean;
  readonly overrides: readonly string[];
  /** As typed, as are all paths. */
  readonly cwd: string | null;
  readonly addDirs: readonly string[];
  readonly answers: string | null;
  readonly grantsForMs: number | null;
  readonly model: string | null;
  readonly images: readonly string[];
  readonly schemaFile: string | null;
  readonly messageFile: string | null;
  readonly isJson: boolean;
  readonly isEphemeral: boolean;
  readonly ignoresRules: boolean;
  readonly needsRepository: boolean;
};

export type ExecIo = {
  /** Resolves with the exit status. */
  start(options: ExecOptions): Promise<number>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: () => boolean;
};

const NAMES: readonly OptionName[] = EXEC.options.flatMap(({ options }) => options);

/** Resolves with the exit status. */
export async function exec(args: readonly string[], io: ExecIo): Promise<number> {
  const parsed = parseArguments(args, [...NAMES, "latest"], "mix");
  if (!parsed.ok) return tellUsage("exec", parsed.error, io.error);
  if (parsed.value.values.has("help")) {
    io.out(commandHelp("exec", EXEC, io.colour()));
    return EXIT.ok;
  }
  const options = execOptions(parsed.value);
  return options.ok ? io.start(options.value) : tellUsage("exec", options.error, io.error);
}

function execOptions(parsed: Arguments): Result<ExecOptions, string> {
  const { values } = parsed;
  const words = wordsOf(parsed);
  if (!words.ok) return words;
  const other = values.has("approve-for-me") ? CHOSEN_OTHERWISE.find((name) => values.has(name)) : undefined;
  if (other !== undefined) {
    return err(`--approve-for-me chooses sandbox and policy itself: leave it or --${other} out`);
  }
  const grantsForMs = grantsForOf(parsed);
  if (!grantsForMs.ok) return grantsForMs;
  return ok({
    ...words.value,
    flags: flagsOf(parsed),
    approvesForMe: values.has("approve-for-me"),
    overrides: [
      ...(values.get("config") ?? []),
      ...(values.get("enable") ?? []).map((name) => `features.${name}=true`),
      ...(values.get("disable") ?? []).map((name) => `features.${name}=false`),
    ],
    cwd: lastOf(parsed, "cd"),
    addDirs: values.get("add-dir") ?? [],
    answers: lastOf(parsed, "answers"),
    grantsForMs: grantsForMs.value,
    model: lastOf(parsed, "model"),
    images: values.get("image") ?? [],
    schemaFile: lastOf(parsed, "output-schema"),
    messageFile: lastOf(parsed, "output-last-message"),
    isJson: values.has("json"),
    isEphemeral: values.has("ephemeral"),
    ignoresRules: values.has("ignore-rules"),
    needsRepository: !values.has("skip-git-repo-check"),
  });
}

/** What says as well how far the agent may go without a question. */
const CHOSEN_OTHERWISE: readonly OptionName[] = ["sandbox", "full-auto", "yolo", "ask-for-approval"];

/** The task, and the thread that it goes to. */
function wordsOf({ values, rest }: Arguments): Result<Pick<ExecOptions, "task" | "resume">, string> {
  const isLatest = values.has("latest");
  const [first, ...others] = rest;
  if (first !== "resume") {
    if (isLatest) return err("--last goes with resume: assent exec resume --last TASK");
    return withTask(rest, null);
  }
  if (isLatest) return withTask(others, { kind: "latest" });
  const [id, ...task] = others;
  if (id === undefined) return err("resume needs the id of a thread, or --last");
  return withTask(task, { kind: "id", id });
}

function withTask(
  words: readonly string[],
  resume: ExecOptions["resume"],
): Result<Pick<ExecOptions, "task" | "resume">, string> {
  const [task, extra] = words;
  if (extra !== undefined) {
    return err(visible(`the task is one argument, and ${JSON.stringify(extra)} is one more: put the task in quotes`));
  }
  return ok({ task: task === undefined || task === "-" ? null : task, resume });
}
