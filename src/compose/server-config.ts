/** Writes the person's settings for clients, whole or not at all. */
import { homedir } from "node:os";
import { removeKey, setKey, valueIn } from "../core/config/edit.ts";
import { describeConfigError } from "../core/config/error.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import { editConfig } from "../effects/config-write.ts";
import { loadConfig } from "../effects/load-config.ts";
import { readTextFile, systemWords } from "../effects/text-file.ts";
import type { Json } from "../kit/json.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { ConfigEdit, ConfigFile, WriteFault } from "../surfaces/server/machine.ts";

export type OwnFile = {
  readonly home: string;
  /** Absolute. */
  readonly file: string;
  readonly versionOf: (text: string) => string;
};

/** Empty where there is no such file; one that cannot be read is an error of the system. */
export async function textOf(file: string): Promise<string> {
  const read = await readTextFile(file);
  if (!read.ok) throw new Error(`cannot read ${file}: ${read.error}`);
  return read.value?.text ?? "";
}

/** Undefined for nothing. */
export async function valueAt(file: string, path: readonly string[]): Promise<Json | undefined> {
  const value = valueIn(await textOf(file), path);
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? Number(each) : each));
  const plain: Json = JSON.parse(text);
  return plain;
}

const CONFLICT = "Configuration was modified since last read. Fetch latest version and retry.";

/** What a file says wrongly already may stay so: mending it is what settings are written for. */
export async function writeConfig(
  { home, file, versionOf }: OwnFile,
  edits: readonly ConfigEdit[],
  expected: string | null,
): Promise<Result<ConfigFile, WriteFault>> {
  let fault: WriteFault = { kind: "unwritable", message: "" };
  let written = "";
  const refuse = (kind: WriteFault["kind"], message: string): Result<never, string> => {
    fault = { kind, message };
    return err(message);
  };
  try {
    await editConfig(
      home,
      async (text) => {
        if (expected !== null && expected !== versionOf(text)) return refuse("version", CONFLICT);
        const changed = changedText(text, edits);
        if (!changed.ok) return refuse("invalid", `${file} ${changed.error}`);
        const wrong = await whatIsWrong(home, text, changed.value);
        if (wrong !== null) return refuse("invalid", `Invalid configuration: ${wrong}`);
        written = changed.value;
        return ok(changed.value === text ? null : changed.value);
      },
      file,
    );
  } catch (failure) {
    return err(fault.message === "" ? { kind: "unwritable", message: systemWords(failure) } : fault);
  }
  return ok({ file, version: versionOf(written) });
}

function changedText(text: string, edits: readonly ConfigEdit[]): Result<string, string> {
  let changed = text;
  for (const { path, value } of edits) {
    const edited = value === null ? removeKey(changed, path) : setKey(changed, path, value);
    if (!edited.ok) return edited;
    changed = edited.value ?? changed;
  }
  return ok(changed);
}

async function whatIsWrong(home: string, before: string, after: string): Promise<string | null> {
  const sources = {
    home,
    userHome: homedir(),
    cwd: home,
    flags: NO_FLAGS,
    overrides: [],
    surface: "app-server",
  } as const;
  const then = await loadConfig({ ...sources, userText: after });
  if (then.ok) return null;
  const now = await loadConfig({ ...sources, userText: before });
  return now.ok ? describeConfigError(then.error) : null;
}
