/** Commands that a client runs outside of threads. */
import * as z from "zod/mini";
import { count, define, experimental, maybe } from "./define.ts";
import { SandboxPolicy } from "./policy.ts";

export const CommandExecParams = define("CommandExecParams", () =>
  z.object({
    command: z.array(z.string()),
    processId: maybe(z.string()),
    tty: z.optional(z.boolean()),
    streamStdin: z.optional(z.boolean()),
    streamStdoutStderr: z.optional(z.boolean()),
    outputBytesCap: maybe(count()),
    disableOutputCap: z.optional(z.boolean()),
    disableTimeout: z.optional(z.boolean()),
    timeoutMs: maybe(z.int()),
    cwd: maybe(z.string()),
    env: maybe(z.record(z.string(), z.nullable(z.string()))),
    size: maybe(CommandExecTerminalSize()),
    sandboxPolicy: maybe(SandboxPolicy()),
    permissionProfile: experimental(maybe(z.string())),
  }),
);

export const CommandExecTerminalSize = define("CommandExecTerminalSize", () =>
  z.object({ rows: count(), cols: count() }),
);

export const CommandExecResponse = define("CommandExecResponse", () =>
  z.object({ exitCode: z.int32(), stdout: z.string(), stderr: z.string() }),
);

export const CommandExecWriteParams = define("CommandExecWriteParams", () =>
  z.object({ processId: z.string(), deltaBase64: maybe(z.string()), closeStdin: z.optional(z.boolean()) }),
);

export const CommandExecWriteResponse = define("CommandExecWriteResponse", () => z.object({}));

export const CommandExecTerminateParams = define("CommandExecTerminateParams", () =>
  z.object({ processId: z.string() }),
);

export const CommandExecTerminateResponse = define("CommandExecTerminateResponse", () => z.object({}));

export const CommandExecResizeParams = define("CommandExecResizeParams", () =>
  z.object({ processId: z.string(), size: CommandExecTerminalSize() }),
);

export const CommandExecResizeResponse = define("CommandExecResizeResponse", () => z.object({}));

export const CommandExecOutputDeltaNotification = define("CommandExecOutputDeltaNotification", () =>
  z.object({
    processId: z.string(),
    stream: CommandExecOutputStream(),
    deltaBase64: z.string(),
    capReached: z.boolean(),
  }),
);

export const CommandExecOutputStream = define("CommandExecOutputStream", () => z.enum(["stdout", "stderr"]));
