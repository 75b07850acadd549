/** Feedback about a thread. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const FeedbackUploadParams = define("FeedbackUploadParams", () =>
  z.object({
    classification: z.string(),
    extraLogFiles: maybe(z.array(z.string())),
    includeLogs: z.optional(z.boolean()),
    reason: maybe(z.string()),
    tags: maybe(z.record(z.string(), z.string())),
    threadId: maybe(z.string()),
  }),
);

export const FeedbackUploadResponse = define("FeedbackUploadResponse", () =>
  z.object({ promptHash: maybe(z.string()), threadId: z.string() }),
);

export const FeedbackSaveParams = define("FeedbackSaveParams", () =>
  z.object({
    classification: z.string(),
    extraLogFiles: maybe(z.array(z.string())),
    includeLogs: z.optional(z.boolean()),
    reason: maybe(z.string()),
    savePath: LegacyAppPathString(),
    tags: maybe(z.record(z.string(), z.string())),
    threadId: maybe(z.string()),
  }),
);

export const FeedbackSaveResponse = define("FeedbackSaveResponse", () =>
  z.object({ promptHash: maybe(z.string()), savedPath: LegacyAppPathString(), threadId: z.string() }),
);
