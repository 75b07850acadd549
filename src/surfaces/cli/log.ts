/** `assent log`: tells what happened in a session, and why. */
import { readLog, unfinishedOf, type Story } from "../../core/audit/read.ts";
import { err, errorText, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { lastOf, parseArguments } from "./arguments.ts";
import { LOG } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { tellReviews } from "./log-reviews.ts";
import { clockOf, dayOf, storyLines } from "./log-story.ts";
import { asciiControls, paint } from "./tones.ts";
import { tellUsage } from "./usage.ts";

export type LogIo = {
  /** Names of the log files, oldest first. */
  readonly list: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<string>;
  /** The lines of one without their ends, read as they are taken. */
  readonly lines: (name: string) => AsyncIterable<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True on a terminal that wants colours. */
  readonly colour: boolean;
};

type Options = {
  readonly session: string | null;
  readonly list: boolean;
  readonly reviews: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly count: number | null;
};

/** Resolves with the exit status. */
export async function log(args: readonly string[], io: LogIo): Promise<number> {
  const options = parse(args);
  if (!options.ok) return tellUsage("log", options.error, io.error);
  if (options.value.help) {
    io.out(commandHelp("log", LOG, io.colour));
    return EXIT.ok;
  }
  try {
    return await tell(options.value, io);
  } catch (error) {
    // What the disk says is all there is to say.
    io.error(`assent log: cannot read the log: ${visible(errorText(error))}\n`);
    return EXIT.fault;
  }
}

function parse(args: readonly string[]): Result<Options, string> {
  const parsed = parseArguments(args, ["list", "reviews", "json", "last"], "mix");
  if (!parsed.ok) return parsed;
  const { values, rest } = parsed.value;
  const typed = lastOf(parsed.value, "last");
  const count = typed === null ? null : countOf(typed);
  if (typed !== null && count === null) return err("-n needs a whole number above 0");
  const [session = null, extra] = rest;
  if (extra !== undefined) return err("one session at a time");
  const options = {
    session,
    list: values.has("list"),
    reviews: values.has("reviews"),
    json: values.has("json"),
    help: values.has("help"),
    count,
  };
  if (options.list && options.reviews) return err("--list and --reviews do not go together");
  return options.list && options.session !== null ? err("--list takes no session") : ok(options);
}

function countOf(text: string): number | null {
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null;
}

async function tell(options: Options, io: LogIo): Promise<number> {
  const files = await io.list();
  if (files.length === 0) {
    io.error("assent log: no session has been recorded yet\n");
    return EXIT.ok;
  }
  if (options.list) return listSessions(files.slice(-(options.count ?? LISTED)), options.json, io);
  if (options.reviews && options.session === null) return tellReviewsOf(files, options, io);
  const file = options.session === null ? ok(files.at(-1) ?? "") : choose(files, options.session);
  if (!file.ok) return tellUsage("log", file.error, io.error);
  if (options.reviews) return tellReviewsOf([file.value], options, io);
  const text = await io.read(file.value);
  if (options.json) io.out(asciiControls(lastLines(text, options.count)));
  else io.out(paint(storyLines(nameOf(file.value), readLog(text), options.count ?? Infinity), io.colour));
  return EXIT.ok;
}

/** Of all sessions, or of one. */
async function tellReviewsOf(files: readonly string[], options: Options, io: LogIo): Promise<number> {
  await tellReviews(files, options, io);
  return EXIT.ok;
}

/** Sessions that `--list` shows without `-n`. */
const LISTED = 20;

function nameOf(file: string): string {
  return file.replace(/\.jsonl$/, "");
}

function choose(files: readonly string[], wanted: string): Result<string, string> {
  const exact = files.find((file) => file === wanted || nameOf(file) === wanted);
  if (exact !== undefined) return ok(exact);
  const [file, ...others] = files.filter((name) => nameOf(name).includes(wanted));
  if (file === undefined) return err(`there is no session ${visible(wanted)}; see assent log --list`);
  return others.length === 0
    ? ok(file)
    : err(`${others.length + 1} sessions match ${visible(wanted)}; give more of the name`);
}

async function listSessions(files: readonly string[], json: boolean, io: LogIo): Promise<number> {
  for (const file of files) {
    const { header, stories, flaws } = readLog(await io.read(file));
    const name = nameOf(file);
    const counts = {
      actions: stories.length,
      refused: stories.filter(isRefused).length,
      unfinished: stories.filter(isOpen).length,
    };
    if (json) io.out(asciiControls(`${JSON.stringify({ session: name, header, ...counts, flaws })}\n`));
    else {
      const when = header === null ? "(no header)" : `${dayOf(header.time)} ${clockOf(header.time)}  ${header.cwd}`;
      io.out(`${visible(`${name}  ${when}  ${countWords(counts)}`)}\n`);
    }
  }
  return EXIT.ok;
}

function countWords(counts: {
  readonly actions: number;
  readonly refused: number;
  readonly unfinished: number;
}): string {
  const { actions, refused, unfinished } = counts;
  const words = [`${actions} action${actions === 1 ? "" : "s"}`];
  if (refused > 0) words.push(`${refused} refused`);
  if (unfinished > 0) words.push(`${unfinished} unfinished`);
  return words.join(", ");
}

function isRefused(story: Story): boolean {
  const last = story.records.at(-1)?.entry;
  return last?.kind === "settled" && last.outcome.kind !== "ran" && last.outcome.kind !== "allowed";
}

function isOpen(story: Story): boolean {
  return unfinishedOf(story) !== null;
}

function lastLines(text: string, count: number | null): string {
  if (count === null) return text;
  const lines = text.split(/(?<=\n)/);
  return lines.slice(-count).join("");
}
