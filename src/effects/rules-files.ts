/** The user's rules files on disk: read again when they change, and added to. */
import { readdir, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { combine, readRulesFile } from "../core/policy/load.ts";
import type { Whereabouts } from "../core/policy/match.ts";
import type { BrokenFile, FileRules, Rules } from "../core/policy/rules.ts";
import { brokenFile } from "../core/policy/rules-error.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { appendRule, type RuleAmendment } from "./append-rule.ts";
import { codeOf, isNothing, readTextFile, type Stamp, stampOf, systemWords, type TextFile } from "./text-file.ts";

/** A command may start a thousand programs a second. */
const RECENT_MS = 50;
/** A file that changed later than this may be half-written, and may change again without its stamp telling. */
const SETTLE_MS = 20;
/** After so many looks at a file that keeps changing it counts as broken. */
const LOOKS_MAX = 10;

export type RulesFiles = {
  /**
   * The rules in force now. What has not changed is not read again; a file that does not load any longer keeps
   * the rules it last had and counts as broken, so that every command asks. Never rejects.
   */
  current(): Promise<Rules>;
  /** The same, but what was looked at in the last 50 ms is not looked at again. */
  recent(): Promise<Rules>;
  /**
   * Adds the rule to `rules/default.rules` unless it stands there already, and resolves with the rules then in
   * force. Rejects, with the file unchanged, if it cannot be written, is broken, or would not load afterwards.
   */
  amend(amendment: RuleAmendment): Promise<Rules>;
};

export type RulesFilesOptions = {
  /** Absolute; `*.rules` in its folder `rules` are read, folders below it are not. */
  readonly home: string;
  /** Absolute paths of further files, read last; a missing one is broken. */
  readonly extra: readonly string[];
  /** What a relative program in an example is relative to. */
  readonly where: Whereabouts;
  /** How long a file must have been left alone to be read, in milliseconds; 20 if left out. */
  readonly settleMs?: number;
};

/** What is known of one file. */
type Known = {
  /** Null if the file must be read again at the next call. */
  readonly stamp: Stamp | null;
  readonly read: Result<string, string>;
  /** The rules it had when it last loaded. */
  readonly good: FileRules | null;
};

export function rulesFiles({ home, extra, where, settleMs = SETTLE_MS }: RulesFilesOptions): RulesFiles {
  const folder = `${home}/rules`;
  const file = `${folder}/default.rules`;
  let known: ReadonlyMap<string, Known> = new Map();
  let folderFault: BrokenFile | null = null;
  let rules: Rules = combine([]);
  let turn: Promise<unknown> = Promise.resolve();

  const refresh = async (): Promise<Rules> => {
    const listed = await listRules(folder);
    // What cannot be listed may still hold the rules that were read from it.
    const names = listed.ok ? listed.value : [...known.keys()].filter((path) => !extra.includes(path));
    const now = await readAll([...names, ...extra], known, extra, settleMs);
    const fault = listed.ok ? null : unreadable(folder, listed.error);
    const isUnchanged =
      fault?.message === folderFault?.message &&
      now.size === known.size &&
      [...now].every(([path, one]) => known.get(path) === one);
    if (isUnchanged) return rules;
    const loaded = loadAll(now, where);
    known = loaded.known;
    folderFault = fault;
    rules = combine([...loaded.files, ...(fault === null ? [] : [fault])]);
    return rules;
  };

  // One at a time: two refreshes that overlap would each undo what the other learnt.
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = turn.then(act, act);
    turn = next.catch(() => {});
    return next;
  };

  const amend = async (amendment: RuleAmendment): Promise<Rules> => {
    const lock = `${home}/assent/locks/rules`;
    await appendRule({ file, lock, amendment, read: (source) => readWith(source, file, known, where) });
    return refresh();
  };

  let lookedAt = Number.NEGATIVE_INFINITY;
  const current = (): Promise<Rules> => {
    lookedAt = performance.now();
    return inTurn(refresh);
  };
  return {
    current,
    recent: () => (performance.now() - lookedAt > RECENT_MS ? current() : inTurn(() => Promise.resolve(rules))),
    amend: (amendment) => inTurn(() => amend(amendment)),
  };
}

