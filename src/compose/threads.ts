/** Opens threads: settings, log, history, model and servers, joined to one thread each. */
import { choosingIn } from "../core/config/layers.ts";
import type { SandboxMode } from "../core/permissions/permissions.ts";
import { policyBy } from "../core/config/policy-author.ts";
import type { Facts, Ran } from "../core/approval/facts.ts";
import { type Grant, spend } from "../core/approval/grant.ts";
import { describeLedgerError, type Ledger, openLedger } from "../effects/ledger.ts";
import { performer } from "../effects/perform.ts";
import { agentVariables } from "../effects/variables.ts";
import { newId } from "../effects/threads/thread-id.ts";
import { wake } from "../effects/wake.ts";
import { createEngine, type Start } from "../engine/engine.ts";
import type { History } from "../engine/agent/history.ts";
import type { OpenThread, ThreadHost, ThreadOptions, ThreadOrigin } from "../engine/agent/host.ts";
import { type MadeThread, makeThread } from "../engine/agent/make-thread.ts";
import type { Mcp } from "../engine/agent/mcp-port.ts";
import type { ThreadPorts } from "../engine/agent/thread-ports.ts";
import type { StartFault } from "../engine/host.ts";
import type { Ports } from "../engine/ports.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import { enginePorts, type Standing } from "./engine-ports.ts";
import { NOTHING_TYPED, type Place } from "./place.ts";
import { placeForThread, placeWithFallback, type ProcessWish, type ThreadPlace } from "./thread-place.ts";
import { folderFault, shellNamed, standingFor } from "./thread-standing.ts";
import { joinWishes } from "./thread-wish.ts";

/** @param wanted `home` as `findHome` gives it; what is left out is as if nothing was typed */
export function threadHost(wanted: Partial<ProcessWish> & { readonly home: string }): ThreadHost {
  const started: ProcessWish = { ...NOTHING_TYPED, rules: [], surface: "app-server", ...wanted };
  return {
    home: wanted.home,
    open: (origin, options) => open(started, origin, options),
    list: () => Promise.resolve(ok({ threads: [], next: null })),
    read: () => Promise.resolve(err("there is no such thread")),
    setName: () => Promise.resolve(err("there is no such thread")),
    archive: () => Promise.resolve(err("there is no such thread")),
  };
}

async function open(
  started: ProcessWish,
  origin: ThreadOrigin,
  options: ThreadOptions,
): Promise<Result<OpenThread, StartFault>> {
  const found = await placeWithFallback(started, options.wish);
  if (!found.ok) return found;
  const { place, ground, warnings } = found.value;
  const standing: Standing = { ground };
  const first = standingFor(found.value, () => standing.ground, options);
  if (!first.ok) return err({ kind: "usage", why: first.error });
  const ledger = await openLedger(place.home, { version: VERSION, cwd: place.cwd, argv: process.argv.slice(2) });
  if (!ledger.ok) return err({ kind: "log", why: describeLedgerError(ledger.error) });
  if (origin.kind !== "new") return err({ kind: "usage", why: "there is no such thread" });
  const id = newId();
  let made: MadeThread | null = null;
  // A server may ask before the thread stands; nobody could see what for.
  const elicit: MadeThread["elicit"] = async (...asked) => (await made?.elicit(...asked)) ?? { kind: "decline" };
  const mcp = await serversFor(place, options, elicit);
  let now = found.value;
  const ports = { ...threadPorts(options, standing, () => now.place.settings.sandboxMode), history: NO_HISTORY, mcp };
  const { thread, stand } = (made = makeThread({
    id,
    agent: null,
    ports: { ...ports, close: () => closeAll(mcp, ledger.value) },
    standing: first.value,
    engineFor: (approver, observe) =>
      createEngine(
        {
          ...enginePorts(standing, place.home),
          approver,
          ...effectsOf(id, { place, standing, mcp, ledger: ledger.value, options }),
        },
        startOf(now),
        observe,
      ),
    turns: [],
    conversation: [],
  }));
  return ok({
    thread,
    settings: first.value.settings,
    profile: profileOf(place),
    notices: place.settings.notices,
    warnings,
    path: null,
    createdAt: Date.now(),
    turns: [],
    reconfigure: async (wish) => {
      const wanted = joinWishes(now.wish, wish);
      const next = await placeForThread(started, wanted);
      if (!next.ok) return next;
      const stands = standingFor(next.value, () => standing.ground, options);
      if (!stands.ok) return err({ kind: "usage", why: stands.error });
      now = next.value;
      standing.ground = next.value.ground;
      thread.engine.configure(startOf(now));
      stand(stands.value);
      options.emit({ kind: "settings", settings: stands.value.settings });
      return ok(stands.value.settings);
    },
  });
}

