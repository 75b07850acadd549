/** The seam between the language and whoever gives it functions. */
import type { Result } from "../../kit/result.ts";
import type { Position } from "./extent.ts";
import type { Value } from "./values.ts";

/** Types a parameter may be declared with; `list` says nothing of the items. */
export type HostType = "str" | "list" | "bool";

export type HostParameter = { readonly name: string; readonly required: boolean; readonly type: HostType };

export type HostFunction = {
  readonly name: string;
  /** All may be given by position or by name. */
  readonly parameters: readonly HostParameter[];
  /**
   * Called with one argument per parameter, checked against its type; undefined where a parameter that is not
   * required was left out. An error is reported at the call.
   *
   * @param site where the call begins
   */
  call(args: readonly (Value | undefined)[], site: Position): Result<Value, string>;
};
