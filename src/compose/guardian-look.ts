/** Lets a reviewing model look, in an engine of its own where nothing runs but reading. */
import { homedir } from "node:os";
import type { Action } from "../core/approval/action.ts";
import { describeOutcome } from "../core/approval/describe.ts";
import type { Outcome } from "../core/approval/record.ts";
import type { Terms } from "../core/approval/session.ts";
import { isSafe, surveyOf } from "../core/approval/survey.ts";
import { mayRead, readOnly, type Workspace } from "../core/permissions/permissions.ts";
import { withoutAllowing } from "../core/policy/load.ts";
import { describeLedgerError, type Ledger, openLedger } from "../effects/ledger.ts";
import { performer } from "../effects/perform.ts";
import { personsShell } from "../effects/shells.ts";
import { agentVariables } from "../effects/variables.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import type { GuardianPorts } from "../engine/review/ports.ts";
import { resolvePath } from "../kit/path.ts";
import { VERSION } from "../version.ts";
import { enginePorts, type Ground, type Standing } from "./engine-ports.ts";

export type LookWanted = {
  readonly thread: string;
  /** assent's own folder, absolute. */
  readonly home: string;
  readonly standing: Standing;
};

export type Looking = { readonly look: GuardianPorts["look"]; readonly close: () => Promise<void> };

const LOOK_MS_MAX = 10_000;

const TERMS: Terms = {
  approvalPolicy: "never",
  sandboxMode: "read-only",
  allowRuns: "inside",
  smartApprovals: false,
};

/** What runs is on record in a log of its own, which is opened with the first look. */
export function lookingFor(wanted: LookWanted): Looking {
  let opened: Promise<Opened> | null = null;
  return {
    async look({ cmd, workdir }, subject, signal) {
      const { workspace } = wanted.standing.ground;
      const folder = folderOf(subject.question.action, workspace);
      const cwd = resolvePath(folder, workdir ?? folder);
      const action = { kind: "command", argv: [personsShell(process.env), "-c", cmd], cwd } as const;
      if (!onlyReads(action, workspace))
        return "refused: only commands that certainly do nothing but read are carried out";
      const { engine } = await (opened ??= open(wanted, cwd));
      const request = { action: { ...action, escalate: false, why: null }, mode: "run" } as const;
      return textOf(await engine.submit(request, signal));
    },
    close: async () => {
      await (await opened?.catch(() => null))?.ledger.close();
    },
  };
}

/** True for a file that such a look may show. @param path absolute, links resolved */
export function mayLookAt(path: string, { workspace }: Ground): boolean {
  return mayRead(readOnly(boxed(workspace)), path) && onlyReads({ argv: ["cat", path], cwd: "/" }, workspace);
}

/** Secrets are none of what it reads. */
function onlyReads(
  command: Pick<Action & { readonly kind: "command" }, "argv" | "cwd">,
  workspace: Workspace,
): boolean {
  return isSafe(surveyOf(command, { home: homedir(), roots: workspace.roots, keep: workspace.keep }), true);
}

/**
 * Nothing that was granted beside the settings holds here, and nobody is reached. What is not named is judged by nobody:
 * `find -exec cat`, `ls -A | xargs cat` find files with secrets hidden.
 */
function boxed({ extra: _granted, ...workspace }: Workspace): Workspace {
  const { bounds, roots } = workspace;
  const globs = roots.map((root) => ({ root, pattern: HIDDEN, depthMax: HIDDEN_DEPTH }));
  const denied = { ...bounds.denied, globs: [...bounds.denied.globs, ...globs] };
  return { ...workspace, bounds: { ...bounds, denied, network: "none", sockets: [], git: "read-only" } };
}

/** Files of a workspace that hold secrets by their names. */
const HIDDEN =
  "**/{.env*,.netrc,.pgpass,.npmrc,.pypirc,.git-credentials,id_rsa,id_ed25519,id_ecdsa,*.pem,*.key,*.p12,{secrets,credentials}.{json,yml,yaml,toml}}";
/** As deep as such files lie; all of a big workspace is not looked through. */
const HIDDEN_DEPTH = 4;

function folderOf(action: Action, { roots }: Workspace): string {
  return "cwd" in action ? action.cwd : (roots[0] ?? homedir());
}

type Opened = { readonly engine: Engine; readonly ledger: Ledger };

async function open({ thread, home, standing }: LookWanted, cwd: string): Promise<Opened> {
  const opened = await openLedger(home, { version: VERSION, cwd, argv: ["(guardian)", thread] });
  if (!opened.ok) throw new Error(describeLedgerError(opened.error));
  const ledger = opened.value;
  const own: Standing = {
    get ground() {
      return { ...standing.ground, workspace: boxed(standing.ground.workspace) };
    },
  };
  const rules = async (): Promise<ReturnType<typeof withoutAllowing>> =>
    withoutAllowing(await standing.ground.rules.current());
  const engine = createEngine(
    {
      ...enginePorts(own, home),
      rules,
      // Under this policy nobody is: whoever asks all the same is refused.
      approver: { ask: () => Promise.reject(new Error("nobody is asked by a look")) },
      perform: performer({
        output: "capture",
        timeoutMs: LOOK_MS_MAX,
        home,
        variables: agentVariables(thread),
        notice: () => undefined,
        rules,
      }),
      append: (records) => ledger.append(records),
    },
    TERMS,
  );
  return { engine, ledger };
}

function textOf(outcome: Outcome): string {
  if (outcome.kind !== "ran") return `refused: ${describeOutcome(outcome)}`;
  const { output, status, stopped } = outcome;
  const end = status === 0 && stopped === null ? "" : `\n(${describeOutcome(outcome)})`;
  return `${output ?? ""}${end}`;
}
