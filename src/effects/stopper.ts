/** Ends a running command with all that it started: politely, then by force. */
import { setTimeout as sleep } from "node:timers/promises";
import { askSupervisorToEnd, askToEnd, kill, killTree, membersOf, type Tree, untilGone } from "./process-tree.ts";

/** Time to end in order, after SIGTERM and before SIGKILL. */
const GRACE_MS = 400;
const STEP_MS = 10;

/** `fault`: the sandbox is no longer watched as it should be. */
export type StopReason = "timeout" | "abort" | "fault";

/** What stands at the root of the tree: the command itself, bubblewrap, or a supervisor that has started that. */
export type Root = "command" | "bubblewrap" | "supervisor";

export class Stopper {
  /** Why it was stopped; null while it was not. */
  reason: StopReason | null = null;
  /** Settles when what was stopped is gone; at once if nothing was. */
  done: Promise<void> = Promise.resolve();
  readonly #root: Root;
  readonly #tree: Tree;
  readonly #ended: Promise<unknown>;

  /** @param ended settles when the process at the root of `tree` has ended */
  constructor(root: Root, tree: Tree, ended: Promise<unknown>) {
    this.#root = root;
    this.#tree = tree;
    this.#ended = ended;
  }

  /** The first call counts. */
  stop(reason: StopReason): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.done = this.#root === "command" ? this.#stopBare() : this.#stopSandbox(reason);
    // Whoever awaits it learns of a failure; until then it must not end assent.
    this.done.catch(() => undefined);
  }

  async #stopBare(): Promise<void> {
    askToEnd(this.#tree, null);
    const deadline = performance.now() + GRACE_MS;
    while (performance.now() < deadline && membersOf(this.#tree).length > 0) await sleep(STEP_MS);
    await killTree(this.#tree);
  }

  /** Bubblewrap itself is spared at first, by its supervisor too: with it, all would end by force at once. */
  async #stopSandbox(reason: StopReason): Promise<void> {
    const { pid } = this.#tree;
    if (reason !== "fault") {
      if (this.#root === "supervisor") askSupervisorToEnd(pid);
      else askToEnd(this.#tree, pid);
      await Promise.race([this.#ended, sleep(GRACE_MS)]);
    }
    const members = membersOf(this.#tree);
    if (members.includes(pid)) kill(pid);
    await Promise.all(members.map(untilGone));
  }
}
