/** Finds out what words would start, and whether the sandbox could have put it there. */
import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync, type Stats } from "node:fs";
import type { BoundProgram, FileIdentity, Program } from "../core/approval/facts.ts";
import { isWithin } from "../kit/path.ts";
import { follow } from "./links.ts";
import { fileAt, isExecutable, placesOf } from "./look-up.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf } from "./text-file.ts";

/** Larger files are told apart by their place and times alone. */
const DIGEST_BYTES_MAX = 4 * 1024 * 1024;

/** As many bytes of a `#!` line as Linux reads. */
const OPENING_BYTES = 256;

/** A script may name a script, and so on; Linux follows four. */
const INTERPRETERS_MAX = 5;

export type Whereabouts = {
  /** Absolute; where relative names and relative entries of PATH start. */
  readonly cwd: string;
  /** PATH; undefined where it is not set. */
  readonly path: string | undefined;
  /** Absolute, links resolved: what commands in the sandbox may write to. */
  readonly roots: readonly string[];
};

/**
 * What each name would start, and behind it what its `#!` line names: `a.py` and then `/usr/bin/env` and `python3`.
 * A name with a slash is a path. Never throws: what cannot be told counts as writable.
 */
export function programsOf(names: readonly string[], where: Whereabouts): readonly Program[] {
  const known = new Map<string, Program>();
  for (const name of names) if (!known.has(name)) lookUp(name, where, known, 0);
  return [...known.values()];
}

/** For more names than can be looked up. */
export function unknownProgram(name: string): Program {
  return { name, path: null, writable: true, identity: null };
}

/** The name of the first that is no longer what it was; null where all are. */
export function changedProgram(programs: readonly BoundProgram[], where: Whereabouts): string | null {
  if (programs.length === 0) return null;
  const now = new Map(
    programsOf(
      programs.map(({ name }) => name),
      where,
    ).map((program) => [program.name, program]),
  );
  const changed = programs.find(({ name, path, identity }) => {
    const found = now.get(name);
    return found === undefined || found.path !== path || !isSame(found.identity, identity);
  });
  return changed?.name ?? null;
}

function isSame(one: FileIdentity | null, other: FileIdentity | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.device === other.device &&
    one.inode === other.inode &&
    one.size === other.size &&
    one.modifiedMs === other.modifiedMs &&
    one.changedMs === other.changedMs &&
    one.digest === other.digest
  );
}

function lookUp(name: string, where: Whereabouts, known: Map<string, Program>, depth: number): Program {
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  // Stands there while its interpreter is looked up, in case that is itself.
  known.set(name, unknownProgram(name));
  let program: Program;
  try {
    program = found(name, where, (next) => {
      return depth === INTERPRETERS_MAX ? unknownProgram(next) : lookUp(next, where, known, depth + 1);
    });
  } catch (error) {
    if (codeOf(error) === null) throw error;
    program = unknownProgram(name);
  }
  known.set(name, program);
  return program;
}

function found(name: string, where: Whereabouts, lookUpNext: (name: string) => Program): Program {
  if (name === "") return { name, path: null, writable: false, identity: null };
  let unsure = false;
  for (const { place, relative } of placesOf(name, where.cwd, where.path)) {
    // After a `cd` it is another folder.
    if (relative) unsure ||= isWritable([where.cwd], where.roots);
    const stats = fileAt(place);
    const named = name.includes("/");
    if (!named && (stats === null || !isExecutable(place))) continue;
    const trail = follow(place);
    if (trail === null) return unknownProgram(name);
    const writable = unsure || isWritable([place, trail.real, ...trail.through], where.roots);
    if (stats === null || !isExecutable(place)) return { name, path: null, writable, identity: null };
    const behind = interpretersOf(trail.real).map((next) => (next === null ? unknownProgram(name) : lookUpNext(next)));
    const identity = identify(trail.real, stats);
    return { name, path: trail.real, writable: writable || behind.some((one) => one.writable), identity };
  }
  return { name, path: null, writable: false, identity: null };
}

function isWritable(places: readonly string[], roots: readonly string[]): boolean {
  return places.some((place) => roots.some((root) => isWithin(root, place)));
}

/** What the `#!` line of the file names, for `env` also what that looks for; null for a line that is not understood. */
function interpretersOf(path: string): readonly (string | null)[] {
  const opening = openingOf(path);
  if (!opening.startsWith("#!")) return [];
  const end = opening.indexOf("\n");
  // A line that is cut off might go on.
  if (end === -1 && opening.length === OPENING_BYTES) return [null];
  const [interpreter, ...words] = opening
    .slice(2, end === -1 ? undefined : end)
    .split(/[ \t\r]+/)
    .filter((word) => word !== "");
  if (interpreter === undefined) return [null];
  if (interpreter.endsWith("/env")) return [interpreter, startedByEnv(words)];
  // The system does not look for it on PATH.
  return [interpreter.includes("/") ? interpreter : `./${interpreter}`];
}

/** Null where options or quotes make it unclear. */
function startedByEnv(words: readonly string[]): string | null {
  const rest = words[0] === "-S" ? words.slice(1) : words;
  const program = rest.find((word) => !word.includes("="));
  const setsPath = rest.some((word) => word.startsWith("PATH="));
  return program === undefined || setsPath || !/^[\w./+][\w./+-]*$/.test(program) ? null : program;
}

function openingOf(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(OPENING_BYTES);
    return bytes.toString("latin1", 0, readSync(file, bytes, 0, OPENING_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function identify(path: string, stats: Stats): FileIdentity {
  const { dev, ino, size, mtimeMs, ctimeMs } = stats;
  const digest = size <= DIGEST_BYTES_MAX && mayChange(stats) ? digestOf(path) : null;
  return { device: dev, inode: ino, size, modifiedMs: mtimeMs, changedMs: ctimeMs, digest };
}

/** Programs of the system are not read through: who could change them could change anything. */
function mayChange({ uid, mode }: Stats): boolean {
  return uid !== 0 || (mode & 0o022) !== 0;
}

function digestOf(path: string): string {
  return createHash("sha256").update(readPlainNow(path)).digest("hex");
}
