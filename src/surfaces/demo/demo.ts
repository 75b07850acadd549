/** `assent demo`: a scripted agent in a scratch repository, through the real engine. */
import { describeOutcome, describeReason, headline } from "../../core/approval/describe.ts";
import { describeInner } from "../../core/approval/describe-inner.ts";
import type { Request } from "../../core/approval/action.ts";
import type { AuditRecord, Outcome } from "../../core/approval/record.ts";
import type { OpenSession, OpenSessionPort, SessionOptions } from "../../engine/host.ts";
import { NO_FLAGS } from "../../core/config/flags.ts";
import { describeConfigError } from "../../core/config/error.ts";
import { visible, type Charset } from "../../kit/text.ts";
import { printCommand } from "../../core/shell/print.ts";
import { STEPS, type DemoStep, type Scene } from "./script.ts";
import { tableOf, type Story } from "./table.ts";

export const DEMO_HELP = `Usage: assent demo

Watch a scripted agent work in a scratch repository, and answer its questions.
Every step goes through the real engine, sandbox and log; nothing outside the
scratch folder is touched. Without a terminal the answers of the script are used.

  -h, --help   show this help

Exit status: 0 when the demo ran to its end, 64 usage, 71 no sandbox.

Example:
  assent demo
`;

/** How a text is meant; the caller knows what its terminal can show. */
export type Style = "title" | "dim" | "good" | "bad" | "agent";

export type DemoIo = {
  readonly open: OpenSessionPort;
  /** The person at the terminal, or without one the answers given here, shown with their questions. */
  readonly approver: (answers: string) => SessionOptions["approver"];
  /** Makes the scratch place; `close` ends its server and leaves the files for a look. */
  readonly scene: () => Promise<Scene & { readonly home: string; readonly close: () => Promise<void> }>;
  /** True if a person is there to answer. */
  readonly interactive: boolean;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly charset: Charset;
  readonly paint: (style: Style, text: string) => string;
  readonly signal: AbortSignal;
};

/** Resolves with the exit status. */
export async function demo(args: readonly string[], io: DemoIo): Promise<number> {
  if (args.length > 0) {
    const help = args[0] === "--help" || args[0] === "-h";
    (help ? io.out : io.error)(help ? DEMO_HELP : `assent demo: takes no arguments\nTry: assent demo --help\n`);
    return help ? 0 : 64;
  }
  const scene = await io.scene();
  try {
    return await play(scene, scene.home, io);
  } finally {
    await scene.close();
  }
}

async function play(scene: Scene, home: string, io: DemoIo): Promise<number> {
  const stories: Story[] = [];
  const opened = await io.open({
    flags: NO_FLAGS,
    overrides: [],
    cwd: scene.work,
    addDirs: [],
    rules: [],
    approver: io.approver(defaultAnswers()),
    output: "capture",
    timeoutMs: 60_000,
    home,
    observe: (record, request) => {
      if (request !== null) note(stories, record, request);
    },
  });
  if (!opened.ok) {
    const { error } = opened;
    const why = error.kind === "config" ? describeConfigError(error.error) : visible(error.why);
    io.error(`assent demo: the session could not be started: ${why}\n`);
    return 70;
  }
  io.out(opening(scene, io));
  for (const [index, step] of STEPS.entries()) {
    const outcome = await playStep(index, step, { scene, session: opened.value, stories, io });
    if (outcome.kind === "cancelled") {
      io.out(`${io.paint("bad", "You cancelled the turn, so the agent stops here.")}\n\n`);
      break;
    }
    if (outcome.kind === "fault" && outcome.doing === "sandbox") return 71;
  }
  io.out(closing(stories, opened.value, io));
  return 0;
}

/** What every step of one showing shares. */
type Showing = {
  readonly scene: Scene;
  readonly session: OpenSession;
  readonly stories: readonly Story[];
  readonly io: DemoIo;
};

async function playStep(index: number, step: DemoStep, { scene, session, stories, io }: Showing): Promise<Outcome> {
  const action = step.action(scene);
  io.out(`${io.paint("title", `${index + 1}/${STEPS.length}`)} ${io.paint("agent", `agent: ${step.says}`)}\n`);
  io.out(`    ${io.paint("dim", "wants to")} ${visible(headline(action), io.charset)}\n`);
  const outcome = await session.engine.submit({ action, mode: "run" }, io.signal);
  for (const why of grounds(stories.at(-1), outcome)) io.out(`    ${io.paint("dim", visible(why, io.charset))}\n`);
  io.out(`${resultLines(outcome, io)}\n`);
  return outcome;
}

/** Why it went ahead unasked; a question and a refusal give their reasons themselves. */
function grounds(story: Story | undefined, outcome: Outcome): readonly string[] {
  const entries = story?.records.map((record) => record.entry) ?? [];
  const judged = entries.find((entry) => entry.kind === "judged");
  if (judged?.requirement !== "run" || outcome.kind === "fault") return [];
  return judged.reasons.map((reason) => describeReason(reason));
}

function resultLines(outcome: Outcome, io: DemoIo): string {
  const good = outcome.kind === "ran" && outcome.status === 0;
  const [yes, no, dots] = io.charset === "ascii" ? ["+", "x", "..."] : ["✔", "✘", "…"];
  const mark = io.paint(good ? "good" : "bad", good ? yes : no);
  const words = describeOutcome(outcome).split("\n");
  const output = outcome.kind === "ran" && outcome.output !== null ? outcome.output.trimEnd().split("\n") : [];
  const shown = output.slice(0, OUTPUT_LINES_MAX).filter((line) => line !== "");
  const rest = output.length - OUTPUT_LINES_MAX;
  const more = rest > 0 ? [`${dots} ${rest} more lines`] : [];
  const body = [...shown.map((line) => visible(line, io.charset)), ...more]
    .map((line) => `      ${io.paint("dim", line)}\n`)
    .join("");
  const inner = (outcome.kind === "ran" ? describeInner(outcome.inner) : [])
    .map((line) => `      ${visible(line, io.charset)}\n`)
    .join("");
  return `    ${mark} ${words.map((line) => visible(line, io.charset)).join("\n      ")}\n${inner}${body}`;
}

const OUTPUT_LINES_MAX = 6;

function note(stories: Story[], record: AuditRecord, request: Request): void {
  const last = stories.at(-1);
  // What a command asks about while it runs is part of its story.
  const isSame = last?.records[0]?.case === record.case.split(".", 1)[0];
  if (last !== undefined && isSame) {
    stories[stories.length - 1] = { request: last.request, records: [...last.records, record] };
  } else {
    stories.push({ request, records: [record] });
  }
}

function defaultAnswers(): string {
  return STEPS.flatMap((step) => (step.answer === null ? [] : [`${step.answer}\n`])).join("");
}

function opening({ work }: Scene, io: DemoIo): string {
  const who = io.interactive
    ? "You answer its questions."
    : "Nobody is at a terminal, so the documented default answers are used.";
  return `${io.paint("title", "assent demo")}: an agent works in ${visible(work, io.charset)}. ${who}\n\n`;
}

function closing(stories: readonly Story[], { home, logFile }: OpenSession, io: DemoIo): string {
  const table = tableOf(stories, io.charset).join("\n");
  return `${io.paint("title", "What happened")}\n${table}\n
The log: ${visible(logFile, io.charset)}
Read it: ASSENT_HOME=${visible(printCommand([home]), io.charset)} assent log
`;
}
