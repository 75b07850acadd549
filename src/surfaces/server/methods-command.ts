/** `command/exec`: a client's own command, judged and sandboxed like an agent's. */
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { Command } from "../../core/shell/reading.ts";
import { answer, refuse } from "./answer.ts";
import type { Methods } from "./method.ts";

const TIMEOUT_MS = 10_000;
const OUTPUT_BYTES = 1024 * 1024;

export const COMMAND_METHODS: Methods = {
  "command/exec": async (params, { server }) => {
    const unsupported = ["tty", "streamStdin", "streamStdoutStderr"] as const;
    const asked = unsupported.find((name) => params[name] === true);
    if (asked !== undefined) return refuse(`command/exec: ${asked} is not supported`);
    if (params.env || params.permissionProfile) {
      return refuse(
        "command/exec: env and permissionProfile are not supported: commands get what the settings give them",
      );
    }
    const mode = modeOf(params.sandboxPolicy?.type ?? null);
    if (mode === "unsupported") return refuse("command/exec: this sandboxPolicy is not supported");
    const argv = wordsOf(params.command);
    if (argv === null) return refuse("command/exec: the command is empty");
    const timeoutMs = params.disableTimeout === true ? null : (params.timeoutMs ?? TIMEOUT_MS);
    const wish = { argv, cwd: params.cwd ?? null, sandboxMode: mode, timeoutMs };
    const ran = await server.ports.machine.run(wish);
    if (!ran.ok) return refuse(ran.error);
    const { exitCode, stdout, stderr } = ran.value;
    const cap = params.disableOutputCap === true ? Infinity : (params.outputBytesCap ?? OUTPUT_BYTES);
    return answer({ exitCode, stdout: cut(stdout, cap), stderr: cut(stderr, cap) });
  },
};

function wordsOf([first, ...rest]: readonly string[]): Command | null {
  return first === undefined ? null : [first, ...rest];
}

/** Null where the settings decide. */
function modeOf(type: string | null): SandboxMode | "unsupported" | null {
  switch (type) {
    case null:
      return null;
    case "readOnly":
      return "read-only";
    case "workspaceWrite":
      return "workspace-write";
    case "dangerFullAccess":
      return "danger-full-access";
    default:
      return "unsupported";
  }
}

function cut(text: string, bytesMax: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= bytesMax ? text : new TextDecoder().decode(bytes.subarray(0, bytesMax));
}
