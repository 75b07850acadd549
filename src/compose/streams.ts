/** The process's own streams, as the subcommands use them. */
import { fstatSync, statSync, writeSync } from "node:fs";
import { charsetOf, visible } from "../kit/text.ts";
import type { ErrorScreen } from "../surfaces/cli/banner.ts";

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
  return wantsColour() && isDevice(1) && process.stdout.isTTY;
}

/** What can be drawn on standard error; null where it is no terminal. */
export function errorScreen(): ErrorScreen | null {
  if (!isDevice(2) || !process.stderr.isTTY) return null;
  return { columns: process.stderr.columns || 80, colour: wantsColour(), charset: charsetOf(process.env) };
}

function wantsColour(): boolean {
  return (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

/** Asked first: Node loads a good deal to tell a terminal from another stream. */
function isDevice(fd: number): boolean {
  try {
    const stream = fstatSync(fd);
    return stream.isCharacterDevice() && stream.rdev !== statSync("/dev/null").rdev;
  } catch {
    // It is closed, or there is no such device here.
    return false;
  }
}
