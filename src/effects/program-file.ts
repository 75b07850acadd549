/** Looks at the file of a program that is about to start: what it really is. */
import { closeSync, constants, openSync, readSync, statSync, type Stats } from "node:fs";
import type { ProgramFile } from "../core/approval/facts.ts";
import { isWithin } from "../kit/path.ts";
import { namesIn } from "./disk-names.ts";
import { follow } from "./links.ts";
import { fileAt } from "./look-up.ts";
import { codeOf } from "./text-file.ts";

export const UNKNOWN_FILE: ProgramFile = { real: null, isSteady: false, interpreter: [], copyOf: null };

/** As many bytes of a `#!` line as Linux reads. */
const OPENING_BYTES = 256;
/** Files that cannot change are looked at once; more of them than this each time. */
const KNOWN_MAX = 4096;
/** Larger programs are not compared with those of the system. */
const COMPARED_BYTES_MAX = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/** Where programs of the system lie, and where a copy may come from. */
const SYSTEM_FOLDERS: readonly string[] = [
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
];

export type ProgramFiles = {
  /** @param path absolute; null for a file without a name. Never throws: what cannot be told is unknown. */
  look(path: string | null): ProgramFile;
};

/** @param roots absolute, links resolved: what commands in the sandbox may write to */
export function programFiles(roots: readonly string[]): ProgramFiles {
  const steady = new Map<string, ProgramFile>();
  const copies = new Map<string, string | null>();
  let system: ReadonlyMap<number, readonly string[]> | null = null;

  const copied = (path: string, stats: Stats): string | null => {
    const { dev, ino, size, mtimeMs, ctimeMs } = stats;
    const key = [dev, ino, size, mtimeMs, ctimeMs].join(" ");
    const known = copies.get(key);
    if (known !== undefined) return known;
    system ??= systemPrograms(roots);
    const alike = size > COMPARED_BYTES_MAX ? [] : (system.get(size) ?? []);
    const found = alike.find((other) => isSameContent(path, other)) ?? null;
    if (copies.size < KNOWN_MAX) copies.set(key, found);
    return found;
  };

  const lookAt = (path: string): ProgramFile => {
    const trail = follow(path);
    const stats = trail === null ? null : fileAt(trail.real);
    if (trail === null || stats === null) return UNKNOWN_FILE;
    const places = [path, trail.real, ...trail.through];
    const isSteady = !places.some((place) => roots.some((root) => isWithin(root, place)));
    const interpreter = interpreterOf(trail.real);
    const copyOf = isSteady || interpreter.length > 0 ? null : copied(trail.real, stats);
    return { real: trail.real, isSteady, interpreter, copyOf };
  };

  return {
    look(path) {
      if (path === null) return UNKNOWN_FILE;
      const known = steady.get(path);
      if (known !== undefined) return known;
      try {
        const file = lookAt(path);
        if (file.isSteady && steady.size < KNOWN_MAX) steady.set(path, file);
        return file;
      } catch (error) {
        if (codeOf(error) === null) throw error;
        return UNKNOWN_FILE;
      }
    },
  };
}

/** As Linux takes the line apart: the interpreter, and all behind it as one word. */
function interpreterOf(path: string): readonly string[] {
  const opening = openingOf(path);
  if (!opening.startsWith("#!")) return [];
  const [line = ""] = opening.slice(2).split("\n", 1);
  const [, interpreter, option = ""] = /^[ \t]*([^ \t]+)[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
  if (interpreter === undefined) return [];
  return option === "" ? [interpreter] : [interpreter, option];
}

function openingOf(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(OPENING_BYTES);
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, OPENING_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** Programs of the system by their size, each file once. */
function systemPrograms(roots: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  const seen = new Set<string>();
  for (const folder of SYSTEM_FOLDERS.filter((one) => !roots.some((root) => isWithin(root, one)))) {
    for (const name of namesIn(folder)) {
      const path = `${folder}/${name}`;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() !== true || seen.has(`${stats.dev} ${stats.ino}`)) continue;
      seen.add(`${stats.dev} ${stats.ino}`);
      const same = found.get(stats.size);
      if (same === undefined) found.set(stats.size, [path]);
      else same.push(path);
    }
  }
  return found;
}

/** Both have the same size. */
function isSameContent(path: string, other: string): boolean {
  const files: number[] = [];
  try {
    for (const one of [path, other]) files.push(openSync(one, constants.O_RDONLY | constants.O_NONBLOCK));
    const [one = -1, two = -1] = files;
    const [first, second] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    for (let at = 0; ; at += CHUNK_BYTES) {
      const read = readSync(one, first, 0, CHUNK_BYTES, at);
      const there = readSync(two, second, 0, CHUNK_BYTES, at);
      if (read !== there || !first.subarray(0, read).equals(second.subarray(0, there))) return false;
      if (read < CHUNK_BYTES) return true;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}
