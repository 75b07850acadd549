/** Keys and values of settings as they are typed. */
import { parse, TomlError } from "smol-toml";
import { err, ok, type Result } from "../../kit/result.ts";
import type { TomlValue } from "./edit-print.ts";
import { outlineOf } from "./outline.ts";

/** `projects."/a b".trust_level` by its parts; the error is for the person, and follows the key. */
export function readKey(text: string): Result<readonly string[], string> {
  const name = text.trim();
  const read = parsed(`${name} = 0`);
  const pair = read.ok ? outlineOf(`${name} = 0`).nodes.find(({ kind }) => kind === "pair") : undefined;
  // What has an equals sign, a comment or a line of its own in it would be read as less than it is.
  const isWhole = pair?.kind === "pair" && pair.span.start === 0 && pair.value.start === name.length + " = ".length;
  if (isWhole) return ok(pair.path);
  return err(
    "is no key: parts are joined with dots, and stand in quotes where they hold more than letters, digits, - and _",
  );
}

/** A value in TOML, or text that is none; the error is for the person, and follows the value. */
export function readValue(text: string): Result<TomlValue, string> {
  const read = parsed(`value = ${text}`);
  if (read.ok) {
    const value = Object.keys(read.value).length === 1 ? read.value["value"] : undefined;
    return value === undefined ? err("is more than one value") : ok(value);
  }
  // What begins as TOML does was hardly meant as text.
  return /^\s*["'[{]/u.test(text) ? err(`is no TOML: ${read.error}`) : ok(text);
}

function parsed(text: string): Result<Readonly<Record<string, TomlValue>>, string> {
  try {
    return ok(parse(text, { integersAsBigInt: "asNeeded" }));
  } catch (error) {
    // The parser reports broken text by throwing; anything else it throws is a fault and goes on.
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    return err(first.replace("Invalid TOML document: ", ""));
  }
}
