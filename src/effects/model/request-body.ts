/** The body of a request to the Responses API. */
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";
import { isKnownToThink } from "../../core/agent/thinking.ts";
import type { Json } from "../../kit/json.ts";

/** Nothing is stored by the server, so what a model thought must come back with the next request. */
const ENCRYPTED = "reasoning.encrypted_content";

/** Fields are those that Codex 0.169 sends, but for its telemetry. */
export function requestBody(request: ModelRequest): string {
  const { model, instructions, effort, summary, outputSchema, isLoose = false } = request;
  const reasoning: Json = { ...(effort === null ? {} : { effort }), ...(summary === null ? {} : { summary }) };
  const body: Json = {
    model,
    ...(instructions === "" ? {} : { instructions }),
    input: request.input.filter(isSendable),
    tools: request.tools,
    tool_choice: "auto",
    parallel_tool_calls: true,
    ...(Object.keys(reasoning).length > 0 ? { reasoning } : {}),
    store: false,
    stream: true,
    include: thinks(request) ? [ENCRYPTED] : [],
    prompt_cache_key: request.thread,
    ...(outputSchema === null ? {} : { text: { format: answerFormat(outputSchema, !isLoose) } }),
  };
  return JSON.stringify(body);
}

function thinks({ model, effort, summary }: ModelRequest): boolean {
  return effort !== null || summary !== null || isKnownToThink(model);
}

/** A thought that did not come encrypted can be named only to a server that stored it. */
function isSendable(item: ModelItem): boolean {
  return item.type !== "reasoning" || typeof item["encrypted_content"] === "string";
}

function answerFormat(schema: Json, strict: boolean): Json {
  return { type: "json_schema", name: "answer", strict, schema };
}
