/** How far the person's own words ask for a deed, or hold it back. */
import type { Authorization } from "../approval/review.ts";
import type { Deed } from "./subject.ts";

export type Leave = {
  readonly authorization: Authorization;
  /** True where the person held something back that is this deed, or may be. */
  readonly isBarred: boolean;
};

/** @param words what the person typed in this thread, oldest first; nothing else may ever be handed in */
export function leaveFor(_deed: Deed, words: readonly string[]): Leave {
  return { authorization: "unknown", isBarred: words.length > 0 };
}
