/** What the server asks of this machine: settings, commands, accounts. */
import type { TomlValue } from "../../core/config/edit-print.ts";
import type { ConfigError } from "../../core/config/error.ts";
import type { Loaded } from "../../core/config/loaded.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { Json } from "../../kit/json.ts";
import type { Result } from "../../kit/result.ts";

/** The settings of one folder. */
export type FolderSettings = {
  readonly loaded: Loaded;
  readonly notices: readonly Notice[];
  /** Absolute, links resolved. */
  readonly cwd: string;
};

/** `version`: of the file's text, as `sha256:` and hex. */
export type ConfigFile = { readonly file: string; readonly version: string };

export type ConfigEdit = { readonly path: readonly string[]; readonly value: TomlValue | null };

export type WriteFault = {
  readonly kind: "version" | "read-only" | "invalid" | "unwritable";
  /** One line for a person. */
  readonly message: string;
};

export type CommandWish = {
  readonly argv: Command;
  /** Null for the process's own folder. */
  readonly cwd: string | null;
  /** Null where the settings decide. */
  readonly sandboxMode: SandboxMode | null;
  readonly timeoutMs: number | null;
};

export type CommandResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export interface Machine {
  /** assent's own folder, absolute. */
  readonly home: string;
  /** The model of a thread for which nobody names one. */
  usualModel(): Promise<string>;
  /** What holds in a folder; null for the process's own. */
  settings(cwd: string | null): Promise<Result<FolderSettings, ConfigError>>;
  /** The person's own file, as it is now. */
  configFile(): Promise<ConfigFile>;
  /** All of it or nothing; `expected` null: whatever stands there. */
  writeConfig(edits: readonly ConfigEdit[], expected: string | null): Promise<Result<ConfigFile, WriteFault>>;
  /** What the file says now at a key; undefined for nothing. */
  configAt(path: readonly string[]): Promise<Json | undefined>;
  /** Judged and sandboxed; what would have to be asked about is refused, for nobody is asked. An error is one line. */
  run(wish: CommandWish): Promise<Result<CommandResult, string>>;
  /** True where the endpoint of the model takes a key, and there is one. */
  hasApiKey(): Promise<boolean>;
}
