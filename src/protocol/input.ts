/** What a person says to a thread. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { ImageDetail } from "./scalars.ts";

export const ByteRange = define("ByteRange", () => z.object({ start: count(), end: count() }));

export const TextElement = define("TextElement", () =>
  z.object({ byteRange: ByteRange(), placeholder: maybe(z.string()) }),
);

export const UserInput = define("UserInput", () =>
  z.union([
    z.object({ text: z.string(), text_elements: z.optional(z.array(TextElement())), type: z.literal("text") }),
    z.object({ detail: maybe(ImageDetail()), type: z.literal("image"), url: z.string() }),
    z.object({ detail: maybe(ImageDetail()), type: z.literal("image"), fileId: z.string() }),
    z.object({ detail: maybe(ImageDetail()), path: z.string(), type: z.literal("localImage") }),
    z.object({ type: z.literal("audio"), url: z.string() }),
    z.object({ type: z.literal("audio"), fileId: z.string() }),
    z.object({ path: z.string(), type: z.literal("localAudio") }),
    z.object({ name: z.string(), path: z.string(), type: z.literal("skill") }),
    z.object({ name: z.string(), path: z.string(), type: z.literal("mention") }),
  ]),
);
