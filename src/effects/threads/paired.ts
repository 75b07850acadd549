/** A conversation that a model takes: each call has its output, and each output its call. */
import type { ModelItem } from "../../core/agent/model-item.ts";
import { asText } from "../../kit/json.ts";

const OUTPUT_OF: ReadonlyMap<string, string> = new Map([
  ["function_call", "function_call_output"],
  ["custom_tool_call", "custom_tool_call_output"],
  ["local_shell_call", "function_call_output"],
]);
const OUTPUTS = new Set(OUTPUT_OF.values());

/** A call that was cut short is told to be so; an output without a call is left out. */
export function withAllOutputs(items: readonly ModelItem[]): readonly ModelItem[] {
  const idsOf = (isWanted: (item: ModelItem) => boolean): ReadonlySet<string> =>
    new Set(items.filter(isWanted).flatMap((item) => asText(item["call_id"]) ?? []));
  const calls = idsOf(({ type }) => OUTPUT_OF.has(type));
  const answered = idsOf(({ type }) => OUTPUTS.has(type));
  return items.flatMap((item): readonly ModelItem[] => {
    const id = asText(item["call_id"]);
    if (OUTPUTS.has(item.type)) return id !== null && calls.has(id) ? [item] : [];
    const type = OUTPUT_OF.get(item.type);
    if (type === undefined) return [item];
    if (id === null) return [];
    return answered.has(id) ? [item] : [item, { type, call_id: id, output: "aborted" }];
  });
}
