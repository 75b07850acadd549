/** Opens threads: settings, log, history, model and servers, joined to one thread each. */
import { choosingIn } from "../core/config/layers.ts";
import { policyBy } from "../core/config/policy-author.ts";
import { NO_BACKGROUND } from "../core/review/subject.ts";
import type { SandboxMode } from "../core/permissions/permissions.ts";
import { grantFiles } from "../effects/grant-files.ts";
import { describeLedgerError, type Ledger, openLedger } from "../effects/ledger.ts";
import { folderFault, shellNamed } from "../effects/shells.ts";
import { threadStore, type ThreadStore } from "../effects/threads/store.ts";
import { newId } from "../effects/threads/thread-id.ts";
import { wake } from "../effects/wake.ts";
import { createEngine, type Observer, type Start } from "../engine/engine.ts";
import type { OpenThread, ThreadHost, ThreadOptions, ThreadOrigin, ThreadWish } from "../engine/agent/host.ts";
import { type MadeThread, makeThread } from "../engine/agent/make-thread.ts";
import type { Standing as MadeStanding, ThreadPorts } from "../engine/agent/thread-ports.ts";
import type { StartFault } from "../engine/host.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import { enginePorts, gatherPatch, type Standing } from "./engine-ports.ts";
import { guardianFor } from "./guardian.ts";
import type { ReviewSettings } from "./guardian-open.ts";
import { NOTHING_TYPED, type Place } from "./place.ts";
import { effectsOf, serversFor } from "./thread-effects.ts";
import { termsOf } from "./terms.ts";
import { beforeOf, type Beginning, beginningOf, wishAfter } from "./thread-origin.ts";
import { placeForThread, placeWithFallback, type ProcessWish, type ThreadPlace } from "./thread-place.ts";
import { standingFor } from "./thread-standing.ts";
import { joinWishes } from "./thread-wish.ts";

/** @param wanted `home` as `findHome` gives it; what is left out is as if nothing was typed */
export function threadHost(wanted: Partial<ProcessWish> & { readonly home: string }): ThreadHost {
  const started: ProcessWish = { ...NOTHING_TYPED, rules: [], surface: "app-server", ...wanted };
  const store = threadStore(wanted.home);
  return {
    home: wanted.home,
    open: (origin, options) => open({ started, store }, origin, options),
    list: (query) => store.list(query),
    read: (thread) => store.read(thread),
    setName: (thread, name) => store.setName(thread, name),
    archive: (thread, isArchived) => store.archive(thread, isArchived),
  };
}

type Host = { readonly started: ProcessWish; readonly store: ThreadStore };

async function open(
  { started, store }: Host,
  origin: ThreadOrigin,
  options: ThreadOptions,
): Promise<Result<OpenThread, StartFault>> {
  const before = await beforeOf(origin, store);
  if (!before.ok) return unusable(before.error);
  const found = await placeWithFallback(started, wishAfter(options.wish, before.value));
  if (!found.ok) return found;
  const { place, ground, warnings } = found.value;
  const standing: Standing = { ground };
  const first = standingFor(found.value, () => standing.ground, options);
  if (!first.ok) return unusable(first.error);
  const beginning = await beginningOf(before.value, store, options, first.value.settings);
  if (!beginning.ok) return unusable(beginning.error);
  const ledger = await openLedger(place.home, { version: VERSION, cwd: place.cwd, argv: process.argv.slice(2) });
  if (!ledger.ok) return err({ kind: "log", why: describeLedgerError(ledger.error) });
  const joined: Joined = { started, options, standing, found: found.value, ledger: ledger.value };
  const made = await join(joined, beginning.value, first.value);
  if (!made.ok) return made;
  const { createdAt, history, stored } = beginning.value;
  return ok({
    ...made.value,
    settings: first.value.settings,
    profile: options.wish.sandboxMode === undefined ? profileOf(place, found.value.wish.sandboxMode) : null,
    notices: place.settings.notices,
    warnings,
    path: history.path,
    createdAt,
    name: stored?.name ?? null,
    turns: stored?.turns ?? [],
  });
}

function unusable(why: string): Result<never, StartFault> {
  return err({ kind: "usage", why });
}

type Joined = {
  readonly started: ProcessWish;
  readonly options: ThreadOptions;
  readonly standing: Standing;
  readonly found: ThreadPlace;
  readonly ledger: Ledger;
};

