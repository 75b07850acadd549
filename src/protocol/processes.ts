/** Commands that a person runs in a thread, and those that run on. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const ThreadShellCommandParams = define("ThreadShellCommandParams", () =>
  z.object({ command: z.string(), threadId: z.string(), timeoutMs: maybe(z.int()) }),
);

export const ThreadShellCommandResponse = define("ThreadShellCommandResponse", () => z.object({}));

export const ThreadBackgroundTerminalsCleanParams = define("ThreadBackgroundTerminalsCleanParams", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadBackgroundTerminalsCleanResponse = define("ThreadBackgroundTerminalsCleanResponse", () =>
  z.object({}),
);

export const ThreadBackgroundTerminalsListParams = define("ThreadBackgroundTerminalsListParams", () =>
  z.object({ cursor: maybe(z.string()), limit: maybe(z.uint32()), threadId: z.string() }),
);

export const ThreadBackgroundTerminalsListResponse = define("ThreadBackgroundTerminalsListResponse", () =>
  z.object({ data: z.array(ThreadBackgroundTerminal()), nextCursor: maybe(z.string()) }),
);

export const ThreadBackgroundTerminal = define("ThreadBackgroundTerminal", () =>
  z.object({
    command: z.string(),
    cpuPercent: maybe(z.number()),
    cwd: LegacyAppPathString(),
    itemId: z.string(),
    osPid: maybe(z.uint32()),
    processId: z.string(),
    rssKb: maybe(count()),
  }),
);

export const ThreadBackgroundTerminalsTerminateParams = define("ThreadBackgroundTerminalsTerminateParams", () =>
  z.object({ processId: z.string(), threadId: z.string() }),
);

export const ThreadBackgroundTerminalsTerminateResponse = define("ThreadBackgroundTerminalsTerminateResponse", () =>
  z.object({ terminated: z.boolean() }),
);
