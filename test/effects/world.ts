/** Folders and a real sandbox for tests that run commands, below one temporary folder. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll } from "vitest";
import { MODE_ONLY, type Permissions, permissionsOf } from "../../src/core/permissions/permissions.ts";
import type { Backend } from "../../src/core/sandbox/backend.ts";
import { type Supervision, UNSUPERVISED } from "../../src/core/sandbox/supervision.ts";
import { findBackend } from "../../src/effects/backend.ts";
import type { Live } from "../../src/engine/ports.ts";
import { type CommandResult, runCommand, type RunWanted } from "../../src/effects/run-command.ts";

const base = realpathSync(mkdtempSync(`${tmpdir()}/assent-test-`));
afterAll(() => rmSync(base, { recursive: true, force: true }));

export const BACKEND: Backend = findBackend({ path: process.env["PATH"], roots: [] });

export type World = { readonly ws: string; readonly out: string; readonly home: string };

let made = 0;
export function newWorld(): World {
  made += 1;
  const [ws, out, home] = ["ws", "out", "home"].map((name) => `${base}/${made}/${name}`) as [string, string, string];
  for (const folder of [ws, out, home]) mkdirSync(folder, { recursive: true });
  return { ws, out, home };
}

export function writeIn(...roots: readonly string[]): Permissions {
  return permissionsOf("workspace-write", { roots, keep: [], bounds: MODE_ONLY });
}

type Streaming = {
  readonly timeoutMs?: number;
  readonly input?: string;
  readonly bytesMax?: number;
  /** In place of captured output. */
  readonly live?: Live;
  readonly supervision?: Supervision;
};

/** Runs a bash script with captured output; in the world's workspace and sandboxed to it unless `over` says otherwise. */
export async function runScript(
  world: World,
  script: string,
  over: Partial<RunWanted> & Streaming = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<CommandResult> {
  const { timeoutMs = null, input, bytesMax = 1 << 20, live, supervision = UNSUPERVISED, ...rest } = over;
  const captured = { kind: "capture", input: input === undefined ? null : Buffer.from(input), bytesMax } as const;
  return runCommand(
    {
      command: ["bash", "-c", script],
      cwd: world.ws,
      permissions: writeIn(world.ws),
      backend: BACKEND,
      home: world.home,
      options: {
        env: { ...process.env, OUT: world.out, WS: world.ws },
        streams: live === undefined ? captured : { kind: "live", live, bytesMax },
        timeoutMs,
        supervision,
      },
      isAccepted: false,
      tell: () => undefined,
      notice: () => undefined,
      ...rest,
    },
    signal,
  );
}

export function textOf(result: CommandResult): string {
  return result.kind === "ended" ? Buffer.from(result.output).toString("utf8") : `not started: ${result.why}`;
}

/** Processes that have `word` among the words of their command line. */
export function processesWith(word: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && wordsOf(name).includes(word))
    .map(Number);
}

/** True if `sleep WORD` runs, and not only programs that have it among their arguments. */
export function isSleeping(word: string): boolean {
  return processesWith(word).some((pid) => wordsOf(String(pid))[0] === "sleep");
}

function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // It has ended.
    return [];
  }
}

/** Resolves when `isTrue`, and throws after ten seconds: only for what other processes do. */
export async function until(isTrue: () => boolean, state: () => string = () => ""): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    if (tries > 1000) throw new Error(`waited in vain ${state()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
