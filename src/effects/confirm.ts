/** Asks a person at the terminal for one line, whatever the process's streams are redirected to. */
import { createReadStream, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { codeOf } from "./text-file.ts";

/** True for "yes" typed out; null where there is no terminal. @param question shown as it is */
export async function confirm(question: string): Promise<boolean | null> {
  const fd = openTerminal();
  if (fd === null) return null;
  writeSync(fd, question);
  const lines = createInterface({ input: createReadStream("", { fd }) });
  try {
    for await (const line of lines) return line.trim().toLowerCase() === "yes";
    // The input ended without an answer.
    return false;
  } finally {
    lines.close();
  }
}

function openTerminal(): number | null {
  try {
    return openSync("/dev/tty", "r+");
  } catch (error) {
    // ENXIO: no terminal; the others: one that cannot be used. Either way nobody can be asked there.
    if (codeOf(error) !== null) return null;
    throw error;
  }
}
