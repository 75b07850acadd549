/**
 * Speaks with the native supervisor of one run.
 *
 * It tells what happens inside and asks about programs; whatever it says that is not understood ends the run, for what
 * it meant to ask would go unanswered or unseen.
 */
import type { ChildProcess } from "node:child_process";
import { Server } from "node:net";
import type { Made } from "../core/sandbox/evidence.ts";
import type { Attempt, Cover, ExecEvent, Supervision } from "../core/sandbox/supervision.ts";

/** What went wrong, in words that follow the name of the sandbox or the program. */
export type Fault = { readonly what: "sandbox" | "program"; readonly why: string };

export type Attendance = {
  /** True once the sandbox stands and the command may start. */
  readonly isReady: () => boolean;
  /** The first; null while there is none. */
  readonly fault: () => Fault | null;
  /** What the command has made so far, of what was asked for. */
  readonly made: () => Made;
  /** Settles when no more messages come. */
  readonly over: Promise<void>;
};

export type Listeners = {
  /** Called once, before the command starts. */
  readonly onReady: (cover: Cover) => void;
  /** Called with what is about to be opened and has a name that may be denied; absolute, links resolved. */
  readonly mayOpen: (path: string) => boolean;
  /** Called once, when the run must end. */
  readonly onFault: () => void;
};

type Message = Readonly<Record<string, unknown>>;

/** The command may try the same thing often, and many things; more than these are not told of. */
const ATTEMPTS_MAX = 1_000;
/** A supervisor that hangs up and lives on for longer than this is broken. */
const PARTING_MS = 1_000;

/** Listens until the channel closes. `child` is the supervisor, started with a channel to assent. */
export function attend(
  child: ChildProcess,
  supervision: Supervision,
  { onReady, mayOpen, onFault }: Listeners,
): Attendance {
  let ready = false;
  let fault: Fault | null = null;
  const told = new Set<string>();
  const names = new Set<string>();
  let links: Set<string> | null = new Set();

  const fail = (why: string, what: Fault["what"] = "sandbox"): void => {
    if (fault !== null) return;
    fault = { what, why };
    onFault();
  };
  const say = (text: string): void => {
    // Where nobody listens any more the run is over, or about to be ended.
    if (child.connected) child.send(text, () => undefined);
  };
  const cover: Cover = (is, path) => say(`cover-${is} ${path}`);
  const answer = async (id: number, event: ExecEvent): Promise<void> => {
    try {
      say(`${(await supervision.exec?.(event)) ?? "refuse"} ${id}`);
    } catch {
      // Whoever throws has not decided.
      say(`refuse ${id}`);
    }
  };
  const take = (message: Message, handle: unknown): boolean => {
    switch (message["kind"]) {
      case "ready":
        if (ready) return false;
        ready = true;
        onReady(cover);
        return true;
      case "exec": {
        const event = execOf(message);
        const id = message["id"];
        if (event === null || typeof id !== "number") return false;
        // The command itself was granted; the supervisor lets it start and only tells.
        if (message["first"] !== true) void answer(id, event);
        return true;
      }
      case "open": {
        const path = textOf(message["path"]);
        const id = message["id"];
        if (path === null || typeof id !== "number") return false;
        say(`${mayOpen(path) ? "allow" : "refuse"} ${id}`);
        return true;
      }
      case "proxy":
        if (!(handle instanceof Server) || supervision.proxy === null) return false;
        supervision.proxy(handle);
        return true;
      case "attempt": {
        const attempt = attemptOf(message);
        if (attempt === null) return false;
        const key = JSON.stringify(attempt);
        if (told.has(key) || told.size === ATTEMPTS_MAX) return true;
        told.add(key);
        supervision.attempt(attempt);
        return true;
      }
      case "made": {
        const name = textOf(message["name"]);
        const link = textOf(message["link"]);
        if (name !== null) names.add(name);
        else if (link !== null) links?.add(link);
        else if (message["link"] === null) links = null;
        else return false;
        return true;
      }
      case "covered":
        return true;
      case "fault":
        fail(textOf(message["why"]) ?? "no reason is known", message["what"] === "program" ? "program" : "sandbox");
        return true;
      default:
        return false;
    }
  };
  child.on("message", (message: unknown, handle: unknown) => {
    const isTaken = fault === null && isRecord(message) && take(message, handle);
    if (isTaken) return;
    // A server that nobody takes over would keep this process from ending.
    if (handle instanceof Server) handle.close();
    fail("the supervisor said what assent does not understand");
  });
  const over = new Promise<void>((resolve) => {
    child.once("disconnect", () => {
      resolve();
      const timer = setTimeout(() => fail("the supervisor hung up"), PARTING_MS);
      child.once("exit", () => clearTimeout(timer));
      if (child.exitCode !== null || child.signalCode !== null) clearTimeout(timer);
    });
  });
  return { isReady: () => ready, fault: () => fault, made: () => ({ names, links }), over };
}

function execOf(message: Message): ExecEvent | null {
  const { pid, first } = message;
  const argv = wordsOf(message["argv"]);
  const cwd = textOf(message["cwd"]);
  const path = message["path"] === null ? null : textOf(message["path"]);
  const lines = Array.isArray(message["ancestors"]) ? message["ancestors"].map(wordsOf) : [null];
  const ancestors = lines.filter((words) => words !== null);
  if (typeof pid !== "number" || typeof first !== "boolean" || argv === null || cwd === null) return null;
  if (ancestors.length < lines.length || (path === null && message["path"] !== null)) return null;
  return { pid, ancestors, path, argv, cwd };
}

function attemptOf(message: Message): Attempt | null {
  const { what, port } = message;
  const path = textOf(message["path"]);
  const address = textOf(message["address"]);
  if ((what === "write" || what === "socket") && path !== null) return { kind: what, path };
  if (what === "address" && address !== null && typeof port === "number") return { kind: what, address, port };
  return null;
}

function wordsOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const words = value.map(textOf).filter((word) => word !== null);
  return words.length === value.length ? words : null;
}

/** Its strings hold one byte a character, as the kernel's do. */
function textOf(value: unknown): string | null {
  return typeof value === "string" ? Buffer.from(value, "latin1").toString("utf8") : null;
}

function isRecord(value: unknown): value is Message {
  return typeof value === "object" && value !== null;
}
