/** `assent config set` and `unset`: change keys of a file, and tell whether they count. */
import { readKey, readValue } from "../../core/config/edit-key.ts";
import { stable } from "../../core/config/edit-print.ts";
import {
  type Changed,
  type ChangeFault,
  changeSettings,
  placedAt,
  type Setting,
  type SettingsFile,
} from "../../core/config/edit-setting.ts";
import type { ConfigError } from "../../core/config/error.ts";
import type { Effective } from "../../core/config/layers.ts";
import type { Notice } from "../../core/config/notice.ts";
import { printKey } from "../../core/config/spot.ts";
import type { Trust } from "../../core/config/trust.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { StartFault } from "../../engine/host.ts";
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { lastOf, parseArguments } from "./arguments.ts";
import { CONFIG } from "./commands-settings.ts";
import { withoutSecrets } from "../../core/audit/hide-settings.ts";
import { originText, printed } from "./config-view.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { describeStartFault, startStatus, tellFault, tellNotices } from "./start-fault.ts";
import { tellUsage } from "./usage.ts";

export type Texts = { readonly before: string; readonly after: string };
export type SetEdit = (text: string) => Promise<Result<string | null, string>>;

export type Holding = {
  readonly effective: Effective;
  readonly trust: Trust;
  readonly notices: readonly Notice[];
};

export type SetIo = {
  /** The person's own file, or that of the project of `cwd`; `cwd` as typed, null for the process's own folder. */
  file(isProject: boolean, cwd: string | null): Promise<Result<SettingsFile, StartFault>>;
  /** What is wrong with all settings together if the file holds `after`, and was not before; null for nothing. */
  check(file: SettingsFile, texts: Texts, cwd: string | null): Promise<ConfigError | null>;
  /** Puts what `edit` makes of the file's text in its place, at one stroke; null leaves it. The error follows the name. */
  write(file: string, edit: SetEdit): Promise<Result<boolean, string>>;
  /** What holds there now. */
  inForce(cwd: string | null): Promise<Result<Holding, StartFault>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: () => boolean;
};

/** @param name `set` takes pairs of KEY and VALUE, `unset` takes keys; resolves with the exit status */
export async function configSet(name: "set" | "unset", args: readonly string[], io: SetIo): Promise<number> {
  const parsed = parseArguments(args, ["project", "cd"], "mix");
  if (!parsed.ok) return tellUsage(`config ${name}`, parsed.error, io.error);
  if (parsed.value.values.has("help")) {
    const page = CONFIG.commands?.[name];
    if (page !== undefined) io.out(commandHelp(`config ${name}`, page, io.colour()));
    return EXIT.ok;
  }
  const settings = settingsIn(name, parsed.value.rest);
  if (!settings.ok) return tellUsage(`config ${name}`, settings.error, io.error);
  const cwd = lastOf(parsed.value, "cd");
  const file = await io.file(parsed.value.values.has("project"), cwd);
  if (!file.ok) return tellFault(file.error, io.error);
  return changeAndTell(settings.value, { file: file.value, cwd, typed: `config ${name}` }, io);
}

/** Where settings are written, where they are to count, and what was typed, as errors call it. */
export type Target = { readonly file: SettingsFile; readonly cwd: string | null; readonly typed: string };

/** Writes all of `settings` or none, and tells what became of it; resolves with the exit status. */
export async function changeAndTell(settings: readonly Setting[], target: Target, io: SetIo): Promise<number> {
  const done = await change(settings, target, io);
  if (!done.ok) return done.error;
  tell(settings, target.file, done.value, io);
  return tellHolding(settings, target, io);
}

function settingsIn(name: "set" | "unset", words: readonly string[]): Result<readonly Setting[], string> {
  const settings: Setting[] = [];
  const step = name === "set" ? 2 : 1;
  for (let at = 0; at < words.length; at += step) {
    const setting = settingOf(words[at] ?? "", name === "set" ? (words[at + 1] ?? null) : undefined);
    if (!setting.ok) return setting;
    settings.push(setting.value);
  }
  return settings.length === 0 ? err("needs a key") : ok(settings);
}

/** @param typed null for a value that is missing, undefined where none is wanted */
function settingOf(key: string, typed: string | null | undefined): Result<Setting, string> {
  const path = readKey(key);
  if (!path.ok) return err(visible(`${JSON.stringify(key)} ${path.error}`));
  if (typed === undefined) return ok({ path: path.value, value: null });
  if (typed === null) return err(visible(`needs a value for ${key}`));
  const read = readValue(typed);
  return read.ok ? ok({ path: path.value, value: read.value }) : err(visible(`${typed} ${read.error}`));
}

