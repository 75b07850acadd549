/** `assent exec` on this machine. */
import { writeFile } from "node:fs/promises";
import type { ApprovalPolicy } from "../core/config/approval-policy.ts";
import type { Reviewer } from "../core/config/settings.ts";
import { policyOf, POLICY_EXPECTED } from "../core/config/choices.ts";
import { systemWords } from "../effects/text-file.ts";
import type { OpenThread, ThreadHost, ThreadOrigin, ThreadWish } from "../engine/agent/host.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { visible } from "../kit/text.ts";
import { bypassBanner } from "../surfaces/cli/banner.ts";
import { limitsFor } from "../surfaces/cli/duration.ts";
import { exec, type ExecOptions } from "../surfaces/cli/exec.ts";
import { EXIT } from "../surfaces/cli/exit.ts";
import { tellFault, tellNotices } from "../surfaces/cli/start-fault.ts";
import { lastMessage } from "../surfaces/agent/view.ts";
import { runTask } from "./exec-run.ts";
import { outputSchema, taskOf } from "./exec-input.ts";
import { execVoice, type Voice } from "./exec-voice.ts";
import { news } from "./news.ts";
import { personAt } from "./person.ts";
import { findPlace, type Place } from "./place.ts";
import { asProcess } from "./process.ts";
import { approverOf } from "./approver.ts";
import { error, errorScreen, hasColour, out } from "./streams.ts";
import type { ProcessWish } from "./thread-place.ts";

export function execCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) =>
    exec(args, { start: (options) => start(options, signal), out, error, colour: hasColour }),
  );
}

/** A task that failed; also where there is nothing to work in. As in Codex. */
const FAILED = 1;

async function start(options: ExecOptions, signal: AbortSignal): Promise<number> {
  const asks = typedPolicy(options);
  if (!asks.ok) return told(asks.error, EXIT.config);
  const started = startedWith(options);
  const found = await findPlace({ ...started, cwd: options.cwd });
  if (!found.ok) return tellFault(found.error, error);
  const place = found.value;
  const wish = wishOf(options, asks.value, place.settings.reviewer);
  if (options.needsRepository && !options.flags.yolo && !mayWorkIn(place)) {
    const { root } = place.loaded.project;
    const why = `${root} is in no git repository and not trusted: what an agent breaks there cannot be given back`;
    return told(`${why}; work in a repository, or add --skip-git-repo-check`, FAILED);
  }
  const schema = await outputSchema(options.schemaFile);
  if (!schema.ok) return told(schema.error, EXIT.usage);
  const answers = options.answers;
  const kind = answers === null ? ({ kind: "terminal" } as const) : ({ kind: "answers", file: answers } as const);
  const approver = await approverOf(kind, personAt(place.home));
  if (!approver.ok) return told(approver.error, EXIT.usage);
  const task = await taskOf(options.task, error);
  if (!task.ok) return told(task.error, EXIT.usage);
  const { threadHost } = await import("./threads.ts");
  const host = threadHost({ ...started, home: place.home });
  const origin = await originOf(options, host, place.cwd);
  if (!origin.ok) return told(origin.error, EXIT.usage);
  const voice = execVoice(options, approver.value);
  const opened = await host.open(origin.value, {
    wish,
    baseInstructions: null,
    developerInstructions: null,
    isEphemeral: options.isEphemeral,
    originator: "assent_exec",
    source: "exec",
    emit: voice.emit,
    ask: voice.ask,
    askUser: null,
    observe: voice.observe,
  });
  if (!opened.ok) return tellFault(opened.error, error);
  tellStart(options, place, opened.value);
  const images = options.images.map(
    (file) => ({ kind: "local-image", path: resolvePath(process.cwd(), file) }) as const,
  );
  const input = {
    content: [{ kind: "text", text: task.value } as const, ...images],
    clientId: null,
    outputSchema: schema.value,
  };
  return finish(options, voice, await runTask({ open: opened.value, voice, input, signal }));
}

function told(why: string, status: number): number {
  error(`assent: ${visible(why)}\n`);
  return status;
}

