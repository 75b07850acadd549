/** What a server of clients finds on this machine before and beside its threads. */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { type ConfigError, describeConfigError } from "../core/config/error.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import { describeNotice } from "../core/config/notice.ts";
import { findHome } from "../effects/home.ts";
import type { StartFault } from "../engine/host.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { ServeFault, ServeOptions } from "../surfaces/cli/app-server.ts";
import type { ConnectionPorts } from "../surfaces/server/connection.ts";
import type { FolderSettings, Machine } from "../surfaces/server/machine.ts";
import { findPlace, type Place } from "./place.ts";

export type ServerMachine = {
  readonly machine: Machine;
  /** What a client is told of the settings where the process was started. */
  readonly startNotices: ConnectionPorts["startNotices"];
};

type Found = Result<Place, StartFault>;

/**
 * Settings that are wrong are no reason to end: a client is told, and threads are refused until they are mended. What an
 * administrator requires and cannot be had is one, and so is what was typed.
 */
export async function serverMachine(options: ServeOptions): Promise<Result<ServerMachine, ServeFault>> {
  const home = await findHome(process.env, homedir());
  if (!home.ok) return err({ why: describeConfigError(home.error), status: "config" });
  const here = await findHere(options);
  const fatal = whyFatal(here, options.isStrict);
  if (fatal !== null) return err({ why: fatal, status: "config" });
  return ok({
    machine: machineAt(home.value, options),
    startNotices: async (tell) => {
      const { startNotices } = await import("./server-notices.ts");
      await startNotices(here, tell);
    },
  });
}

function findHere(options: ServeOptions, cwd: string | null = null): Promise<Found> {
  const typed = { flags: NO_FLAGS, overrides: options.overrides, addDirs: [], home: null };
  return findPlace({ ...typed, cwd, surface: "app-server" });
}

function whyFatal(found: Found, isStrict: boolean): string | null {
  if (!found.ok) {
    const { error } = found;
    if (error.kind !== "config") return error.why;
    return isOfRequirements(error.error) || isTyped(error.error) ? describeConfigError(error.error) : null;
  }
  if (!isStrict) return null;
  const unknown = found.value.settings.notices.find(({ kind }) => kind === "unknown-key");
  return unknown === undefined ? null : describeNotice(unknown);
}

/** A file that is no TOML is one that somebody is still writing. */
function isOfRequirements(error: ConfigError): boolean {
  if (error.kind === "nothing-allowed" || error.kind === "no-requirements") return true;
  if (error.kind === "syntax" || !("place" in error)) return false;
  return error.place.kind === "file" && error.place.file.endsWith("/requirements.toml");
}

function isTyped(error: ConfigError): boolean {
  return "place" in error && error.place.kind === "flag";
}

function machineAt(home: string, options: ServeOptions): Machine {
  const file = `${home}/config.toml`;
  return {
    home,
    async usualModel() {
      return (await import("./thread-standing.ts")).USUAL_MODEL;
    },
    async settings(cwd) {
      const found = await findHere(options, cwd);
      if (!found.ok) return err(configErrorOf(found.error));
      const { loaded, settings, cwd: folder } = found.value;
      const here: FolderSettings = { loaded, notices: settings.notices, cwd: folder };
      return ok(here);
    },
    async configFile() {
      const { textOf } = await import("./server-config.ts");
      return { file, version: versionOf(await textOf(file)) };
    },
    async writeConfig(edits, expected) {
      const { writeConfig } = await import("./server-config.ts");
      return writeConfig({ home, file, versionOf }, edits, expected);
    },
    async configAt(path) {
      const { valueAt } = await import("./server-config.ts");
      return valueAt(file, path);
    },
    async run(wish) {
      const { runForClient } = await import("./server-command.ts");
      return runForClient(wish, options.overrides);
    },
    async hasApiKey() {
      const found = await findHere(options);
      if (!found.ok) return false;
      const { hasKey } = await import("./server-key.ts");
      return hasKey(found.value.settings, home);
    },
  };
}

/** Settings are asked for by folder: one that is none is told as settings that cannot be read. */
function configErrorOf(fault: StartFault): ConfigError {
  return fault.kind === "config" ? fault.error : { kind: "profile", why: fault.why };
}

function versionOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
