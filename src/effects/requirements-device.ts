/** Reads the requirements that a device manager sets on macOS. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ConfigError } from "../core/config/error.ts";
import { readPlist } from "../core/config/plist.ts";
import type { FoundText } from "../core/config/read-requirements.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { codeOf, systemWords } from "./text-file.ts";

/** Where a device manager leaves its settings, as XML; throws what the system throws. */
export type DevicePreferences = {
  /** Absolute, strongest first; they need not exist. */
  readonly files: readonly string[];
  /** The file as an XML property list, whatever form it has on the disk. */
  readonly read: (file: string) => string;
};

/** As in Codex: TOML in base64 under this key. */
const KEY = "requirements_toml_base64";
const NAME = "com.openai.codex.plist";
const BINARY = "bplist";

/** Those of this Mac and of this user. */
export function devicePreferences(user: string): DevicePreferences {
  const folder = "/Library/Managed Preferences";
  return { files: [`${folder}/${NAME}`, `${folder}/${user}/${NAME}`], read: readAsXml };
}

/** What the device requires; a file that is there and cannot be understood is an error. */
export function deviceRequirements(preferences: DevicePreferences): Result<readonly FoundText[], ConfigError> {
  const found: FoundText[] = [];
  for (const file of preferences.files) {
    const xml = readOrNull(preferences, file);
    if (!xml.ok) return err({ kind: "unreadable", file, why: xml.error });
    if (xml.value === null) continue;
    const values = readPlist(xml.value);
    if (!values.ok) return err({ kind: "unreadable", file, why: values.error });
    const coded = values.value.get(KEY);
    if (coded === undefined) continue;
    const text = decoded(coded);
    if (text === null) return err({ kind: "unreadable", file, why: `${KEY} is not UTF-8 text in base64` });
    found.push({ layer: "device", file, text });
  }
  return ok(found);
}

function readOrNull({ read }: DevicePreferences, file: string): Result<string | null, string> {
  try {
    return ok(read(file));
  } catch (error) {
    return codeOf(error) === "ENOENT" ? ok(null) : err(systemWords(error));
  }
}

function readAsXml(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, BINARY.length).toString("latin1") !== BINARY) return bytes.toString("utf8");
  return execFileSync("/usr/bin/plutil", ["-convert", "xml1", "-o", "-", file], { encoding: "utf8" });
}

function decoded(coded: string): string | null {
  const plain = coded.replace(/\s/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(plain, "base64"));
  } catch {
    // The decoder has one complaint only: bytes that are not UTF-8.
    return null;
  }
}
