/** Carries out what was granted: runs the command or applies the patch. */
import { isDeepStrictEqual } from "node:util";
import type { Facts, Ran } from "../core/approval/facts.ts";
import { spend, type Grant } from "../core/approval/grant.ts";
import { type Permissions, type Restricted, writesEverywhere } from "../core/permissions/permissions.ts";
import type { Rules } from "../core/policy/rules.ts";
import { denialOf, type End } from "../core/sandbox/denial.ts";
import type { Attempt } from "../core/sandbox/supervision.ts";
import type { Inner, Live, Ports } from "../engine/ports.ts";
import { never } from "../kit/never.ts";
import type { Streams } from "./flows.ts";
import { realPath } from "./disk-names.ts";
import { makeFolders } from "./folders.ts";
import { repositoriesAt } from "./git-settings.ts";
import { askAbout } from "./inner-programs.ts";
import { changedProgram } from "./programs.ts";
import type { CommandResult } from "./run-command.ts";
import { commandVariables } from "./variables.ts";

export type PerformOptions = {
  /** `capture`: a command's output comes back with how it ended, and it has no input. */
  readonly output: "inherit" | "capture";
  /** Null for no limit. */
  readonly timeoutMs: number | null;
  /** assent's own folder. */
  readonly home: string;
  /** What commands get beside assent's own environment, and over it; left out where nothing. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What a person should know of a run beside how it ended; one line, unescaped. */
  readonly notice: (text: string) => void;
  /** The rules in force now, for the addresses that hosts lead to. */
  readonly rules: () => Promise<Rules>;
};

/** Of a captured command's output so much is kept, from its beginning and its end. */
const OUTPUT_BYTES_MAX = 1024 * 1024;

export function performer(options: PerformOptions): Ports["perform"] {
  return async (grant, facts, watch, signal, ...[inner, live]) => {
    spend(grant);
    switch (grant.action.kind) {
      case "command":
        return runGranted(grant, grant.action, { facts, watch, inner, options, live: live ?? null }, signal);
      case "patch":
        return applyGranted(grant);
      case "exec":
      case "network":
        throw new Error("what a running command asks about is carried out by what holds the command");
      case "stdin":
      case "permissions":
      case "mcp":
      case "elicitation":
        throw new Error("what is neither a command nor a patch is carried out by what asked for it");
      default:
        return never(grant.action);
    }
  };
}

type Circumstances = {
  readonly facts: Facts;
  readonly watch: boolean;
  readonly inner: Inner;
  readonly options: PerformOptions;
  readonly live: Live | null;
};

async function runGranted(
  { permissions, programs, from }: Grant,
  { argv, cwd, more }: Grant["action"] & { readonly kind: "command" },
  { facts, watch, inner, options, live }: Circumstances,
  signal: AbortSignal,
): Promise<Ran> {
  const [{ runCommand }, { innerConnections }] = await Promise.all([
    import("./run-command.ts"),
    import("./inner-connections.ts"),
  ]);
  const isRuled = writesEverywhere(permissions) && from !== "user";
  const env = commandVariables(facts.workspace.bounds.environment, options.variables);
  const changed =
    changedFolder(cwd, facts.folder) ??
    changedProgram(programs, { cwd, path: env["PATH"], roots: [] }) ??
    (isRuled || isGitStep(permissions, facts) ? changedRepository(facts.repositories, env) : null) ??
    (from === "guardian" ? await changedScript({ argv, cwd }, facts) : null);
  if (changed !== null) {
    return { kind: "not-started", fault: "program", why: `${changed} changed since it was judged` };
  }
  const streams = streamsFor(options.output, watch, live);
  const attempts: Attempt[] = [];
  const attempt = (each: Attempt): unknown => attempts.push(each);
  const hosts = asksAboutHosts(permissions, facts)
    ? innerConnections({ command: argv, network: permissions.network, inner, rules: options.rules, attempt })
    : null;
  const supervision = { exec: askAbout(inner, Date.now()), proxy: hosts?.proxy ?? null, attempt };
  makeRoots(permissions, [...facts.workspace.roots, ...(facts.workspace.extra?.write ?? []), ...(more?.write ?? [])]);
  const result = await runCommand(
    {
      command: argv,
      cwd,
      permissions,
      backend: facts.backend,
      home: options.home,
      options: { env, streams, timeoutMs: options.timeoutMs, supervision },
      isAccepted: from === "user" || from === "session",
      tell: () => undefined,
      notice: options.notice,
    },
    signal,
  ).finally(() => hosts?.close());
  const { home, workspace } = facts;
  const ran = ranOf(result, { permissions, attempts, home, keep: workspace.keep });
  if (result.kind === "not-started" || ran.kind === "not-started" || streams.kind === "inherit") return ran;
  return { ...ran, output: Buffer.from(result.output).toString("utf8") };
}

