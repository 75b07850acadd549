/** `assent app-server`: what was typed, and how it ends. */
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { APP_SERVER } from "./commands-run.ts";
import { grantsForOf } from "./duration.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { tellUsage } from "./usage.ts";

export type Listen =
  | { readonly kind: "stdio" }
  /** Absolute. */
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "ws"; readonly url: string };

export type ServeOptions = {
  readonly listen: Listen;
  readonly tokenFile: string | null;
  readonly graceMs: number;
  /** `-c KEY=VALUE`, and what `--enable` and `--disable` stand for, in order. */
  readonly overrides: readonly string[];
  readonly isStrict: boolean;
  /** How long what is accepted for the session lasts; null for its end. */
  readonly grantsForMs: number | null;
};

export type GenerateOptions = {
  readonly what: "json-schema" | "ts";
  /** As typed. */
  readonly folder: string;
  readonly experimental: boolean;
};

/** What was wrong before the first client came, or with what is generated; one line, and the status. */
export type ServeFault = { readonly why: string; readonly status: "config" | "fault" };

export type AppServerIo = {
  /** Resolves when no client is left, where there was one alone, or when the process is to end. */
  serve(options: ServeOptions): Promise<Result<null, ServeFault>>;
  /** How many files were written. */
  generate(options: GenerateOptions): Promise<Result<number, string>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: () => boolean;
};

const GRACE_MS = 30_000;
const GRACE_S_MAX = 86_400;

/** Resolves with the exit status. */
export async function appServer(args: readonly string[], io: AppServerIo): Promise<number> {
  const [first] = args;
  const what = first === "generate-json-schema" ? "json-schema" : first === "generate-ts" ? "ts" : null;
  if (what !== null) return generate(what, args.slice(1), io);
  const parsed = parseArguments(
    args,
    APP_SERVER.options.flatMap(({ options }) => options),
    "mix",
  );
  if (!parsed.ok) return tellUsage("app-server", parsed.error, io.error);
  if (parsed.value.values.has("help")) {
    io.out(commandHelp("app-server", APP_SERVER, io.colour()));
    return EXIT.ok;
  }
  const options = serveOptions(parsed.value);
  if (!options.ok) return tellUsage("app-server", options.error, io.error);
  const served = await io.serve(options.value);
  if (served.ok) return EXIT.ok;
  io.error(`assent: ${visible(served.error.why)}\n`);
  return EXIT[served.error.status];
}

async function generate(what: GenerateOptions["what"], args: readonly string[], io: AppServerIo): Promise<number> {
  const parsed = parseArguments(args, ["out", "experimental"], "mix");
  const name = `app-server generate-${what}`;
  if (!parsed.ok) return tellUsage(name, parsed.error, io.error);
  if (parsed.value.values.has("help")) {
    io.out(commandHelp("app-server", APP_SERVER, io.colour()));
    return EXIT.ok;
  }
  const folder = lastOf(parsed.value, "out");
  if (folder === null) return tellUsage(name, "there is no folder to write to: --out DIR", io.error);
  const done = await io.generate({ what, folder, experimental: parsed.value.values.has("experimental") });
  if (done.ok) return EXIT.ok;
  io.error(`assent: ${visible(done.error)}\n`);
  return EXIT.fault;
}

function serveOptions(parsed: Arguments): Result<ServeOptions, string> {
  const [extra] = parsed.rest;
  if (extra !== undefined) return err(visible(`there is no part ${JSON.stringify(extra)} of app-server`));
  const listen = listenOf(parsed.values.has("stdio") ? "stdio://" : (lastOf(parsed, "listen") ?? "stdio://"));
  if (!listen.ok) return listen;
  const grace = lastOf(parsed, "grace");
  const graceMs = grace === null ? GRACE_MS : secondsIn(grace);
  if (graceMs === null) return err(visible(`--grace takes a number of seconds up to ${GRACE_S_MAX}, not "${grace}"`));
  const grantsForMs = grantsForOf(parsed);
  if (!grantsForMs.ok) return grantsForMs;
  return ok({
    listen: listen.value,
    tokenFile: lastOf(parsed, "ws-token-file"),
    graceMs,
    overrides: [
      ...(parsed.values.get("config") ?? []),
      ...(parsed.values.get("enable") ?? []).map((name) => `features.${name}=true`),
      ...(parsed.values.get("disable") ?? []).map((name) => `features.${name}=false`),
    ],
    isStrict: parsed.values.has("strict-config"),
    grantsForMs: grantsForMs.value,
  });
}

/** `unix:PATH` is taken as well. */
function listenOf(typed: string): Result<Listen, string> {
  if (typed === "stdio://" || typed === "stdio") return ok({ kind: "stdio" });
  if (typed.startsWith("ws://")) return ok({ kind: "ws", url: typed });
  const path = /^unix:(?:\/\/)?(\/[^/].*)$/u.exec(typed)?.[1];
  if (path !== undefined) return ok({ kind: "unix", path });
  return err(visible(`--listen takes stdio://, unix:///PATH or ws://127.0.0.1:PORT, not "${typed}"`));
}

function secondsIn(typed: string): number | null {
  const seconds = /^\d+(?:\.\d+)?$/u.test(typed) ? Number(typed) : Number.NaN;
  return seconds <= GRACE_S_MAX ? Math.round(seconds * 1000) : null;
}
