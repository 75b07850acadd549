/** What is wrong with a Starlark file, and where. */
import type { Span } from "./extent.ts";

/**
 * One call on the way to an error. `name` is the function whose code makes the call, `<module>` for the file itself,
 * `span` the call there; null where a built-in function makes it (`sorted` calling its key).
 */
export type Frame = { readonly name: string; readonly span: Span | null };

export type StarlarkError = {
  /** `limit`: a bound on steps, memory, nesting or size was reached. */
  readonly kind: "parse" | "resolve" | "run" | "limit";
  /** One line without place, in the words of the reference implementation. */
  readonly message: string;
  /** Null where the reference gives none either. */
  readonly span: Span | null;
  /** Calls that led there, outermost first, the failing call (if it is one) last; empty outside calls. */
  readonly trace: readonly Frame[];
};
