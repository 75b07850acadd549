/** `assent config`: what holds here and who said so; the door to changing it. */
import { SURFACES, type Surface } from "../../core/config/defaults.ts";
import type { Flags } from "../../core/config/flags.ts";
import type { Effective } from "../../core/config/layers.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { StartFault } from "../../engine/host.ts";
import { nearest } from "../../kit/nearest.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import type { CommandHelp } from "./command-help.ts";
import { CONFIG } from "./commands-settings.ts";
import { belowKey, effectiveJson, effectiveLines } from "./config-view.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { SETTING_OPTIONS } from "./option-table.ts";
import { flagsOf } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { paint } from "./tones.ts";
import { unknownCommand } from "./unknown-command.ts";
import { tellUsage } from "./usage.ts";

/** Whose settings are asked for. */
export type Inquired = {
  /** As typed; null for the process's own folder. */
  readonly cwd: string | null;
  readonly flags: Flags;
  /** The values of `-c`, in order. */
  readonly overrides: readonly string[];
  readonly surface: Surface;
};

export type InForce = { readonly effective: Effective; readonly notices: readonly Notice[] };

export type ConfigIo = {
  /** What holds, or what is wrong with it. */
  inForce(inquired: Inquired): Promise<Result<InForce, StartFault>>;
  /** Dotted keys that may be set, whether or not they are. */
  keys(): Promise<readonly string[]>;
  schema(): Promise<object>;
  /** `set` and `unset`, with what follows; resolves with the exit status. */
  change(name: "set" | "unset", args: readonly string[]): Promise<number>;
  readonly userHome: () => string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True where `out` is a terminal that wants colours. */
  readonly colour: () => boolean;
};

/** Resolves with the exit status. */
export async function config(args: readonly string[], io: ConfigIo): Promise<number> {
  const [name, ...rest] = args;
  switch (name) {
    case undefined:
    case "-h":
    case "--help":
      io.out(commandHelp("config", CONFIG, io.colour()));
      return EXIT.ok;
    case "show":
      return show(rest, io);
    case "schema":
      return schema(rest, io);
    case "set":
    case "unset":
      return io.change(name, rest);
    default:
      io.error(unknownCommand(name, "config"));
      return EXIT.usage;
  }
}

async function show(args: readonly string[], io: ConfigIo): Promise<number> {
  const parsed = parseArguments(args, [...SETTING_OPTIONS, "cd", "for", "origin", "json"], "mix");
  if (!parsed.ok) return tellUsage("config show", parsed.error, io.error);
  const given = parsed.value;
  if (given.values.has("help")) return help(io, "show");
  const [key = null, extra] = given.rest;
  if (extra !== undefined)
    return tellUsage("config show", visible(`one key at a time; what is ${JSON.stringify(extra)}?`), io.error);
  const surface = surfaceOf(given);
  if (!surface.ok) return tellUsage("config show", surface.error, io.error);

  const flags = flagsOf(given);
  const overrides = given.values.get("config") ?? [];
  const found = await io.inForce({ cwd: lastOf(given, "cd"), flags, overrides, surface: surface.value });
  if (!found.ok) return tellFault(found.error, io.error);
  const { effective, notices } = found.value;
  const wanted = belowKey(effective, key);
  if (wanted.size === 0 && key !== null && !(await isKnown(key, effective, io))) return EXIT.usage;
  if (given.values.has("json")) io.out(effectiveJson(wanted));
  else io.out(paint(effectiveLines(wanted, given.values.has("origin") ? io.userHome() : null), io.colour()));
  tellNotices(notices, io.error);
  return EXIT.ok;
}

/** Nothing is set there: says so, or that there is no such key. */
async function isKnown(key: string, effective: Effective, io: ConfigIo): Promise<boolean> {
  const names = [...new Set([...effective.keys(), ...(await io.keys())].flatMap(prefixesOf))];
  if (names.includes(key)) {
    io.error(`assent: ${visible(key)} is not set\n`);
    return true;
  }
  const meant = nearest(key, names);
  const hint = meant === null ? "" : `; did you mean ${visible(meant)}?`;
  tellUsage("config show", `there is no key ${visible(JSON.stringify(key))}${hint}`, io.error);
  return false;
}

function prefixesOf(key: string): readonly string[] {
  const parts = key.split(".");
  return parts.map((_, at) => parts.slice(0, at + 1).join("."));
}

function surfaceOf(given: Arguments): Result<Surface, string> {
  const typed = lastOf(given, "for");
  const surface = SURFACES.find((name) => name === (typed ?? "run"));
  return surface === undefined
    ? err(visible(`--for takes ${SURFACES.join(", ")}, not ${JSON.stringify(typed)}`))
    : ok(surface);
}

async function schema(args: readonly string[], io: ConfigIo): Promise<number> {
  const parsed = parseArguments(args, [], "mix");
  if (!parsed.ok) return tellUsage("config schema", parsed.error, io.error);
  if (parsed.value.values.has("help")) return help(io, "schema");
  if (parsed.value.rest.length > 0) return tellUsage("config schema", "takes no arguments", io.error);
  io.out(`${JSON.stringify(await io.schema(), null, 2)}\n`);
  return EXIT.ok;
}

function help(io: ConfigIo, name: string): number {
  const page: CommandHelp | undefined = CONFIG.commands?.[name];
  if (page !== undefined) io.out(commandHelp(`config ${name}`, page, io.colour()));
  return EXIT.ok;
}
