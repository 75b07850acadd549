/**
 * Makes a pipe for the output of a command.
 *
 * What Node itself would hand out are socket pairs, which a command cannot open again by name: `echo x > /dev/stderr`
 * would fail.
 */
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { makeFolders } from "./folders.ts";

/** The end to hand to a command, which its giver closes when that has started, and the end to read. */
export type Pipe = { readonly writeEnd: number; readonly from: Readable };

/** Made at once where more than one is needed: each start of `mkfifo` costs as much as a small command. */
const BATCH = 32;
/** Of those the first: many a process needs no more. */
const FIRST = 4;
/** With fewer left, more are made while a command runs. */
const LOW = 3;
/** Pipes without a name and without a user, by one descriptor each. */
const spare: number[] = [];
let hasBeenAsked = false;
let isRefilling = false;

/**
 * A new pipe, without a name when this returns; null where none can be made.
 *
 * @param folder out of reach for commands in a sandbox; made if missing
 * @param run starts a program and waits for it; true if it succeeded
 */
export function makePipe(folder: string, run: (program: string, args: readonly string[]) => boolean): Pipe | null {
  try {
    if (spare.length === 0) spare.push(...makePipes(folder, hasBeenAsked ? BATCH : FIRST, run));
    hasBeenAsked = true;
    const both = spare.pop();
    if (both === undefined) return null;
    const name = `/proc/self/fd/${both}`;
    const readEnd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    const from = new Socket({ fd: readEnd, readable: true, writable: false });
    const writeEnd = openSync(name, constants.O_WRONLY);
    closeSync(both);
    return { from, writeEnd };
  } catch {
    // A full disk, or a folder that may not be written to: a socket pair does for most commands.
    return null;
  }
}

/**
 * Makes some in advance if few are left, so that a process that runs many commands need not wait for them. Never
 * rejects; what is not made now is made when it is needed.
 *
 * @param folder as above
 * @param run starts a program; true if it succeeded
 */
export async function refillPipes(
  folder: string,
  run: (program: string, args: readonly string[]) => Promise<boolean>,
): Promise<void> {
  if (isRefilling || spare.length >= LOW) return;
  isRefilling = true;
  let place: string | null = null;
  const remove = (): void => {
    if (place !== null) rmSync(place, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    makeFolders(folder);
    place = mkdtempSync(`${folder}/pipe-`);
    const names = namesIn(place, BATCH);
    if (await run("mkfifo", ["-m", "600", ...names])) spare.push(...names.map(openBoth));
  } catch {
    // As above.
  } finally {
    process.off("exit", remove);
    remove();
    isRefilling = false;
  }
}

function namesIn(place: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${place}/${index}`);
}

function openBoth(name: string): number {
  return openSync(name, constants.O_RDWR | constants.O_NONBLOCK);
}

function makePipes(
  folder: string,
  count: number,
  run: (program: string, args: readonly string[]) => boolean,
): readonly number[] {
  makeFolders(folder);
  const place = mkdtempSync(`${folder}/pipe-`);
  try {
    const names = namesIn(place, count);
    if (!run("mkfifo", ["-m", "600", ...names])) return [];
    return names.map(openBoth);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
