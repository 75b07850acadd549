/** `assent sandbox` and `assent debug` on this machine. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { findBackend } from "../effects/backend.ts";
import { ranOf } from "../effects/perform.ts";
import { commandVariables } from "../effects/variables.ts";
import { runCommand } from "../effects/run-command.ts";
import { runProxy, type RunProxy } from "../effects/run-proxy.ts";
import { type Environment, type Permissions, permissionsOf } from "../core/permissions/permissions.ts";
import { scrubbed } from "../core/sandbox/environment.ts";
import { ok } from "../kit/result.ts";
import { debug, sandbox, type SandboxIo } from "../surfaces/cli/sandbox.ts";
import { asProcess } from "./process.ts";
import { findPlace, workspaceFor } from "./place.ts";
import { settleTrust } from "./project-trust.ts";
import { type Attempt, type Supervision, UNSUPERVISED } from "../core/sandbox/supervision.ts";
import { error, errorScreen, hasColour, notice, out } from "./streams.ts";

export function sandboxCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) => sandbox(args, ioFor(signal)));
}

export async function debugCommand(args: readonly string[]): Promise<number> {
  if (args.length === 1 && args[0] === "read-shell") {
    const { readShell } = await import("../surfaces/cli/read-shell.ts");
    out(readShell(readFileSync(0, "utf8")));
    return 0;
  }
  return asProcess((signal) => debug(args, ioFor(signal)));
}

function ioFor(signal: AbortSignal): SandboxIo {
  return { open: (options) => openSandbox(options, signal), out, error, colour: hasColour, screen: errorScreen };
}

async function openSandbox(
  options: Parameters<SandboxIo["open"]>[0],
  signal: AbortSignal,
): ReturnType<SandboxIo["open"]> {
  const again = (): ReturnType<typeof findPlace> => findPlace({ ...options, home: null, surface: "sandbox" });
  const found = await again();
  if (!found.ok) return found;
  // What runs goes by the project's files: a mark of trust is for what they say now, and not for what comes later.
  const place = await settleTrust(found.value, { ask: null, again });
  if (!place.ok) return place;
  const { cwd, home, settings } = place.value;
  const workspace = workspaceFor(place.value, options.addDirs, []);
  const permissions = askingNobody(permissionsOf(settings.sandboxMode, workspace));
  const backend = findBackend({ path: process.env["PATH"], roots: workspace.roots });
  return ok({
    permissions,
    withheld: permissions.kind === "unrestricted" ? [] : withheldBy(permissions.environment),
    notices: settings.notices,
    async run(command, watch, tell) {
      const streams = { kind: "inherit", keepErrors: watch } as const;
      const attempts: Attempt[] = [];
      const attempt = (each: Attempt): unknown => attempts.push(each);
      const hosts = hostsOf(permissions, attempt);
      const supervision = { ...UNSUPERVISED, proxy: hosts?.listen ?? null, attempt };
      const run = {
        env: commandVariables(settings.sandbox.environment),
        streams,
        timeoutMs: options.timeoutMs,
        supervision,
      };
      const wanted = { command, isAccepted: false, cwd, permissions, backend, home, options: run, tell, notice };
      const result = await runCommand(wanted, signal).finally(() => hosts?.close());
      return ranOf(result, { permissions, attempts, home: homedir(), keep: workspace.keep });
    },
  });
}

function withheldBy(environment: Environment): readonly string[] {
  const left = scrubbed(process.env, environment);
  return Object.keys(process.env).filter((name) => !(name in left));
}

/** What would be asked about is refused. */
function askingNobody(permissions: Permissions): Permissions {
  if (permissions.kind === "unrestricted" || typeof permissions.network !== "object") return permissions;
  return { ...permissions, network: { ...permissions.network, unlisted: "deny" } };
}

/** Null unless some hosts may be reached and others not. */
function hostsOf(permissions: Permissions, attempt: Supervision["attempt"]): RunProxy | null {
  if (permissions.kind === "unrestricted" || typeof permissions.network !== "object") return null;
  const rules = permissions.network;
  return runProxy({
    release: async () => (await import("../effects/listed-hosts.ts")).listedHosts(rules),
    refused: ({ host, port }) => attempt({ kind: "host", host, port }),
    waitMs: 1_000,
  });
}
