/** What is told of the server itself: warnings, errors, settled requests. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { TurnError } from "./errors.ts";
import { RequestId } from "./scalars.ts";

export const ErrorNotification = define("ErrorNotification", () =>
  z.object({ error: TurnError(), willRetry: z.boolean(), threadId: z.string(), turnId: z.string() }),
);

export const ServerRequestResolvedNotification = define("ServerRequestResolvedNotification", () =>
  z.object({ threadId: z.string(), requestId: RequestId() }),
);

export const WarningNotification = define("WarningNotification", () =>
  z.object({ threadId: maybe(z.string()), message: z.string() }),
);

export const DeprecationNoticeNotification = define("DeprecationNoticeNotification", () =>
  z.object({ summary: z.string(), details: maybe(z.string()) }),
);

export const ConfigWarningNotification = define("ConfigWarningNotification", () =>
  z.object({ summary: z.string(), details: maybe(z.string()), path: maybe(z.string()), range: maybe(TextRange()) }),
);

export const TextRange = define("TextRange", () => z.object({ start: TextPosition(), end: TextPosition() }));

export const TextPosition = define("TextPosition", () => z.object({ line: count(), column: count() }));
