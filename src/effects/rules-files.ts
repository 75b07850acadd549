/** The rules files on disk: read again when they change, and added to. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { combine, readRulesFile, tighteningOnly } from "../core/policy/load.ts";
import type { Whereabouts } from "../core/policy/match.ts";
import type { BrokenFile, FileRules, RuleLayer, Rules } from "../core/policy/rules.ts";
import { brokenFile } from "../core/policy/rules-error.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { appendRule, type RuleAmendment } from "./append-rule.ts";
import { type Listed, listRulesFiles, type RulesPlaces, unreadable } from "./rules-listing.ts";
import { readTextFile, type Stamp, stampOf, type TextFile } from "./text-file.ts";

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

export type RulesFilesOptions = Omit<RulesPlaces, "userHome"> & {
  /** Rules of no file that is read here, before all others; none if left out. */
  readonly managed?: readonly FileRules[];
  /**
   * Whether a person has trusted this very text of a project's file; asked at each look. Rules of others hold back and
   * allow nothing.
   *
   * @param path absolute
   */
  readonly isTrusted: (path: string, text: string) => boolean;
  /** What a relative program in an example is relative to, and the person's home. */
  readonly where: Whereabouts;
  /** How long a file must have been left alone to be read, in milliseconds; 20 if left out. */
  readonly settleMs?: number;
};

/** What is known of one file. */
type Known = {
  /** Null if the file must be read again at the next call. */
  readonly stamp: Stamp | null;
  readonly read: Result<string, string>;
  /** What its text counts as. */
  readonly layer: RuleLayer;
  /** The rules it had when it last loaded. */
  readonly good: FileRules | null;
};

export function rulesFiles(options: RulesFilesOptions): RulesFiles {
  const { home, where, managed = [] } = options;
  const places: RulesPlaces = { ...options, userHome: where.home };
  const file = `${home}/rules/default.rules`;
  let known: ReadonlyMap<string, Known> = new Map();
  let faults: readonly BrokenFile[] = [];
  let rules: Rules = combine(managed);
  let turn: Promise<unknown> = Promise.resolve();

  const refresh = async (): Promise<Rules> => {
    const listing = await listRulesFiles(places, [...known.keys()]);
    const now = await readAll(listing.files, known, options);
    const isUnchanged =
      isDeepStrictEqual(listing.faults, faults) &&
      now.size === known.size &&
      [...now].every(([path, one]) => known.get(path) === one);
    if (isUnchanged) return rules;
    const loaded = loadAll(now, managed, where);
    known = loaded.known;
    faults = listing.faults;
    rules = combine([...managed, ...loaded.files, ...faults]);
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
    await appendRule({ file, lock, amendment, read: (source) => readWith(source, file, { known, managed, where }) });
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

/** The same value as in `known` for each file that has not changed. */
async function readAll(
  files: readonly Listed[],
  known: ReadonlyMap<string, Known>,
  { isTrusted, settleMs = SETTLE_MS }: RulesFilesOptions,
): Promise<ReadonlyMap<string, Known>> {
  const now = new Map<string, Known>();
  const layerOf = ({ path, owner }: Listed, read: Known["read"]): RuleLayer => {
    if (owner === "user") return "user";
    return read.ok && isTrusted(path, read.value) ? "trusted-project" : "project";
  };
  for (const file of files) {
    const { path, isNamed } = file;
    const before = known.get(path);
    const look = await lookAt(path);
    if (look.isFolder && !isNamed) continue;
    if (before !== undefined && before.stamp !== null && before.stamp === look.stamp) {
      const layer = layerOf(file, before.read);
      now.set(path, layer === before.layer ? before : { ...before, layer });
      continue;
    }
    // A name that is not UTF-8 cannot be opened by what was made of it: that must not pass for a file that has gone.
    const isNeeded = isNamed || path.includes("\ufffd");
    const { stamp, read } = await readSettled(path, isNeeded, settleMs);
    if (read === null) continue;
    const layer = layerOf(file, read);
    const isSame =
      before !== undefined && before.stamp === stamp && before.layer === layer && isDeepStrictEqual(before.read, read);
    now.set(path, isSame ? before : { stamp, read, layer, good: before?.good ?? null });
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
  managed: readonly FileRules[],
  where: Whereabouts,
): { readonly known: ReadonlyMap<string, Known>; readonly files: readonly (FileRules | BrokenFile)[] } {
  const known = new Map<string, Known>();
  const files: (FileRules | BrokenFile)[] = [];
  const earlier: FileRules[] = [...managed];
  for (const [path, one] of read) {
    const loaded = load(path, one, earlier, where);
    const good = loaded.ok ? loaded.value : lastGood(one);
    known.set(path, { ...one, good });
    if (good !== null) earlier.push(good);
    if (good !== null) files.push(good);
    if (!loaded.ok) files.push(loaded.error);
  }
  return { known, files };
}

/** What was trusted was another text. */
function lastGood({ good, layer }: Known): FileRules | null {
  return good !== null && layer === "project" ? tighteningOnly(good) : good;
}

function load(
  path: string,
  { read, layer }: Pick<Known, "read" | "layer">,
  earlier: readonly FileRules[],
  where: Whereabouts,
): Result<FileRules, BrokenFile> {
  if (!read.ok) return err(unreadable(path, layer === "user" ? "user" : "project", read.error));
  const loaded = readRulesFile({ file: path, layer, source: read.value, earlier, where });
  return loaded.ok ? loaded : err(brokenFile(loaded.error));
}

type Around = {
  readonly known: ReadonlyMap<string, Known>;
  readonly managed: readonly FileRules[];
  readonly where: Whereabouts;
};

/** Loads a text as it would count in the place of the user's `file`, whose folder is read first. */
function readWith(source: string, file: string, { known, managed, where }: Around): Result<FileRules, BrokenFile> {
  const folder = dirname(file);
  const earlier = [...known].flatMap(([path, { good }]) => {
    return dirname(path) === folder && path < file && good !== null ? [good] : [];
  });
  return load(file, { read: ok(source), layer: "user" }, [...managed, ...earlier], where);
}
