/** `assent sandbox` and `assent debug` on this machine. */
import { findBackend } from "../effects/backend.ts";
import { closeInheritedDescriptors } from "../effects/descriptors.ts";
import { ranOf } from "../effects/perform.ts";
import { runCommand } from "../effects/run-command.ts";
import { endOnSignals } from "../effects/signals.ts";
import { permissionsOf } from "../core/permissions/permissions.ts";
import { ok } from "../kit/result.ts";
import { debug, sandbox, type SandboxIo } from "../surfaces/cli/sandbox.ts";
import { findPlace, workspaceFor } from "./place.ts";
import { error, out } from "./streams.ts";

export function sandboxCommand(args: readonly string[]): Promise<number> {
  return withSandbox((io) => sandbox(args, io));
}

export function debugCommand(args: readonly string[]): Promise<number> {
  return withSandbox((io) => debug(args, io));
}

async function withSandbox(start: (io: SandboxIo) => Promise<number>): Promise<number> {
  closeInheritedDescriptors();
  const ending = endOnSignals();
  const status = await start({ open: (options) => openSandbox(options, ending.signal), out, error });
  return ending.status() ?? status;
}

async function openSandbox(
  options: Parameters<SandboxIo["open"]>[0],
  signal: AbortSignal,
): ReturnType<SandboxIo["open"]> {
  const place = await findPlace({ ...options, home: null, defaults: { sandboxMode: "read-only" } });
  if (!place.ok) return place;
  const { cwd, home, settings } = place.value;
  const workspace = workspaceFor(place.value, options.addDirs, []);
  const permissions = permissionsOf(settings.sandboxMode, workspace);
  const backend = findBackend({ path: process.env["PATH"], roots: workspace.roots });
  return ok({
    permissions,
    async run(command, watch, tell) {
      const streams = { kind: "inherit", keepErrors: watch } as const;
      const run = { env: process.env, streams, timeoutMs: options.timeoutMs };
      const result = await runCommand({ command, cwd, permissions, backend, home, options: run, tell }, signal);
      return ranOf(result, permissions);
    },
  });
}
