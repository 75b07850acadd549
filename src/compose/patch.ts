/** `assent patch` on this machine. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { systemWords } from "../effects/text-file.ts";
import { patch } from "../surfaces/cli/patch.ts";
import { asProcess } from "./process.ts";
import { sessionIo } from "./session-io.ts";

export function patchCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) => patch(args, { ...sessionIo(signal), read }));
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
