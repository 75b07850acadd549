/** What a reviewing model's reply holds: its messages and its calls. */
import type { ModelItem } from "../../core/agent/model-item.ts";
import { asList, asObject, asText } from "../../kit/json.ts";

export type Call = {
  /** Of a server's tool with its namespace: none of them is known here. */
  readonly name: string;
  /** Arguments as the model wrote them. */
  readonly input: string;
  /** What goes back for it. */
  readonly end: (output: string) => ModelItem;
};

/** The text of each message; empty for one that is not said by the model to its end, or holds anything else. */
export function messagesIn(items: readonly ModelItem[]): readonly string[] {
  return items.filter(({ type }) => type === "message").map(saidIn);
}

function saidIn({ role = "assistant", status = "completed", content }: ModelItem): string {
  const texts = asList(content).map((part) => asText(asObject(part)?.["text"]));
  const isSaid = role === "assistant" && status === "completed" && texts.every((text) => text !== null);
  return isSaid ? texts.join("") : "";
}

/** What is neither said nor thought, and no call that could be answered. */
export function hasOthers(items: readonly ModelItem[]): boolean {
  return items.some(({ type }) => !KNOWN.has(type));
}

const KNOWN: ReadonlySet<string> = new Set(["message", "reasoning", "function_call", "custom_tool_call"]);

/** Whatever wants something done before the answer comes, whether there is such a tool or not. */
export function callsIn(items: readonly ModelItem[]): readonly Call[] {
  return items.flatMap((item): readonly Call[] => {
    if (item.type !== "function_call" && item.type !== "custom_tool_call") return [];
    const id = asText(item["call_id"]) ?? "";
    const name = asText(item["name"]) ?? "";
    const space = asText(item["namespace"]);
    const type = `${item.type}_output`;
    return [
      {
        name: space === null ? name : `${space}.${name}`,
        input: asText(item["arguments"]) ?? asText(item["input"]) ?? "",
        end: (output) => ({ type, call_id: id, output }),
      },
    ];
  });
}