/** Null where none was typed. */
function typedPolicy({ flags }: ExecOptions): Result<ApprovalPolicy | null, string> {
  const typed = flags.approvalPolicy;
  if (typed === null) return ok(null);
  const policy = policyOf(typed);
  return policy === null ? err(`-a takes ${POLICY_EXPECTED}, not "${typed}"`) : ok(policy);
}

/** Whoever has somebody to answer wants to be asked: a file, or a reviewer, with whom the settings' policy holds. */
function wishOf(options: ExecOptions, typed: ApprovalPolicy | null, reviewer: Reviewer): ThreadWish {
  const { flags, cwd, model, answers } = options;
  const where = { ...(cwd === null ? {} : { cwd }), ...(model === null ? {} : { model }) };
  if (options.approvesForMe) return { ...FOR_ME, ...where };
  if (flags.yolo) return { approvalPolicy: "never", ...where };
  if (typed !== null) return { approvalPolicy: typed, ...where };
  if (answers !== null) return { approvalPolicy: "on-request", ...where };
  return reviewer === "auto_review" ? where : { approvalPolicy: "never", ...where };
}

/** What `--approve-for-me` stands for. As in Codex. */
const FOR_ME = { approvalPolicy: "on-request", sandboxMode: "workspace-write", reviewer: "auto_review" } as const;

function startedWith({ overrides, flags, addDirs, answers, ignoresRules, grantsForMs }: ExecOptions): ProcessWish {
  return {
    overrides,
    flags,
    addDirs,
    rules: [],
    // A command that could write the answers would answer for the person the next time.
    own: answers === null ? [] : [resolvePath(process.cwd(), answers)],
    ignoresRules,
    ...(grantsForMs === null ? {} : { grantLimits: limitsFor(grantsForMs) }),
    surface: "exec",
    home: null,
  };
}

function mayWorkIn({ loaded }: Place): boolean {
  return loaded.project.isRepository || loaded.trust.marked?.level === "trusted";
}

async function originOf({ resume }: ExecOptions, host: ThreadHost, cwd: string): Promise<Result<ThreadOrigin, string>> {
  if (resume === null) return ok({ kind: "new" });
  if (resume.kind === "id") return ok({ kind: "resume", thread: resume.id });
  const page = await host.list({
    limit: 1,
    cursor: null,
    sortBy: "updated",
    order: "desc",
    isArchived: false,
    modelProviders: [],
    sources: [],
    cwds: [cwd],
    search: null,
  });
  if (!page.ok) return page;
  const [latest] = page.value.threads;
  return latest === undefined
    ? err(`there is no thread of ${cwd} to go on with`)
    : ok({ kind: "resume", thread: latest.id });
}

/** To standard error, also where events go to standard output. */
function tellStart({ flags }: ExecOptions, { home }: Place, { notices, warnings, settings }: OpenThread): void {
  if (flags.yolo && settings.sandboxMode === "danger-full-access") error(bypassBanner(errorScreen(), true));
  tellNotices(news(notices, home), error);
  for (const warning of warnings) error(`assent: ${visible(warning)}\n`);
}

async function finish(
  { isJson, messageFile }: ExecOptions,
  voice: Voice,
  turn: Awaited<ReturnType<typeof runTask>>,
): Promise<number> {
  const message = lastMessage(turn);
  voice.end(turn, message);
  if (!isJson && message !== null && turn.status === "completed") out(`${shown(message)}\n`);
  if (messageFile !== null) {
    const path = resolvePath(process.cwd(), messageFile);
    try {
      await writeFile(path, message ?? "");
    } catch (failure) {
      return told(`cannot write ${path}: ${systemWords(failure)}`, EXIT.fault);
    }
  }
  if (turn.status === "interrupted") return EXIT.cancelled;
  return turn.status === "completed" ? EXIT.ok : FAILED;
}

/** A terminal obeys what is written to it; whoever reads a pipe gets what was said. */
function shown(message: string): string {
  return process.stdout.isTTY
    ? message
        .split("\n")
        .map((line) => visible(line))
        .join("\n")
    : message;
}