async function change(
  settings: readonly Setting[],
  { file, cwd, typed }: Target,
  io: SetIo,
): Promise<Result<Changed, number>> {
  let last: Result<Changed, ChangeFault> | null = null;
  const written = await io.write(file.file, async (before) => {
    const changed = changeSettings(before, settings, file, typed);
    last = changed;
    if (!changed.ok) return err("refused");
    const after = changed.value.text;
    const wrong = after === null ? null : await io.check(file, { before, after }, cwd);
    if (wrong === null) return ok(after);
    last = err({ kind: "config", error: placedAt(wrong, typed) });
    return err("refused");
  });
  return resultOf(last, written, { file, cwd, typed }, io);
}

/** What was refused says why itself; what could not be written is told in the system's words. */
function resultOf(
  last: Result<Changed, ChangeFault> | null,
  written: Result<boolean, string>,
  target: Target,
  io: SetIo,
): Result<Changed, number> {
  if (last !== null && !last.ok) return err(refused(last.error, target, io));
  if (last !== null && written.ok) return last;
  io.error(
    `assent: ${visible(`cannot write ${target.file.file}: ${written.ok ? "it was not read" : written.error}`)}\n`,
  );
  return err(EXIT.fault);
}

function refused(fault: ChangeFault, { file: { file }, typed }: Target, io: SetIo): number {
  switch (fault.kind) {
    case "config":
      return tellFault({ kind: "config", error: fault.error }, io.error);
    case "unknown-key": {
      const hint = fault.meant === null ? "" : `; did you mean ${fault.meant}?`;
      io.error(`assent ${typed}: ${visible(`there is no key ${fault.key}${hint}`)}\n`);
      return EXIT.usage;
    }
    case "unedited":
      io.error(`assent: ${visible(`${file}: ${fault.why}`)}\n`);
      return EXIT.config;
    default:
      return never(fault);
  }
}

/** `/home/you/.codex/config.toml: approval_policy = "never", was "on-request"`. */
function tell(settings: readonly Setting[], { file }: SettingsFile, { values, notices }: Changed, io: SetIo): void {
  for (const [at, { path, value }] of settings.entries()) {
    const { before, after } = values[at] ?? {};
    // Taken out for the sake of the others, if it is there at all.
    if (value === null && before === undefined && settings.length > 1) continue;
    const show = (value: unknown): string => printed(withoutSecrets(path, value));
    const was = before === undefined ? "was not set" : `was ${show(before)}`;
    const now = after === undefined ? "is not set" : `= ${show(after)}`;
    const isSame = stable(before) === stable(after);
    io.out(`${visible(`${file}: ${printKey(path)} ${now}, ${isSame ? "as before" : was}`)}\n`);
  }
  tellNotices(notices, io.error);
  for (const { path, value } of settings) {
    const [top, folder = "", name] = path;
    if (top !== "projects" || name !== "trust_level" || value !== "trusted") continue;
    // By this way nobody has seen what it is that counts from now on.
    const look = printCommand(["assent", "trust", "show", folder]);
    io.error(`assent: ${visible(`its files count now as they are: look at them with ${look}`)}\n`);
  }
}

/** A profile is shown as what it comes to where something stronger is chosen. */
const CHOOSES: Readonly<Record<string, string>> = { default_permissions: "sandbox_mode" };

/** What may come of a change to such a file, and concerns it. */
const TOLD: Readonly<Record<SettingsFile["name"], readonly Notice["kind"][]>> = {
  user: ["profile-unused", "workspace-write-unused", "opens-unused", "server-barred"],
  project: ["project-cut", "project-ignored"],
};

/** What a stronger layer, a requirement or missing trust makes of it; a status of its own where nothing starts. */
async function tellHolding(settings: readonly Setting[], { file, cwd }: Target, io: SetIo): Promise<number> {
  const holding = await io.inForce(cwd);
  if (!holding.ok) {
    io.error(`assent: it is written, but nothing can start: ${describeStartFault(holding.error)}\n`);
    return startStatus(holding.error);
  }
  const { effective, trust, notices } = holding.value;
  tellNotices(
    notices.filter(({ kind }) => TOLD[file.name].includes(kind)),
    io.error,
  );
  for (const { path, value } of settings) {
    const key = printKey(path);
    const isBelow = (name: string): boolean => name === key || name.startsWith(`${key}.`) || CHOOSES[key] === name;
    const below = [...effective].filter(([name]) => value !== null && isBelow(name));
    for (const [name, { value: held, origin }] of below) {
      // A profile may stand in the same file, and is a layer of its own.
      const isOurs = origin.layer === file.name && origin.place?.kind === "file" && origin.place.file === file.file;
      if (isOurs || (name === key && stable(held) === stable(value))) continue;
      const by = originText(origin, "/").replaceAll(/ +/gu, " ");
      io.error(`assent: ${visible(`here ${name} = ${printed(withoutSecrets(path, held))} all the same (${by})`)}\n`);
    }
  }
  const isTold = notices.some(({ kind }) => kind === "project-cut" && TOLD[file.name].includes(kind));
  if (trust.content === "changed" && trust.marked?.level === "trusted" && !isTold) {
    io.error("assent: the project's files are not what was trusted any more, and only tighten: see assent trust add\n");
  }
  return EXIT.ok;
}
