/** Makes a sandbox for once, and tries to get out of it. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import type { Trial } from "../../core/doctor/facts.ts";
import { MODE_ONLY, type Permissions, permissionsOf } from "../../core/permissions/permissions.ts";
import type { Backend } from "../../core/sandbox/backend.ts";
import { UNSUPERVISED } from "../../core/sandbox/supervision.ts";
import type { Command } from "../../core/shell/reading.ts";
import { objectIn } from "../../kit/json.ts";
import { type CommandResult, runCommand } from "../run-command.ts";
import { systemWords } from "../text-file.ts";

const TRIAL_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 4096;

/**
 * What is tried inside: a file beside the workspace, a connection to a listener of the host. It tells how each ended,
 * and its filter; `ok` is for what went through.
 */
const ATTEMPT = `
const fs = require("node:fs"), net = require("node:net");
const told = { write: "ok", network: "ok", filter: "" };
try { fs.writeFileSync(process.argv[1], "x"); } catch (error) { told.write = error.code; }
told.filter = /^Seccomp:\\s*(\\d)/m.exec(fs.readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
const end = (how) => { told.network = how; console.log(JSON.stringify(told)); process.exit(); };
net.connect(Number(process.argv[2]), "127.0.0.1").on("connect", () => end("ok")).on("error", (e) => end(e.code));
setTimeout(() => end("silence"), 2000);
`;

/** What the trial runs under: one folder may be written, and no network. */
function trialPermissions(workspace: string): Permissions {
  return permissionsOf("workspace-write", { roots: [workspace], keep: [], bounds: MODE_ONLY });
}

/**
 * Leaves nothing behind. What the sandbox let through is seen from outside it, not only by what is told inside.
 *
 * @param permissionsFor what it is tried under, for a workspace
 */
export async function trySandbox(
  backend: Backend,
  signal: AbortSignal,
  permissionsFor: (workspace: string) => Permissions = trialPermissions,
): Promise<Trial> {
  if (backend.kind === "none") return { kind: "failed", why: backend.why };
  let folder: string | null = null;
  const listener = await listen();
  try {
    folder = realpathSync(mkdtempSync(`${tmpdir()}/assent-doctor-`));
    return await tryIn(folder, { backend, listener, signal, permissionsFor });
  } catch (error) {
    return { kind: "failed", why: `a sandbox could not be tried: ${systemWords(error)}` };
  } finally {
    listener?.server.close();
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

type Listener = { readonly server: Server; readonly port: number; readonly calls: () => number };
type Around = {
  readonly backend: Backend;
  readonly listener: Listener | null;
  readonly signal: AbortSignal;
  readonly permissionsFor: (workspace: string) => Permissions;
};

async function tryIn(folder: string, { backend, listener, signal, permissionsFor }: Around): Promise<Trial> {
  const [ws, home] = [`${folder}/ws`, `${folder}/home`];
  for (const path of [ws, home]) mkdirSync(path);
  const outside = `${folder}/outside`;
  const run = (command: Command): Promise<CommandResult> =>
    runCommand(
      {
        command,
        cwd: ws,
        permissions: permissionsFor(ws),
        backend,
        home,
        options: {
          env: { PATH: process.env["PATH"] ?? "" },
          streams: { kind: "capture", input: null, bytesMax: ANSWER_BYTES_MAX },
          timeoutMs: TRIAL_MS_MAX,
          supervision: UNSUPERVISED,
        },
        isAccepted: false,
        tell: () => undefined,
        notice: () => undefined,
      },
      signal,
    );
  const port = String(listener?.port ?? 0);
  const [nothing, attempt] = await Promise.all([run(["true"]), run([process.execPath, "-e", ATTEMPT, outside, port])]);
  if (nothing.kind === "not-started") return { kind: "failed", why: nothing.why };
  // It may print something else, or nothing: what it tried is not known then.
  const told = attempt.kind === "ended" ? objectIn(Buffer.from(attempt.output).toString("utf8")) : null;
  const wasCalled = (listener?.calls() ?? 0) > 0;
  return {
    kind: "ran",
    status: nothing.status,
    write: verdict(told?.["write"], existsSync(outside)),
    network: listener === null ? "unknown" : verdict(told?.["network"], wasCalled),
    isFiltered: told?.["filter"] === "2",
  };
}

/** @param told how it ended inside; `isDone`: as it is seen from outside */
function verdict(told: unknown, isDone: boolean): "stopped" | "done" | "unknown" {
  if (isDone || told === "ok") return "done";
  return typeof told === "string" ? "stopped" : "unknown";
}

/** On the host's loopback; null where none can be made. */
function listen(): Promise<Listener | null> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  return new Promise((resolve) => {
    server.once("error", () => resolve(null));
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ server, port, calls: () => calls });
    });
  });
}
