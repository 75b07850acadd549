/** Small shapes that many messages share: paths, ids, pieces of a script. */
import * as z from "zod/mini";
import { absolutePath, define, maybe } from "./define.ts";

export const AbsolutePathBuf = define("AbsolutePathBuf", () => absolutePath());

export const CommandAction = define("CommandAction", () =>
  z.discriminatedUnion("type", [
    z.object({ command: z.string(), name: z.string(), path: LegacyAppPathString(), type: z.literal("read") }),
    z.object({ command: z.string(), path: maybe(z.string()), type: z.literal("listFiles") }),
    z.object({ command: z.string(), path: maybe(z.string()), query: maybe(z.string()), type: z.literal("search") }),
    z.object({ command: z.string(), type: z.literal("unknown") }),
  ]),
);

export const LegacyAppPathString = define("LegacyAppPathString", () => z.string());

export const DynamicToolCallOutputContentItem = define("DynamicToolCallOutputContentItem", () =>
  z.discriminatedUnion("type", [
    z.object({ text: z.string(), type: z.literal("inputText") }),
    z.object({ imageUrl: z.string(), type: z.literal("inputImage") }),
    z.object({ audioUrl: z.string(), type: z.literal("inputAudio") }),
  ]),
);

export const ImageDetail = define("ImageDetail", () => z.enum(["auto", "low", "high", "original"]));

export const ReasoningEffort = define("ReasoningEffort", () => z.string());

export const ReasoningSummary = define("ReasoningSummary", () => z.enum(["auto", "concise", "detailed", "none"]));

export const RequestId = define("RequestId", () => z.union([z.string(), z.int()]));

/** A piece of the conversation as the model's interface writes it; only its type is looked at. */
export const ResponseItem = define("ResponseItem", () => z.looseObject({ type: z.string() }));

export const SortDirection = define("SortDirection", () => z.enum(["asc", "desc"]));

export const ThreadId = define("ThreadId", () => z.string());
