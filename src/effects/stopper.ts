/** Ends a running command with all that it started: politely, then by force. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Plan } from "../core/sandbox/plan.ts";
import { kill, killTree, membersOf, signalTree, type Tree, untilGone } from "./process-tree.ts";

/** Time to end in order, after SIGTERM and before SIGKILL. */
const GRACE_MS = 400;
const STEP_MS = 10;

export class Stopper {
  /** Why it was stopped; null while it was not. */
  reason: "timeout" | "abort" | null = null;
  /** Settles when what was stopped is gone; at once if nothing was. */
  done: Promise<void> = Promise.resolve();
  readonly #sandbox: Plan["sandbox"];
  readonly #tree: Tree;
  readonly #ended: Promise<unknown>;

  /** @param ended settles when the process at the root of `tree` has ended */
  constructor(sandbox: Plan["sandbox"], tree: Tree, ended: Promise<unknown>) {
    this.#sandbox = sandbox;
    this.#tree = tree;
    this.#ended = ended;
  }

  /** The first call counts. */
  stop(reason: "timeout" | "abort"): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.done = this.#sandbox === "none" ? this.#stopBare() : this.#stopSandbox();
    // Whoever awaits it learns of a failure; until then it must not end assent.
    this.done.catch(() => undefined);
  }

  async #stopBare(): Promise<void> {
    signalTree(this.#tree, "SIGTERM", null);
    const deadline = performance.now() + GRACE_MS;
    while (performance.now() < deadline && membersOf(this.#tree).length > 0) await sleep(STEP_MS);
    await killTree(this.#tree);
  }

  /** Bubblewrap itself is spared at first: with it, all would end by force at once. */
  async #stopSandbox(): Promise<void> {
    const { pid } = this.#tree;
    signalTree(this.#tree, "SIGTERM", pid);
    await Promise.race([this.#ended, sleep(GRACE_MS)]);
    const members = membersOf(this.#tree);
    if (members.includes(pid)) kill(pid);
    await Promise.all(members.map(untilGone));
  }
}