/** All that was found, made into one thread. */
async function join(
  { started, options, standing, found, ledger }: Joined,
  { id, history, stored, earlier }: Beginning,
  first: MadeStanding,
): Promise<Result<Pick<OpenThread, "thread" | "reconfigure" | "servers" | "reloadServers">, StartFault>> {
  const { place } = found;
  const { home } = place;
  let now = holdingIn(found, started);
  let made: MadeThread | null = null;
  // A server may ask before the thread stands; nobody could see what for.
  const elicit: MadeThread["elicit"] = async (...asked) => (await made?.elicit(...asked)) ?? { kind: "decline" };
  const mcp = await serversFor(place, options, elicit);
  const missing = (await mcp?.required(new AbortController().signal)) ?? ok(null);
  if (!missing.ok) {
    await Promise.all([mcp?.close(), history.close(), ledger.close()]);
    return unusable(missing.error);
  }
  const warn = (text: string): void => options.emit({ kind: "warning", text });
  const grants = grantFiles({ home, name: id, cwd: place.cwd, thread: id }, warn);
  const guardian = guardianFor({
    thread: id,
    home,
    originator: options.originator,
    settings: () => now.review,
    background: () => made?.background() ?? NO_BACKGROUND,
    standing,
  });
  const { thread, stand } = (made = makeThread({
    id,
    agent: null,
    ports: {
      ...threadPorts(options, standing, () => now.start.sandboxMode),
      history,
      mcp,
      close: async () => {
        await Promise.all([mcp?.close(), guardian.close(), grants.close(), history.close(), ledger.close()]);
      },
    },
    standing: first,
    engineFor: ({ approver, observe, shown }) => {
      const effects = effectsOf(id, { home, standing, mcp, ledger, warn });
      const reviewer = shown(guardian);
      const ports = { ...enginePorts(standing, home), ...effects, approver, reviewer, grants };
      return createEngine(ports, now.start, heardBy(observe, options.observe), earlier);
    },
    turns: stored?.turns ?? [],
    conversation: stored?.conversation ?? [],
    decisions: stored?.decisions ?? [],
  }));
  const reconfigure: OpenThread["reconfigure"] = async (wish) => {
    const next = await placeForThread(started, joinWishes(now.wish, wish));
    if (!next.ok) return next;
    const stands = standingFor(next.value, () => standing.ground, options);
    if (!stands.ok) return unusable(stands.error);
    now = holdingIn(next.value, started);
    standing.ground = next.value.ground;
    thread.engine.configure(now.start);
    stand(stands.value);
    options.emit({ kind: "settings", settings: stands.value.settings });
    return ok(stands.value.settings);
  };
  const reloadServers: OpenThread["reloadServers"] = async () => {
    const next = await placeForThread(started, now.wish);
    if (!next.ok) return next;
    await mcp?.reload(next.value.place.settings.mcpServers);
    return ok(null);
  };
  return ok({ thread, reconfigure, servers: mcp, reloadServers });
}

/** No more of the settings than is needed: a thousand threads hold this. */
function holdingIn(found: ThreadPlace, started: ProcessWish): Holding {
  const { autoReview, model, modelProvider, modelProviders, approvalPolicy, sandboxMode } = found.place.settings;
  const review = { autoReview, model, modelProvider, modelProviders, approvalPolicy, sandboxMode };
  return { wish: found.wish, start: startOf(found, started), review };
}

type Holding = { readonly wish: ThreadWish; readonly start: Start; readonly review: ReviewSettings };

function startOf({ place }: ThreadPlace, { grantLimits }: ProcessWish): Start {
  return termsOf(place.settings, { policyBy: policyBy(place.loaded), grantLimits });
}

function heardBy(first: Observer, second: Observer | undefined): Observer {
  if (second === undefined) return first;
  return (record, request) => {
    first(record, request);
    second(record, request);
  };
}

/**
 * The name of the profile that holds; null where a mode was chosen. Defaults have the names that Codex gives them.
 * @param kept the mode that the thread had before
 */
function profileOf({ loaded, settings }: Place, kept: SandboxMode | undefined): string | null {
  if (kept === "workspace-write") return ":workspace";
  const choosing = choosingIn(loaded.layers);
  if (choosing !== null)
    return choosing.layer.sandboxMode === undefined ? (choosing.layer.defaultPermissions?.name ?? null) : null;
  return settings.sandboxMode === "read-only" ? ":read-only" : ":workspace";
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
    gatherPatch,
    picture: async (path) => {
      const { readPicture } = await import("../effects/picture.ts");
      return readPicture(path, { workspace: standing.ground.workspace, mode: mode() });
    },
    folderFault,
    shellNamed: (name) => shellNamed(name, process.env),
  };
}
