/** `assent patch` on this machine. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { endOnSignals } from "../effects/signals.ts";
import { systemWords } from "../effects/text-file.ts";
import { patch } from "../surfaces/cli/patch.ts";
import { openSession } from "./session.ts";
import { error, out } from "./streams.ts";

export async function patchCommand(args: readonly string[]): Promise<number> {
  const ending = endOnSignals();
  const status = await patch(args, { open: openSession, read, out, error, signal: ending.signal });
  return ending.status() ?? status;
}

async function read(file: string): Promise<string> {
  const bytes = await bytesOf(file);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Descriptor 0 rather than its name: a socket cannot be opened again by name. */
async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? readFileSync(0) : await readFile(file);
  } catch (failure) {
    throw new Error(systemWords(failure), { cause: failure });
  }
}
