/** One piece of the conversation with a model, as the Responses API writes it; kept whole. */
import type { Json } from "../../kit/json.ts";

export type ModelItem = { readonly type: string; readonly [key: string]: Json };

/** What is sent for one answer. */
export type ModelRequest = {
  readonly model: string;
  readonly instructions: string;
  readonly input: readonly ModelItem[];
  /** As the Responses API has them. */
  readonly tools: readonly Json[];
  /** A JSON Schema that the answer must fit; null for text. */
  readonly outputSchema: Json | null;
  readonly effort: string | null;
  readonly summary: string | null;
  /** Names the conversation to the endpoint, so that it finds what it has cached. */
  readonly thread: string;
  /** Who asks, where it is not the agent itself: endpoints tell such requests apart. */
  readonly subagent?: "guardian";
  /** Set where the schema names keys that may be left out, which a strict one must not. */
  readonly isLoose?: true;
};
