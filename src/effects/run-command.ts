/** Runs one command under its permissions, and holds protected names meanwhile. */
import type { Permissions } from "../core/permissions/permissions.ts";
import type { Backend } from "../core/sandbox/backend.ts";
import { describePlanError, type Plan, planOf } from "../core/sandbox/plan.ts";
import type { Command } from "../core/shell/reading.ts";
import { procPaths } from "./backend.ts";
import { exec, type ExecOptions, type ExecResult, signalEnv } from "./exec.ts";
import { type Held, holdPlaceholders } from "./placeholders.ts";
import { runFolder } from "./run-folder.ts";
import { type SealedPaths, sealedPathsOf } from "./sealed-paths.ts";

export type RunWanted = {
  readonly command: Command;
  /** Absolute; links in it are kept, so that the command sees the name that was typed. */
  readonly cwd: string;
  readonly permissions: Permissions;
  readonly backend: Backend;
  /** Absolute: assent's own folder, which commands cannot write to. */
  readonly home: string;
  readonly options: Omit<ExecOptions, "folder">;
  /** Called at most once, before anything starts. */
  readonly tell: (plan: Plan) => void;
};

/** Never runs the command with less of a sandbox than its permissions call for; resolves with why not instead. */
export async function runCommand(wanted: RunWanted, signal: AbortSignal): Promise<ExecResult> {
  let sealed: SealedPaths;
  let held: Held | null = null;
  try {
    sealed = sealedPathsOf(wanted.permissions);
    const { absent, present } = sealed;
    if (sealed.links.length === 0 && absent.length + present.length > 0) {
      const folder = runFolder(wanted.home);
      held = await holdPlaceholders(`${folder}/placeholders`, absent, present);
      // Whoever could write there could make others free names that they hold.
      sealed = { ...sealed, present: [...present, folder] };
    }
  } catch (error) {
    // Whatever is not known about a protected path might leave it open.
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "not-started", fault: "sandbox", why: `cannot protect what must stay as it is: ${why}` };
  }
  const result = await planAndExec(wanted, sealed, held?.paths ?? [], signal);
  // Not after a throw: as long as something may still run, the names stay held.
  held?.release();
  return result;
}

async function planAndExec(
  { command, cwd, permissions, backend, home, options, tell }: RunWanted,
  sealed: SealedPaths,
  placeholders: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const present = sealed.present.filter((path) => !placeholders.includes(path));
  const disk = {
    roots: sealed.roots,
    links: sealed.links,
    sealed: [
      ...present.map((path) => ({ path, is: "present" }) as const),
      ...placeholders.map((path) => ({ path, is: "placeholder" }) as const),
    ],
  };
  const { streams } = options;
  const machine = {
    architecture: process.arch,
    backend,
    proc: permissions.kind === "restricted" ? procPaths() : [],
    signalEnv: permissions.kind === "restricted" && streams.kind === "inherit" ? signalEnv() : null,
  };
  const plan = planOf({ command, cwd, permissions }, machine, disk);
  if (!plan.ok) return { kind: "not-started", fault: "sandbox", why: describePlanError(plan.error) };
  tell(plan.value);
  return exec(plan.value, { ...options, folder: `${home}/assent` }, signal);
}
