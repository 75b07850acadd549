/** Runs one command under its permissions, and holds protected names meanwhile. */
import { lstatSync } from "node:fs";
import { isDenied } from "../core/permissions/denied-globs.ts";
import type { Permissions } from "../core/permissions/permissions.ts";
import type { Backend } from "../core/sandbox/backend.ts";
import { goVariables } from "../core/sandbox/environment.ts";
import { type Made, namesToTell } from "../core/sandbox/evidence.ts";
import type { Helper } from "../core/sandbox/helper.ts";
import { describeSuspect, type Taken } from "../core/sandbox/left-behind.ts";
import type { DiskFacts } from "../core/sandbox/mounts.ts";
import { describePlanError, type Plan, planOf } from "../core/sandbox/plan.ts";
import type { Cover } from "../core/sandbox/supervision.ts";
import type { Command } from "../core/shell/reading.ts";
import { procPaths } from "./backend.ts";
import { type Groups, makeGroups, NO_GROUPS } from "./cgroup.ts";
import { realPath } from "./disk-names.ts";
import { type HeldDisk, holdDisk } from "./disk.ts";
import { exec, type ExecOptions, type ExecResult, signalEnv } from "./exec.ts";
import { namesLookedFor, takeAway } from "./left-behind.ts";
import { hasBeenTakenOver, putOff } from "./linger.ts";
import { findHelper, ownProgram } from "./native.ts";
import { watchDisk } from "./watch.ts";
import { errorText } from "../kit/result.ts";

export type RunWanted = {
  readonly command: Command;
  /** Absolute; links in it are kept, so that the command sees the name that was typed. */
  readonly cwd: string;
  readonly permissions: Permissions;
  readonly backend: Backend;
  /** Absolute: assent's own folder, which commands cannot write to. */
  readonly home: string;
  readonly options: Omit<ExecOptions, "folder" | "onReady" | "mayOpen">;
  /** True if a person has seen the command and accepted it: files that it names are meant to be made. */
  readonly isAccepted: boolean;
  /** Called at most once, before anything starts. */
  readonly tell: (plan: Plan) => void;
  /** What a person should know beside how it ended: what is not held on this machine, what failed. One line, unescaped. */
  readonly notice: (text: string) => void;
};

/** Commands that have ended by then cost no watching; that what appears is covered takes as long as a moment anyway. */
const WATCH_AFTER_MS = 20;

/** More are counted only. */
const SUSPECTS_MAX = 10;

export type CommandResult =
  | (ExecResult & { readonly kind: "ended" } & {
      /** What the command had left behind and was taken away. */
      readonly taken: readonly Taken[];
    })
  | (ExecResult & { readonly kind: "not-started" });

/** Names that others hold may go while the sandbox is built; it is begun anew so often at most. */
const TRIES_MAX = 5;

/** Never runs the command with less of a sandbox than its permissions call for; resolves with why not instead. */
export async function runCommand(wanted: RunWanted, signal: AbortSignal): Promise<CommandResult> {
  const told = new Set<string>();
  let isTold = false;
  const once: RunWanted = {
    ...wanted,
    tell: (plan) => {
      if (!isTold) wanted.tell(plan);
      isTold = true;
    },
    notice: (text) => {
      if (!told.has(text)) wanted.notice(text);
      told.add(text);
    },
  };
  for (let tries = 1; ; tries += 1) {
    const { result, isStale } = await tryCommand(once, signal);
    if (!isStale || tries === TRIES_MAX) return result;
  }
}

/** `isStale`: nothing was run, and what stood there when it was begun has gone. */
type Tried = { readonly result: CommandResult; readonly isStale: boolean };

async function tryCommand(wanted: RunWanted, signal: AbortSignal): Promise<Tried> {
  let held: HeldDisk;
  try {
    held = await holdDisk(wanted.permissions, wanted.home);
  } catch (error) {
    // Whatever is not known about a protected path might leave it open.
    const why = errorText(error);
    const text = `cannot protect what must stay as it is: ${why}`;
    return { result: { kind: "not-started", fault: "sandbox", why: text }, isStale: false };
  }
  hasBeenTakenOver();
  const { permissions, notice } = wanted;
  const groups =
    permissions.kind === "restricted" && findHelper().kind === "found" ? makeGroups(permissions.limits) : NO_GROUPS;
  const result = await planAndExec(wanted, { held, groups }, signal);
  const isStale = result.kind === "not-started" && result.fault === "sandbox" && hasGone(held);
  // Not after a throw: as long as something may still run, the names stay held.
  for (const text of held.mend()) notice(text);
  putOff(() => held.release());
  await groups.release();
  if (result.kind === "not-started") return { result, isStale };
  if (result.fault !== null) notice(result.fault);
  return { result: { ...result, taken: whatWasTaken(held, wanted, result.made) }, isStale };
}

