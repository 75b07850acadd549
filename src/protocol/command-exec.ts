/** Commands that a client runs outside of threads. */
import * as z from "zod/mini";
import { count, define, experimental, maybe } from "./define.ts";
import { SandboxPolicy } from "./policy.ts";

export const CommandExecParams = define("CommandExecParams", () =>
  z.object({
    command: z.array(z.string()),
    cwd: maybe(z.string()),
    disableOutputCap: z.optional(z.boolean()),
    disableTimeout: z.optional(z.boolean()),
    env: maybe(z.record(z.string(), z.nullable(z.string()))),
    outputBytesCap: maybe(count()),
    permissionProfile: experimental(maybe(z.string())),
    processId: maybe(z.string()),
    sandboxPolicy: maybe(SandboxPolicy()),
    size: maybe(CommandExecTerminalSize()),
    streamStdin: z.optional(z.boolean()),
    streamStdoutStderr: z.optional(z.boolean()),
    timeoutMs: maybe(z.int()),
    tty: z.optional(z.boolean()),
  }),
);

export const CommandExecTerminalSize = define("CommandExecTerminalSize", () =>
  z.object({ cols: count(), rows: count() }),
);

export const CommandExecResponse = define("CommandExecResponse", () =>
  z.object({ exitCode: z.int32(), stderr: z.string(), stdout: z.string() }),
);

export const CommandExecWriteParams = define("CommandExecWriteParams", () =>
  z.object({ closeStdin: z.optional(z.boolean()), deltaBase64: maybe(z.string()), processId: z.string() }),
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
    capReached: z.boolean(),
    deltaBase64: z.string(),
    processId: z.string(),
    stream: CommandExecOutputStream(),
  }),
);

export const CommandExecOutputStream = define("CommandExecOutputStream", () => z.enum(["stdout", "stderr"]));
