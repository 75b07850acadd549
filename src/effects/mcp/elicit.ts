/** Passes on what a server asks a person, within bounds. */
import { type FormContent, formContent, readElicitation } from "../../core/agent/mcp-elicitation.ts";
import { never } from "../../kit/never.ts";
import type { ElicitationAnswer, McpOptions } from "../../engine/agent/mcp-port.ts";

/** A server that asks more often than that while one call of it runs only wants to be answered. */
const ASKED_MAX = 50;
const OPEN_MAX = 8;

export type ServerAnswer =
  | { readonly action: "accept"; readonly content: FormContent }
  | { readonly action: "decline" | "cancel" }
  /** What it asks is nothing that may be shown. */
  | { readonly action: "refuse" };

export interface Asker {
  /** @param params as they came; `signal`: the server took it back */
  ask(params: unknown, signal: AbortSignal): Promise<ServerAnswer>;
  /** No call runs any more: what is still asked is taken back, and it is counted anew. */
  idle(): void;
}

/** @param around `isBusy`: a call of it runs; `onOpen` hears of each question that is open, and of its end */
export function askerFor(
  server: string,
  { elicit, warn }: Pick<McpOptions, "elicit" | "warn">,
  around: { readonly isBusy: () => boolean; readonly onOpen: (isOpen: boolean) => void },
): Asker {
  const open = new Set<AbortController>();
  let asked = 0;
  let hasWarned = false;
  const refuse = (why: string): ServerAnswer => {
    if (!hasWarned) warn(`MCP server ${server} asked something that was declined: ${why}`);
    hasWarned = true;
    return { action: "decline" };
  };
  return {
    async ask(params, signal) {
      if (!around.isBusy()) return refuse("none of its tools was called");
      asked += 1;
      if (asked > ASKED_MAX || open.size >= OPEN_MAX) return refuse("it asks too often");
      const read = readElicitation(params);
      if (read === null) return { action: "refuse" };
      const own = new AbortController();
      open.add(own);
      around.onOpen(true);
      try {
        return answerOf(await elicit({ server, ...read }, AbortSignal.any([own.signal, signal])));
      } catch {
        // Whoever could have answered failed, which is told where it did.
        return { action: "decline" };
      } finally {
        open.delete(own);
        around.onOpen(false);
      }
    },
    idle() {
      for (const own of open) own.abort();
      asked = 0;
      hasWarned = false;
    },
  };
}

function answerOf(answer: ElicitationAnswer): ServerAnswer {
  switch (answer.kind) {
    case "accept":
      return { action: "accept", content: formContent(answer.content) };
    case "decline":
    case "cancel":
      return { action: answer.kind };
    default:
      return never(answer);
  }
}
