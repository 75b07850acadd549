/** What is told of the server itself: warnings, errors, settled requests. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { TurnError } from "./errors.ts";
import { RequestId } from "./scalars.ts";

export const ErrorNotification = define("ErrorNotification", () =>
  z.object({ error: TurnError(), threadId: z.string(), turnId: z.string(), willRetry: z.boolean() }),
);

export const ServerRequestResolvedNotification = define("ServerRequestResolvedNotification", () =>
  z.object({ requestId: RequestId(), threadId: z.string() }),
);

export const WarningNotification = define("WarningNotification", () =>
  z.object({ message: z.string(), threadId: maybe(z.string()) }),
);

export const DeprecationNoticeNotification = define("DeprecationNoticeNotification", () =>
  z.object({ details: maybe(z.string()), summary: z.string() }),
);

export const ConfigWarningNotification = define("ConfigWarningNotification", () =>
  z.object({ details: maybe(z.string()), path: maybe(z.string()), range: maybe(TextRange()), summary: z.string() }),
);

export const TextRange = define("TextRange", () => z.object({ end: TextPosition(), start: TextPosition() }));

export const TextPosition = define("TextPosition", () => z.object({ column: count(), line: count() }));