function streamsFor(output: PerformOptions["output"], keepErrors: boolean, live: Live | null): Streams {
  if (live !== null) return { kind: "live", live, bytesMax: OUTPUT_BYTES_MAX };
  if (output === "capture") return { kind: "capture", input: null, bytesMax: OUTPUT_BYTES_MAX };
  return { kind: "inherit", keepErrors };
}

/** The folder as it was named, where it leads elsewhere than when the command was judged. */
function changedFolder(cwd: string, judged: string | null | undefined): string | null {
  return judged === undefined || realPath(cwd) === judged ? null : `where ${cwd} leads`;
}

/** What a review approved runs the files that lay there when it was judged: who reviewed it may have read them. */
async function changedScript(
  command: Pick<Grant["action"] & { readonly kind: "command" }, "argv" | "cwd">,
  { scripts = [], home, workspace }: Facts,
): Promise<string | null> {
  if (scripts.length === 0) return null;
  // What carries out rules reads no scripts, and loads nothing for them.
  const [{ filesRunBy }, { surveyOf }, { statesOf }] = await Promise.all([
    import("../core/approval/files-run.ts"),
    import("../core/approval/survey.ts"),
    import("./scripts.ts"),
  ]);
  const { roots, keep } = workspace;
  const now = statesOf(filesRunBy(surveyOf(command, { home, roots, keep }), command.cwd));
  return isDeepStrictEqual(now, scripts) ? null : "a file that it runs";
}

/** False also for a command that was judged to need no network where the settings have more of it. */
function asksAboutHosts(permissions: Permissions, { workspace }: Facts): permissions is Restricted {
  if (permissions.kind === "unrestricted" || permissions.network === "open") return false;
  return permissions.network !== "none" || workspace.bounds.network === "none";
}

/** True where the repository is open because it ran nothing when the command was judged. */
function isGitStep(permissions: Permissions, { workspace }: Facts): boolean {
  return permissions.kind === "restricted" && permissions.git === "commit" && workspace.bounds.git !== "commit";
}

/** Names a repository whose settings or hooks are no longer what they were; null where all are. */
function changedRepository(
  repositories: Facts["repositories"],
  env: ReturnType<typeof commandVariables>,
): string | null {
  const folders = repositories.map(({ folder }) => folder);
  const now = repositoriesAt(folders, env).map(whatLeads);
  const at = repositories.findIndex((repository, index) => !isDeepStrictEqual(whatLeads(repository), now[index]));
  return at === -1 ? null : `what git runs in ${folders[at] ?? ""}`;
}

/** All but the names of branches, which come and go. */
function whatLeads({ folder, runs, remotes, top, nested }: Facts["repositories"][number]): object {
  return { folder, runs, remotes, top, nested };
}

/**
 * A folder that a command was stopped from may not exist yet. What is missing of the settings' folders, or of what an
 * agent asked for, stays so: it may be meant to be a file.
 */
function makeRoots(permissions: Permissions, roots: readonly string[]): void {
  if (permissions.kind === "unrestricted") return;
  for (const { path } of permissions.writable) if (!roots.includes(path)) makeFolders(path);
}

/** How a command ended, and where it failed, what the sandbox stopped. */
export function ranOf(result: CommandResult, around: Omit<End, "status" | "stderr">): Ran {
  if (result.kind === "not-started") return result;
  const { status, errors } = result;
  const stopped = result.stopped === "abort" ? "cancelled" : result.stopped;
  const denied = stopped === null ? denialOf({ ...around, status, stderr: errors }) : null;
  return { kind: "ended", status, stopped, denied, taken: result.taken, output: null };
}

async function applyGranted({ targets }: Grant): Promise<Ran> {
  const { applyChanges } = await import("./patch-files.ts");
  const applied = await applyChanges(targets);
  const left = (applied.ok ? applied.value : applied.error).leftovers.map((file) => `\nleft behind: ${file}`).join("");
  if (!applied.ok) return { kind: "not-started", fault: "patch", why: `${applied.error.why}${left}` };
  const { describeChanges } = await import("../core/patch/describe.ts");
  return {
    kind: "ended",
    status: 0,
    stopped: null,
    denied: null,
    taken: [],
    output: `${describeChanges(targets)}${left}\n`,
  };
}
