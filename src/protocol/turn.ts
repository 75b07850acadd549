/** A turn of a thread. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { TurnError } from "./errors.ts";
import { ThreadItem } from "./items.ts";

export const Turn = define("Turn", () =>
  z.object({
    id: z.string(),
    rootTurnId: maybe(z.string()),
    items: z.array(ThreadItem()),
    itemsView: z.optional(TurnItemsView()),
    status: TurnStatus(),
    error: maybe(TurnError()),
    startedAt: maybe(z.int()),
    completedAt: maybe(z.int()),
    durationMs: maybe(z.int()),
  }),
);

export const TurnItemsView = define("TurnItemsView", () => z.enum(["notLoaded", "summary", "full"]));

export const TurnStatus = define("TurnStatus", () => z.enum(["completed", "interrupted", "failed", "inProgress"]));
