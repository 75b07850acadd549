/** What is known of an open thread by what happened in it: status, first words, commands. */
import type { Item, Turn, UserInput } from "../../core/agent/item.ts";
import { previewOf } from "../../core/agent/preview.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import { canonical, type JsonObject } from "../../kit/json.ts";

export interface Followed {
  /** Takes up what happened; to be called before it is told. */
  follow(event: ThreadEvent): void;
  /** Texts that the agent asks for began or ceased to wait. */
  inputsChanged(): void;
  readonly status: () => JsonObject;
  /** What the person said first, cut. */
  readonly preview: () => string;
  /** A command that goes on: its questions are shown with it. */
  readonly command: (item: string) => (Item & { readonly kind: "command" }) | null;
}

/** @param inputs how many texts wait; @param changed called with each new status */
export function followedFrom(
  turns: readonly Turn[],
  inputs: () => number,
  changed: (status: JsonObject) => void,
): Followed {
  const commands = new Map<string, Item & { readonly kind: "command" }>();
  let status = IDLE;
  let questions = 0;
  let preview = turns.flatMap(({ items }) => items).reduce(previewWith, "");

  function become(next: JsonObject): void {
    if (canonical(next) === canonical(status)) return;
    status = next;
    changed(status);
  }

  return {
    follow(event) {
      switch (event.kind) {
        case "turn-started":
          return become(active(questions, inputs()));
        case "turn-ended":
          commands.clear();
          return become(event.turn.status === "failed" ? SYSTEM_ERROR : IDLE);
        case "waiting":
          questions = event.questions;
          if (status !== IDLE && status !== SYSTEM_ERROR) become(active(questions, inputs()));
          return;
        case "item-started":
          if (event.item.kind === "command") commands.set(event.item.id, event.item);
          preview = previewWith(preview, event.item);
          return;
        case "item-completed":
          commands.delete(event.item.id);
          return;
        default:
          return;
      }
    },
    inputsChanged: () => become(active(questions, inputs())),
    status: () => status,
    preview: () => preview,
    command: (item) => commands.get(item) ?? null,
  };
}

function previewWith(before: string, item: Item): string {
  return before === "" && item.kind === "user-message" ? previewOf(textsOf(item.content)) : before;
}

function textsOf(content: readonly UserInput[]): readonly string[] {
  return content.flatMap((input) => (input.kind === "text" ? [input.text] : []));
}

const IDLE: JsonObject = { type: "idle" };
const SYSTEM_ERROR: JsonObject = { type: "systemError" };

function active(questions: number, inputs: number): JsonObject {
  const flags = [...(questions > 0 ? ["waitingOnApproval"] : []), ...(inputs > 0 ? ["waitingOnUserInput"] : [])];
  return { type: "active", activeFlags: flags };
}
