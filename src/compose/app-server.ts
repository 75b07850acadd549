/** `assent app-server` on this machine. */
import { release, type as systemName } from "node:os";
import { NO_FLAGS } from "../core/config/flags.ts";
import { stdioWire } from "../effects/stdio-wire.ts";
import type { Wire } from "../engine/wire.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { appServer, type AppServerIo, type ServeFault, type ServeOptions } from "../surfaces/cli/app-server.ts";
import { limitsFor } from "../surfaces/cli/duration.ts";
import { connect, type ConnectionPorts } from "../surfaces/server/connection.ts";
import { createServer, type Server } from "../surfaces/server/server.ts";
import { asProcess } from "./process.ts";
import type { ProcessWish } from "./thread-place.ts";
import { type ServerMachine, serverMachine } from "./server-machine.ts";
import { error, hasColour, notice, out } from "./streams.ts";

export function appServerCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) =>
    appServer(args, { serve: (options) => serve(options, signal), generate, out, error, colour: hasColour }),
  );
}

const generate: AppServerIo["generate"] = async (options) => {
  const { generateBindings } = await import("./generate-bindings.ts");
  return generateBindings(options);
};

/** How long threads have to end when nobody is left: what they run is ended at once. */
const CLOSE_MS_MAX = 2_000;
const SWEEP_MS = 60_000;

async function serve(options: ServeOptions, signal: AbortSignal): Promise<Result<null, ServeFault>> {
  const machine = await serverMachine(options);
  if (!machine.ok) return machine;
  const server = createServer({
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    graceMs: options.graceMs,
    machine: machine.value.machine,
    host: lazy(async () => {
      const { threadHost } = await import("./threads.ts");
      const typed = { overrides: options.overrides, flags: NO_FLAGS, addDirs: [], rules: [], ...limitsOf(options) };
      return threadHost({ ...typed, home: machine.value.machine.home, surface: "app-server" });
    }),
  });
  // What the first thread needs is loaded before anybody waits for one; a failure shows when it is asked for.
  void server.ports.host().catch(() => undefined);
  const accept = (wire: Wire): Promise<void> => connect(wire, server, connectionPorts(machine.value));
  const sweep = setInterval(() => void server.sweep(), SWEEP_MS);
  sweep.unref();
  const ended = await whileServed(options, accept, signal);
  clearInterval(sweep);
  await closeAll(server);
  return ended;
}

function limitsOf({ grantsForMs }: ServeOptions): Pick<ProcessWish, "grantLimits"> {
  return grantsForMs === null ? {} : { grantLimits: limitsFor(grantsForMs) };
}

async function whileServed(
  options: ServeOptions,
  accept: (wire: Wire) => Promise<void>,
  signal: AbortSignal,
): Promise<Result<null, ServeFault>> {
  const stopped = new Promise<Result<null, ServeFault>>((resolve) => {
    const stop = (): void => resolve(ok(null));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    // Nobody knows what holds after such a fault: all ends, in order as far as that goes.
    process.once("uncaughtException", (fault) =>
      resolve(err({ why: `a fault of assent: ${fault.message}`, status: "fault" })),
    );
  });
  if (options.listen.kind === "stdio") {
    const wire = stdioWire();
    const ended = await Promise.race([accept(wire).then(() => ok(null)), stopped]);
    // Or the client's open end would keep the process.
    wire.end("the server ends");
    return ended;
  }
  const { listenAt } = await import("./server-listen.ts");
  const listening = await listenAt(options, (wire) => void accept(wire));
  if (!listening.ok) return err({ why: listening.error, status: "fault" });
  error(`assent: ${listening.value.says}\n`);
  const ended = await stopped;
  await listening.value.close();
  return ended;
}

function connectionPorts({ startNotices }: ServerMachine): ConnectionPorts {
  return {
    system: { family: "unix", os: process.platform === "darwin" ? "macos" : process.platform, words: words() },
    startNotices,
    failed: (why) => notice(`app-server: ${why}`),
  };
}

function words(): string {
  return `${systemName()} ${release()}; ${process.arch}`;
}

async function closeAll(server: Server): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, CLOSE_MS_MAX).unref();
  });
  await Promise.race([server.closeAll(), late]);
}

/** Made when it is first asked for; a failure is tried again. */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((failure: unknown) => {
      made = null;
      throw failure;
    });
    return made;
  };
}
