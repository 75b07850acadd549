/** The process's own streams, as the subcommands use them. */
import { writeSync } from "node:fs";
import { visible } from "../kit/text.ts";

/** Written before it returns, so that nothing is lost when the process ends; a closed pipe is the reader's choice. */
function writeTo(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      // A pipe that others made non-blocking is full for a moment.
      if (code === "EAGAIN") continue;
      if (code === "EPIPE") return;
      throw error;
    }
  }
}

export const out = (text: string): void => writeTo(1, text);
export const error = (text: string): void => writeTo(2, text);

const noticed = new Set<string>();

/** Tells a person something beside results, each thing once. `text`: one line, unescaped. */
export function notice(text: string): void {
  if (noticed.has(text)) return;
  noticed.add(text);
  error(`assent: ${visible(text)}\n`);
}

/** True on a terminal that wants colours. */
export function hasColour(): boolean {
  return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}
