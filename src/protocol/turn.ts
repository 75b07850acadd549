/** A turn of a thread. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { TurnError } from "./errors.ts";
import { ThreadItem } from "./items.ts";

export const Turn = define("Turn", () =>
  z.object({
    completedAt: maybe(z.int()),
    durationMs: maybe(z.int()),
    error: maybe(TurnError()),
    id: z.string(),
    items: z.array(ThreadItem()),
    itemsView: z.optional(TurnItemsView()),
    rootTurnId: maybe(z.string()),
    startedAt: maybe(z.int()),
    status: TurnStatus(),
  }),
);

export const TurnItemsView = define("TurnItemsView", () => z.enum(["notLoaded", "summary", "full"]));

export const TurnStatus = define("TurnStatus", () => z.enum(["completed", "interrupted", "failed", "inProgress"]));
