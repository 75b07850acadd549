/** Sets and removes settings in a file so that the file still loads, or says why not. */
import { err, ok, type Result } from "../../kit/result.ts";
import { withoutByteOrderMark } from "../../kit/text.ts";
import { removeKey, setKey, valueIn } from "./edit.ts";
import { type TomlValue } from "./edit-print.ts";
import type { ConfigError, Place } from "./error.ts";
import { settingsOf } from "./join-layers.ts";
import type { ReadLayer } from "./layers.ts";
import type { Notice } from "./notice.ts";
import { printKey } from "./spot.ts";
import { readConfigText } from "./toml.ts";

/** `value` null: the key is taken out. */
export type Setting = { readonly path: readonly string[]; readonly value: TomlValue | null };

export type SettingsFile = {
  readonly name: "user" | "project";
  /** Absolute, as is `userHome`; relative paths start from `base`. */
  readonly file: string;
  readonly base: string;
  readonly userHome: string;
};

export type Changed = {
  /** Null where the file says so already. */
  readonly text: string | null;
  /** By each setting, in order; undefined for what is not there. */
  readonly values: readonly { readonly before: unknown; readonly after: unknown }[];
  /** What the change makes the file tell of. */
  readonly notices: readonly Notice[];
};

export type ChangeFault =
  /** A value is wrong, or the file is and would stay so. */
  | { readonly kind: "config"; readonly error: ConfigError }
  | { readonly kind: "unknown-key"; readonly key: string; readonly meant: string | null }
  /** It is written in a way that is not edited; `why` follows the file's name. */
  | { readonly kind: "unedited"; readonly why: string };

/** All of `settings` or none. @param typed names them in errors, for what was not written has no place in the file */
export function changeSettings(
  text: string,
  settings: readonly Setting[],
  file: SettingsFile,
  typed: string,
): Result<Changed, ChangeFault> {
  const before = load(text, file);
  if (!before.ok && before.error.kind === "syntax") return err({ kind: "config", error: before.error });
  let changed = text;
  for (const { path, value } of settings) {
    const edited = value === null ? removeKey(changed, path) : setKey(changed, path, value);
    if (!edited.ok) return err({ kind: "unedited", why: edited.error });
    changed = edited.value ?? changed;
  }
  const after = load(changed, file);
  if (!after.ok) {
    const isOld = !before.ok && isSame(before.error, after.error);
    // Of several that were wrong one is mended, and the next shows.
    const isOther = !before.ok && !settings.some(({ path }) => isAbout(after.error, path));
    const own = isOther ? after.error : placedAt(after.error, typed);
    return err({ kind: "config", error: isOld ? before.error : own });
  }
  const values = settings.map(({ path }) => ({ before: valueIn(text, path), after: valueIn(changed, path) }));
  for (const [at, { path, value }] of settings.entries()) {
    // What is there may be taken out, whatever it is called; what is not was perhaps mistyped.
    if (value === null && values[at]?.before !== undefined) continue;
    const unknown = unknownKey(path, value ?? true, file, after.value);
    if (unknown !== null) return err(unknown);
  }
  const known = before.ok ? (before.value.layer.notices ?? []) : [];
  return ok({
    text: changed === text ? null : changed,
    values,
    notices: (after.value.layer.notices ?? []).filter((notice) => !known.some((other) => isSame(notice, other))),
  });
}

/** Keys that refer to others may find these in another file; that two exclude each other shows in one. */
function load(text: string, file: SettingsFile): Result<ReadLayer, ConfigError> {
  const read = readConfigText({ ...file, text: withoutByteOrderMark(text) });
  if (!read.ok) return read;
  const { layer } = read.value;
  const settings = settingsOf([layer]);
  const isBoth = layer.sandboxMode !== undefined && layer.defaultPermissions !== undefined;
  return isBoth && !settings.ok ? settings : read;
}

/** Whatever is unknown of what was set: the key, what is in it, or the table around it. */
function unknownKey(
  path: readonly string[],
  value: TomlValue,
  file: SettingsFile,
  whole: ReadLayer,
): ChangeFault | null {
  // By itself, for of many unknown keys in one file only some are named; not all keys can be read alone.
  const text = setKey("", path, value);
  const alone = text.ok ? readConfigText({ ...file, text: text.value ?? "" }) : text;
  const { layer } = alone.ok ? alone.value : whole;
  const own = `${printKey(path)}.`;
  for (const notice of layer.notices ?? []) {
    if (notice.kind !== "unknown-key") continue;
    const { key, meant } = notice;
    if (own.startsWith(`${key}.`) || key.startsWith(own)) return { kind: "unknown-key", key, meant };
  }
  return null;
}

function isAbout(error: ConfigError, path: readonly string[]): boolean {
  const key = "key" in error ? error.key : null;
  return key === null || `${key}.`.startsWith(`${printKey(path)}.`) || `${printKey(path)}.`.startsWith(`${key}.`);
}

/** The same but for where: lines move. */
function isSame(a: ConfigError | Notice, b: ConfigError | Notice): boolean {
  return JSON.stringify({ ...a, place: null }) === JSON.stringify({ ...b, place: null });
}

/** The error with what was typed in the place of a line that is not written. */
export function placedAt(error: ConfigError, typed: string): ConfigError {
  const place: Place = { kind: "flag", text: typed };
  return "place" in error ? { ...error, place } : error;
}
