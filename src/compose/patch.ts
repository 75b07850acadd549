/** `assent patch` on this machine. */
import { readFile } from "node:fs/promises";
import { endOnSignals } from "../effects/signals.ts";
import { patch } from "../surfaces/cli/patch.ts";
import { openSession } from "./session.ts";
import { error, out } from "./streams.ts";

export async function patchCommand(args: readonly string[]): Promise<number> {
  const ending = endOnSignals();
  const status = await patch(args, { open: openSession, read, out, error, signal: ending.signal });
  return ending.status() ?? status;
}

async function read(file: string): Promise<string> {
  const bytes = await readFile(file === "-" ? "/dev/stdin" : file);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
