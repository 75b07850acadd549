/** `assent trust`: what is trusted of a project, and a person's word on it. */
import { countsInFull } from "../../core/config/trust.ts";
import { describeMark, type ProjectView, type TrustAnswer } from "../../core/config/trust-view.ts";
import type { StartFault } from "../../engine/host.ts";
import { never } from "../../kit/never.ts";
import { err, errorText, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { lastOf, parseArguments } from "./arguments.ts";
import { TRUST } from "./commands-settings.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { tellFault } from "./start-fault.ts";
import { paint } from "./tones.ts";
import { trustJson, trustLines } from "./trust-lines.ts";
import { unknownCommand } from "./unknown-command.ts";
import { tellUsage } from "./usage.ts";

export type TrustIo = {
  /** The project of a folder as typed, null for the process's own; as it stands now. */
  look(folder: string | null): Promise<Result<ProjectView, StartFault>>;
  /** Shows the project in a box; null where there is no terminal. */
  ask(view: ProjectView): Promise<TrustAnswer | null>;
  /** Keeps an answer about what was shown. Rejects with the reason in words. */
  keep(view: ProjectView, answer: "trust" | "never"): Promise<void>;
  /** Takes the person's marks away, and what was recorded if none is left. Rejects with the reason in words. */
  forget(view: ProjectView): Promise<void>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True where `out` is a terminal that wants colours. */
  readonly colour: () => boolean;
};

const COMMANDS = ["show", "add", "deny", "remove"] as const;

type Wanted = {
  readonly name: (typeof COMMANDS)[number];
  readonly folder: string | null;
  readonly json: boolean;
  /** The digest of what may be trusted without a question; null to ask. */
  readonly digest: string | null;
};

/** Resolves with the exit status. */
export async function trust(args: readonly string[], io: TrustIo): Promise<number> {
  const [first] = args;
  // A word without a slash is a command, perhaps a mistyped one.
  const isPlain = first === undefined || first.startsWith("-") || first.includes("/") || /^\.{1,2}$/u.test(first);
  const name = COMMANDS.find((each) => each === (isPlain ? "show" : first));
  if (name === undefined) {
    io.error(unknownCommand(first ?? "", "trust"));
    return EXIT.usage;
  }
  const wanted = parse(name, isPlain ? args : args.slice(1));
  if (!wanted.ok) return tellUsage("trust", wanted.error, io.error);
  if (wanted.value === "help") {
    const page = isPlain ? undefined : TRUST.commands?.[name];
    const isLeaf = page === undefined || page.examples.length === 0;
    io.out(isLeaf ? commandHelp("trust", TRUST, io.colour()) : commandHelp(`trust ${name}`, page, io.colour()));
    return EXIT.ok;
  }
  const view = await io.look(wanted.value.folder);
  if (!view.ok) return tellFault(view.error, io.error);
  try {
    return await carryOut(wanted.value, view.value, io);
  } catch (error) {
    // What could not be written is told in words; nothing counts that was not.
    io.error(`assent trust: ${visible(errorText(error))}\n`);
    return EXIT.fault;
  }
}

function parse(name: Wanted["name"], args: readonly string[]): Result<Wanted | "help", string> {
  const allowed = { show: ["json"], add: ["yes", "digest"], deny: [], remove: [] } as const;
  const parsed = parseArguments(args, allowed[name], "mix");
  if (!parsed.ok) return parsed;
  const { values, rest } = parsed.value;
  if (values.has("help")) return ok("help");
  const [folder = null, extra] = rest;
  if (extra !== undefined) return err(visible(`one folder at a time; what is ${JSON.stringify(extra)}?`));
  const digest = lastOf(parsed.value, "digest");
  if (values.has("yes") !== (digest !== null)) {
    return err(
      "--yes and --digest go together, so that nothing is trusted unseen: assent trust show prints the digest",
    );
  }
  return ok({ name, folder, json: values.has("json"), digest });
}

function carryOut(wanted: Wanted, view: ProjectView, io: TrustIo): Promise<number> {
  switch (wanted.name) {
    case "show":
      io.out(wanted.json ? trustJson(view) : paint(trustLines(view), io.colour()));
      return Promise.resolve(EXIT.ok);
    case "add":
      return add(wanted, view, io);
    case "deny":
      return keep(wanted, view, "never", io);
    case "remove":
      return remove(wanted, view, io);
    default:
      return never(wanted.name);
  }
}

async function add(wanted: Wanted, view: ProjectView, io: TrustIo): Promise<number> {
  const root = visible(view.project.root);
  if (countsInFull(view.trust) && view.trust.content !== "unrecorded") {
    io.out(`${root} is trusted already, as it is\n`);
    return EXIT.ok;
  }
  if (wanted.digest !== null) {
    if (wanted.digest === view.digest) return keep(wanted, view, "trust", io);
    io.error("assent trust: this is not the content that the digest stands for; look at it again: assent trust show\n");
    return EXIT.declined;
  }
  const answer = await io.ask(view);
  switch (answer) {
    case "trust":
    case "never":
      return keep(wanted, view, answer, io);
    case "not-now":
      return EXIT.declined;
    case "cancel":
      return EXIT.cancelled;
    case "lost":
      io.error("assent trust: there was no answer; nothing is changed\n");
      return EXIT.declined;
    case null:
      io.error(`assent trust: there is no terminal to ask at; look at it with assent trust show, which tells how\n`);
      return EXIT.declined;
    default:
      return never(answer);
  }
}

/** What holds then is looked up and not supposed: somebody else's mark may be stronger, and files may have changed. */
async function keep(wanted: Wanted, view: ProjectView, answer: "trust" | "never", io: TrustIo): Promise<number> {
  await io.keep(view, answer);
  const after = await io.look(wanted.folder);
  const root = visible(view.project.root);
  if (!after.ok) return tellFault(after.error, io.error);
  const isDone = answer === "trust" ? countsInFull(after.value.trust) : after.value.trust.marked?.level === "untrusted";
  if (isDone) {
    const says =
      answer === "trust"
        ? "is trusted as it is now"
        : "is marked as untrusted: its files only tighten, and commands ask as under untrusted";
    io.out(`${root} ${says}\n`);
    return EXIT.ok;
  }
  const why =
    after.value.trust.marked?.level === (answer === "trust" ? "trusted" : "untrusted")
      ? "its files have changed meanwhile; look at them: assent trust show"
      : `the mark that holds: ${describeMark(after.value.trust)}`;
  io.error(`assent trust: that does not count for ${root}: ${visible(why)}\n`);
  return EXIT.fault;
}

async function remove(wanted: Wanted, view: ProjectView, io: TrustIo): Promise<number> {
  await io.forget(view);
  const after = await io.look(wanted.folder);
  const root = visible(view.project.root);
  if (!after.ok) return tellFault(after.error, io.error);
  const { trust: now } = after.value;
  if (now.marked === null) {
    io.out(`${root} is neither trusted nor untrusted\n`);
    return EXIT.ok;
  }
  io.error(
    `assent trust: ${root} is still ${visible(describeMark(now))}, which is not a mark of yours for this folder\n`,
  );
  return EXIT.fault;
}
