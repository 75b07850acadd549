/** A server that is a program: started bare, and ended with all that it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { McpTransport } from "../../core/config/servers.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { whyNotStartable } from "../look-up.ts";
import { cutLines, MESSAGE_BYTES_MAX } from "../lines.ts";
import type { Tree } from "../process-tree.ts";
import { Stopper } from "../stopper.ts";
import { oneLine } from "./words.ts";

export type Listener = {
  /** Null for one that is no text. */
  readonly line: (line: string | null) => void;
  /** Called once, with why in the words of one line; null where it was stopped through no fault of its own. */
  readonly ended: (why: string | null) => void;
};

export interface ServerProcess {
  /** Lines that came before are lost: a server says nothing of worth before it is asked. */
  listen(listener: Listener): void;
  /** Rejects where it takes no input any more. */
  write(line: string): Promise<void>;
  /**
   * Ends it with all that it started; resolves when they are gone.
   *
   * @param why what it did; null for nothing. Counts where it has not ended before
   */
  stop(why: string | null): Promise<void>;
}

/** What a server needs to run at all; the rest it is given by name. As measured on Codex. */
const BASE_VARIABLES = "HOME LOGNAME PATH SHELL USER __CF_USER_TEXT_ENCODING LANG LC_ALL TERM TMPDIR TZ".split(" ");
const MARK = "ASSENT_MCP";
const LAST_WORDS_CHARS_MAX = 2_000;
const LAST_LINES = 3;
/** What it said last is waited for this long after all of it was ended. */
const LINGER_MS = 200;

/** Leaders of the sessions of servers that run now: they go with assent, however it ends. */
const live = new Set<number>();
let hasHook = false;

type Program = McpTransport & { readonly kind: "command" };
type Variables = Readonly<Record<string, string | undefined>>;

/** @param around the folder and variables of the thread */
export function startServer(
  { command, args, env, envVars, cwd: own }: Program,
  around: { readonly cwd: string; readonly env: Variables },
): Result<ServerProcess, string> {
  const cwd = own ?? around.cwd;
  const mark = randomBytes(16).toString("hex");
  const named = [...BASE_VARIABLES, ...envVars].map((name) => [name, around.env[name]] as const);
  const variables: Variables = { ...Object.fromEntries(named), ...env, [MARK]: mark };
  const why = whyNotStartable(command, cwd, variables["PATH"]);
  if (why !== null) return err(why);
  // A session of its own: it shares neither the terminal nor its signals.
  const child = spawn(command, args, { cwd, env: variables, stdio: "pipe", detached: true });
  return ok(attend(child, `${MARK}=${mark}`));
}

function attend(child: ChildProcess, mark: string): ServerProcess {
  const tree: Tree = { pid: child.pid ?? 0, ownSession: true, mark };
  let listener: Listener | null = null;
  /** What happened to it, before all that it said has arrived. */
  let fate: string | null | undefined;
  let isOver = false;
  let lastWords = "";
  const why = (): string | null => {
    if (typeof fate !== "string" || lastWords.trim() === "") return fate ?? null;
    return `${fate}; it said: ${lastLinesOf(lastWords)}`;
  };
  const over = new Promise<void>((resolve) => {
    const settle = (): void => {
      if (isOver) return;
      isOver = true;
      live.delete(tree.pid);
      listener?.ended(why());
      resolve();
    };
    child.once("error", (error) => {
      if (fate === undefined) fate = `it could not be started: ${error.message}`;
      if (child.pid === undefined) settle();
    });
    child.once("close", settle);
  });
  const stopper = new Stopper("command", tree, over);
  const stop = async (reason: string | null): Promise<void> => {
    if (fate === undefined) fate = reason;
    child.stdin?.end();
    if (child.pid !== undefined) stopper.stop("abort");
    await stopper.done;
    await Promise.race([over, sleep(LINGER_MS)]);
    // What holds its pipes and was not found is not waited for.
    child.stdout?.destroy();
    child.stderr?.destroy();
    await Promise.race([over, sleep(LINGER_MS)]);
  };
  if (child.pid !== undefined) keepInMind(child.pid);
  // Its helpers go with it, and so do its pipes, which they may hold.
  child.once("exit", (code, signal) => {
    void stop(signal === null ? `it ended with status ${code}` : `it was ended by ${signal}`);
  });
  const lines = cutLines((message) => {
    if (message.kind === "too-long") void stop(`it sent a message of more than ${MESSAGE_BYTES_MAX >> 20} MiB`);
    else listener?.line(message.kind === "text" ? message.text : null);
  });
  child.stdout?.on("data", lines.add);
  child.stderr?.on("data", (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString("utf8")}`.slice(-LAST_WORDS_CHARS_MAX);
  });
  // A pipe that breaks is told of by the end of its process.
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.on("error", () => undefined);
  return {
    listen: (wanted) => {
      listener = wanted;
      if (isOver) wanted.ended(why());
    },
    write: (line) =>
      new Promise((resolve, reject) => {
        if (child.stdin === null) return reject(new Error("it has no input"));
        child.stdin.write(`${line}\n`, (error) => {
          if (!error) return resolve();
          // It is about to end, and how it does says more than a broken pipe.
          void Promise.race([over, sleep(LINGER_MS)]).then(() => reject(error));
        });
      }),
    stop,
  };
}

function lastLinesOf(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return oneLine(lines.slice(-LAST_LINES).join(" | "));
}

function keepInMind(pid: number): void {
  live.add(pid);
  if (hasHook) return;
  hasHook = true;
  process.on("exit", () => {
    for (const leader of live) endGroup(leader);
  });
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGTERM");
  } catch {
    // It has ended meanwhile.
  }
}