function startOf({ place }: ThreadPlace): Start {
  const { approvalPolicy, sandboxMode, allowRuns, smartApprovals } = place.settings;
  return { approvalPolicy, sandboxMode, allowRuns, smartApprovals, policyBy: policyBy(place.loaded) };
}

/** The name of the profile that holds; null where a mode was chosen. Defaults have the names that Codex gives them. */
function profileOf({ loaded, settings }: Place): string | null {
  const choosing = choosingIn(loaded.layers);
  if (choosing !== null)
    return choosing.layer.sandboxMode === undefined ? (choosing.layer.defaultPermissions?.name ?? null) : null;
  return settings.sandboxMode === "read-only" ? ":read-only" : ":workspace";
}

const NO_HISTORY: History = { path: null, append: () => Promise.resolve(), close: () => Promise.resolve() };

type Built = {
  readonly place: Place;
  readonly standing: Standing;
  readonly mcp: Mcp | null;
  readonly ledger: Ledger;
  readonly options: ThreadOptions;
};

/** What the engine does in the world. */
function effectsOf(id: string, { place, standing, mcp, ledger, options }: Built): Pick<Ports, "perform" | "append"> {
  const perform = performer({
    output: "capture",
    timeoutMs: null,
    home: place.home,
    variables: agentVariables(id),
    notice: (text) => options.emit({ kind: "warning", text }),
    rules: () => standing.ground.rules.current(),
  });
  return {
    perform: (grant, facts, watch, signal, ...more) =>
      grant.action.kind === "mcp" ? callTool(grant, mcp, signal) : perform(grant, facts, watch, signal, ...more),
    append: (records) => ledger.append(records),
  };
}

async function callTool(grant: Grant, mcp: Mcp | null, signal: AbortSignal): Promise<Ran> {
  spend(grant);
  const { action } = grant;
  if (action.kind !== "mcp" || mcp === null) throw new Error("there is no server to call a tool of");
  const called = await mcp.call(action, signal);
  if (!called.ok) return { kind: "not-started", fault: "program", why: called.error };
  const { value: result } = called;
  const status = result.isError ? 1 : 0;
  return { kind: "ended", status, stopped: null, denied: null, taken: [], output: null, result };
}

/** A thread without servers loads nothing for them. */
async function serversFor(place: Place, options: ThreadOptions, elicit: MadeThread["elicit"]): Promise<Mcp | null> {
  const servers = place.settings.mcpServers;
  if (![...servers.values()].some(({ isEnabled }) => isEnabled)) return null;
  const { openMcp } = await import("../effects/mcp/mcp.ts");
  return openMcp(
    servers,
    { cwd: place.cwd, env: process.env },
    {
      elicit,
      onState: ({ server, state, why }) => options.emit({ kind: "tools-changed", server, state, why }),
      warn: (text) => options.emit({ kind: "warning", text }),
    },
  );
}

/** What the thread itself needs beside history, servers and the end of both. */
function threadPorts(
  { emit, ask, askUser }: ThreadOptions,
  standing: Standing,
  mode: () => SandboxMode,
): Omit<ThreadPorts, "history" | "mcp" | "close"> {
  return {
    emit,
    ask,
    askUser,
    now: () => Date.now(),
    newId: () => newId(),
    sleep: wake,
    gatherPatch: gatherPatch,
    picture: async (path) => {
      const { readPicture } = await import("./picture.ts");
      return readPicture(path, { workspace: standing.ground.workspace, mode: mode() });
    },
    folderFault,
    shellNamed,
  };
}

async function gatherPatch(text: string, cwd: string): Promise<NonNullable<Facts["patch"]>> {
  const { gatherTargets } = await import("../effects/patch-files.ts");
  return gatherTargets(text, cwd);
}

async function closeAll(mcp: Mcp | null, ledger: Ledger): Promise<void> {
  await mcp?.close();
  await ledger.close();
}
