/** One client as the rest of the server sees it. */
import type { JsonObject } from "../../kit/json.ts";

export type Capabilities = {
  readonly isExperimental: boolean;
  /** It wants the fields that only assent has: `assent: { details: true }`. */
  readonly details: boolean;
  /** It puts questions that only a person may answer to one. */
  readonly hasPeople: boolean;
  /** Notifications that it does not want. */
  readonly optedOut: ReadonlySet<string>;
};

export type ClientInfo = { readonly name: string; readonly title: string | null; readonly version: string };

/** What a client replied to a request of ours; nothing of it is checked yet. */
export type Reply =
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "error"; readonly why: string };

export interface Client {
  readonly info: () => ClientInfo;
  readonly capabilities: () => Capabilities;
  /** False for good once its connection is over. */
  readonly isHere: () => boolean;
  notify(method: string, params: JsonObject): void;
  /**
   * `replied` is called once at most, and never after `withdraw`.
   *
   * @returns the id of the request
   */
  request(method: string, params: JsonObject, replied: (reply: Reply) => void): number;
  /** Its reply does not count any more. */
  withdraw(id: number): void;
}

export const NO_CAPABILITIES: Capabilities = {
  isExperimental: false,
  details: false,
  hasPeople: false,
  optedOut: new Set(),
};
