/** The request for a review of changes. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { Turn } from "./turn.ts";

export const ReviewStartParams = define("ReviewStartParams", () =>
  z.object({ threadId: z.string(), target: ReviewTarget(), delivery: maybe(ReviewDelivery()) }),
);

export const ReviewTarget = define("ReviewTarget", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("uncommittedChanges") }),
    z.object({ branch: z.string(), type: z.literal("baseBranch") }),
    z.object({ sha: z.string(), title: maybe(z.string()), type: z.literal("commit") }),
    z.object({ instructions: z.string(), type: z.literal("custom") }),
  ]),
);

export const ReviewDelivery = define("ReviewDelivery", () => z.literal("inline"));

export const ReviewStartResponse = define("ReviewStartResponse", () =>
  z.object({ turn: Turn(), reviewThreadId: z.string() }),
);