/** The paths of `*.rules` in order of name; none if the folder does not exist. */
async function listRules(folder: string): Promise<Result<readonly string[], string>> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".rules") && name !== ".rules");
    return ok(names.toSorted().map((name) => `${folder}/${name}`));
  } catch (error) {
    // Anything but "there is none" leaves open what rules there are.
    const isAbsent = codeOf(error) === "ENOENT" && (await isNothing(folder));
    return isAbsent ? ok([]) : err(systemWords(error));
  }
}

/** The same value as in `known` for each file that has not changed. */
async function readAll(
  paths: readonly string[],
  known: ReadonlyMap<string, Known>,
  extra: readonly string[],
  settleMs: number,
): Promise<ReadonlyMap<string, Known>> {
  const now = new Map<string, Known>();
  for (const path of paths) {
    const before = known.get(path);
    const look = await lookAt(path);
    if (look.isFolder && !extra.includes(path)) continue;
    if (before !== undefined && before.stamp !== null && before.stamp === look.stamp) {
      now.set(path, before);
      continue;
    }
    // A name that is not UTF-8 cannot be opened by what was made of it: that must not pass for a file that has gone.
    const isNeeded = extra.includes(path) || path.includes("\ufffd");
    const { stamp, read } = await readSettled(path, isNeeded, settleMs);
    if (read === null) continue;
    const isSame = before !== undefined && before.stamp === stamp && isDeepStrictEqual(before.read, read);
    now.set(path, isSame ? before : { stamp, read, good: before?.good ?? null });
  }
  return now;
}

async function lookAt(path: string): Promise<{ readonly isFolder: boolean; readonly stamp: Stamp | null }> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  return { isFolder: stats?.isDirectory() === true, stamp: stats === null ? null : stampOf(stats) };
}

type Read = { readonly stamp: Stamp | null; readonly read: Result<string, string> | null };

/** Reads a file when it has come to rest; `read` is null for one that has just gone and need not be there. */
async function readSettled(path: string, isNeeded: boolean, settleMs: number): Promise<Read> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const read = await readTextFile(path);
    if (!read.ok) return { stamp: null, read };
    if (read.value === null) return { stamp: null, read: isNeeded ? err("there is no such file") : null };
    const restMs = Date.now() - read.value.changedAtMs;
    // A change in the future is the work of another clock, which cannot tell when it comes to rest.
    if (restMs < 0) return { stamp: null, read: textOf(read.value) };
    if (restMs >= settleMs) return { stamp: read.value.stamp, read: textOf(read.value) };
    await sleep(settleMs - restMs);
  }
  return { stamp: null, read: err("it is being written all the time") };
}

function textOf(file: TextFile): Result<string, string> {
  return ok(file.text);
}

/** Every file in order; one that is broken comes twice, as broken and with the rules it last had. */
function loadAll(
  read: ReadonlyMap<string, Known>,
  where: Whereabouts,
): { readonly known: ReadonlyMap<string, Known>; readonly files: readonly (FileRules | BrokenFile)[] } {
  const known = new Map<string, Known>();
  const files: (FileRules | BrokenFile)[] = [];
  const earlier: FileRules[] = [];
  for (const [path, one] of read) {
    const loaded = load(path, one.read, earlier, where);
    const good = loaded.ok ? loaded.value : one.good;
    known.set(path, { ...one, good });
    if (good !== null) earlier.push(good);
    if (good !== null) files.push(good);
    if (!loaded.ok) files.push(loaded.error);
  }
  return { known, files };
}

function load(
  path: string,
  read: Result<string, string>,
  earlier: readonly FileRules[],
  where: Whereabouts,
): Result<FileRules, BrokenFile> {
  if (!read.ok) return err(unreadable(path, read.error));
  const loaded = readRulesFile({ file: path, layer: "user", source: read.value, earlier, where });
  return loaded.ok ? loaded : err(brokenFile(loaded.error));
}

/** Loads a text as it would count in the place of `file`. */
function readWith(
  source: string,
  file: string,
  known: ReadonlyMap<string, Known>,
  where: Whereabouts,
): Result<FileRules, BrokenFile> {
  const earlier = [...known].flatMap(([path, { good }]) => (path < file && good !== null ? [good] : []));
  return load(file, ok(source), earlier, where);
}

function unreadable(path: string, why: string): BrokenFile {
  return {
    file: path,
    layer: "user",
    message: `it cannot be read: ${why}`,
    line: null,
    column: null,
    help: "Mend it or move it away; the change takes effect at once.",
  };
}
