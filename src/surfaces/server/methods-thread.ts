/** Requests that open threads and leave them. */
import type { OpenThread, ThreadOrigin, ThreadWish } from "../../engine/agent/host.ts";
import { describeNotice, type Notice } from "../../core/config/notice.ts";
import type { ParamsOf } from "../../protocol/messages.ts";
import type { JsonObject } from "../../kit/json.ts";
import { answer, type Answered, refuse } from "./answer.ts";
import type { Call, Methods } from "./method.ts";
import type { Room, RoomAbout } from "./room.ts";
import { describeStartFault, type OpenOptions } from "./server.ts";
import { showPolicy, showSandbox } from "./show-settings.ts";
import { showTurn } from "./show-thread.ts";
import { wishOf } from "./wish.ts";

export const THREAD_METHODS: Methods = {
  "thread/start": async (params, call) => {
    const wish = wishOf(params);
    if (!wish.ok) return wish;
    const options = optionsOf(params, wish.value, call);
    const isEphemeral = params.ephemeral === true;
    return openRoom({ kind: "new" }, { ...options, isEphemeral }, call, async (room) => {
      return answer(await describeOpen(room, []), () => announce(room));
    });
  },

  "thread/resume": async (params, call) => {
    const wish = wishOf(params);
    if (!wish.ok) return wish;
    if (params.history || params.path) {
      return refuse("thread/resume takes a threadId alone: history and path are not supported");
    }
    const turns = (room: Room): readonly JsonObject[] => (params.excludeTurns === true ? [] : turnsOf(room));
    const there = call.server.rooms.get(params.threadId);
    if (there !== undefined) return rejoin(there, wish.value, call, turns);
    const options = optionsOf(params, wish.value, call);
    return openRoom({ kind: "resume", thread: params.threadId }, options, call, async (room) => {
      return answer(await describeOpen(room, turns(room)), () => room.release());
    });
  },

  "thread/fork": async (params, call) => {
    const wish = wishOf(params);
    if (!wish.ok) return wish;
    if (params.beforeTurnId || params.path || params.attachToSource === true) {
      return refuse("thread/fork: beforeTurnId, path and attachToSource are not supported; lastTurnId is");
    }
    const options = optionsOf(params, wish.value, call);
    const origin: ThreadOrigin = { kind: "fork", thread: params.threadId, upTo: params.lastTurnId ?? null };
    return openRoom(origin, { ...options, isEphemeral: params.ephemeral === true }, call, async (room) => {
      const turns = params.excludeTurns === true ? [] : turnsOf(room);
      return answer(await describeOpen(room, turns), () => announce(room));
    });
  },

  "thread/unsubscribe": ({ threadId }, { client, server }) => {
    const room = server.rooms.get(threadId);
    if (room === undefined) return answer({ status: "notLoaded" });
    return answer({ status: room.leave(client) ? "unsubscribed" : "notSubscribed" });
  },
};

type OpenParams = Pick<ParamsOf<"thread/resume">, "baseInstructions" | "developerInstructions">;

function optionsOf(params: OpenParams, wish: ThreadWish, { client }: Call): OpenOptions {
  return {
    wish,
    baseInstructions: params.baseInstructions ?? null,
    developerInstructions: params.developerInstructions ?? null,
    isEphemeral: false,
    originator: client.info().name,
    source: "appServer",
  };
}

async function openRoom(
  origin: ThreadOrigin,
  options: OpenOptions,
  { client, server }: Call,
  done: (room: Room) => Promise<Answered>,
): Promise<Answered> {
  const about: RoomAbout = {
    originator: options.originator,
    source: "vscode",
    name: null,
    forkedFrom: origin.kind === "fork" ? origin.thread : null,
    isEphemeral: options.isEphemeral,
  };
  const opened = await server.open(origin, options, about);
  if (!opened.ok) return refuse(describeStartFault(opened.error));
  const room = opened.value;
  const { name } = room.open();
  if (name !== null) room.setName(name);
  room.join(client);
  tellNotices(room, room.open());
  return done(room);
}

/** Whoever comes later hears what holds, and what waits for an answer. */
async function rejoin(
  room: Room,
  wish: ThreadWish,
  { client }: Call,
  turns: (room: Room) => readonly JsonObject[],
): Promise<Answered> {
  if (Object.keys(wish).length > 0) {
    const done = await room.inOrder(() => room.open().reconfigure(wish));
    if (!done.ok) return refuse(describeStartFault(done.error));
  }
  room.hold();
  room.join(client);
  return answer(await describeOpen(room, turns(room)), () => room.release());
}

function announce(room: Room): void {
  room.notify("thread/started", { thread: room.show([]) });
  room.release();
}

/** What was set or wished for and does not hold is told twice, as clients know it: of the settings, and of the thread. */
function tellNotices(room: Room, { notices, warnings, thread }: OpenThread): void {
  const told = notices.map((notice) => ({ summary: describeNotice(notice), isVain: VAIN.has(notice.kind) }));
  for (const { summary, isVain } of [...told, ...warnings.map((summary) => ({ summary, isVain: true }))]) {
    room.notify("configWarning", { summary, details: null });
    if (isVain) room.notify("warning", { threadId: thread.id, message: summary });
  }
}

/** Of what was set and does not hold. */
const VAIN: ReadonlySet<Notice["kind"]> = new Set(["required", "overruled", "project-ignored", "server-barred"]);

function turnsOf(room: Room): readonly JsonObject[] {
  return room
    .thread()
    .turns()
    .map((turn) => showTurn(turn, "full"));
}

async function describeOpen(room: Room, turns: readonly JsonObject[]): Promise<JsonObject> {
  const { profile, thread } = room.open();
  const { cwd, approvalPolicy, reviewer, sandboxMode, workspaceWrite, model, modelProvider, effort } =
    thread.settings();
  return {
    thread: room.show(turns),
    model,
    modelProvider,
    serviceTier: null,
    disabledPluginIds: [],
    cwd,
    runtimeWorkspaceRoots: [cwd],
    instructionSources: [],
    approvalPolicy: showPolicy(approvalPolicy),
    approvalsReviewer: reviewer,
    sandbox: showSandbox(sandboxMode, workspaceWrite),
    activePermissionProfile: profile === null ? null : { id: profile, extends: null },
    reasoningEffort: effort,
    multiAgentMode: "explicitRequestOnly",
  };
}
