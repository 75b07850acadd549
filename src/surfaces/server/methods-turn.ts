/** Requests about the turns of an open thread. */
import { never } from "../../kit/never.ts";
import type { UserInput } from "../../core/agent/item.ts";
import type { TurnInput } from "../../engine/agent/thread.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { ParamsOf } from "../../protocol/messages.ts";
import type { JsonObject } from "../../kit/json.ts";
import { answer, type Answered, jsonOf, type Refusal, refuse } from "./answer.ts";
import type { Call, Methods } from "./method.ts";
import type { Room } from "./room.ts";
import { describeStartFault } from "./server.ts";
import { type WishParams, wishOf } from "./wish.ts";

export const TURN_METHODS: Methods = {
  "turn/start": (params, call) =>
    inRoom(params.threadId, call, (room) =>
      room.inOrder(async () => {
        const content = contentOf(params.input);
        if (!content.ok) return content;
        if (params.toolOutput) return refuse("turn/start: toolOutput is not supported");
        const settled = await settle(room, params);
        if (settled !== null) return settled;
        const outputSchema = params.outputSchema === undefined ? null : jsonOf(params.outputSchema);
        const input: TurnInput = { content: content.value, clientId: params.clientUserMessageId ?? null, outputSchema };
        room.hold();
        const turn = room.thread().start(input);
        return answer({ turn: startedTurn(turn) }, () => room.release());
      }),
    ),

  "turn/steer": (params, call) =>
    inRoom(params.threadId, call, (room) => {
      const content = contentOf(params.input);
      if (!content.ok) return content;
      const input = { content: content.value, clientId: params.clientUserMessageId ?? null, outputSchema: null };
      room.hold();
      const steered = room.thread().steer(params.expectedTurnId, input);
      if (steered.ok) return answer({ turnId: steered.value }, () => room.release());
      room.release();
      return refuse(steered.error);
    }),

  "turn/interrupt": ({ threadId, turnId }, call) =>
    inRoom(threadId, call, (room) => {
      const running = room.thread().running();
      if (running === null) return refuse("no active turn to interrupt");
      if (running !== turnId) return refuse(`expected active turn id ${turnId} but found ${running}`);
      room.hold();
      // What comes after it waits until the turn has ended: a new text must not be steered into what is over.
      void room.inOrder(async () => void (await room.thread().interrupt(turnId))).catch(() => undefined);
      return answer({}, () => room.release());
    }),

  "turn/settings/update": (params, call) =>
    inRoom(params.threadId, call, (room) =>
      room.inOrder(async () => {
        if (room.thread().running() !== params.turnId) return answer({ status: "targetUnavailable" });
        return (await settle(room, params)) ?? answer({ status: "applied" });
      }),
    ),

  "thread/settings/update": (params, call) =>
    inRoom(params.threadId, call, (room) =>
      room.inOrder(async () => {
        room.hold();
        const settled = await settle(room, params);
        if (settled === null) return answer({}, () => room.release());
        room.release();
        return settled;
      }),
    ),

  "thread/backgroundTerminals/list": ({ threadId }, call) =>
    inRoom(threadId, call, (room) => {
      const data = room
        .thread()
        .processes()
        .map(({ process, item, command, cwd }) => ({
          processId: process,
          itemId: item,
          command,
          cwd,
          osPid: null,
          cpuPercent: null,
          rssKb: null,
        }));
      return answer({ data, nextCursor: null });
    }),

  "thread/backgroundTerminals/terminate": ({ threadId, processId }, call) =>
    inRoom(threadId, call, async (room) => answer({ terminated: await room.thread().endProcess(processId) })),

  "thread/backgroundTerminals/clean": ({ threadId }, call) =>
    inRoom(threadId, call, async (room) => {
      const running = room.thread().processes();
      await Promise.all(running.map(({ process }) => room.thread().endProcess(process)));
      return answer({});
    }),
};

/** Threads are known by their id; one that is not open is none here. */
function inRoom(
  threadId: string,
  { server }: Call,
  act: (room: Room) => Promise<Answered> | Answered,
): Promise<Answered> | Answered {
  const room = server.rooms.get(threadId);
  return room === undefined ? refuse(`thread not found: ${threadId}`) : act(room);
}

/** Null where all that was wished for holds now. */
async function settle(room: Room, params: WishParams): Promise<Answered | null> {
  const wish = wishOf(params);
  if (!wish.ok) return wish;
  if (Object.keys(wish.value).length === 0) return null;
  const done = await room.open().reconfigure(wish.value);
  return done.ok ? null : refuse(describeStartFault(done.error));
}

function startedTurn(id: string): JsonObject {
  return {
    id,
    rootTurnId: id,
    items: [],
    itemsView: "notLoaded",
    status: "inProgress",
    error: null,
    startedAt: null,
    completedAt: null,
    durationMs: null,
  };
}

type WireInput = ParamsOf<"turn/start">["input"][number];

function contentOf(input: readonly WireInput[]): Result<readonly UserInput[], Refusal> {
  const content: UserInput[] = [];
  for (const each of input) {
    const read = inputOf(each);
    if (read === null) return err({ message: `input of the type ${each.type} is not supported` });
    content.push(read);
  }
  return ok(content);
}

function inputOf(input: WireInput): UserInput | null {
  switch (input.type) {
    case "text":
      return { kind: "text", text: input.text };
    case "image":
      return "url" in input ? { kind: "image", url: input.url } : null;
    case "localImage":
      return { kind: "local-image", path: input.path };
    case "skill":
    case "mention":
      return { kind: input.type, name: input.name, path: input.path };
    case "audio":
    case "localAudio":
      return null;
    default:
      return never(input);
  }
}
