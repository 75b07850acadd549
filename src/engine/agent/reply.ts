/** One reply of the model: shown while it comes, and handed on when it is whole. */
import type { TokenUsage } from "../../core/agent/item.ts";
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";
import type { Json } from "../../kit/json.ts";
import { never } from "../../kit/never.ts";
import type { Model, ModelEvent, ModelFault } from "./model.ts";
import type { Stage } from "./stage.ts";

export type Reply = {
  /** What was completed, in order; of a reply that broke off or was interrupted, so far. */
  readonly items: readonly ModelItem[];
  readonly end:
    | { readonly kind: "whole"; readonly usage: TokenUsage | null }
    | { readonly kind: "failed"; readonly fault: ModelFault }
    | { readonly kind: "interrupted" };
};

const BROKE_OFF: Reply["end"] = {
  kind: "failed",
  fault: { message: "the model's reply broke off", status: null },
};

/** Nothing of it is carried out before it is whole: a reply that breaks off is asked for again, and is another one then. */
export async function readReply(
  model: Model,
  request: ModelRequest,
  stage: Stage,
  signal: AbortSignal,
): Promise<Reply> {
  let items: ModelItem[] = [];
  let end: Reply["end"] = BROKE_OFF;
  const messages = messagesOn(stage);
  // To its own end: a stream that is left before it counts as one that nobody wants.
  for await (const event of model.stream(request, signal)) {
    if (signal.aborted) break;
    switch (event.kind) {
      case "item-started":
        messages.start(event.item);
        break;
      case "text":
      case "reasoning":
        messages.grow(event);
        break;
      case "item-done":
        items.push(event.item);
        messages.complete(event.item);
        break;
      case "retry":
        items = [];
        messages.drop();
        stage.emit({ kind: "error", turn: stage.turn, text: retryWords(event), status: null, willRetry: true });
        break;
      case "completed":
        end = { kind: "whole", usage: event.usage };
        break;
      case "failed":
        end = { kind: "failed", fault: event.fault };
        break;
      default:
        return never(event);
    }
  }
  messages.drop();
  return { items, end: signal.aborted && end === BROKE_OFF ? { kind: "interrupted" } : end };
}

function retryWords({ attempt, of, why }: ModelEvent & { readonly kind: "retry" }): string {
  return `${why}; trying again (${attempt} of ${of})`;
}

/** Messages and thoughts that are being written. */
type Messages = {
  start(item: ModelItem): void;
  grow(event: ModelEvent & { readonly kind: "text" | "reasoning" }): void;
  complete(item: ModelItem): void;
  /** Those that will not be completed any more end as they are. */
  drop(): void;
};

function messagesOn(stage: Stage): Messages {
  const open = new Map<string, { readonly kind: "agent-message" | "reasoning"; text: string }>();
  let unnamed = 0;
  const idOf = (item: ModelItem): string => textAt(item, "id") ?? `${stage.turn}-${kindOf(item) ?? "item"}-${unnamed}`;
  return {
    start(item) {
      const kind = kindOf(item);
      if (kind === null) return;
      const id = idOf(item);
      open.set(id, { kind, text: "" });
      stage.start(
        kind === "reasoning"
          ? { id, kind, summary: [], content: [] }
          : { id, kind, text: "", phase: textAt(item, "phase") },
      );
    },
    grow({ kind, item, delta }) {
      const message = open.get(item);
      if (message === undefined) return;
      message.text += delta;
      const { turn } = stage;
      stage.emit({ kind: kind === "text" ? "message-delta" : "reasoning-delta", turn, item, delta });
    },
    complete(item) {
      const kind = kindOf(item);
      if (kind === null) return;
      const id = idOf(item);
      open.delete(id);
      if (textAt(item, "id") === null) unnamed += 1;
      stage.complete(
        kind === "reasoning"
          ? { id, kind, summary: textsIn(item["summary"]), content: textsIn(item["content"]) }
          : { id, kind, text: textsIn(item["content"]).join(""), phase: textAt(item, "phase") },
      );
    },
    drop() {
      for (const [id, { kind, text }] of open) {
        stage.complete(
          kind === "reasoning" ? { id, kind, summary: [text], content: [] } : { id, kind, text, phase: null },
        );
      }
      open.clear();
    },
  };
}

function kindOf({ type }: ModelItem): "agent-message" | "reasoning" | null {
  if (type === "message") return "agent-message";
  return type === "reasoning" ? type : null;
}

function textAt(item: ModelItem, key: string): string | null {
  const value = item[key];
  return typeof value === "string" ? value : null;
}

/** The `text` of each part. */
function textsIn(parts: Json | undefined): readonly string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: Json) => {
    const text = typeof part === "object" && part !== null && "text" in part ? part["text"] : null;
    return typeof text === "string" ? [text] : [];
  });
}
