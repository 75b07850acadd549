/** What a task is made of: words, standard input, a schema for the answer. */
import { fstatSync } from "node:fs";
import { text } from "node:stream/consumers";
import { readTextFile } from "../effects/text-file.ts";
import { resolvePath } from "../kit/path.ts";
import type { Json } from "../kit/json.ts";
import { err, errorText, ok, type Result } from "../kit/result.ts";

/** A task is no place for more. */
const INPUT_CHARS_MAX = 16 * 1024 * 1024;

/**
 * The task as it was typed, or from standard input; where both are there, the second is put behind the first in a block
 * of its own, as in Codex. An error is one line.
 *
 * @param typed null to read all of it
 */
export async function taskOf(typed: string | null, tell: (text: string) => void): Promise<Result<string, string>> {
  if (typed !== null && !isFed()) return typed.trim() === "" ? err("the task is empty") : ok(typed);
  if (typed === null && process.stdin.isTTY) return err("there is no task: assent exec 'what is to be done'");
  if (typed !== null) tell("assent: standard input is read to its end, and goes with the task\n");
  const read = await text(process.stdin);
  if (read.length > INPUT_CHARS_MAX) return err("standard input is longer than 16 MiB");
  if (typed === null) return read.trim() === "" ? err("there is no task on standard input") : ok(read);
  return ok(read.trim() === "" ? typed : `${typed}\n\n<stdin>\n${read}${read.endsWith("\n") ? "" : "\n"}</stdin>`);
}

/** True where somebody has put a pipe or a file there. */
function isFed(): boolean {
  try {
    const stream = fstatSync(0);
    return stream.isFIFO() || stream.isFile();
  } catch {
    // It is closed.
    return false;
  }
}

/** Null without a file. An error is one line. */
export async function outputSchema(file: string | null): Promise<Result<Json | null, string>> {
  if (file === null) return ok(null);
  const path = resolvePath(process.cwd(), file);
  const read = await readTextFile(path);
  if (!read.ok) return err(`cannot read ${path}: ${read.error}`);
  if (read.value === null) return err(`cannot read ${path}: there is no such file`);
  try {
    const schema: Json = JSON.parse(read.value.text);
    return ok(schema);
  } catch (error) {
    return err(`${path} is no JSON Schema: ${errorText(error)}`);
  }
}
