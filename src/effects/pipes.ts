/**
 * Makes a pipe for the output of a command.
 *
 * What Node itself would hand out are socket pairs, which a command cannot open again by name: `echo x > /dev/stderr`
 * would fail.
 */
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { makeFolders } from "./folders.ts";

/** The end to hand to a command, which its giver closes when that has started, and the end to read. */
export type Pipe = { readonly writeEnd: number; readonly from: Readable };

/**
 * A new pipe, unnamed again when this returns; null where none can be made.
 *
 * @param folder out of reach for commands in a sandbox; made if missing
 * @param run starts a program and waits for it; true if it succeeded
 */
export function makePipe(folder: string, run: (program: string, args: readonly string[]) => boolean): Pipe | null {
  let place: string | null = null;
  try {
    makeFolders(folder);
    place = mkdtempSync(`${folder}/pipe-`);
    const name = `${place}/pipe`;
    if (!run("mkfifo", ["-m", "600", name])) return null;
    // The reading end first, for opening the other one waits for it.
    const readEnd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    const from = new Socket({ fd: readEnd, readable: true, writable: false });
    return { from, writeEnd: openSync(name, constants.O_WRONLY) };
  } catch {
    // A full disk, or a folder that may not be written to: a socket pair does for most commands.
    return null;
  } finally {
    if (place !== null) rmSync(place, { recursive: true, force: true });
  }
}
