/** Feedback about a thread. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const FeedbackUploadParams = define("FeedbackUploadParams", () =>
  z.object({
    classification: z.string(),
    reason: maybe(z.string()),
    threadId: maybe(z.string()),
    includeLogs: z.optional(z.boolean()),
    extraLogFiles: maybe(z.array(z.string())),
    tags: maybe(z.record(z.string(), z.string())),
  }),
);

export const FeedbackUploadResponse = define("FeedbackUploadResponse", () =>
  z.object({ threadId: z.string(), promptHash: maybe(z.string()) }),
);

export const FeedbackSaveParams = define("FeedbackSaveParams", () =>
  z.object({
    savePath: LegacyAppPathString(),
    classification: z.string(),
    reason: maybe(z.string()),
    threadId: maybe(z.string()),
    includeLogs: z.optional(z.boolean()),
    extraLogFiles: maybe(z.array(z.string())),
    tags: maybe(z.record(z.string(), z.string())),
  }),
);

export const FeedbackSaveResponse = define("FeedbackSaveResponse", () =>
  z.object({ savedPath: LegacyAppPathString(), threadId: z.string(), promptHash: maybe(z.string()) }),
);
