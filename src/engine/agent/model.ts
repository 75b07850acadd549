/** The door to a model. */
import type { TokenUsage } from "../../core/agent/item.ts";
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";

export type ModelEvent =
  /** An item begins; its text comes in pieces. */
  | { readonly kind: "item-started"; readonly item: ModelItem }
  | { readonly kind: "text"; readonly item: string; readonly delta: string }
  | { readonly kind: "reasoning"; readonly item: string; readonly delta: string }
  /** It is whole. */
  | { readonly kind: "item-done"; readonly item: ModelItem }
  /** The request is made again after a fault; what came so far does not count. */
  | { readonly kind: "retry"; readonly attempt: number; readonly of: number; readonly why: string }
  /** The last event, this or the next. */
  | { readonly kind: "completed"; readonly usage: TokenUsage | null }
  | { readonly kind: "failed"; readonly fault: ModelFault };

export type ModelFault = {
  /** One line for a person, not escaped. */
  readonly message: string;
  /** Of HTTP; null where it never came to that. */
  readonly status: number | null;
};

export interface Model {
  /** Never throws and never goes on after `signal` has aborted; retries by itself as the provider's settings say. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
