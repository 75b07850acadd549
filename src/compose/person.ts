/** The person at this process's terminal. */
import type { ProjectView, TrustAnswer } from "../core/config/trust-view.ts";
import type { Approver } from "../engine/ports.ts";

/** Whoever sits there; every box waits until this process has the terminal. */
export type Person = {
  readonly approver: Approver;
  askTrust(view: ProjectView, signal: AbortSignal): Promise<TrustAnswer>;
};

/** A command that could run as well with what only tightens does not wait long for another one's end. */
const TRUST_WAIT_MS_MAX = 2000;

/** Opens the terminal and loads the boxes with the first question, for most commands ask none; null without one. */
export function personAt(home: string): () => Promise<Person | null> {
  let person: Promise<Person | null> | null = null;
  return () => (person ??= openTerminal(home));
}

async function openTerminal(home: string): Promise<Person | null> {
  const { controllingTerminal, CLOCK } = await import("../effects/tty.ts");
  const controlling = controllingTerminal();
  if (controlling === null) return null;
  const [{ terminalApprover }, { lookOf }, { turnsAt }, { terminalNumber }] = await Promise.all([
    import("../surfaces/tui/terminal.ts"),
    import("../surfaces/tui/style.ts"),
    import("../effects/turns.ts"),
    import("../effects/terminal.ts"),
  ]);
  const terminal = { look: lookOf(process.env), ...controlling };
  const approver = terminalApprover(terminal, CLOCK);
  // Two processes that read one terminal would each get some of its keys: a yes could go to the box that is not seen.
  const turns = turnsAt(`${home}/assent/locks/terminal-${terminalNumber()}`);
  return {
    approver: { ask: (question, signal) => turns.take(() => approver.ask(question, signal), signal) },
    askTrust: async (view, signal) => {
      const { askTrust } = await import("../surfaces/tui/trust-box.ts");
      const patience = AbortSignal.any([signal, AbortSignal.timeout(TRUST_WAIT_MS_MAX)]);
      try {
        return await turns.take(() => askTrust(terminal, CLOCK, view, signal), patience);
      } catch {
        // Another command has the terminal, or it is gone: without an answer the files only tighten.
        return "lost";
      }
    },
  };
}
