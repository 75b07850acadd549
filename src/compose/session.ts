/** Starts a session: settings, rules, sandbox, log and reviewer, joined to one engine. */
import { policyBy } from "../core/config/policy-author.ts";
import { grantFiles } from "../effects/grant-files.ts";
import { describeLedgerError, openLedger } from "../effects/ledger.ts";
import { performer } from "../effects/perform.ts";
import { type Background, NO_BACKGROUND } from "../core/review/subject.ts";
import { pastOf, type Past } from "../engine/agent/background.ts";
import { createEngine, type Observer } from "../engine/engine.ts";
import type { OpenSession, SessionOptions, StartFault } from "../engine/host.ts";
import type { Ports } from "../engine/ports.ts";
import { baseName, resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import { enginePorts, groundFor, type Standing } from "./engine-ports.ts";
import { guardianFor } from "./guardian.ts";
import { findPlace, type Place, workspaceFor } from "./place.ts";
import { personAt, type Person } from "./person.ts";
import { settleTrust, type TrustAsking } from "./project-trust.ts";
import { approverOf } from "./approver.ts";
import { namedRules, rulesHere } from "./rules.ts";
import { notice } from "./streams.ts";
import { termsOf } from "./terms.ts";

/** Everything a session needs, before the engine is made of it; tests put faults between the two. */
export type Prepared = Omit<OpenSession, "engine"> & {
  readonly ports: Ports;
  readonly policyBy: string | null;
  /** Also remembers what automatic reviews may know. */
  readonly observe: Observer;
};

export async function openSession(options: SessionOptions): Promise<Result<OpenSession, StartFault>> {
  const prepared = await prepareSession(options);
  if (!prepared.ok) return prepared;
  const { ports, policyBy, observe, ...session } = prepared.value;
  const start = termsOf(session.settings, { policyBy, grantLimits: options.grantLimits });
  return ok({ ...session, engine: createEngine(ports, start, observe) });
}

export async function prepareSession(options: SessionOptions): Promise<Result<Prepared, StartFault>> {
  const found = await findPlace(options);
  if (!found.ok) return found;
  const { home } = found.value;
  const person = personAt(home);
  const place = await settleTrust(found.value, {
    ask: trustAsker(options, person),
    again: () => findPlace(options),
  });
  if (!place.ok) return place;
  const { cwd } = place.value;
  const approver = await approverOf(options.approver, person);
  if (!approver.ok) return err({ kind: "usage", why: approver.error });
  const ledger = await openLedger(home, { version: VERSION, cwd, argv: process.argv.slice(2) });
  if (!ledger.ok) return err({ kind: "log", why: describeLedgerError(ledger.error) });

  const named = namedRules(place.value, options.rules);
  const workspace = workspaceFor(place.value, options.addDirs, [...named, ...answersOf(options.approver)]);
  // A library's caller has its own ways to talk to people.
  const tell = options.output === "inherit" ? notice : (): void => undefined;
  const name = baseName(ledger.value.path).replace(/\.jsonl$/u, "");
  const standing = { ground: groundFor(workspace, rulesHere(place.value, named)) };
  const past = pastOf([]);
  const ports: Ports = {
    ...enginePorts(standing, home),
    approver: approver.value,
    ...reviewsIn({ name, place: place.value, standing, past }, options),
    perform: performer({
      output: options.output,
      timeoutMs: options.timeoutMs,
      home,
      notice: tell,
      rules: () => standing.ground.rules.current(),
    }),
    grants: grantFiles({ home, name, cwd, thread: null }, tell),
    append: (records) => ledger.value.append(records),
  };
  const { settings, loaded } = place.value;
  const observe = rememberedIn(past, options.observe);
  return ok({ settings, policyBy: policyBy(loaded), ports, observe, cwd, home, logFile: ledger.value.path });
}

type Reviewed = {
  /** The log's. */
  readonly name: string;
  readonly place: Place;
  readonly standing: Standing;
  readonly past: Past;
};

/** Who calls a command may be an agent, so that what it passes along is none of the person's words. */
function reviewsIn({ name, place, standing, past }: Reviewed, { words }: SessionOptions): Pick<Ports, "reviewer"> {
  if (place.settings.reviewer === "user") return {};
  const background = (): Background => ({
    ...NO_BACKGROUND,
    words: words?.() ?? [],
    done: past.done(),
    refused: past.refused(),
  });
  const { home, settings } = place;
  return {
    reviewer: guardianFor({
      thread: name,
      home,
      originator: "assent_run",
      settings: () => settings,
      background,
      standing,
    }),
  };
}

function rememberedIn(past: Past, observe: Observer): Observer {
  return (record, request) => {
    if (record.entry.kind === "settled" && request !== null) past.settled(request.action, record.entry.outcome);
    observe(record, request);
  };
}

/** Questions are asked of a person alone, not of a file of answers or another program. */
function trustAsker({ approver, signal }: SessionOptions, person: () => Promise<Person | null>): TrustAsking["ask"] {
  if (approver.kind !== "terminal") return null;
  return async (view) => (await person())?.askTrust(view, signal ?? new AbortController().signal) ?? "lost";
}

/** A command that could write the answers would answer for the person the next time. */
function answersOf(approver: SessionOptions["approver"]): readonly string[] {
  return approver.kind === "answers" ? [resolvePath(process.cwd(), approver.file)] : [];
}
