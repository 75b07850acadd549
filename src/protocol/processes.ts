/** Commands that a person runs in a thread, and those that run on. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const ThreadShellCommandParams = define("ThreadShellCommandParams", () =>
  z.object({ threadId: z.string(), command: z.string(), timeoutMs: maybe(z.int()) }),
);

export const ThreadShellCommandResponse = define("ThreadShellCommandResponse", () => z.object({}));

export const ThreadBackgroundTerminalsCleanParams = define("ThreadBackgroundTerminalsCleanParams", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadBackgroundTerminalsCleanResponse = define("ThreadBackgroundTerminalsCleanResponse", () =>
  z.object({}),
);

export const ThreadBackgroundTerminalsListParams = define("ThreadBackgroundTerminalsListParams", () =>
  z.object({ threadId: z.string(), cursor: maybe(z.string()), limit: maybe(z.uint32()) }),
);

export const ThreadBackgroundTerminalsListResponse = define("ThreadBackgroundTerminalsListResponse", () =>
  z.object({ data: z.array(ThreadBackgroundTerminal()), nextCursor: maybe(z.string()) }),
);

export const ThreadBackgroundTerminal = define("ThreadBackgroundTerminal", () =>
  z.object({
    itemId: z.string(),
    processId: z.string(),
    command: z.string(),
    cwd: LegacyAppPathString(),
    osPid: maybe(z.uint32()),
    cpuPercent: maybe(z.number()),
    rssKb: maybe(count()),
  }),
);

export const ThreadBackgroundTerminalsTerminateParams = define("ThreadBackgroundTerminalsTerminateParams", () =>
  z.object({ threadId: z.string(), processId: z.string() }),
);

export const ThreadBackgroundTerminalsTerminateResponse = define("ThreadBackgroundTerminalsTerminateResponse", () =>
  z.object({ terminated: z.boolean() }),
);
