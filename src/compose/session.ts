/** Starts a session: settings, rules, sandbox, log and reviewer, joined to one engine. */
import { homedir } from "node:os";
import type { Action } from "../core/approval/action.ts";
import type { Facts } from "../core/approval/facts.ts";
import type { Workspace } from "../core/permissions/permissions.ts";
import { read } from "../core/shell/read.ts";
import { findBackend } from "../effects/backend.ts";
import { lookAtDisk } from "../effects/gather.ts";
import { describeLedgerError, openLedger } from "../effects/ledger.ts";
import { performer } from "../effects/perform.ts";
import { rulesFiles } from "../effects/rules-files.ts";
import { createEngine } from "../engine/engine.ts";
import type { OpenSession, SessionOptions, StartFault } from "../engine/host.ts";
import type { Ports } from "../engine/ports.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import { findPlace, workspaceFor } from "./place.ts";
import { reviewerOf } from "./reviewer.ts";

/** Everything a session needs, before the engine is made of it; tests put faults between the two. */
export type Prepared = Omit<OpenSession, "engine"> & { readonly ports: Ports };

export async function openSession(options: SessionOptions): Promise<Result<OpenSession, StartFault>> {
  const prepared = await prepareSession(options);
  if (!prepared.ok) return prepared;
  const { ports, ...session } = prepared.value;
  return ok({ ...session, engine: createEngine(ports, session.settings, options.observe) });
}

export async function prepareSession(options: SessionOptions): Promise<Result<Prepared, StartFault>> {
  const place = await findPlace(options);
  if (!place.ok) return place;
  const { cwd, home, settings } = place.value;
  const reviewer = await reviewerOf(options.reviewer, home);
  if (!reviewer.ok) return err({ kind: "usage", why: reviewer.error });
  const ledger = await openLedger(home, { version: VERSION, cwd, argv: process.argv.slice(2) });
  if (!ledger.ok) return err({ kind: "log", why: describeLedgerError(ledger.error) });

  const extra = options.rules.map((file) => resolvePath(process.cwd(), file));
  const workspace = workspaceFor(place.value, options.addDirs, [...extra, ...answersOf(options.reviewer)]);
  const backend = findBackend({ path: process.env["PATH"], roots: workspace.roots });
  const rules = rulesFiles({ home, extra, where: { cwd, home: homedir() } });
  const ports: Ports = {
    now: () => Date.now(),
    approver: reviewer.value,
    gather: async (action) => {
      const base = { backend, workspace, planted: [], programs: [], losses: [], links: [], patch: null };
      if (action.kind === "network") return base;
      if (action.kind === "command") return { ...base, ...programsIn(action, workspace) };
      const { gatherTargets } = await import("../effects/patch-files.ts");
      return { ...base, patch: await gatherTargets(action.text, action.cwd) };
    },
    rules: () => rules.current(),
    perform: performer({ output: options.output, timeoutMs: options.timeoutMs, home }),
    amend: async (amendment) => {
      await rules.amend(amendment);
    },
    append: (records) => ledger.value.append(records),
  };
  return ok({ ports, settings, cwd, home, logFile: ledger.value.path });
}

/** What the names in a command would really start, as far as it can be read. */
function programsIn(
  { argv, cwd }: Action & { readonly kind: "command" },
  { roots }: Workspace,
): Pick<Facts, "planted" | "programs"> {
  const reading = read(argv);
  const commands = reading.kind === "plain" ? reading.commands : [reading.command];
  const names = [argv, ...commands].map(([program]) => program);
  const where = { cwd, path: process.env["PATH"], roots };
  const { programs } = lookAtDisk({ programs: names, deletions: [], paths: [] }, where);
  const planted = programs.filter(({ name, writable }) => writable && !name.includes("/"));
  return { planted: planted.map(({ name, path }) => ({ name, path: path ?? name })), programs };
}

/** A command that could write the answers would answer for the person the next time. */
function answersOf(reviewer: SessionOptions["reviewer"]): readonly string[] {
  return reviewer.kind === "answers" ? [resolvePath(process.cwd(), reviewer.file)] : [];
}