/** Another user's run may have taken away what held a name in a folder that both write to. */
function hasGone({ facts }: HeldDisk): boolean {
  return facts.sealed.some(({ path }) => lstatSync(path, { throwIfNoEntry: false }) === undefined);
}

/** Clears up after the command; what cannot be is told, for the run itself is over. */
function whatWasTaken(
  { before }: HeldDisk,
  { command, home, notice, isAccepted }: RunWanted,
  made: Made | null,
): readonly Taken[] {
  if (before === null) return [];
  try {
    const found = takeAway(before, made, { folder: `${home}/assent`, accepted: isAccepted ? command.join(" ") : "" });
    for (const text of found.suspects.slice(0, SUSPECTS_MAX).map(describeSuspect)) notice(text);
    const more = found.suspects.length - SUSPECTS_MAX;
    if (more > 0) notice(`${more} more of that kind; look before you run anything there`);
    return found.taken;
  } catch (error) {
    const why = errorText(error);
    notice(`cannot look through what the command has left behind (${why}); look before you run anything there`);
    return [];
  }
}

async function planAndExec(
  { command, cwd, permissions, backend, home, options, tell, notice }: RunWanted,
  { held, groups }: { readonly held: HeldDisk; readonly groups: Groups },
  signal: AbortSignal,
): Promise<ExecResult> {
  const { streams, supervision } = options;
  const helper = findHelper();
  const needsEnv = permissions.kind === "restricted" && helper.kind === "missing" && streams.kind === "inherit";
  const machine = {
    architecture: process.arch,
    backend,
    helper,
    confines: groups.confines,
    proc: permissions.kind === "restricted" ? procPaths() : [],
    signalEnv: needsEnv ? signalEnv() : null,
  };
  const asks = { exec: supervision.exec !== null, proxy: supervision.proxy !== null };
  const told = held.before === null ? [] : namesToTell(namesLookedFor(held.before));
  const tty = streams.kind === "live" ? streams.live.tty : null;
  const plan = planOf({ command, cwd, permissions, asks, told, tty }, machine, withProgram(held.facts));
  if (!plan.ok) return { kind: "not-started", fault: "sandbox", why: describePlanError(plan.error) };
  tell(plan.value);
  for (const text of [...plan.value.notices, ...unheldBy(held, helper)]) notice(text);
  const folder = `${home}/assent`;
  const watch = watchDisk(held.watched);
  let timer: NodeJS.Timeout | undefined;
  const begin = (cover: Cover): void => {
    const missed = watch.begin(cover);
    if (missed > 0) notice(describeMissed(missed));
  };
  const onReady = (cover: Cover): void => {
    if (isNamed(permissions)) begin(cover);
    else timer = setTimeout(begin, WATCH_AFTER_MS, cover);
  };
  const globs = permissions.kind === "restricted" ? permissions.denied.globs : [];
  const mayOpen = (path: string): boolean => !isDenied(globs, path);
  try {
    // That the folder is not there is told when the command is started.
    const here = realPath(cwd) ?? cwd;
    const env = { ...options.env, ...goVariables(held.facts.sealed, here, options.env["GOFLAGS"]) };
    return await exec(plan.value, { ...options, env, onReady, mayOpen, folder }, signal);
  } finally {
    clearTimeout(timer);
    watch.stop();
  }
}

/** What is not held as one might expect, beside what the plan tells. */
function unheldBy({ before, watched }: HeldDisk, helper: Helper): readonly string[] {
  const isCut = before !== null && !before.isWhole;
  const isUnwatched = helper.kind === "missing" && watched.paths.length + watched.globs.length > 0;
  return [
    ...(isCut
      ? ["the workspace has so many folders or repositories that some repositories in it are not protected"]
      : []),
    ...(isUnwatched ? [`what others put to hidden paths while a command runs is not hidden: ${helper.why}`] : []),
  ];
}

/** True where the settings deny something by name, beside the key stores that are always hidden. */
function isNamed(permissions: Permissions): boolean {
  return permissions.kind === "restricted" && permissions.denied.paths.length + permissions.denied.globs.length > 0;
}

function describeMissed(folders: number): string {
  return (
    `${folders} ${folders === 1 ? "folder" : "folders"} cannot be watched: what the command must not read is hidden, ` +
    "but what somebody else puts there while it runs is not"
  );
}

/** A command that could write there would be what runs the next one. */
function withProgram(facts: DiskFacts): DiskFacts {
  return { ...facts, sealed: [...facts.sealed, ...ownProgram().map((path) => ({ path, is: "present" }) as const)] };
}
